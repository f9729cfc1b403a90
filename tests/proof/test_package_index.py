"""The package index as pip meets it: what a license grants, and nothing else."""

import hashlib
import http.client
import os
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from licensing.service import Service
from sqlalchemy import update

from ecommus.core.packages import sign_release
from ecommus.db.embedded import Cluster
from license_service.db.tables import licenses
from license_service.services import lifecycle, tokens, withdrawals

from .indexing import Index, answering, wheel
from .installation import Installation

X = wheel("ecommus-plugin-x")


@pytest.fixture(scope="module")
def index(tmp_path_factory, port):
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


def link_of(index, project="ecommus-plugin-x", version="1.0"):
    """The direct link to a release, as the project's page has it for the publisher."""
    said = {"Accept": "application/vnd.pypi.simple.v1+json"}
    page = index.get(f"+simple/{project}/", index.publisher["token"], **said)
    (file,) = (f for f in page.json()["files"] if f"-{version}-" in f["filename"])
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


@pytest.mark.parametrize("who", OUTCOMES)
@pytest.mark.parametrize(
    ("method", "headers"),
    [("HEAD", {}), ("GET", {"Range": "bytes=0-3"}), ("GET", {"If-None-Match": "*"}),
     ("GET", {"X-Devpi-Auth": "cm9vdDo="}), ("GET", {"X-Forwarded-User": "root"})],
)  # fmt: skip
def test_no_way_of_asking_gets_more(index, held, who, method, headers):
    status, reason = OUTCOMES[who]
    file = link_of(index)
    auth = httpx.BasicAuth("license", held[who]) if held[who] else None
    for path in ("+simple/ecommus-plugin-x/", file, f"{file}.metadata", "+simple/"):
        answer = httpx.request(method, index.home + path, auth=auth, headers=headers)
        if status == 200 or (path == "+simple/" and who == "unlicensed"):
            assert answer.status_code in (200, 206, 304, 404), path
        else:
            said = (answer.status_code, answer.headers.get("X-Ecommus-Reason"))
            assert said == (status, reason), path
        if status != 200:
            assert b"ecommus_plugin_x" not in answer.content
            assert b"PK" not in answer.content[:2]


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
    link = link_of(index, "ecommus-plugin-y", "5.0")
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


class Shop:
    """An installation that insists on signatures; ``run`` is its command line, under ``token``."""

    def __init__(self, index, folder):
        self.folder = folder
        (folder / "keys").mkdir()
        for kid, key in index.service.keys().keys.items():
            pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
            (folder / f"keys/{kid}.pem").write_bytes(pem)
        settings = {
            "license.index_url": index.home, "plugins.require_signature": "true",
            "license.root_key": index.service.settings["license.root_key"],
            "license.keys": str(folder / "keys"),
        }  # fmt: skip
        self.installation = Installation(folder, index.port, **settings)

    def run(self, *words, token="", **environ):
        command = [sys.executable, "-m", "ecommus", "-c", str(self.installation.ini), *words]
        named = {"ECOMMUS_LICENSE": token} if token else {}
        return subprocess.run(
            command, env=os.environ | environ | named, cwd=self.folder,
            capture_output=True, text=True, check=False,
        )  # fmt: skip


@pytest.fixture(scope="module")
def shop(index, tmp_path_factory):
    made = Shop(index, tmp_path_factory.mktemp("installation"))
    try:
        # Held here, so that not every command starts and stops it.
        with made.installation.cluster:
            assert made.run("db", "upgrade").returncode == 0
            yield made
    finally:
        made.installation.close()


def test_the_command_installs_what_is_licensed_and_signed(index, held, shop, tmp_path):
    target = tmp_path / "site"
    words = ("plugin", "install", "x==1.0", "--target", str(target))
    tried = shop.run(*words, "--dry-run", token=held["licensed"])
    assert (tried.returncode, target.exists()) == (0, False), tried.stderr
    assert f"is signed by {index.kid}" in tried.stdout
    done = shop.run(*words, token=held["licensed"])
    assert done.returncode == 0, done.stderr
    assert (target / "ecommus_plugin_x.py").exists()
    assert held["licensed"] not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("who", "name", "said"),
    [
        ("unlicensed", "x", "the license does not include ecommus-plugin-x"),
        ("revoked", "x", "no longer in force: This license was revoked: not paid"),
        ("expired", "x", "the license has expired"),
        ("none", "x", "the package index wants a license"),
        ("licensed", "x==99", "No matching distribution found for ecommus-plugin-x==99"),
        ("licensed", "ecommus-theme-travel", "does not include ecommus-theme-travel"),
        ("licensed", "--help-me", "usage"),
        ("licensed", "x @ https://a/b.whl", "is no plugin and no theme"),
    ],
)
def test_the_command_says_why_not(held, shop, tmp_path, who, name, said):
    done = shop.run("plugin", "install", name, "--target", str(tmp_path / "x"), token=held[who])
    assert done.returncode
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "x").exists()


def test_the_command_knows_what_is_not_there(index, shop):
    token = index.publisher["token"]
    done = shop.run("plugin", "install", "nowhere", token=token)
    assert "the package index has no ecommus-plugin-nowhere" in done.stderr


def test_what_ours_needs_of_ours_comes_from_the_index_alone(index, held, shop, tmp_path):
    needs = wheel("ecommus-plugin-y", "6.0", ("ecommus-plugin-x==1.0", "six; extra == 'more'"))
    assert index.upload(needs).status_code == 200
    words = ("plugin", "install", "y==6.0", "--target", str(tmp_path / "site"))
    alone = shop.run(*words, token=held["unlicensed"])
    assert "does not include ecommus-plugin-x" in alone.stderr
    done = shop.run(*words, token=index.publisher["token"])
    assert done.returncode == 0, done.stderr
    assert {"ecommus_plugin_x.py", "ecommus_plugin_y.py"} <= set(os.listdir(tmp_path / "site"))


def test_a_publisher_publishes_by_command(index, shop, tmp_path):
    pem = index.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key.pem").write_bytes(pem)
    name, content = wheel("ecommus-theme-fashion", "2.0")
    (tmp_path / name).write_bytes(content)
    words = ("plugin", "publish", str(tmp_path / name), "--key", str(tmp_path / "key.pem"))
    assert (
        "feature marketplace_publisher"
        in shop.run(*words, token=index.service.issue(domain_binding=["no.ro"])["token"]).stderr
    )
    done = shop.run(*words, token=index.publisher["token"])
    assert done.returncode == 0, done.stderr
    assert b"fashion-2.0" in index.get("+simple/ecommus-theme-fashion/",
                                      index.publisher["token"]).content  # fmt: skip


def test_a_wheel_that_was_swapped_on_the_index_is_not_installed(index, shop, tmp_path):
    """Whoever owns the index's disk still has no publisher's key."""
    name, content = wheel("ecommus-plugin-y", "7.0")
    assert index.upload((name, content)).status_code == 200
    (signature,) = index.folder.glob(f"index/+signatures/{hashlib.sha256(content).hexdigest()}")
    other = Ed25519PrivateKey.generate()
    sha256 = hashlib.sha256(content).hexdigest()
    words = ("plugin", "install", "y==7.0", "--target", str(tmp_path / "site"))
    for text, said in (
        (sign_release(name, sha256, other), "is signed with an unknown key"),
        (sign_release(name, "0" * 64, index.key), "was changed after signing"),
        ("", "is not signed"),
    ):
        signature.write_text(text)
        done = shop.run(*words, token=index.publisher["token"])
        assert done.returncode == 1
        assert said in done.stderr
    assert not (tmp_path / "site").exists()
    # A publisher who lost a key signs the same file anew, with the next one.
    assert index.upload((name, content), key=index.spare).status_code == 200
    assert shop.run(*words, token=index.publisher["token"]).returncode == 0


def test_a_withdrawn_release_is_chosen_by_nobody_who_did_not_name_it(index, shop, tmp_path):
    name, content = wheel("ecommus-plugin-x", "8.0")
    assert index.upload((name, content)).status_code == 200
    with index.service.work() as job:
        withdrawals.withdraw(job, name, "loses orders")
    token, page = index.publisher["token"], "+simple/ecommus-plugin-x/"
    until = time.monotonic() + 70
    while 'data-yanked="loses orders"' not in index.get(page, token).text:
        assert time.monotonic() < until, "the index does not say so within a minute"
        time.sleep(2)
    simple = ("--index-url", index.home + "+simple/")
    for wanted, chosen in (("ecommus-plugin-x", False), ("ecommus-plugin-x==8.0", True)):
        site = tmp_path / str(chosen)
        done = index.pip(*simple, wanted, token=token, target=site)
        assert done.returncode == 0, done.stderr
        assert ("8.0" in (site / "ecommus_plugin_x.py").read_text()) is chosen
    done = shop.run("plugin", "install", "x==8.0", "--target", str(tmp_path / "s"), token=token)
    assert (done.returncode, f"{name} was withdrawn: loses orders" in done.stdout) == (0, True)


def test_the_stored_license_is_the_one_that_is_sent(index, held, shop, tmp_path):
    keys = index.service.app.get("/v1/keys").json["keys"]
    (tmp_path / "license").write_text(f"{held['licensed']}\n{keys}\n")
    assert shop.run("license", "install", str(tmp_path / "license")).returncode == 0
    words = ("plugin", "install", "x==1.0", "--target", str(tmp_path / "site"))
    assert shop.run(*words, token=held["unlicensed"]).returncode == 0
