"""Carts that were left: noted once, reminded of where the law lets it, reopened from the mail,
opted out of with one click, forgotten after a time."""

import re
from datetime import UTC, datetime, timedelta
from mailbox import mails, text

import pytest
from drafting import a_draft
from selling import an_order, statements
from shopping import a_customer
from sqlalchemy import func, select, update

from ecommus.db.tables.customers import mail_optouts
from ecommus.db.tables.ops import outbox
from ecommus.db.tables.sales import carts
from ecommus.services import optouts, settings
from ecommus.services.customers import privacy
from ecommus.testing import a_product, an_address
from ecommus.worker import Worker

CARTS = "/api/storefront/carts"


@pytest.fixture
def cup(shop):
    return a_product(shop, title="Cup", price=10_000, quantity=50, sku="CUP")


@pytest.fixture
def reminding(shop):
    """The shop reminds; Ana, a customer of it, agreed to mail."""
    with shop.work() as job:
        settings.change(job, settings={"carts": {"remind": True}})
    email = f"ana@{shop.slug}.example"
    customer_id = a_customer(shop, email)
    with shop.work() as job:
        privacy.set_consent(job, customer_id, "marketing", given=True)
    return email


def a_cart(shop, email, *bought, hours=4):
    """The API path of a cart that nobody touched for some hours."""
    buyer = shop.anonymous
    path = f"{CARTS}/{buyer.api_post(CARTS, status=201).json['id']}"
    for product in bought:
        line = {"sku": product.variants[0].sku, "quantity": 2}
        buyer.api_post(f"{path}/lines", line, status=200)
    buyer.api_patch(path, {"email": email, "shipping_address": an_address()}, status=200)
    rest(shop, email, hours)
    return path


def rest(shop, email, hours):
    then = datetime.now(UTC) - timedelta(hours=hours)
    values = {
        "updated_at": then,
        "created_at": then - timedelta(minutes=5),
        "left_at": carts.c.left_at - timedelta(hours=hours),
    }
    with shop.work() as job:
        job.db.execute(update(carts).where(carts.c.email == email).values(**values))


def sweep(kit):
    Worker(kit.registry).sweep()


def told(shop):
    """How often the shop's outbox says that a cart was left."""
    with shop.work() as job:
        counted = select(func.count()).where(outbox.c.name == "cart.abandoned")
        return job.db.execute(counted).scalar_one()


def link(message, word="saved-cart|cos-salvat"):
    return re.search(rf"https?://[^/\s]+(/(?:\w\w/)?(?:{word})/[^\s/]+)\s", text(message))[1]


def test_a_cart_is_left_once_until_it_is_touched_again(kit, shop, cup):
    path = a_cart(shop, "ana@example.com", cup)
    for _ in range(3):
        sweep(kit)
    assert told(shop) == 1
    shop.anonymous.api_post(f"{path}/lines", {"sku": "CUP", "quantity": 1}, status=200)
    sweep(kit)
    assert told(shop) == 1
    rest(shop, "ana@example.com", 5)
    sweep(kit)
    assert told(shop) == 2


def test_what_is_no_left_cart(kit, shop, cup):
    a_cart(shop, "young@example.com", cup, hours=2)
    a_cart(shop, "empty@example.com")
    an_order(shop, (cup, 1), email="ordered@example.com")
    a_draft(shop, (cup.variants[0], 1), email="draft@example.com")
    for email in ("ordered@example.com", "draft@example.com"):
        rest(shop, email, 10)
    sweep(kit)
    assert told(shop) == 0
    assert shop.as_("staff").get("/api/admin/left-carts", status=200).json["total"] == 0


def test_two_workers_tell_it_once(kit, shop, cup):
    from concurrent.futures import ThreadPoolExecutor

    for n in range(6):
        a_cart(shop, f"buyer{n}@example.com", cup)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _n: sweep(kit), range(4)))
    assert told(shop) == 6


def test_a_reminder_is_one_mail_in_its_buyers_language(kit, shop, cup, reminding):
    a_cart(shop, reminding, cup)
    sweep(kit)
    (mail,) = mails(kit, reminding)
    assert "Cup" in text(mail)
    assert link(mail)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    rest(shop, reminding, 6)
    sweep(kit)
    assert len(mails(kit, reminding)) == 1
    row = shop.as_("staff").get("/api/admin/left-carts", status=200).json["items"][0]
    assert (row["email"], row["units"], row["value"]["amount"]) == (reminding, 2, 20_000)
    assert row["reminded_at"]
    assert row["recovered_at"] is None


def test_nobody_is_written_to_where_the_shop_did_not_ask_for_it(kit, shop, cup, reminding):
    with shop.work() as job:
        settings.change(job, settings={"carts": {"remind": False}})
    a_cart(shop, reminding, cup)
    sweep(kit)
    assert told(shop) == 1
    assert mails(kit, reminding) == []


def test_who_may_be_reminded(kit, shop, cup, reminding):
    """A stranger may not; who bought before may; who took a consent back may not, nor may those
    who ordered since."""
    name = shop.slug
    bought, refused, since = (f"{who}@{name}.example" for who in ("bought", "refused", "since"))
    for email in (bought, refused):
        an_order(shop, (cup, 1), email=email)
    with shop.work() as job:
        from ecommus.db.tables.sales import orders

        long_ago = datetime.now(UTC) - timedelta(days=30)
        job.db.execute(update(orders).values(placed_at=long_ago))
    customer_id = a_customer(shop, refused)
    with shop.work() as job:
        privacy.set_consent(job, customer_id, "marketing", given=True)
        privacy.set_consent(job, customer_id, "marketing", given=False)
    stranger = f"stranger@{name}.example"
    for email in (bought, refused, since, stranger):
        a_cart(shop, email, cup)
    an_order(shop, (cup, 1), email=since)
    sweep(kit)
    assert told(shop) == 4

    def reminded(email):
        return sum("List-Unsubscribe" in mail for mail in mails(kit, email))

    assert [reminded(e) for e in (bought, refused, since, stranger)] == [1, 0, 0, 0]


def test_the_mail_opens_the_cart_in_this_browser_alone(kit, shop, cup, reminding):
    old = a_cart(shop, reminding, cup)
    sweep(kit)
    (mail,) = mails(kit, reminding)
    path, browser = link(mail), shop.anonymous
    page = browser.get(path, status=200)
    assert "Cup" in page.text
    assert "Memorandumului" not in page.text
    assert shop.anonymous.get(old, status=200).json["lines"]
    form = page.forms[next(i for i, f in page.forms.items() if f.action.endswith(path))]
    there = form.submit(headers={"Origin": f"http://{browser.host}"})
    assert there.status_int == 303
    assert "Cup" in browser.get(there.location.partition(browser.host)[2], status=200).text
    shop.anonymous.get(old, status=404)
    staff = shop.as_("staff")
    rows = staff.get("/api/admin/left-carts?filter[state]=back", status=200).json["items"]
    assert [row["email"] for row in rows] == [reminding]


def test_a_link_of_another_address_or_shop_opens_nothing(kit, shop, cup, reminding):
    path = a_cart(shop, reminding, cup)
    sweep(kit)
    mailed = link(mails(kit, reminding)[0])
    other = kit.shop()
    other.anonymous.get(mailed, status=404)
    shop.anonymous.get(mailed[:-1] + ("A" if mailed[-1] != "A" else "B"), status=404)
    shop.anonymous.api_patch(path, {"email": "somebody@example.com"}, status=200)
    shop.anonymous.get(mailed, status=404)


def test_one_click_opts_out_and_it_holds_after_erasure(kit, shop, cup, reminding):
    a_cart(shop, reminding, cup)
    sweep(kit)
    (mail,) = mails(kit, reminding)
    address = mail["List-Unsubscribe"].strip("<>")
    path = address.partition(shop.host)[2]
    path = path[path.index("/") :]
    shop.anonymous.get(path, status=200)
    with shop.work() as job:
        assert not optouts.opted_out(job, reminding)
    # As a mail server does it: no page before, no origin, no cookie.
    app, headers = shop.anonymous.app, {"Host": shop.host}
    app.post(path, {"List-Unsubscribe": "One-Click"}, headers=headers, status=200)
    app.post(path, {"List-Unsubscribe": "One-Click"}, headers=headers, status=200)
    with shop.work() as job:
        customer = privacy.queries.by_email(job.db, reminding)
        assert privacy.export(job, customer.id)["mail_optouts"][0]["reason"] == "cart"
        privacy.erase(job, customer)
    with shop.work() as job:
        assert optouts.opted_out(job, reminding.upper())
        assert job.db.execute(select(mail_optouts.c.email)).scalars().all() == [None]


def test_who_opted_out_is_not_reminded(kit, shop, cup, reminding):
    with shop.work() as job:
        optouts.opt_out(job, reminding.upper(), "cart")
    a_cart(shop, reminding, cup)
    sweep(kit)
    assert mails(kit, reminding) == []


def test_old_carts_are_forgotten_and_drafts_are_not(kit, shop, cup):
    a_cart(shop, "old@example.com", cup, hours=24 * 61)
    a_cart(shop, "fresh@example.com", cup, hours=24 * 59)
    a_draft(shop, (cup.variants[0], 1), email="draft@example.com")
    an_order(shop, (cup, 1), email="ordered@example.com")
    for email in ("draft@example.com", "ordered@example.com"):
        rest(shop, email, 24 * 100)
    sweep(kit)
    with shop.work() as job:
        found = job.db.execute(select(carts.c.email).order_by(carts.c.email)).scalars().all()
    assert found == ["draft@example.com", "fresh@example.com"]
    assert shop.as_("staff").get("/api/admin/orders", status=200).json["total"] == 1


def test_settings_have_limits(shop):
    owner, path = shop.as_("owner"), "/api/admin/settings"
    owner.api_patch(path, {"carts": {"remind": True}}, status=204)
    owner.api_patch(path, {"carts": {"left_after_hours": 5}}, status=204)
    found = owner.get(path, status=200).json["carts"]
    assert found == {"left_after_hours": 5, "keep_days": 60, "remind": True}
    owner.api_patch(path, {"carts": {"keep_days": 1}}, status=422)


def test_a_sent_draft_is_finished_by_its_buyer(kit, shop, cup):
    buyer = f"buyer@{shop.slug}.example"
    draft = a_draft(shop, (cup.variants[0], 3), email=buyer)
    staff, path = shop.as_("staff"), f"/api/admin/drafts/{draft.id}"
    line = staff.get(path, status=200).json["lines"][0]
    agreed = {"agreed_price": {"amount": 7_000, "currency": "RON"}}
    staff.api_patch(f"{path}/lines/{line['id']}", agreed, headers={"If-Match": "*"}, status=200)
    assert staff.api_post(f"{path}/send", status=200).json["sent_at"]
    (mail,) = mails(kit, buyer)
    browser = shop.anonymous
    page, where = browser.get(link(mail), status=200), link(mail)
    form = page.forms[next(i for i, f in page.forms.items() if f.action.endswith(where))]
    origin = {"Origin": f"http://{browser.host}"}
    form.submit(headers=origin, status=303)
    # Its contents are as agreed; only the shop changes them.
    refused = browser.post("/cos", {f"quantity-{line['id']}": "1"}, status=422)
    assert f'name="quantity-{line["id"]}"' not in refused.text
    summary = browser.get("/finalizare/sumar", status=200)
    form = next(f for f in summary.forms.values() if f.action.endswith("/finalizare/sumar"))
    form.submit(headers=origin, status=303)
    order = staff.get("/api/admin/orders", status=200).json["items"][0]
    order = staff.get(f"/api/admin/orders/{order['id']}", status=200).json
    assert (order["items_total"]["amount"], order["status"]) == (21_000, "placed")
    assert order["timeline"][0]["actor"] == "shopper"
    gone = browser.get(link(mail), status=200)
    assert not any(f.action.endswith(where) for f in gone.forms.values())


def test_a_list_costs_the_same_for_one_cart_as_for_many(kit, shop, cup):
    staff, path = shop.as_("staff"), "/api/admin/left-carts"
    a_cart(shop, "one@example.com", cup)
    sweep(kit)
    few = statements(kit, staff, path)
    for n in range(5):
        a_cart(shop, f"more{n}@example.com", cup)
    sweep(kit)
    assert staff.get(path, status=200).json["total"] == 6
    assert statements(kit, staff, path) == few
