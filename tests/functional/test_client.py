"""The typed client against the real application: every call covered, nothing out of step."""

import inspect
from contextlib import contextmanager
from functools import partial

import httpx
import pytest
from webtest.http import StopableWSGIServer

from ecommus.client import (
    ApiError,
    Client,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    PreconditionFailed,
    RateLimited,
    Unauthorized,
    Unavailable,
    etag_of,
)
from ecommus.client import http as client_http
from ecommus.client.pages import Namespace
from ecommus.core.permissions import ROLES
from ecommus.testing import a_product, an_address, client_types
from ecommus.testing.kit import PASSWORD
from ecommus.web.openapi import document


def client_of(shop, who=None, **options):
    key = shop.key(ROLES[who]) if who else None
    transport = httpx.WSGITransport(shop.kit.app)
    return Client(f"http://{shop.host}", token=key, transport=transport, **options)


@pytest.fixture
def owner(shop):
    with client_of(shop, "owner") as client:
        yield client


@pytest.fixture
def buyer(shop):
    with client_of(shop) as client:
        yield client


class Answers(httpx.BaseTransport):
    """Gives what it was told to give, one after the other, and remembers what was asked."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), []

    def handle_request(self, request):
        self.asked.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def scripted(*answers, **options):
    """A client over scripted answers, and the pauses that it would have made."""
    transport, pauses = Answers(*answers), []
    client = Client("http://shop.example", transport=transport, **options)
    client._http._sleep = pauses.append
    return client, transport, pauses


def problem(status, reason="x", **headers):
    headers = {key.replace("_", "-"): value for key, value in headers.items()}
    headers["Content-Type"] = "application/problem+json"
    body = {"type": "about:blank", "title": "x", "status": status, "reason": reason, "detail": "d"}
    return httpx.Response(status, json=body, headers=headers)


def good(body, **headers):
    return httpx.Response(200, json=body, headers=headers)


# ---- in step with the API ----


def test_the_types_are_those_of_the_api(kit):
    made = client_types.source(document(kit.registry))
    written = client_types.TARGET.read_text(encoding="utf-8")
    assert written == made, "run: python -m ecommus.testing.client_types"


AN_ID = "018f0000-0000-7000-8000-000000000000"


def calls(namespace):
    """Every public method below a namespace, called with arguments that only have to fit."""
    for name in dir(namespace):
        if name.startswith("_") and name != "__call__":
            continue
        member = getattr(namespace, name)
        if isinstance(member, Namespace):
            yield from calls(member)
        if not inspect.ismethod(member) and not (name == "__call__" and callable(member)):
            continue
        given = {
            parameter.name: b"x" if parameter.name == "content" else AN_ID
            for parameter in inspect.signature(member).parameters.values()
            if parameter.default is parameter.empty
        }
        yield partial(member, **given)


def test_every_operation_of_the_api_has_its_method_here(kit):
    body = {"items": [], "next": None, "total": 0, "access_token": "a"}
    asked = set()
    for name in ("storefront", "admin", "super_admin"):
        client, transport, _ = scripted(good(body))
        for call in calls(getattr(client, name)):
            call()
        for request in transport.asked:
            found = kit.contract.operation(request.method, request.url.path)
            assert found is not None, f"{request.method} {request.url.path} is not in the API"
            asked.add((request.method, found[0]))
    wanted = {
        (method.upper(), path)
        for path, operations in kit.contract.document["paths"].items()
        for method, operation in operations.items()
        # A plugin's own calls are its own client's: Client.call reaches them.
        if "ecommus_plugins" not in operation["operationId"]
    }
    assert wanted - asked == set()


# ---- a shop's day ----


def test_from_a_product_to_an_order(owner, buyer):
    product = owner.admin.products.create(
        {
            "title": "Ceașcă",
            "status": "active",
            "variants": [{"sku": "CUP", "price": {"amount": 4500, "currency": "RON"}}],
        }
    )
    level = owner.admin.stock.movements.create({"sku": "CUP", "kind": "received", "quantity": 5})
    assert level["available"] == 5
    assert buyer.storefront.products.get(product["slug"])["title"] == "Ceașcă"
    assert buyer.storefront.search("ceasca").total == 1

    cart = buyer.storefront.carts.create()["id"]
    buyer.storefront.carts.add_line(cart, sku="CUP", quantity=2)
    buyer.storefront.carts.update(
        cart, {"email": "ana@example.com", "shipping_address": an_address()}
    )
    shipping = buyer.storefront.carts.shipping_methods(cart)[0]["code"]
    payment = buyer.storefront.carts.payment_methods(cart)[0]["code"]
    buyer.storefront.carts.update(cart, {"shipping_method": shipping, "payment_method": payment})
    order = buyer.storefront.carts.checkout(cart, idempotency_key="order-1")
    assert buyer.storefront.carts.checkout(cart, idempotency_key="order-1") == order
    assert buyer.storefront.orders.get(order["token"])["number"] == order["number"]
    again = buyer.storefront.orders.reorder(order["token"])
    assert (len(again["cart"]["lines"]), again["repriced"]) == (len(order["lines"]), [])

    (row,) = owner.admin.orders.iterate(q="ana@example.com")
    confirmed = owner.admin.orders.confirm(row["id"])
    sent = owner.admin.orders.fulfil(row["id"], tracking_number="X1")
    assert (confirmed["version"], sent["fulfilment_status"]) != (sent["version"], "unfulfilled")
    assert sent["fulfilment_status"] == "fulfilled"


def test_a_change_is_made_against_what_was_read(shop, owner):
    product = owner.admin.products.get(str(a_product(shop).id))
    changed = owner.admin.products.update(product, {"title": "Second"})
    with pytest.raises(PreconditionFailed) as refused:
        owner.admin.products.update(product, {"title": "Third"})
    assert refused.value.status == 412
    with pytest.raises(PreconditionFailed) as refused:
        owner.admin.products.update(product["id"], {"title": "Third"})
    assert refused.value.status == 428
    owner.admin.products.update(product["id"], {"title": "Third"}, if_match="*")

    listed = owner.admin.products.list().items[0]
    assert etag_of(listed) == etag_of(owner.admin.products.get(product["id"]))
    owner.admin.variants.update(listed, listed["variants"][0]["id"], {"barcode": "1"})
    assert changed["title"] == "Second"
    owner.admin.products.delete(product["id"])
    with pytest.raises(NotFound):
        owner.admin.products.get(product["id"])


def test_iterate_follows_the_cursors(shop, owner, monkeypatch):
    monkeypatch.setattr("ecommus.client.pages.MOST", 2)
    skus = {a_product(shop).variants[0].sku for _ in range(5)}
    assert {row["sku"] for row in owner.admin.stock.iterate()} == skus
    page = owner.admin.stock.list(limit=3)
    assert (len(page.items), page.total) == (3, 5)
    assert len(owner.admin.stock.list(cursor=page.next).items) == 2
    assert len(list(owner.storefront.products.iterate(sort="price"))) == 5
    assert list(owner.admin.products.iterate(status="archived")) == []


# ---- refusals ----


def test_refusals_are_exceptions_of_their_kind(shop, owner, buyer):
    with pytest.raises(Unauthorized):
        buyer.admin.products.list()
    with client_of(shop, "read-only") as reader, pytest.raises(Forbidden) as forbidden:
        reader.admin.attributes.create({"code": "a", "name": "A"})
    assert forbidden.value.reason == "permission_denied"
    with pytest.raises(Invalid) as invalid:
        owner.admin.categories.create({"name": "A", "slug": "No Slug"})
    assert [error.field for error in invalid.value.errors] == ["slug"]
    assert "slug" in str(invalid.value)
    owner.admin.attributes.create({"code": "fabric", "name": "Fabric"})
    with pytest.raises(Conflict):
        owner.admin.attributes.create({"code": "fabric", "name": "Fabric"})
    with pytest.raises(NotFound) as missing:
        owner.admin.orders.get("nothing")
    assert missing.value.request_id


def test_language_version_and_token_go_with_every_call():
    client, transport, _ = scripted(good({}), locale="ro", token="eck_x", version="2026-01-01")
    client.storefront.shop()
    headers = transport.asked[0].headers
    assert headers["Accept-Language"] == "ro"
    assert headers["Authorization"] == "Bearer eck_x"
    assert headers["Ecommus-Version"] == "2026-01-01"


@pytest.mark.parametrize("wrong", ["", ".", "..", "../products", "a/b"])
def test_an_id_never_leads_elsewhere(owner, wrong):
    with pytest.raises(ValueError, match="is not an id"):
        owner.admin.orders.get(wrong)


# ---- signing in ----


def test_signing_in_renews_itself_and_ends(shop):
    with client_of(shop) as client:
        with pytest.raises(Unauthorized):
            client.admin.auth.login(f"owner@{shop.slug}.example", "not the password")
        client.admin.auth.login(f"owner@{shop.slug}.example", PASSWORD)
        key = client.admin.api_keys.create("erp", ["product.read"])
        assert key["key"].startswith("eck_")
        client._http.token = "run-out"
        assert [row["name"] for row in client.admin.api_keys.iterate()] == ["erp"]
        assert client._http.token != "run-out"
        client.admin.api_keys.revoke(key["id"])
        client.admin.auth.logout()
        with pytest.raises(Unauthorized):
            client.admin.products.list()


def test_a_shop_by_header_needs_its_key(shop, kit):
    with pytest.raises(ValueError, match="tenant= needs token="):
        Client("http://localhost", tenant=shop.slug)
    transport = httpx.WSGITransport(kit.app)
    key = shop.key(ROLES["owner"])
    with Client("http://localhost", token=key, tenant=shop.slug, transport=transport) as client:
        assert client.admin.settings.get()["slug"] == shop.slug


# ---- trying again ----


def test_a_busy_server_is_asked_again_with_the_same_key():
    away = problem(503, "try_again", Retry_After="2")
    lost = httpx.ReadTimeout("lost")
    running = problem(409, "idempotency_in_progress")
    client, transport, pauses = scripted(away, lost, running, good({"id": "1"}))
    assert client.admin.products.create({"variants": []}) == {"id": "1"}
    assert len({request.headers["Idempotency-Key"] for request in transport.asked}) == 1
    assert pauses[0] == 2
    assert all(0 < pause < 2 for pause in pauses[1:])
    client.admin.products.create({"variants": []})
    assert (
        transport.asked[-1].headers["Idempotency-Key"]
        != transport.asked[0].headers["Idempotency-Key"]
    )


def test_patience_is_bounded():
    client, transport, _ = scripted(problem(503))
    with pytest.raises(Unavailable):
        client.storefront.shop()
    assert len(transport.asked) == client_http.ATTEMPTS
    client, transport, pauses = scripted(problem(429, Retry_After="3600"))
    with pytest.raises(RateLimited) as limited:
        client.storefront.shop()
    assert (len(transport.asked), pauses, limited.value.retry_after) == (1, [], 3600)


def test_what_leaves_no_record_is_not_sent_twice():
    client, transport, _ = scripted(httpx.ReadTimeout("lost"))
    with pytest.raises(httpx.ReadTimeout):
        client.storefront.carts.create()
    assert len(transport.asked) == 1
    assert "Idempotency-Key" not in transport.asked[0].headers


def test_a_proxy_in_between_is_an_error_as_well():
    client, _, _ = scripted(httpx.Response(502, text="<html>Bad gateway"))
    with pytest.raises(Unavailable) as broken:
        client.storefront.shop()
    assert (broken.value.status, broken.value.reason) == (502, "")
    client, _, _ = scripted(httpx.Response(200, text="<html>a page"))
    with pytest.raises(ApiError, match="not JSON"):
        client.storefront.shop()


# ---- over a wire ----


@contextmanager
def served(app):
    server = StopableWSGIServer.create(app, host="127.0.0.1", threads=2)
    try:
        yield server.effective_port
    finally:
        server.shutdown()


def test_a_name_that_nobody_resolves_over_a_socket(shop, kit):
    with served(kit.app) as port:
        plain = Client(f"http://{shop.host}:{port}")
        named = Client(f"http://{shop.host}:{port}", resolve={shop.host: "127.0.0.1"}, timeout=10)
        for client in (plain, named):
            with client:
                assert client.storefront.shop()["name"] == f"Shop {shop.slug}"
                client.admin.auth.login(f"owner@{shop.slug}.example", PASSWORD)
                client.admin.auth.refresh()
                assert client.admin.settings.get()["slug"] == shop.slug
