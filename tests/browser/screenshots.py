"""``make screenshots``: the main pages on phone and desk, in both languages, in one contact sheet.

Single pictures and ``sheet.png`` go to ``var/screenshots``; a few real ones, small, go to
``docs/images`` for the README. Look at the sheet after every visual change.
"""

import logging
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from . import chromium, sheet
from .server import ROOT, Server
from .world import DESKTOP, PHONE, SHOPS, Place, World

log = logging.getLogger("screenshots")
FOLDER = ROOT / "var" / "screenshots"
IMAGES = ROOT / "docs" / "images"
SIZES = (PHONE, DESKTOP)
LANGUAGES = {"ro": "ro-RO", "en": "en-GB"}
# A picture shows so many screens at most.
SCREENS = 2
# What the README and the docs show: file → (pictures side by side, how many pixels wide each).
SHOWN = {
    "shops.png": (("fashion-home-1280-en", "home-home-1280-en"), 640),
    "product.webp": (("home-product-1280-en",), 1000),
    "checkout-phone.webp": (("fashion-checkout-summary-390-ro",), 390),
    "admin-dashboard.webp": (("admin-dashboard-1280-en",), 1000),
    "admin-order.webp": (("admin-order-1280-en",), 1000),
}
SETTLE = """async () => {
    const images = [...document.images];
    for (const image of images) image.loading = "eager";
    await Promise.all(images.map((image) => image.decode().catch(() => null)));
    await document.fonts.ready;
}"""


def take(page: Any, place: Place, file: Path) -> None:
    """One picture, from the top of the page."""
    page.goto(place.url)
    page.evaluate(SETTLE)
    size = page.viewport_size
    height = page.evaluate("document.documentElement.scrollHeight")
    clip = {"x": 0, "y": 0, "width": size["width"]}
    clip["height"] = min(max(height, size["height"]), SCREENS * size["height"])
    page.screenshot(path=file, full_page=True, clip=clip)


def places(world: World, language: str) -> list[Place]:
    """Every page that is worth looking at."""
    shops = [place for slug in SHOPS for place in world.storefront(slug, language)]
    return [*shops, *world.admin("fashion"), *world.platform()]


def take_all(world: World) -> list[str]:
    """Every picture; answers the names of the pages, in order."""
    names: list[str] = []
    for language, locale in LANGUAGES.items():
        shown = places(world, language)
        names = [place.name for place in shown]
        for size in SIZES:
            pages: dict[int, Any] = {}
            for place in shown:
                if id(place.state) not in pages:
                    context = world.browser.new_context(
                        viewport=size, locale=locale, storage_state=place.state
                    )
                    pages[id(place.state)] = context.new_page()
                file = FOLDER / f"{place.name}-{size['width']}-{language}.png"
                take(pages[id(place.state)], place, file)
            for page in pages.values():
                page.context.close()
            log.info("%s, %s pixels: %s pages", language, size["width"], len(shown))
    return names


def publish() -> None:
    """The README's pictures: one screen each, small."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    for file, (names, width) in SHOWN.items():
        shots = [one_screen(FOLDER / f"{name}.png", width) for name in names]
        picture = sheet.side_by_side(shots)
        if file.endswith(".png"):
            picture.quantize(192).save(IMAGES / file, optimize=True)
        else:
            picture.save(IMAGES / file, quality=82, method=6)


def one_screen(file: Path, width: int) -> Image.Image:
    """What is seen without scrolling, ``width`` wide."""
    with Image.open(file) as picture:
        size = next(size for size in SIZES if size["width"] == picture.width)
        shot = picture.convert("RGB").crop((0, 0, picture.width, size["height"]))
    shot.thumbnail((width, size["height"]))
    return shot


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with (
        tempfile.TemporaryDirectory() as folder,
        Server(Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        browser = chromium.launch(playwright)
        names = take_all(World(browser, server))
        browser.close()
    columns = [(size["width"], language) for size in SIZES for language in LANGUAGES]
    sheet.compose(FOLDER, names, columns).save(FOLDER / "sheet.png")
    publish()
    log.info("%s", FOLDER / "sheet.png")


if __name__ == "__main__":
    main()
