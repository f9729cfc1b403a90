"""The two .ini files of the shop: both can be read, and production is strict about its secrets."""

from pathlib import Path

import plaster
import pytest

from ecommus.web.secrets import SHORTEST
from ecommus.web.settings import FROM_ENVIRONMENT, BadSettings

ROOT = Path(__file__).parents[2]
LONG = "x" * SHORTEST


def loader(name):
    return plaster.get_loader(str(ROOT / f"{name}.ini"), ["wsgi"])


@pytest.fixture
def bare(monkeypatch):
    """An environment that says nothing."""
    for variable in FROM_ENVIRONMENT.values():
        monkeypatch.delenv(variable, raising=False)
    return monkeypatch


@pytest.mark.parametrize("name", ["development", "production"])
def test_it_names_the_shop_and_a_server_on_loopback(name):
    ini = loader(name)
    assert ini.get_settings("app:main")["use"] == "egg:ecommus"
    assert ini.get_settings("server:main")["listen"] == "127.0.0.1:6543"


def test_production_holds_no_secret_and_nothing_of_development():
    app = loader("production").get_settings("app:main")
    assert not any(app.get(name) for name in FROM_ENVIRONMENT)
    assert "secrets.folder" not in app
    assert app["cookies.secure"] == "true"
    assert app["worker.in_process"] == "false"
    assert app["license.development"] == "false"
    assert app["pyramid.reload_templates"] == "false"


def test_production_has_a_port_for_every_process_that_the_proxy_knows():
    ini = loader("production")
    caddy = (ROOT / "deploy" / "Caddyfile").read_text()
    for number in range(1, 5):
        section = ini.get_settings(f"server:web{number}")
        assert section["use"] == "main"
        assert section["listen"] in caddy
        assert callable(ini.get_wsgi_server(f"web{number}"))


@pytest.mark.parametrize(
    ("environment", "missing"),
    [
        ({}, "ECOMMUS_SECRET"),
        ({"ECOMMUS_SECRET": "short"}, "ECOMMUS_SECRET"),
        ({"ECOMMUS_SECRET": LONG}, "JWT_SECRET"),
        ({"ECOMMUS_SECRET": LONG, "JWT_SECRET": "short"}, "JWT_SECRET"),
    ],
)
def test_production_refuses_to_start_without_secrets(bare, environment, missing):
    for variable, value in environment.items():
        bare.setenv(variable, value)
    with pytest.raises(BadSettings, match=missing):
        loader("production").get_wsgi_app()


def test_production_does_not_fall_back_to_an_embedded_database(bare, tmp_path):
    bare.chdir(tmp_path)
    for variable in ("ECOMMUS_SECRET", "JWT_SECRET"):
        bare.setenv(variable, LONG)
    with pytest.raises(Exception, match="URL"):
        loader("production").get_wsgi_app()
    assert not any(tmp_path.iterdir())
