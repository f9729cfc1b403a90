"""Finding things, and what is shown when there is nothing to find."""

import pytest
from playwright.sync_api import expect

from .shopper import Shopper
from .world import SHOPS

pytestmark = pytest.mark.browser
FOUND = {"fashion": "Cămaș", "home": "Cană"}
both_shops = pytest.mark.parametrize("slug", SHOPS)


@both_shops
def test_diacritics_and_capitals_do_not_matter(visit, server, slug):
    page = visit()
    guest = Shopper(page, server, slug)
    guest.go("search")
    for words in (SHOPS[slug][1], SHOPS[slug][1].upper()):
        page.fill("main input[name=q]", words)
        page.locator("main form[role=search] button").click()
        expect(page.locator("main .card__title").first).to_contain_text(FOUND[slug])


@both_shops
def test_nothing_found_helps_on(visit, server, slug):
    page = visit()
    Shopper(page, server, slug).go("search", query="q=xyzzy")
    expect(page.locator("main .card")).to_have_count(0)
    expect(page.locator("main .empty__tips li").first).to_be_visible()
    expect(page.locator("main input[name=q]")).to_have_value("xyzzy")
    page.locator("main .empty__links a").first.click()
    expect(page.locator("main .card").first).to_be_visible()


@both_shops
@pytest.mark.parametrize("path", ["/nowhere", "/produs/nowhere", "/en/category/nowhere"])
def test_an_unknown_page_is_the_shops_own(visit, server, slug, path):
    page = visit()
    response = page.goto(server.url(slug, path))
    assert response.status == 404
    assert page.locator("html").get_attribute("lang") == ("en" if "/en/" in path else "ro")
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("main input[name=q]")).to_be_visible()
    expect(page.locator("footer .identity")).to_be_visible()
