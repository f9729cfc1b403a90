"""One shop's cookies are nobody else's: flags, and what another host can set or read."""

import pytest
from playwright.sync_api import expect

from .shopper import Shopper
from .world import SHOPS

pytestmark = pytest.mark.browser


def test_flags(visit, world, server):
    page = visit(storage_state=world.operator("fashion"))
    guest = Shopper(page, server, "fashion")
    guest.fill_cart(SHOPS["fashion"][0], 1)
    cookies = page.context.cookies()
    assert {cookie["name"].split("-")[1] for cookie in cookies} == {"cart", "admin"}
    for cookie in cookies:
        assert cookie["httpOnly"]
        assert cookie["sameSite"] == "Lax"
        # Without a leading dot: of this very host, not of those below it.
        assert cookie["domain"] == "fashion.localhost"
        assert cookie["path"] == "/"


def test_scripts_see_no_cookie(visit, world, server):
    page = visit(scripts=True, storage_state=world.operator("fashion"))
    page.goto(server.url("fashion", "/admin"))
    assert page.evaluate("document.cookie") == ""


def test_another_shop_gets_none(visit, world, server):
    page = visit(storage_state=world.shopper("fashion", "ro"))
    with page.expect_request(server.url("home", "/cos")) as sent:
        page.goto(server.url("home", "/cos"))
    assert "cookie" not in sent.value.all_headers()


def test_a_page_cannot_set_cookies_for_others(visit, server):
    page = visit(scripts=True)
    page.goto(server.url("fashion"))
    page.evaluate("""() => {
        document.cookie = "planted=1; path=/; domain=localhost";
        document.cookie = "planted=2; path=/; domain=home.localhost";
    }""")
    assert page.context.cookies(server.url("home")) == []
    assert page.context.cookies(server.url(None)) == []


def test_an_answer_cannot_set_cookies_for_others(visit, server):
    page = visit()
    headers = {"Set-Cookie": "planted=1; Path=/; Domain=localhost", "Content-Type": "text/html"}
    page.route(
        "**/planted",
        lambda route: route.fulfill(
            status=200, headers=headers, body="<!DOCTYPE html><title>Planted</title>"
        ),
    )
    page.goto(server.url("fashion", "/planted"))
    assert page.context.cookies(server.url("home")) == []


def test_a_stolen_cookie_is_worth_nothing_in_another_shop(visit, world, server):
    page = visit()
    taken = [*world.operator("fashion")["cookies"], *world.shopper("fashion", "ro")["cookies"]]
    page.context.add_cookies([cookie | {"domain": "home.localhost"} for cookie in taken])
    page.goto(server.url("home", "/admin"))
    expect(page.locator("input[name=password]")).to_be_visible()
    page.goto(server.url("home", "/cos"))
    expect(page.locator("main .empty")).to_be_visible()
