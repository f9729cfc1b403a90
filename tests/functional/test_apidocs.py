"""The API's page: complete, in step, and good enough to sell something with curl and it alone."""

import re
import shutil
import subprocess
from html import unescape

import jsonschema_rs
import pytest
from webtest.http import StopableWSGIServer

from ecommus.testing.kit import PASSWORD
from ecommus.web.apidocs import fields, reference, schemas


@pytest.fixture(scope="module")
def api(kit):
    return kit.contract.document


@pytest.fixture
def page(shop):
    return shop.anonymous.get("/api/docs", status=200)


def inputs(api):
    """Every body that the API takes: operation, schema."""
    for path, operations in api["paths"].items():
        for method, operation in operations.items():
            if "requestBody" in operation:
                content = operation["requestBody"]["content"]["application/json"]
                yield f"{method} {path}", operation, content["schema"]


def test_it_shows_every_call_of_this_host_and_no_other(shop, page):
    document = shop.anonymous.get("/api/openapi.json").json
    for path, operations in document["paths"].items():
        for method in operations:
            name = re.sub(r"\W+", "-", f"{method} {path}").strip("-")
            assert f'id="{name}"' in page.text, f"{method} {path}"
    assert "/api/super-admin/tenants" not in page.text


def test_the_platform_has_a_page_of_its_own(kit, shop):
    page = type(shop.anonymous)(kit.app, "localhost").get("/api/docs", status=200)
    assert "A shop in three calls" in page.text
    assert 'id="post-api-super-admin-tenants"' in page.text
    assert 'id="post-api-admin-products"' not in page.text


def test_it_is_english_and_needs_no_script_and_no_inline_style(shop):
    page = shop.anonymous.get("/api/docs", headers={"Accept-Language": "ro"})
    assert '<html lang="en"' in page.text
    assert page.headers["Content-Language"] == "en"
    assert "<script" not in page.text
    assert not re.search(r"\sstyle=|\son\w+=", page.text)
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]


def test_links_lead_somewhere(shop, page):
    ids = re.findall(r'\sid="([^"]+)"', page.text)
    assert len(ids) == len(set(ids))
    for target in set(re.findall(r'href="#([^"]+)"', page.text)):
        assert target in ids
    for sheet in re.findall(r'<link rel="stylesheet" href="([^"]+)"', page.text):
        shop.anonymous.get(sheet, status=200)


def test_it_says_what_every_field_and_parameter_is(api):
    for where, operation, schema in inputs(api):
        if "ecommus_plugins" in operation["operationId"]:
            continue
        for row in schemas.rows(api, schema):
            assert row.text, f"{where}: say in apidocs.fields what {row.name} is"
    for path, operations in api["paths"].items():
        for operation in operations.values():
            for parameter in operation["parameters"]:
                name = parameter["name"]
                known = name in fields.PARAMETERS or name.endswith("_id")
                assert known, f"{path}: say in apidocs.fields what {name} is"


def test_no_meaning_is_left_of_a_field_that_is_gone(api):
    names = set()
    for shape, schema in api["components"]["schemas"].items():
        names |= set(schema["properties"])
        names |= {f"{shape}.{name}" for name in schema["properties"]}
    assert set(fields.FIELDS) <= names
    assert set(fields.CHOSEN) <= set(api["components"]["schemas"])


def test_every_example_is_a_body_that_the_api_accepts(api):
    for where, _operation, schema in inputs(api):
        whole = {**schema, "components": api["components"]}
        validator = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
        errors = [error.message for error in validator.iter_errors(schemas.example(api, schema))]
        assert not errors, f"{where}: {errors}"


def test_a_curl_line_quotes_what_a_shell_would_read(api):
    (call,) = [
        operation
        for group in reference.arrange(api)
        for resource in group.resources
        for operation in resource.operations
        if operation.id == "patch-api-admin-products-product_id"
    ]
    line = call.curl("https://shop.example")
    assert '"https://shop.example/api/admin/products/$PRODUCT_ID"' in line
    assert '-H "If-Match: $ETAG"' in line
    assert call.permission == "product.edit"


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
def test_with_curl_and_this_page_alone_somebody_places_an_order(shop, kit):
    server = StopableWSGIServer.create(kit.app, host="127.0.0.1", threads=2)
    try:
        host = f"{shop.host}:{server.effective_port}"
        page = type(shop.anonymous)(kit.app, host).get("/api/docs")
        blocks = re.findall(r'<pre( class="docs__step")?[^>]*><code>(.*?)</code>', page.text, re.S)
        first = unescape(blocks[0][1])
        steps = [unescape(text) for step, text in blocks if step]
        assert len(steps) == 10
        settings = {
            "you@example.com": f"owner@{shop.slug}.example",
            "your password": PASSWORD,
        }
        for old, new in settings.items():
            assert old in first
            first = first.replace(old, new)
        # Names below localhost are this machine; where curl does not know, it is told.
        told = f'curl() {{ command curl --resolve "{host}:127.0.0.1" "$@"; echo; }}'
        script = "\n".join(["set -e", told, first, *steps, steps[-1]])
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60)
    finally:
        server.shutdown()
    assert done.returncode == 0, done.stderr
    orders = shop.as_("owner").get("/api/admin/orders").json
    assert orders["total"] == 1, done.stdout
    assert orders["items"][0]["email"] == "ana@example.com"
    last, again = done.stdout.strip().splitlines()[-2:]
    assert last == again
