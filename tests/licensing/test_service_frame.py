"""The license service by itself: well, free of the shop, and not to be started half."""

import ast
from pathlib import Path

import plaster
import pytest
from webob import Request
from webtest import TestApp

import license_service
from ecommus.db.base import downgrade, upgrade
from ecommus.db.provision import drop, provision
from ecommus.db.security import OWNER
from license_service.db.ledger import metadata
from license_service.db.migrations import SCRIPTS
from license_service.settings import BadSettings, configure

HERE = Path(license_service.__file__).parent
ALLOWED = ("ecommus.core", "ecommus.db.base")


def test_health(service):
    assert service.app.get("/health/live").json == {"status": "ok"}
    ready = service.app.get("/health/ready").json
    assert (ready["status"], ready["issuing"]) == ("ok", True)


@pytest.mark.parametrize("path", ["/v1", "/v1/", "/v1/nothing", "/v1/licenses/nothing"])
def test_the_api_refuses_with_a_problem(service, path):
    for answer in (service.app.get(path, status=404), service.app.post_json(path, {}, status=404)):
        assert answer.content_type == "application/problem+json"
        assert (answer.json["status"], answer.json["reason"]) == (404, "not_found")


@pytest.mark.parametrize("path", ["/nothing", "/health", "/health/nothing", "/v1iary"])
def test_other_addresses_get_a_page(service, path):
    assert service.app.get(path, status=404).content_type == "text/html"


@pytest.mark.parametrize("path", ["/sign-in", "/health/live", "/nothing", "/v1/nothing"])
def test_every_answer_carries_the_security_headers(service, path):
    headers = service.app.get(path, status="*").headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "Strict-Transport-Security" not in headers
    secure = service.app.get(path, status="*", extra_environ={"wsgi.url_scheme": "https"})
    assert "Strict-Transport-Security" in secure.headers


@pytest.mark.parametrize("path", ["/\xff", "/v1/licenses/\xff", "/licenses/\xff"])
def test_what_is_no_utf8_is_refused(service, path):
    request = Request.blank("/", environ={"PATH_INFO": path})
    assert request.get_response(service.app.app).status_int == 404
    assert service.app.post("/sign-in", b"email=%ff", status="*").status_int == 400


@pytest.mark.parametrize("query", ["q=%00", "q=%ff", "limit=%C2%B2", "after=x", "limit=-1"])
def test_a_strange_query_breaks_nothing(service, query):
    for path in ("/v1/licenses", "/v1/customers", "/v1/installs", "/v1/log"):
        headers = {"Authorization": f"Bearer {service.key}"}
        answer = service.app.get(f"{path}?{query}", headers=headers, status="*")
        assert answer.status_int in (200, 400)


def test_the_public_keys_hold_no_private_half(service):
    for path in ("/.well-known/jwks.json", "/v1/keys"):
        assert '"d"' not in service.app.get(path).text
    (key, *_rest) = service.app.get("/.well-known/jwks.json").json["keys"]
    assert (key["kty"], key["crv"], key["alg"]) == ("OKP", "Ed25519", "EdDSA")


def test_private_keys_and_tokens_rest_sealed(service):
    from sqlalchemy import text

    made = service.issue()
    with service.work() as job:
        (token,) = job.db.execute(
            text("SELECT token FROM issuances WHERE license_id = :id"), {"id": made["id"]}
        ).scalars()
        private = job.db.execute(text("SELECT private FROM signing_keys")).scalars().all()
        assert made["token"] not in token
        assert job.config.box.open(token) == made["token"]
        assert all(sealed.startswith("gAAAA") for sealed in private)


def test_the_development_ini_makes_all_that_it_needs(cluster, tmp_path, monkeypatch):
    admin = cluster.conninfo("postgres", user="postgres")
    provision(admin, "licenses_first_start")
    url = cluster.url("licenses_first_start", user=OWNER)
    monkeypatch.setenv("LICENSE_DATABASE_URL", url)
    loader = plaster.get_loader(str(HERE / "development.ini"), ["wsgi"])
    settings = dict(loader.get_wsgi_app_settings()) | {
        "service.folder": str(tmp_path / "made"), "mail.thread": "false",
        "mail.url": f"folder:{tmp_path}",
    }  # fmt: skip
    for _start in range(2):
        made = license_service.main({}, **settings)
        assert TestApp(made).get("/health/ready").json["keys_version"] == 1
        made.registry.engine.dispose()
    assert loader.get_settings("server:main")["listen"] == "127.0.0.1:6544"
    assert (tmp_path / "made" / "access.json").stat().st_mode & 0o077 == 0
    drop(admin, "licenses_first_start")


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        ("LICENSE_DATABASE_URL", "LICENSE_DATABASE_URL"),
        ("LICENSE_SERVICE_KEY", "LICENSE_SERVICE_KEY"),
        ("LICENSE_ROOT_KEY", "LICENSE_ROOT_KEY"),
    ],
)
def test_production_does_not_start_without(service, monkeypatch, missing, named):
    loader = plaster.get_loader(str(HERE / "production.ini"), ["wsgi"])
    settings = dict(loader.get_wsgi_app_settings())
    environ = {
        "LICENSE_DATABASE_URL": service.url,
        "LICENSE_SERVICE_KEY": "k" * 40,
        "LICENSE_ROOT_KEY": service.settings["license.root_key"],
    }
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert configure(settings).secure
    monkeypatch.delenv(missing)
    with pytest.raises(BadSettings, match=named):
        configure(settings)
    assert loader.get_settings("server:main")["listen"] == "127.0.0.1:6544"


def test_the_migrations_make_what_the_tables_say(service):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with service.registry.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []


def test_the_migrations_go_back(cluster):
    admin = cluster.conninfo("postgres", user="postgres")
    provision(admin, "licenses_back")
    url = cluster.url("licenses_back", user=OWNER)
    for _again in range(2):
        upgrade(url, SCRIPTS)
        downgrade(url, SCRIPTS, "base")
    drop(admin, "licenses_back")


def test_without_a_key_set_it_is_not_ready(cluster, service):
    admin = cluster.conninfo("postgres", user="postgres")
    provision(admin, "licenses_empty")
    url = cluster.url("licenses_empty", user=OWNER)
    upgrade(url, SCRIPTS)
    made = license_service.main({}, **service.settings | {"sqlalchemy.url": url})
    TestApp(made).get("/health/live", status=200)
    TestApp(made).get("/health/ready", status=503)
    assert TestApp(made).get("/v1/keys", status=503).json["reason"] == "no_keys"
    made.registry.engine.dispose()
    drop(admin, "licenses_empty")


def test_it_imports_nothing_of_the_shop():
    for path in HERE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                ours = name.split(".")[0].startswith("ecommus")
                assert not ours or name.startswith(ALLOWED), f"{path.name} imports {name}"
