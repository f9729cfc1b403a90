"""A phone sale walked through on the pages; left carts; notes; copies."""

import pytest
from drafting import a_draft
from pages import form_at, send, signed_in
from sqlalchemy import func, select, update

from ecommus.core.customers import Address
from ecommus.core.ids import uuid7
from ecommus.db.tables.customers import customer_addresses, customers
from ecommus.db.tables.sales import carts
from ecommus.testing import a_product, an_address


@pytest.fixture
def cup(shop):
    return a_product(shop, title="Cup", price=10_000, quantity=50, sku="CUP")


@pytest.fixture
def ana(shop):
    """A customer with an address in her book."""
    customer_id = uuid7()
    with shop.work() as job:
        row = {"id": customer_id, "email": "ana@example.com", "first_name": "Ana",
               "last_name": "Pop", "email_verified_at": func.now()}  # fmt: skip
        job.db.execute(customers.insert().values(**row))
        address = {"address": Address(**an_address()).to_json(), "default_shipping": True}
        row = {"id": uuid7(), "customer_id": customer_id} | address
        job.db.execute(customer_addresses.insert().values(**row))
    return customer_id


def follow(client, response):
    assert response.status_int == 303, response.text
    return client.get(response.location.partition(client.host)[2], status=200)


def form(page, end):
    found = [f for f in page.forms.values() if f.method.upper() == "POST"]
    return next(f for f in found if f.action.partition("?")[0].endswith(end))


def test_a_phone_sale(shop, cup, ana):
    client = signed_in(shop, "staff")
    page = client.get("/admin/drafts/new?q=pop", status=200)
    choose = next(f for f in page.forms.values() if "customer_id" in f.fields)
    page = follow(client, send(client, choose))
    base = page.request.path
    assert page.forms["details"]["email"].value == "ana@example.com"
    assert page.forms["details"]["city"].value == "Cluj-Napoca"
    page = client.get(f"{base}?q=cup", status=200)
    add = form(page, "/add")
    add["quantity"] = "3"
    page = follow(client, send(client, add))
    assert "300.00" in page.text
    lines = form(page, "/contents")
    price, reason = (next(n for n in lines.fields if n and n.startswith(w)) for w in
                     ("price-", "reason-"))  # fmt: skip
    lines[price], lines[reason] = "80", "Regular"
    page = follow(client, send(client, lines))
    assert "Regular" in page.text
    assert "Choose how it is sent." in page.text
    details = page.forms["details"]
    details["shipping_method"], details["payment_method"] = "flat", "cod"
    page = follow(client, send(client, details, name="save"))
    assert "Before it can be placed" not in page.text
    assert "Agreed with the customer" in page.text
    order = follow(client, send(client, form(page, "/place")))
    assert "The order is placed and confirmed" in order.text
    assert "Written by the staff" in order.text
    assert "240.00" in order.text
    listed = client.get("/admin/drafts?state=ordered", status=200)
    assert "Ana Pop" in listed.text
    closed = client.get(base, status=200)
    assert "It has become an order" in closed.text
    assert not [f for f in closed.forms.values() if f.action.endswith("/place")]


def test_what_is_refused_is_said_and_nothing_is_kept(shop, cup):
    draft = a_draft(shop, (cup.variants[0], 1))
    client, path = signed_in(shop), f"/admin/drafts/{draft.id}"
    page = client.get(path, status=200)
    lines = form(page, "/contents")
    price = next(n for n in lines.fields if n and n.startswith("price-"))
    lines[price] = "free"
    assert "Write an amount like 19.99." in send(client, lines, status=422).text
    details = client.get(path, status=200).forms["details"]
    details["street"] = ""
    refused = send(client, details, name="save", status=422)
    assert "This field is needed." in refused.text
    # Somebody else was faster.
    other = client.get(path, status=200).forms["details"]
    other["note"] = "First"
    send(client, other, name="save", status=303)
    details["street"], details["note"] = "Str. Lungă 1", "Second"
    again = send(client, details, name="save", status=409)
    assert "First" in again.text
    assert "Second" in again.text
    stale = send(client, lines, status=409)
    assert "changed meanwhile" in stale.text


def test_a_line_goes_out_and_a_draft_goes_away(shop, cup):
    draft = a_draft(shop, (cup.variants[0], 1))
    client, path = signed_in(shop), f"/admin/drafts/{draft.id}"
    lines = form(client.get(path, status=200), "/contents")
    page = follow(client, send(client, lines, name="remove"))
    assert "Nothing in it yet" in page.text
    send(client, form_at(client, f"{path}/delete", "/delete"), status=303)
    client.get(path, status=404)
    assert "The draft was deleted." in client.get("/admin/drafts?done=deleted", status=200).text


def test_an_order_is_copied_and_noted(shop, cup, ana):
    draft = a_draft(shop, (cup.variants[0], 2))
    client = signed_in(shop, "staff")
    page = client.get(f"/admin/drafts/{draft.id}", status=200)
    order = follow(client, send(client, form(page, "/place")))
    note = form(order, "/note")
    note["text"] = "Wants it on Monday"
    order = follow(client, send(client, note))
    assert "Wants it on Monday" in order.text
    copied = follow(client, send(client, form(order, "/copy")))
    assert "at the prices of today" in copied.text
    assert copied.forms["details"]["email"].value == "ana@example.com"


def test_left_carts_are_listed(kit, shop, cup):
    from ecommus.worker import Worker

    client = signed_in(shop)
    assert "No cart was left" in client.get("/admin/left-carts", status=200).text
    draft = a_draft(shop, (cup.variants[0], 2), email="bogdan@example.com")
    with shop.work() as job:
        long_ago = func.now() - func.make_interval(0, 0, 0, 0, 5)
        values = {"drafted_by": None, "updated_at": long_ago}
        job.db.execute(update(carts).where(carts.c.id == draft.id).values(**values))
    Worker(kit.registry).sweep()
    page = client.get("/admin/left-carts?q=bogdan&state=waiting", status=200)
    assert "bogdan@example.com" in page.text
    assert "200.00" in page.text
    assert "No cart fits" in client.get("/admin/left-carts?state=back", status=200).text
    with shop.work() as job:
        assert job.db.execute(select(carts.c.left_at)).scalar_one() is not None


def test_who_may_only_look_changes_nothing(shop, cup):
    draft = a_draft(shop, (cup.variants[0], 1))
    client = signed_in(shop, "read-only")
    page = client.get(f"/admin/drafts/{draft.id}", status=200)
    posts = [f.action for f in page.forms.values() if f.method.upper() == "POST"]
    assert not [action for action in posts if str(draft.id) in action and "contents" not in action]
