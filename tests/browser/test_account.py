"""An account from its sign-up to an order in it, and out again; without scripts."""

import secrets

import pytest
from playwright.sync_api import expect

from .member import PASSWORD, Member
from .shopper import ADDRESS
from .world import DESKTOP, PHONE, SHOPS

pytestmark = pytest.mark.browser
CASES = [
    pytest.param(slug, size, language, id=f"{slug}-{name}-{language}")
    for slug, size, name, language in (
        ("home", PHONE, "phone", "ro"),
        ("fashion", DESKTOP, "desktop", "en"),
    )
]


@pytest.mark.parametrize(("slug", "size", "language"), CASES)
def test_an_account_and_its_order(visit, server, slug, size, language):
    page = visit(size, language)
    member = Member(page, server, slug, language)
    address = f"ana-{secrets.token_hex(3)}@example.com"
    member.sign_up(address)
    member.follow(address)
    member.add_address()
    expect(page.locator(".own-address")).to_have_count(1)
    member.fill_cart(SHOPS[slug][0], 1)
    member.go("checkout")
    expect(page.locator("[name=email]")).to_have_value(address)
    expect(page.locator("[name=street]")).to_have_value(ADDRESS["street"])
    member.submit()
    member.choose_method()
    member.choose_method()
    member.place_order()
    expect(page.locator(".order__offer")).to_have_count(0)
    member.own("orders")
    page.locator(".own-orders a").click()
    expect(page.locator(".order__head h1")).to_be_visible()
    for code in ("", "orders", "addresses", "details", "company", "privacy", "erase"):
        member.own(code)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], f"{code} scrolls sideways"
    member.own("erase")
    page.fill("[name=password]", PASSWORD)
    page.locator("main form.form button").click()
    expect(page).to_have_url(server.url(slug, member.path()))
    member.own()
    expect(page.locator("main [name=password]")).to_be_visible()
