"""Every main page in every language: fits the screen, is whole, speaks its language."""

import pytest

from . import words
from .world import PHONE, SHOPS

pytestmark = pytest.mark.browser
WIDTHS = (320, 390, 1280)
LOADED = """async () => {
    const images = [...document.images];
    for (const image of images) image.loading = "eager";
    await Promise.all(images.map((image) => image.decode().catch(() => null)));
    return images.filter((image) => !image.naturalWidth).map((image) => image.src);
}"""
WIDER = """() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return null;
    const wide = [...document.body.querySelectorAll("*")].filter(
        (element) => element.getBoundingClientRect().right > room + 1);
    return wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 120)).join("\\n");
}"""


def faults(page, place, language):
    """What is wrong with one page, as texts."""
    page.goto(place.url)
    html = page.locator("html").get_attribute("lang")
    if html != language:
        yield f"its language is {html!r}"
    headings = page.locator("h1").all_inner_texts()
    if len(headings) != 1 or not headings[0].strip():
        yield f"its h1: {headings}"
    if not page.title().strip():
        yield "it has no title"
    for lost in page.evaluate(LOADED):
        yield f"a picture did not load: {lost}"
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        wide = page.evaluate(WIDER)
        if wide is not None:
            yield f"it is wider than {width} pixels:\n{wide}"
    if language == "ro":
        for text in words.untranslated(page):
            yield f"English: {text!r}"


@pytest.fixture
def check(visit):
    """Asserts that none of these places has a fault; the pages may not complain either."""

    def look(places, language):
        pages, found = {}, []
        for place in places:
            key = id(place.state)
            if key not in pages:
                pages[key] = visit(PHONE, language, scripts=True, storage_state=place.state)
            found += [f"{place.name}: {text}" for text in faults(pages[key], place, language)]
        assert not found, "\n".join(found)

    return look


both_languages = pytest.mark.parametrize("language", ["ro", "en"])


@both_languages
@pytest.mark.parametrize("slug", SHOPS)
def test_storefront(check, world, slug, language):
    check(world.storefront(slug, language), language)


@both_languages
def test_admin(check, world, language):
    check(world.admin("home"), language)


@both_languages
def test_platform(check, world, language):
    # The API's description is written in one language.
    places = [place for place in world.platform() if place.name != "api-docs"]
    check(places, language)


def test_api_description(check, world):
    check([place for place in world.platform() if place.name == "api-docs"], "en")
