"""From the front page to the parcel, without scripts: a guest buys, the operator sends."""

import email
import email.policy
import re
import secrets
import time
from functools import partial

import pytest
from playwright.sync_api import expect

from ecommus.web.tree.checkout import STEPS

from .shopper import ADDRESS, Shopper
from .world import DESKTOP, PHONE, SHOPS

pytestmark = pytest.mark.browser
BUTTON = {"ro": "Comandă cu obligație de plată", "en": "Order with obligation to pay"}
SUBJECT = {"ro": "Comanda ta {} este pe drum", "en": "Your order {} is on its way"}
SENT = {"ro": "Trimisă", "en": "Sent"}
CASES = [
    pytest.param("fashion", PHONE, "ro", 0, id="fashion-phone-ro"),
    pytest.param("home", PHONE, "ro", 0, id="home-phone-ro"),
    # Another product, for of the first one there may be none left.
    pytest.param("fashion", DESKTOP, "en", 5, id="fashion-desktop-en"),
]


def mails_to(server, address, count):
    """The messages to an address, oldest first, once the outbox has sent so many."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        read = partial(email.message_from_bytes, policy=email.policy.default)
        found = [m for m in (read(p.read_bytes()) for p in server.mails) if m["To"] == address]
        if len(found) >= count:
            return found
        time.sleep(0.3)
    raise AssertionError(f"only {len(found)} of {count} mails to {address}")


def browse(guest, page, start):
    """Home, a category and its second page, back, a product, one of its variants."""
    category = SHOPS[guest.slug][0]
    guest.open_category(category)
    first = page.locator("main .card a.card__link").first.get_attribute("href")
    page.locator(".pager a[rel=next]").click()
    expect(page.locator(".pager a[aria-current=page]")).to_contain_text("2")
    assert page.locator("main .card a.card__link").first.get_attribute("href") != first
    page.locator(".pager a[rel=prev]").click()
    for position in range(start, start + 10):
        guest.open_product(position)
        if page.locator(".options a.option:not(.option--gone):not([aria-current])").count():
            break
        page.go_back()
    return guest.choose_variant()


def check_out(guest, page, address):
    """Address (first empty, then half, then right), delivery, payment; ends at the summary."""
    guest.to_checkout()
    guest.submit()
    summary = page.locator(".form__errors li")
    assert summary.count() >= 7
    for name in ("email", "last_name", "street", "county"):
        control = page.locator(f"[name={name}]")
        expect(control).to_have_attribute("aria-invalid", "true")
        note = control.get_attribute("aria-describedby").split()[-1]
        expect(page.locator(f"#{note}")).to_be_visible()
    guest.fill_address("not an address")
    guest.submit()
    expect(summary).to_have_count(1)
    expect(page.locator("[name=street]")).to_have_value(ADDRESS["street"])
    expect(page.locator("[name=email]")).to_have_value("not an address")
    expect(page.locator("[name=county]")).to_have_value("CJ")
    page.fill("[name=email]", address)
    guest.submit()
    expect(page).to_have_url(re.compile(f"/{STEPS[guest.language]['shipping']}$"))
    guest.choose_method()
    expect(page).to_have_url(re.compile(f"/{STEPS[guest.language]['payment']}$"))
    guest.choose_method()
    expect(page.locator(".review")).to_contain_text(ADDRESS["street"])


def send(page, server, slug, number, tracking):
    """The operator's part, from the dashboard to the stock's ledger, which says why."""
    base = server.url(slug, "/admin")
    page.goto(base)
    row = page.locator("main a", has_text=f"#{number} ")
    expect(row).to_be_visible()
    page.goto(f"{base}/orders?q={number}")
    row.first.click()
    page.locator("form[action$='/confirm'] button").click()
    expect(page.locator("form[action$='/confirm']")).to_have_count(0)
    page.fill("[name=carrier]", "Fan Courier")
    page.fill("[name=tracking_number]", tracking)
    page.fill("[name=tracking_url]", f"https://courier.example/{tracking}")
    page.locator("form[action$='/fulfil'] button").click()
    expect(page.get_by_text(tracking).first).to_be_visible()
    page.locator("main table .main a[href*='/admin/stock/']").first.click()
    because = page.locator("main tr", has=page.locator("a", has_text=f"#{number}"))
    assert because.count() >= 2, "promised at the order, taken at the parcel"


@pytest.mark.parametrize(("slug", "size", "language", "start"), CASES)
def test_a_guest_buys_and_the_operator_sends(visit, world, server, slug, size, language, start):
    address = f"ana-{secrets.token_hex(4)}@example.com"
    page = visit(size, language)
    guest = Shopper(page, server, slug, language)

    chosen = browse(guest, page, start)
    guest.add_to_cart()
    expect(page.locator(".cart-line__options")).to_contain_text(chosen)
    one = page.locator(".cart-line__total").inner_text()
    guest.change_quantity(2)
    assert page.locator(".cart-line__total").inner_text() != one
    check_out(guest, page, address)
    button = page.locator("form.checkout__order button")
    expect(button).to_have_text(BUTTON[language])
    button.dblclick()
    expect(page.locator(".order__head h1")).to_be_visible()

    number = page.locator(".order__lead strong").first.inner_text()
    own = page.url.partition("?")[0]
    (message,) = mails_to(server, address, 1)
    text = message.get_body(("plain",)).get_content()
    assert number in message["Subject"]
    assert number in text
    assert own.partition(str(server.port))[2] in text

    desk = visit(size, language, storage_state=world.operator(slug))
    desk.goto(server.url(slug, f"/admin/orders?q={address}"))
    expect(desk.locator("main tbody tr")).to_have_count(1)
    send(desk, server, slug, number, f"AWB{number}")

    later = visit(size, language)
    later.goto(own)
    expect(later.locator(".order__states")).to_contain_text(SENT[language])
    expect(later.locator(".order__tracking")).to_contain_text(f"Fan Courier AWB{number}")
    expect(later.locator(".order__tracking a")).to_have_attribute("href", re.compile("^https://"))
    later.locator(".order__again button").click()
    expect(later.locator(".cart-line__options")).to_contain_text(chosen)
    placed, sent = mails_to(server, address, 2)
    assert placed["Subject"] == message["Subject"]
    assert sent["Subject"] == SUBJECT[language].format(number)
    for kind in ("html", "plain"):
        body = sent.get_body((kind,)).get_content()
        assert f"AWB{number}" in body
        assert f"https://courier.example/AWB{number}" in body
