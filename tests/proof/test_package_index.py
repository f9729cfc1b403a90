"""The package index as pip meets it: what a license grants, and nothing else."""

import http.client
import os
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from licensing.service import Service
from sqlalchemy import update

from ecommus.core.packages import sign_release
from ecommus.db.embedded import Cluster
from license_service.db.tables import licenses
from license_service.services import lifecycle, tokens

from .indexing import Index, answering, wheel

X = wheel("ecommus-plugin-x")


@pytest.fixture(scope="module")
def index(tmp_path_factory, port):
    pytest.importorskip("devpi_server")
    default = Path(tempfile.gettempdir()) / "ecommus-test"
    folder = Path(os.environ.get("ECOMMUS_TEST_FOLDER", default))
    with Cluster(folder / "postgres", durable=False) as cluster:
        service = Service(cluster, tmp_path_factory.mktemp("mail"))
        with answering(service.app.app, port):
            made = Index(service, port, tmp_path_factory.mktemp("index"), port + 1)
            process = made.start()
            try:
                for file in (X, wheel("ecommus-plugin-y"), wheel("ecommus-theme-fashion")):
                    assert made.upload(file).status_code == 200
                yield made
            finally:
                process.stop()
        service.close()


@pytest.fixture(scope="module")
def held(index):
    """A token of each kind; only the first may have plugin x."""
    service = index.service
    revoked = service.issue(licensed_plugins=["x"], domain_binding=["revoked.ro"])
    monthly = service.issue(licensed_plugins=["x"], kind="saas-monthly",
                            domain_binding=["monthly.ro"])  # fmt: skip
    with service.work() as job:
        lifecycle.close(job, index.id_of(revoked), "revoked", "not paid")
        ended = update(licenses).where(licenses.c.id == index.id_of(monthly))
        job.db.execute(ended.values(expires_at=job.now - timedelta(days=1)))
        expired = tokens.issue(job, index.id_of(monthly), "test")
    return {
        "licensed": service.issue(licensed_plugins=["x"])["token"],
        "unlicensed": service.issue(licensed_plugins=["y"], domain_binding=["other.ro"])["token"],
        "revoked": revoked["token"],
        "expired": expired,
        "none": "",
    }


OUTCOMES = {
    "licensed": (200, None),
    "unlicensed": (403, "plugin_not_licensed"),
    "revoked": (403, "revoked"),
    "expired": (401, "expired"),
    "none": (401, "authentication_required"),
}


def link_of(index, project="ecommus-plugin-x"):
    """The direct link to a project's newest file, as a page for the publisher has it."""
    said = {"Accept": "application/vnd.pypi.simple.v1+json"}
    page = index.get(f"+simple/{project}/", index.publisher["token"], **said)
    file = page.json()["files"][-1]
    return f"+f/{file['url'].partition('+f/')[2]}"


@pytest.mark.parametrize("who", OUTCOMES)
def test_pip_by_the_simple_page(index, held, who, tmp_path):
    done = index.pip("--index-url", index.home + "+simple/", "ecommus-plugin-x",
                     token=held[who], target=tmp_path / "site")  # fmt: skip
    allowed = OUTCOMES[who][0] == 200
    assert (done.returncode == 0) is allowed, done.stdout + done.stderr
    assert (tmp_path / "site/ecommus_plugin_x.py").exists() is allowed


@pytest.mark.parametrize("who", OUTCOMES)
def test_pip_by_the_direct_link(index, held, who, tmp_path):
    link = index.home + link_of(index)
    done = index.pip("--no-index", link, token=held[who], target=tmp_path / "site")
    allowed = OUTCOMES[who][0] == 200
    assert (done.returncode == 0) is allowed, done.stdout + done.stderr
    assert (tmp_path / "site/ecommus_plugin_x.py").exists() is allowed


@pytest.mark.parametrize("who", OUTCOMES)
def test_every_answer_says_why(index, held, who):
    status, reason = OUTCOMES[who]
    file = link_of(index)
    for path in ("+simple/ecommus-plugin-x/", "+simple/ecommus-plugin-x", file, f"{file}.sig"):
        for accept in ("text/html", "application/vnd.pypi.simple.v1+json"):
            answer = index.get(path, held[who], Accept=accept)
            assert (answer.status_code, answer.headers.get("X-Ecommus-Reason")) == (status, reason)
            assert "no-store" in answer.headers["Cache-Control"]
            assert (b"ecommus_plugin_x" in answer.content) is (
                (status == 200 and not path.startswith("+f")) or (path == file and status == 200)
            )


def test_the_list_holds_what_is_licensed(index, held):
    for token, names in (
        (held["licensed"], ["ecommus-plugin-x"]),
        (held["unlicensed"], ["ecommus-plugin-y"]),
        (index.publisher["token"],
         ["ecommus-plugin-x", "ecommus-plugin-y", "ecommus-theme-fashion"]),
    ):  # fmt: skip
        said = index.get("+simple/", token, Accept="application/vnd.pypi.simple.v1+json").json()
        own = [project["name"] for project in said["projects"]]
        assert set(names) <= set(own)
        for name in index.PACKAGES:
            assert (f">{name}<" in index.get("+simple/", token).text) is (name in own)


@pytest.mark.parametrize(
    "path",
    [
        "+simple/ecommus_plugin_x/", "+simple/Ecommus-Plugin-X/", "+simple/ecommus.plugin.x/",
        "+simple/ecommus-plugin-%D1%85/", "+simple/ecommus-plugin-x/../ecommus-plugin-y/",
        "+simple/ecommus-plugin-x%2F..%2Fecommus-plugin-y/", "+simple//ecommus-plugin-y/",
        "+simple/ecommus-plugin-x%00/", "+simple/ecommus-plugin-x-/", "+simple/ecommus-plugin-/",
        "+simple/ecommus-plugin/", "+simple/devpi-server/", "+simple/ecommus-plugin-x/refresh",
        "ecommus-plugin-x", "ecommus-plugin-y/1.0", "", "+e/x", "+f/", "+api", "../../+status",
        "../../root/pypi/+simple/ecommus-plugin-y/", "../../+login", "../../ecommus",
        "+f/../+simple/ecommus-plugin-y/", "%2Bsimple/ecommus-plugin-y//",
    ],
)  # fmt: skip
def test_nothing_else_is_there(index, held, path):
    """Sent as written: no client tidies the path up first."""
    auth = httpx.BasicAuth("license", held["licensed"])._auth_header
    for agent in ("pip/26", "curl/8"):
        headers = {"Authorization": auth, "User-Agent": agent, "X-Outside-Url": "http://a/ecommus"}
        with closing(http.client.HTTPConnection("127.0.0.1", index.port)) as connection:
            connection.request("GET", "/ecommus/packages/" + path, headers=headers)
            answer = connection.getresponse()
            assert answer.status in (403, 404), path
            assert b".whl" not in answer.read()


def test_a_file_of_another_package_is_no_file_of_this_one(index, held):
    other = link_of(index, "ecommus-plugin-y")
    assert index.get(other, held["licensed"]).status_code == 403
    renamed = other.replace("plugin_y", "plugin_x")
    assert index.get(renamed, held["licensed"]).status_code == 404


def test_uploads_are_signed_by_the_publisher_of_the_name(index):
    file = wheel("ecommus-plugin-x", "2.0")

    def reason(answer):
        return answer.status_code, answer.headers.get("X-Ecommus-Reason")

    stranger = Ed25519PrivateKey.generate()
    assert reason(index.upload(file, signature="")) == (403, "signature_missing")
    assert reason(index.upload(file, key=stranger)) == (403, "publisher_unknown")

    wrong = sign_release(file[0], "0" * 64, index.key)
    assert reason(index.upload(file, signature=wrong)) == (403, "bad_signature")
    foreign = wheel("ecommus-plugin-z")
    assert reason(index.upload(foreign)) == (403, "not_the_publisher")
    assert reason(index.upload(wheel("requests"))) == (400, "not_a_wheel")
    assert reason(index.upload(file, name="ecommus-plugin-y")) == (400, "upload_malformed")
    assert reason(index.upload(file, **{":action": "submit"})) == (400, "upload_malformed")
    assert "2.0" not in index.get("+simple/ecommus-plugin-x/", index.publisher["token"]).text


def test_uploads_need_the_feature_and_the_publishers_own_license(index, held):
    file = wheel("ecommus-plugin-x", "3.0")
    plain = index.upload(file, token=held["licensed"])
    assert (plain.status_code, plain.json()["reason"]) == (403, "feature_not_licensed")
    other = index.service.issue(plan="ecommerce-enterprise", domain_binding=["rival.ro"])
    rival = index.upload(file, token=other["token"])
    assert (rival.status_code, rival.json()["reason"]) == (403, "not_the_publisher")
    # The operator's key publishes what a registered publisher signed; any other key does not.
    assert index.upload(file, user="operator", token="els_wrong").status_code == 401
    assert index.upload(file, user="operator", token=index.service.key[:-1]).status_code == 401
    assert index.upload(file, user="operator", token=index.operator).status_code == 200


def test_a_release_stays_as_it_is(index):
    name, content = wheel("ecommus-plugin-y", "5.0")
    assert index.upload((name, content)).status_code == 200
    assert index.upload((name, content)).status_code == 200
    other = wheel("ecommus-plugin-y", "5.0", ("six",))[1]
    assert index.upload((name, other)).status_code == 409
    link = link_of(index, "ecommus-plugin-y").partition("#")[0]
    assert index.get(link, index.publisher["token"]).content == content
    for method in ("DELETE", "PUT", "PATCH", "PUSH"):
        for path in (
            "ecommus-plugin-y/5.0",
            "ecommus-plugin-y",
            link,
            "",
            "../../ecommus/packages",
        ):
            auth = ("license", index.publisher["token"])
            answer = httpx.request(method, index.home + path, auth=auth)
            assert answer.status_code == 404
