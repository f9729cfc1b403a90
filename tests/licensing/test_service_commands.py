"""The commands as production needs them: an offline root, key sets carried by hand, people."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

import license_service
from ecommus.core import keysets
from ecommus.core.keysets import verify_keys
from ecommus.core.license import verify
from ecommus.db.provision import drop, provision
from ecommus.db.security import OWNER
from license_service.cli import main

INI = Path(license_service.__file__).parent / "production.ini"


@pytest.fixture(scope="module")
def url(cluster):
    admin = cluster.conninfo("postgres", user="postgres")
    provision(admin, "licenses_by_command")
    yield cluster.url("licenses_by_command", user=OWNER)
    drop(admin, "licenses_by_command")


@pytest.fixture
def run(capsys, monkeypatch, url):
    """Run a command under production.ini; answers (exit code, what it said)."""
    monkeypatch.setenv("LICENSE_DATABASE_URL", url)
    monkeypatch.setenv("LICENSE_SERVICE_KEY", "k" * 40)
    monkeypatch.setenv("LICENSE_ROOT_PASSPHRASE", "a long passphrase")
    monkeypatch.setenv("LICENSE_OPERATOR_PASSWORD", "correct horse battery")

    def do(*words, code=0):
        answered = main(["-c", str(INI), *map(str, words)])
        said = capsys.readouterr()
        assert answered == code, said.err
        return (said.out + said.err).strip()

    return do


def test_from_an_empty_database_to_a_rotated_key(run, tmp_path, monkeypatch):
    root = tmp_path / "root.pem"
    pinned = run("keys", "root", root).removeprefix("LICENSE_ROOT_KEY=")
    assert run("keys", "show-root", root).endswith(pinned)
    assert "never overwritten" in run("keys", "root", root, code=1)
    assert root.stat().st_mode & 0o077 == 0
    assert b"ENCRYPTED" in root.read_bytes()
    assert "LICENSE_ROOT_KEY is missing" in run("db", "upgrade", code=1)
    monkeypatch.setenv("LICENSE_ROOT_KEY", pinned)
    assert "license_service -c YOUR.ini db upgrade" in run("keys", "new", code=1)
    run("db", "upgrade")
    order = ["--email", "ana@acme.ro", "--domain", "acme.ro", "--plan", "ecommerce-pro"]
    assert "no key set" in run("issue", *order, code=1)

    def rotate():
        kid = run("keys", "new")
        (tmp_path / "proposal").write_text(run("keys", "propose"))
        assert "d" not in json.loads((tmp_path / "proposal").read_text())["keys"][0]
        (tmp_path / "set").write_text(run("keys", "sign", tmp_path / "proposal", "--root", root))
        assert kid in run("keys", "take", tmp_path / "set")
        return kid

    def held():
        known = dict([keysets.root_of(pinned)])
        return verify_keys((tmp_path / "set").read_text(), known, datetime.now(UTC))

    first = rotate()
    token = run("issue", *order)
    assert verify(token, held().keys, datetime.now(UTC)).kid == first
    assert "not newer" in run("keys", "take", tmp_path / "set", code=1)
    second = rotate()
    assert held().active == second
    assert verify(token, held().keys, datetime.now(UTC)).kid == first
    assert f"{first}  retired" in run("keys", "list")
    assert first in run("keys", "remove", first, "--root", root)
    assert f"{first}  removed" in run("keys", "list")
    assert "no key" in run("keys", "propose", "--active", first, code=1)
    monkeypatch.setenv("LICENSE_ROOT_PASSPHRASE", "another")
    assert "passphrase" in run("keys", "rotate", "--root", root, code=1)

    assert run("tidy").startswith("0 ")
    wheel = "ecommus_plugin_x-1.0-py3-none-any.whl"
    assert "withdrawn" in run("release", "withdraw", wheel, "--reason", "loses orders")
    assert "already" in run("release", "withdraw", wheel, "--reason", "x", code=1)
    assert f"{wheel}  loses orders" in run("release", "withdrawn")
    run("release", "restore", wheel)
    assert run("release", "withdrawn") == ""
    export = tmp_path / "log"
    export.write_text(run("log", "export") + "\n")
    assert "whole" in run("log", "verify", export)
    # The wrong key at rest: a clear word, and nothing issued under another one.
    monkeypatch.setenv("LICENSE_SERVICE_KEY", "x" * 40)
    assert "LICENSE_SERVICE_KEY" in run("issue", *order, code=1)


def test_people_and_machines(run, url, monkeypatch, tmp_path):
    monkeypatch.setenv("LICENSE_ROOT_KEY", run("keys", "root", tmp_path / "r").partition("=")[2])
    run("db", "upgrade")
    run("operator", "create", "ana@vendor.ro")
    assert "already" in run("operator", "create", "ANA@vendor.ro", code=1)
    run("operator", "reset-code", "ana@vendor.ro")
    run("operator", "remove", "ana@vendor.ro")
    assert "no operator" in run("operator", "remove", "ana@vendor.ro", code=1)
    monkeypatch.setenv("LICENSE_OPERATOR_PASSWORD", "short")
    assert "12 characters" in run("operator", "create", "dan@vendor.ro", code=1)
    key = run("service-key", "create", "panel", "--scope", "plans.read")
    assert key[:8] in run("service-key", "list")
    assert key not in run("service-key", "list")
    assert run("service-key", "revoke", key[:8]).startswith("1 ")
    assert "does not exist" in main_says(tmp_path / "none.ini")


def main_says(path):
    import contextlib
    import io

    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        assert main(["-c", str(path), "db", "upgrade"]) == 1
    return said.getvalue()
