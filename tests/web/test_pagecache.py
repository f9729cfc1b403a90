"""The page cache: what it keeps, for whom, for how long, and what it must never keep."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from uuid import uuid4

import pytest
from pyramid.request import Request
from pyramid.response import Response

from ecommus.core.entitlements import Entitlements, Grace
from ecommus.testing import a_product
from ecommus.web import pagecache
from ecommus.web.pagecache import PageCache, key_of

HELD = Entitlements()


@dataclass(frozen=True)
class Shop:
    id: object = field(default_factory=uuid4)
    version: int = 1
    catalogue_version: int = 1


SHOP = Shop()


def a_request(path="/", tenant=SHOP, back_office=False, public=True, currency="RON", **options):
    request = Request.blank(path, **options)
    request.__dict__.update(
        tenant=tenant,
        in_back_office=back_office,
        entitlements=HELD,
        public_view=public,
        currency=currency,
    )
    return request


def key(path="/", held=HELD, **options):
    return key_of(a_request(path, **options), held)


def test_a_page_depends_on_its_address():
    assert key("/a?page=2&q=x") == key("/a?q=x&page=2")
    assert len({key("/a"), key("/b"), key("/a?page=2"), key("/a?q=2"), key("/en/a")}) == 5
    assert key("/a", base_url="http://a.localhost") != key("/a", base_url="http://b.localhost")


def test_and_on_the_readers_currency():
    assert key(currency="EUR") != key()


def test_and_on_its_shop_and_every_change_of_it():
    shops = [SHOP, Shop(SHOP.id, 2), Shop(SHOP.id, 1, 2), Shop()]
    assert len({key(tenant=shop) for shop in shops}) == 4
    assert key(held=HELD) != key(held=Entitlements(grace=Grace.LOCKED))


@pytest.mark.parametrize(
    "options",
    [
        {"method": "POST"},
        {"tenant": None},
        {"back_office": True},
        {"headers": {"Authorization": "Bearer x"}},
        {"headers": {"Cookie": "ecommus-cart-1=x"}},
        {"headers": {"Cookie": "__Host-ecommus-session=x"}},
        {"path": "/?utm_source=x"},
        {"path": "/?page=1&x=1"},
    ],
)
def test_who_is_somebody_or_asks_something_else_gets_a_page_of_their_own(options):
    assert key(**options) is None


def test_strangers_cookies_change_nothing():
    assert key(headers={"Cookie": "_ga=1"}) == key()


def test_the_page_used_least_lately_makes_room():
    cache = PageCache(most=2)
    pages = {name: Response(name) for name in "abc"}
    cache.put(("a",), pages["a"])
    cache.put(("b",), pages["b"])
    assert cache.get(("a",)) is pages["a"]
    cache.put(("c",), pages["c"])
    assert cache.get(("b",)) is None
    assert cache.get(("a",)) is pages["a"]
    cache.clear()
    assert cache.get(("a",)) is None


def test_a_page_grows_old(monkeypatch):
    clock = SimpleNamespace(monotonic=lambda: now)
    monkeypatch.setattr(pagecache, "time", clock)
    now, cache = 100.0, PageCache(ttl=60)
    cache.put(("a",), Response("x"))
    now = 160.0
    assert cache.get(("a",))
    now = 160.1
    assert cache.get(("a",)) is None


class Tween:
    """The tween around a handler that counts how often it is asked."""

    def __init__(self, make=lambda: Response("page"), **settings):
        registry = SimpleNamespace(settings=settings)
        self.asked = 0

        def handler(_request):
            self.asked += 1
            return make()

        self.answer = pagecache.tween(handler, registry)


def test_a_public_page_is_made_once():
    tween = Tween()
    first, second = (tween.answer(a_request()) for _ in range(2))
    assert tween.asked == 1
    assert first.body == second.body == b"page"
    assert first.etag == second.etag
    assert first.headers["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert first.headers["Vary"] == "Accept-Encoding, Cookie"


def test_what_one_visitor_does_to_an_answer_another_never_sees():
    tween = Tween()
    tween.answer(a_request()).headers["X-Mine"] = "1"
    assert "X-Mine" not in tween.answer(a_request()).headers


def test_who_has_it_already_is_told_so():
    tween = Tween()
    etag = tween.answer(a_request()).etag
    response = tween.answer(a_request(headers={"If-None-Match": f'"{etag}"'}))
    assert (response.status_int, response.body, response.etag) == (304, b"", etag)
    other = tween.answer(a_request(headers={"If-None-Match": '"other"'}))
    assert other.status_int == 200


def with_cookie():
    response = Response("page")
    response.set_cookie("ecommus-cart", "secret")
    return response


@pytest.mark.parametrize(
    ("make", "request_"),
    [
        (with_cookie, {}),
        (lambda: Response("no", status=404), {}),
        (lambda: Response(status=303, location="/"), {}),
        (lambda: Response("page"), {"public": False}),
        (lambda: Response("page"), {"method": "HEAD"}),
        (lambda: Response("page"), {"method": "POST"}),
        (lambda: Response("page"), {"headers": {"Cookie": "ecommus-cart=1"}}),
    ],
)
def test_what_is_never_kept(make, request_):
    tween = Tween(make)
    for _ in range(2):
        tween.answer(a_request(**request_))
    assert tween.asked == 2


def test_it_can_be_turned_off():
    tween = Tween(**{"pagecache.enabled": "false"})
    for _ in range(2):
        tween.answer(a_request())
    assert tween.asked == 2


def test_a_change_of_the_catalogue_is_seen_at_once(shop):
    product = a_product(shop, title="Before")
    path = f"/produs/{product.slug}"
    assert "Before" in shop.anonymous.get(path, status=200)
    owner = shop.as_("owner")
    headers = {"If-Match": owner.get(f"/api/admin/products/{product.id}").headers["ETag"]}
    owner.api_patch(
        f"/api/admin/products/{product.id}", {"title": "After"}, headers=headers, status=200
    )
    assert "After" in shop.anonymous.get(path, status=200)


def test_one_visitors_cart_is_nobody_elses(shop):
    product = a_product(shop, title="Cup")
    path = f"/produs/{product.slug}"
    shop.anonymous.get(path, status=200)
    buyer = shop.anonymous
    buyer.post("/cos/add", {"variant_id": str(product.variants[0].id), "quantity": "1"}, status=303)
    assert "public" not in buyer.get(path, status=200).headers.get("Cache-Control", "")
    assert "Set-Cookie" not in shop.anonymous.get(path, status=200).headers
