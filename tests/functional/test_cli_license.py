"""``ecommus license …`` as ops use it: an installation of its own beside a license service."""

import json
from pathlib import Path

import pytest
from licensing import Issuer, Service

from ecommus.cli import main
from ecommus.core.keysets import pinned
from ecommus.testing.kit import ROOT_KEY

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def service():
    made = Service(Issuer())
    made.told = {"/v1/keys": {"keys": made.issuer.key_set()}}
    yield made
    made.close()


@pytest.fixture(scope="module")
def ini(tmp_path_factory, service):
    """An installation without a license, that knows a license service and its root."""
    path = tmp_path_factory.mktemp("licensed") / "development.ini"
    text = (ROOT / "development.ini").read_text().replace("durable = true", "durable = false")
    text = text.replace("license.development = true", "license.development = false")
    named = f"license.root_key = {pinned(ROOT_KEY.public_key())}\nlicense.url = {service.url}\n"
    path.write_text(text.replace("[app:main]\n", f"[app:main]\n{named}"))
    assert main(["-c", str(path), "db", "upgrade"]) == 0
    return str(path)


@pytest.fixture
def run(ini, capsys):
    """Run ``license …``: exit code, standard output, standard error."""

    def command(*words):
        capsys.readouterr()
        code = main(["-c", ini, "license", *words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


def tier(run):
    return json.loads(run("show", "--json")[1])["tier"]


def test_verified_installed_and_asked_after(run, service, tmp_path):
    file, issuer = tmp_path / "license.jwt", service.issuer
    file.write_text(f"{issuer.license()}\n{issuer.key_set()}\n")
    code, out, _err = run("verify", str(file))
    assert (code, out) == (0, "A pro license (perpetual) for localhost.\n")
    assert tier(run) == "community"
    # The key set is fetched from the service: the file need not hold it.
    file.write_text(issuer.license())
    code, out, _err = run("install", str(file))
    assert code == 0, out
    assert tier(run) == "pro"
    code, out, _err = run("heartbeat")
    assert (code, out.count("the license stands: ok")) == (0, 1)
    service.said = lambda beat: (200, {"answer": issuer.answer(beat, revoked=True), "keys": None})
    assert "locked" in run("heartbeat")[1]
    assert json.loads(run("show", "--json")[1])["state"] == "locked"


@pytest.mark.parametrize("action", ["verify", "install"])
def test_what_is_no_license_is_one_line_and_an_exit_code(run, service, tmp_path, action):
    file = tmp_path / "license.jwt"
    before = tier(run)
    for text, code in (
        ("nonsense", "malformed"),
        (service.issuer.license(expires_at=1) + " " + service.issuer.key_set(), "expired"),
        (service.issuer.key_set(), "malformed"),
    ):
        file.write_text(text)
        exit_code, out, err = run(action, str(file))
        assert (exit_code, out) == (1, "")
        assert code in err
        assert "Traceback" not in err
    assert run(action, str(tmp_path / "absent"))[0] == 1
    assert tier(run) == before


def test_a_service_that_is_away_is_said(run, service):
    service.said = lambda beat: (503, {})
    code, _out, err = run("heartbeat")
    assert (code, "it answered 503" in err) == (1, True)


def test_a_root_that_is_none_is_a_clear_start(tmp_path, capsys):
    path = tmp_path / "development.ini"
    text = (ROOT / "development.ini").read_text()
    path.write_text(text.replace("[app:main]\n", "[app:main]\nlicense.root_key = root-1:xyz\n"))
    assert main(["-c", str(path), "license", "show"]) == 1
    assert "A root key is written" in capsys.readouterr().err
