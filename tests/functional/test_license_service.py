"""The license service by itself: well, honest about what it is not, and free of the shop."""

import ast
from pathlib import Path

import plaster
import pytest
from webtest import TestApp

import license_service

HERE = Path(license_service.__file__).parent
ALLOWED = ("ecommus.core", "ecommus.db.base")


@pytest.fixture(scope="module")
def service():
    return TestApp(license_service.main({}))


def test_the_index_says_what_it_is_and_what_it_is_not(service):
    page = service.get("/", status=200)
    assert page.content_type == "text/html"
    assert 'lang="en"' in page
    assert "ecommus license service" in page
    assert "Issuing licenses is not built yet" in page


def test_health(service):
    assert service.get("/health/live", status=200).json == {"status": "ok"}
    ready = service.get("/health/ready", status=200).json
    assert ready["status"] == "ok"
    assert ready["issuing"] is False


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/licenses"])
def test_the_api_refuses_with_a_problem(service, path):
    for answer in (service.get(path, status=404), service.post_json(path, {}, status=404)):
        assert answer.content_type == "application/problem+json"
        assert answer.json["status"] == 404
        assert answer.json["reason"] == "not_found"


@pytest.mark.parametrize("path", ["/nothing", "/health", "/health/nothing", "/apiary"])
def test_other_addresses_get_a_line_of_text(service, path):
    assert service.get(path, status=404).content_type == "text/plain"


@pytest.mark.parametrize("path", ["/", "/health/live", "/nothing", "/api/nothing"])
def test_every_answer_carries_the_security_headers(service, path):
    headers = service.get(path, status="*").headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "Strict-Transport-Security" not in headers
    secure = service.get(path, status="*", extra_environ={"wsgi.url_scheme": "https"})
    assert "Strict-Transport-Security" in secure.headers


@pytest.mark.parametrize("name", ["development", "production"])
def test_the_ini_files_make_it_and_keep_it_on_loopback(name):
    loader = plaster.get_loader(str(HERE / f"{name}.ini"), ["wsgi"])
    TestApp(loader.get_wsgi_app()).get("/health/ready", status=200)
    assert loader.get_settings("server:main")["listen"] == "127.0.0.1:6544"


def test_it_imports_nothing_of_the_shop():
    for path in HERE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                ours = name.split(".")[0].startswith("ecommus")
                assert not ours or name.startswith(ALLOWED), f"{path.name} imports {name}"
