"""Sold out: an address is noted, and written to once when the product is back."""

from mailbox import mails, text

import pytest
from pages import form_at, send
from shopping import a_customer
from sqlalchemy import func, insert, select, update

from ecommus.core.orders import Cart
from ecommus.db.queries import customers as queries
from ecommus.db.stock import Stock
from ecommus.db.tables.stock import reservations, stock_notices
from ecommus.services import importing, stocktaking
from ecommus.services.customers import privacy
from ecommus.services.tokens import new_token, token_hash
from ecommus.testing import a_product
from ecommus.worker import Worker

EMAIL = "waiting@example.com"


@pytest.fixture
def product(shop):
    return a_product(shop, title="Teapot", sku="TEA-1", quantity=0)


def ask(shop, product, email=EMAIL, **options):
    options.setdefault("status", 204)
    body = {"email": email, "variant_id": str(product.variants[0].id)}
    return shop.anonymous.api_post(
        f"/api/storefront/products/{product.slug}/notify", body, **options
    )


def receive(shop, product, quantity=1):
    with shop.work() as job:
        stocktaking.move(job, product.variants[0].id, "received", quantity)


def waiting(shop):
    with shop.work() as job:
        statement = select(func.count()).where(stock_notices.c.told_at.is_(None))
        return job.db.execute(statement).scalar_one()


def told(kit, shop):
    return mails(kit, EMAIL, shop)


def test_told_once_when_it_is_back(kit, shop, product):
    ask(shop, product)
    ask(shop, product, "Waiting@Example.com")
    assert waiting(shop) == 1
    assert told(kit, shop) == []
    receive(shop, product)
    (mail,) = told(kit, shop)
    assert "Teapot" in mail["subject"]
    assert f"/{product.slug}?variant={product.variants[0].id}" in text(mail)
    with shop.work() as job:
        stocktaking.count(job, product.variants[0].id, 0)
    receive(shop, product)
    assert len(told(kit, shop)) == 1


def test_may_wait_again_after_being_told(kit, shop, product):
    ask(shop, product)
    receive(shop, product)
    assert len(told(kit, shop)) == 1
    with shop.work() as job:
        stocktaking.count(job, product.variants[0].id, 0)
    ask(shop, product)
    receive(shop, product)
    assert len(told(kit, shop)) == 2


def test_sold_out_again_before_the_mail_goes_on_waiting(kit, shop, product):
    ask(shop, product)
    receive(shop, product)
    with shop.work() as job:
        stocktaking.count(job, product.variants[0].id, 0)
    assert told(kit, shop) == []
    assert waiting(shop) == 1
    receive(shop, product)
    assert len(told(kit, shop)) == 1


def test_a_cart_that_expires_brings_it_back_too(kit, shop):
    """Held in somebody's checkout it looks sold out; the sweep says when it no longer is."""
    product = a_product(shop, title="Teapot", quantity=1)
    variant = product.variants[0].id
    with shop.work() as job:
        cart = Cart(token_hash(new_token()), "RON", "ro")
        job.db.add(cart)
        job.db.flush()
        stock = Stock(job.db, [variant], job.now, cart_id=cart.id)
        stock.reserve({variant: 1})
        stock.flush()
    ask(shop, product)
    with shop.work() as job:
        long_ago = func.clock_timestamp() - func.make_interval(0, 0, 0, 0, 1)
        job.db.execute(update(reservations).values(expires_at=long_ago))
    Worker(kit.registry).sweep()
    assert len(told(kit, shop)) == 1


def test_an_import_brings_it_back_too(kit, shop, product):
    ask(shop, product)
    file = b"handle,title,sku,price,quantity\nteapot,Teapot,TEA-1,10.00,4\n"
    with shop.work() as job:
        import_id = importing.start(job, "c.csv", file)
    importing.run(shop.work, import_id)
    assert len(told(kit, shop)) == 1


def test_what_can_be_bought_is_not_waited_for(shop):
    product = a_product(shop, quantity=1)
    assert ask(shop, product, status=409).json["reason"] == "in_stock"


def test_another_shops_variant_is_none(shop, other_shop, product):
    theirs = a_product(other_shop, quantity=0)
    path = f"/api/storefront/products/{product.slug}/notify"
    body = {"email": EMAIL, "variant_id": str(theirs.variants[0].id)}
    shop.anonymous.api_post(path, body, status=422)


def test_an_address_waits_for_so_many_things_only(shop, product):
    ask(shop, product, "first@example.com")
    for _ in range(2):
        with shop.work() as job:
            rows = [
                {"id": p.variants[0].id, "variant_id": p.variants[0].id, "email": EMAIL,
                 "locale": "ro"}
                for p in (a_product(shop, quantity=0) for _ in range(25))
            ]  # fmt: skip
            job.db.execute(insert(stock_notices), rows)
    before = waiting(shop)
    ask(shop, product)
    assert waiting(shop) == before


def test_an_account_is_told_what_it_waits_for_and_erased_with_it(shop, product):
    shopper = a_customer(shop, EMAIL)
    ask(shop, product)
    with shop.work() as job:
        (held,) = privacy.export(job, shopper)["stock_notices"]
        assert held["variant_id"] == product.variants[0].id
        privacy.erase(job, queries.customer(job.db, shopper))
    assert waiting(shop) == 0


class TestPages:
    def test_the_form_stands_where_the_cart_button_would(self, kit, shop, product):
        page = shop.anonymous.get(f"/en/product/{product.slug}", status=200)
        form = next(f for f in page.forms.values() if f.action.endswith("/notify"))
        form["email"] = EMAIL
        page = send(shop.anonymous, form, status=303).follow()
        assert "Noted. We write to you" in page
        receive(shop, product)
        (mail,) = told(kit, shop)
        assert "is back at" in mail["subject"]
        page = shop.anonymous.get(f"/en/product/{product.slug}", status=200)
        assert "/notify" not in page

    def test_a_wrong_address_is_told_beside_the_field(self, shop, product):
        form = form_at(shop.anonymous, f"/en/product/{product.slug}/notify", "/notify")
        form["variant"], form["email"] = str(product.variants[0].id), "nobody"
        page = send(shop.anonymous, form, status=422)
        assert page.html.select(".field--invalid")
        assert waiting(shop) == 0

    def test_the_link_in_the_mail_forgets_the_address(self, kit, shop, product):
        other = a_product(shop, title="Cup", quantity=0)
        for thing in (product, other):
            ask(shop, thing)
        receive(shop, product)
        (mail,) = told(kit, shop)
        link = text(mail).partition("/forget-me?")[2].split()[0]
        path = f"/forget-me?{link}"
        form = form_at(shop.anonymous, path, "/forget-me")
        assert waiting(shop) == 1
        send(shop.anonymous, form, status=303).follow()
        assert waiting(shop) == 0
        receive(shop, other)
        assert len(told(kit, shop)) == 1

    def test_a_link_made_up_forgets_nobody(self, shop, product):
        ask(shop, product)
        with shop.work() as job:
            notice = job.db.execute(select(stock_notices.c.id)).scalar_one()
        client = shop.anonymous
        headers = {"Origin": f"http://{client.host}"}
        client.post("/forget-me", {"notice": f"{notice}.AAAA"}, headers=headers, status=303)
        assert waiting(shop) == 1
