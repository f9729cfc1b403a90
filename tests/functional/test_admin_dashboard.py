"""The first page of the admin: first steps, then true figures."""

from datetime import UTC, datetime, timedelta

import pytest
from pages import signed_in
from selling import an_order, statements
from sqlalchemy import select, update

from ecommus.core.orders import Cart, Order
from ecommus.db.queries import sales
from ecommus.db.tables import ops
from ecommus.db.tables.sales import orders as table
from ecommus.services import orders
from ecommus.services.tokens import new_token, token_hash
from ecommus.testing import a_product


def moved(shop, order, **values):
    with shop.work() as job:
        job.db.execute(update(table).where(table.c.id == order.id).values(**values))


def text(page):
    return page.text.replace("\xa0", "")


def test_an_empty_shop_is_told_its_first_steps(shop):
    page = signed_in(shop).get("/admin", status=200)
    assert "First steps" in page
    assert "Put something on the shelves" in page
    assert "stat__value" not in page


def test_a_step_is_done_when_it_is(shop):
    before = signed_in(shop).get("/admin").text.count("badge--success")
    a_product(shop)
    assert signed_in(shop).get("/admin").text.count("badge--success") == before + 1


def test_figures_are_sums_of_orders_that_hold(shop):
    product = a_product(shop, price=10000, quantity=50)
    today, week, month = (an_order(shop, (product, n)) for n in (1, 2, 3))
    cancelled = an_order(shop, (product, 7))
    now = datetime.now(UTC)
    moved(shop, week, placed_at=now - timedelta(days=5))
    moved(shop, month, placed_at=now - timedelta(days=20))
    with shop.work() as job:
        orders.cancel(job, sales.order(job.db, Order.id == cancelled.id))
    owner = signed_in(shop)
    page, week_only = (text(owner.get(f"/admin{q}", status=200)) for q in ("", "?days=7"))
    assert "Today · orders: 1" in page
    assert "Last 7 days · orders: 2" in week_only
    assert "Last 30 days · orders: 3" in page
    in_a_week = (today.total + week.total) / 100
    in_a_month = in_a_week + month.total / 100
    assert f"RON{in_a_week:,.2f}" in week_only
    assert f"RON{in_a_month:,.2f}" in page
    assert f"RON{in_a_month / 3:,.2f}" in page
    assert page.count('class="chart__point"') == 30
    assert page.count('class="chart__bar"') == 30 + 3


def test_a_period_is_compared_with_the_one_before(shop):
    product = a_product(shop, price=10000, quantity=50)
    now, before = an_order(shop, (product, 1)), an_order(shop, (product, 2))
    moved(shop, before, placed_at=datetime.now(UTC) - timedelta(days=8))
    page = text(signed_in(shop).get("/admin?days=7", status=200))
    change = round((now.total - before.total) * 100 / before.total)
    assert f"{change:+d} %" in page
    assert "Orders: 1; 1 in the days before" in page
    ninety = text(signed_in(shop).get("/admin?days=90", status=200))
    assert "Last 90 days · orders: 2" in ninety
    assert ninety.count('class="chart__point"') == 90


def test_from_cart_to_order(shop):
    product = a_product(shop, title="Cup", quantity=50)
    an_order(shop, (product, 1))
    for email in (None, "ana@example.com"):
        with shop.work() as job:
            cart = Cart(token_hash(new_token()), "RON", "en", email=email)
            cart.add(product.variants[0].id, 1)
            job.db.add(cart)
    page = signed_in(shop).get("/admin", status=200)
    rows = [
        [cell.text for cell in row.select("th, td")]
        for row in page.html.select(".plot__data tr")
        if row.select_one("th[scope=row]")
    ]
    assert ["Carts begun", "3", "100.0 %", "0", "—"] in rows
    assert ["Checkout begun", "2", "66.7 %", "0", "—"] in rows
    assert ["Ordered", "1", "33.3 %", "0", "—"] in rows


def test_what_sold_best_by_money(shop):
    cup, vase = a_product(shop, title="Cup", price=100), a_product(shop, title="Vase", price=9000)
    an_order(shop, (cup, 5))
    an_order(shop, (vase, 1))
    cancelled = an_order(shop, (cup, 3))
    with shop.work() as job:
        orders.cancel(job, sales.order(job.db, Order.id == cancelled.id))
    page = signed_in(shop).get("/admin", status=200)
    card = next(c for c in page.html.select("section.card") if "What sold best" in c.text)
    assert [(r.a.text, r.select("td")[1].text) for r in card.select("tbody tr")] == [
        ("Vase", "1"),
        ("Cup", "5"),
    ]


def test_a_day_is_the_shops_own(kit, shop):
    """An order of 23:30 yesterday in Bucharest is yesterday's, whatever UTC says."""
    product = a_product(shop)
    order = an_order(shop, (product, 1))
    from zoneinfo import ZoneInfo

    here = datetime.now(ZoneInfo("Europe/Bucharest"))
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    moved(shop, order, placed_at=midnight - timedelta(minutes=30))
    assert "Today · orders: 0" in text(signed_in(shop).get("/admin"))
    moved(shop, order, placed_at=midnight)
    assert "Today · orders: 1" in text(signed_in(shop).get("/admin"))


def test_counts_what_waits_and_links_to_it(shop):
    product = a_product(shop, quantity=50)
    placed, confirmed, sent = (an_order(shop, (product, 1)) for _ in range(3))
    with shop.work() as job:
        for order in (confirmed, sent):
            orders.confirm(job, sales.order(job.db, Order.id == order.id))
        orders.fulfil(job, sales.order(job.db, Order.id == sent.id), {})
    client = signed_in(shop)
    client.get("/admin", status=200).mustcontain("?status=placed", "fulfilment=open")
    to_confirm = client.get("/admin/orders?status=placed")
    to_send = client.get("/admin/orders?status=confirmed&fulfilment=open")
    assert f"#{placed.number} " in to_confirm
    assert f"#{confirmed.number} " not in to_confirm
    assert f"#{confirmed.number} " in to_send
    assert f"#{sent.number} " not in to_send


def test_tells_what_runs_out(shop):
    plenty = a_product(shop, title="Plenty", quantity=50)
    a_product(shop, title="Nearly gone", quantity=2)
    a_product(shop, title="Gone", quantity=0)
    a_product(shop, title="Still a draft", quantity=0, status="draft")
    an_order(shop, (plenty, 1))
    page = signed_in(shop).get("/admin", status=200)
    scarce = page.text[page.text.index("Low or sold out") :]
    assert "Nearly gone" in scarce
    assert scarce.index(">Gone<") < scarce.index(">Nearly gone<")
    assert "Plenty" not in scarce
    assert "Still a draft" not in scarce


def test_says_what_the_law_wants(shop):
    an_order(shop, (a_product(shop), 1))
    page = signed_in(shop).get("/admin", status=200)
    assert "Before going live" in page
    assert "Trade register number" in page


def test_plugins_add_below(kit):
    with_plugin = kit.shop(plugins=("payment-cod", "shipping-flat", "example-hello"))
    greeting = signed_in(with_plugin).get("/admin", status=200)
    without = signed_in(kit.shop()).get("/admin", status=200)
    assert len(greeting.html.select("main > *")) > len(without.html.select("main > *"))


def test_the_number_of_statements_does_not_grow(kit, shop):
    product = a_product(shop, quantity=90)
    an_order(shop, (product, 1))
    client = signed_in(shop)
    few = statements(kit, client, "/admin")
    for _ in range(5):
        an_order(shop, (product, 1))
        a_product(shop, quantity=1)
    many = statements(kit, client, "/admin")
    assert many == few <= 8


def test_looking_writes_nothing(shop):
    an_order(shop, (a_product(shop), 1))
    client = signed_in(shop)
    client.get("/admin", status=200)
    with shop.work() as job:
        rows = job.db.execute(select(ops.audit_log.c.action)).scalars()
        assert [action for action in rows if "dashboard" in action] == []


@pytest.mark.parametrize("role", ["manager", "staff", "read-only"])
def test_every_role_sees_it(shop, role):
    signed_in(shop, role).get("/admin", status=200)


def test_strangers_sign_in_first(shop):
    answer = shop.anonymous.get("/admin", status=303)
    assert answer.location.endswith("/admin/auth/sign-in?next=%2Fadmin")


@pytest.mark.parametrize("path", ["/admin", "/admin/auth/sign-in"])
def test_every_tab_has_an_icon(shop, path):
    client = signed_in(shop) if path == "/admin" else shop.anonymous
    icon = client.get(path, status=200).html.select_one("link[rel=icon]")
    assert client.get(icon["href"], status=200).content_type == icon["type"] == "image/svg+xml"
