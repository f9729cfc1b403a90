"""The package index's gate without devpi behind it: which addresses there are, and who comes in."""

import base64
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecommus.core.packages import package_of
from license_service.errors import Refused
from license_service.index.addresses import HOME, find
from license_service.index.callers import caller, credentials

WHEEL = "ecommus_plugin_x-1.0-py3-none-any.whl"
FOLDER = "+f/0a1/0123456789abc"


@pytest.mark.parametrize(
    ("path", "kind", "package"),
    [
        ("+simple", "list", None),
        ("+simple/", "list", None),
        ("+publishers", "publishers", None),
        ("+simple/ecommus-plugin-x", "project", "ecommus-plugin-x"),
        ("+simple/ecommus-theme-x-y/", "project", "ecommus-theme-x-y"),
        (f"{FOLDER}/{WHEEL}", "file", "ecommus-plugin-x"),
        (f"{FOLDER}/{WHEEL}.metadata", "file", "ecommus-plugin-x"),
        (f"{FOLDER}/{WHEEL}.sig", "signature", "ecommus-plugin-x"),
    ],
)
def test_there_are_these_addresses(path, kind, package):
    for method in ("GET", "HEAD"):
        found = find(method, HOME + path)
        assert found is not None
        assert (found.kind, found.package and found.package.name) == (kind, package)
    for method in ("POST", "PUT", "PATCH", "DELETE", "PUSH", "OPTIONS", "get"):
        assert find(method, HOME + path) is None


PIECES = st.sampled_from(
    ["", "+simple", "+f", "+e", "..", ".", "0a1", "0123456789abc", WHEEL, "ecommus-plugin-x",
     "refresh", "Ecommus-Plugin-X", "ecommus_plugin_x", "requests", "ecommus", "packages", "root",
     "+login", "\0", "х"]
)  # fmt: skip


@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=8).map("/".join))
def test_and_no_others(path):
    for whole in (path, "/" + path, HOME + path):
        found = find("GET", whole)
        if found is None:
            continue
        assert whole.startswith(HOME)
        assert ".." not in whole.split("/")
        if found.kind in ("project", "file", "signature"):
            assert found.package == package_of(found.package.name)
            assert (
                whole.rstrip("/")
                .rsplit("/", 1)[1]
                .startswith((found.package.name, found.package.name.replace("-", "_")))
            )


@dataclass
class Known:
    """Books that know one state of every token, and one operator."""

    service: object
    state: tuple = ("active", "")
    asked: list = field(default_factory=list)

    def keys(self):
        return self.service.keys().keys

    def standing(self, jti):
        self.asked.append(jti)
        return self.state

    def is_operator(self, key):
        return key == "els_operator"


def sent(user, password, scheme="Basic"):
    text = base64.b64encode(f"{user}:{password}".encode()).decode()
    return SimpleNamespace(headers={"Authorization": f"{scheme} {text}"})


def test_a_license_comes_in_by_its_standing(service):
    issued = service.issue(domain_binding=["gate.ro"])
    token = issued["token"]
    known = Known(service)
    assert caller(sent("license", token), known).license.install_id == issued["install_id"]
    assert caller(sent("operator", "els_operator"), known).may_publish
    for state, status, code in (
        ("revoked", 403, "revoked"), ("refunded", 403, "revoked"), ("transferred", 403, "revoked"),
        ("unknown", 401, "unknown_jti"), ("anything else", 403, "revoked"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            caller(sent("license", token), Known(service, (state, "why")))
        assert (refused.value.status, refused.value.code) == (status, code)


@pytest.mark.parametrize(
    ("user", "password", "code"),
    [
        ("license", "", "malformed"), ("license", "a.b.c", "malformed"),
        ("license", "els_operator", "malformed"), ("root", "", "authentication_required"),
        ("operator", "els_other", "authentication_required"), ("", "", "authentication_required"),
        ("License", "{token}", "authentication_required"), ("license", "{token}x", None),
    ],
)  # fmt: skip
def test_strangers_do_not(service, user, password, code):
    token = service.issue(domain_binding=["stranger.ro"])["token"]
    known = Known(service)
    with pytest.raises(Refused) as refused:
        caller(sent(user, password.replace("{token}", token)), known)
    assert refused.value.status == 401
    assert code in (None, refused.value.code)
    assert known.asked == []


@pytest.mark.parametrize("header", ["", "Basic", "Basic %%%", "Basic /////w==", "Bearer x", "\0"])
def test_a_header_that_cannot_be_read_names_nobody(header):
    assert credentials(SimpleNamespace(headers={"Authorization": header})) == ("", "")
