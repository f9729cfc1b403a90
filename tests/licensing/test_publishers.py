"""Publishers in the books, how tokens stand, and what the index remembers of both."""

from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.packages import verify_publishers
from license_service.errors import Refused
from license_service.index import books as remembering
from license_service.index.books import Books
from license_service.services import lifecycle, publishers


def made(service, *packages, key=None, **order):
    """(license, key id) of a new publisher."""
    issued = service.issue(plan="ecommerce-enterprise", domain_binding=["pub.ro"], **order)
    key = (key or Ed25519PrivateKey.generate()).public_key()
    with service.work() as job:
        kid = publishers.register(job, "P", key, packages, UUID(issued["id"]))
    return issued, kid


def listed(service):
    token = service.call("GET", "/v1/publishers")["publishers"]
    return verify_publishers(token, service.keys().keys, datetime.now(UTC))


def test_a_publisher_counts_while_key_and_license_do(service):
    issued, kid = made(service, "ecommus-plugin-a", "ecommus_plugin.B")
    found = listed(service)[kid]
    assert found.packages == {"ecommus-plugin-a", "ecommus-plugin-b"}
    assert found.install_id == issued["install_id"]
    other, second = made(service, "ecommus-plugin-c")
    with service.work() as job:
        publishers.revoke(job, kid)
    service.call("POST", f"/v1/licenses/{other['id']}/revoke", {"reason": "fraud"})
    assert not {kid, second} & set(listed(service))
    assert service.noted(issued["id"], "publisher.made")[0]["kid"] == kid


@pytest.mark.parametrize("package", ["requests", "ecommus-plugin", "ecommus-plugin-х", ""])
def test_only_our_names_are_published(service, package):
    with pytest.raises(Invalid):
        made(service, package)


def test_a_name_has_one_publisher_and_a_key_one_life(service):
    key = Ed25519PrivateKey.generate()
    issued, kid = made(service, "ecommus-plugin-mine", key=key)
    with pytest.raises(Conflict, match="published by"):
        made(service, "ecommus-plugin-mine")
    with service.work() as job:
        with pytest.raises(Conflict, match="registered"):
            publishers.register(job, "Q", key.public_key(), ("ecommus-plugin-q",), None)
        # A second key of the same publisher, to change over to.
        more = Ed25519PrivateKey.generate().public_key()
        publishers.register(job, "P", more, ("ecommus-plugin-mine",), UUID(issued["id"]))
        publishers.revoke(job, kid)
        with pytest.raises(Conflict, match="revoked"):
            publishers.register(job, "P", key.public_key(), ("ecommus-plugin-q",), None)
        plain = service.issue(domain_binding=["plain.ro"])
        with pytest.raises(Conflict) as refused:
            publishers.register(job, "R", more, ("ecommus-plugin-r",), UUID(plain["id"]))
        assert refused.value.code == "feature_not_licensed"


def test_a_key_is_a_public_one_of_the_right_kind():
    key = Ed25519PrivateKey.generate().public_key()
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    assert publishers.key_of(pem) == key
    for wrong in (b"", b"nonsense", pem.replace(b"PUBLIC", b"PRIVATE")):
        with pytest.raises(Invalid):
            publishers.key_of(wrong)


def test_how_a_token_stands(service):
    issued = service.issue(domain_binding=["stands.ro"])

    def stands(token):
        return service.call("GET", f"/v1/standings/{service.license_of(token).jti}")["state"]

    assert stands(issued["token"]) == "active"
    with service.work() as job:
        newer = lifecycle.extend(job, UUID(issued["id"]), "3mo")
    assert stands(issued["token"]) == stands(newer) == "active"
    moved = service.call("POST", f"/v1/licenses/{issued['id']}/transfer",
                         {"new_install": True, "send_email": False})["token"]  # fmt: skip
    assert (stands(issued["token"]), stands(moved)) == ("transferred", "active")
    service.call("POST", f"/v1/licenses/{issued['id']}/refund", {"reason": "sent back"})
    assert stands(moved) == "refunded"
    nobody = service.call("GET", "/v1/standings/00000000-0000-4000-8000-000000000000")
    assert nobody["state"] == "unknown"
    service.call("GET", "/v1/standings/nothing", status=404)


def books_of(service, answers):
    """Books over the real service; ``answers`` empty: it is away."""

    def ask(request):
        if not answers:
            raise httpx.ConnectError("away")
        headers = {"Authorization": request.headers["Authorization"]}
        said = service.app.get(request.url.path, headers=headers, status="*")
        return httpx.Response(said.status_int, content=said.body)

    http = httpx.Client(base_url="http://service", transport=httpx.MockTransport(ask))
    return Books("http://service", service.key, service.roots, http)


def test_what_is_remembered_runs_out_when_the_service_is_away(service, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(remembering.time, "monotonic", lambda: now[0])
    issued = service.issue(domain_binding=["kept.ro"])
    jti = service.license_of(issued["token"]).jti
    answers = [True]
    books = books_of(service, answers)
    assert books.standing(jti) == ("active", "")
    assert books.keys().keys() == service.keys().keys.keys()
    service.call("POST", f"/v1/licenses/{issued['id']}/revoke", {"reason": "fraud"})
    answers.clear()
    now[0] += 59
    assert books.standing(jti)[0] == "active"
    now[0] += 1
    for ask in (lambda: books.standing(jti), books.keys, lambda: books.is_operator("els_x")):
        with pytest.raises(Refused) as refused:
            ask()
        assert (refused.value.status, refused.value.code) == (503, "license_service_away")
    answers.append(True)
    assert books.standing(jti) == ("revoked", "fraud")
    assert (books.is_operator(service.key), books.is_operator("els_x")) == (True, False)


def test_keys_come_from_the_root_and_never_go_back(service, monkeypatch):
    now = [5000.0]
    monkeypatch.setattr(remembering.time, "monotonic", lambda: now[0])
    books = books_of(service, [True])
    old = service.call("GET", "/v1/keys")
    books.keys()
    service.rotate()
    now[0] += 60
    assert len(books.keys()) == len(service.keys().keys)
    real = books._ask
    monkeypatch.setattr(books, "_ask", lambda path: old if path == "/v1/keys" else real(path))
    now[0] += 60
    with pytest.raises(Refused):
        books.keys()
    stranger = Books("http://service", service.key, {}, books._http)
    with pytest.raises(Refused):
        stranger.keys()
