"""axe-core on the main pages: no violation of WCAG 2.2 AA, however small.

Light on a wide screen and dark on a phone: each colour and each layout is seen once.
"""

import pytest

from . import axe
from .world import DESKTOP, PHONE, SHOPS

pytestmark = pytest.mark.browser
LOOKS = {"light": DESKTOP, "dark": PHONE}


@pytest.fixture(params=LOOKS)
def inspect(request, visit, axe_script):
    """Asserts that none of these places violates a rule."""
    colours = request.param

    def look(places, language="ro"):
        pages = {}
        found = []
        for place in places:
            key = id(place.state)
            if key not in pages:
                options = {"storage_state": place.state, "color_scheme": colours}
                pages[key] = visit(LOOKS[colours], language, scripts=True, **options)
            pages[key].goto(place.url)
            found += [f"{place.name}: {text}" for text in axe.violations(pages[key], axe_script)]
        assert not found, "\n".join(found)

    return look


@pytest.mark.parametrize("slug", SHOPS)
def test_storefront(inspect, world, slug):
    inspect(world.storefront(slug, "ro"))


def test_admin(inspect, world):
    inspect(world.admin("fashion"))


def test_platform(inspect, world):
    inspect(world.platform())


def test_refused_forms(inspect, visit, world, server):
    """Errors are announced and tied to their fields."""
    page = visit(scripts=True, storage_state=world.shopper("home", "ro"))
    page.goto(server.url("home", "/finalizare/adresa"))
    page.fill("[name=email]", "")
    page.locator(".checkout__step form button[type=submit]").click()
    assert axe.violations(page, axe.source()) == []
