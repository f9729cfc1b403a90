"""Where a shop sells: the address forms offer those countries, and ask for what each needs."""

import pytest
from pages import form_at, send, signed_in
from plugin_kit import Workshop

from ecommus.testing import a_product


@pytest.fixture
def shop(shop):
    shop.as_("owner").api_patch("/api/admin/settings", {"countries": ["RO", "HU", "DE"]})
    return shop


@pytest.fixture
def workshop(tmp_path, kit, monkeypatch):
    return Workshop(tmp_path, kit, monkeypatch)


@pytest.fixture
def buyer(shop):
    buyer = shop.anonymous
    product = a_product(shop, sku="TEA", price=4500, quantity=5)
    form = {"variant_id": str(product.variants[0].id), "quantity": "1"}
    buyer.post("/cos/add", form, status=303)
    return buyer


def fill(form, **given):
    fields = {
        "email": "ana@example.com", "first_name": "Ana", "last_name": "Pop", "city": "Cluj-Napoca",
        "street": "Str. Lungă 1", "county": "CJ", "postal_code": "400114",
        "phone": "+40722123456",
    }  # fmt: skip
    for name, value in (fields | given).items():
        form[name] = value
    return form


def test_the_shop_says_where_it_sells(shop):
    assert shop.anonymous.get("/api/storefront/shop").json["countries"] == ["RO", "DE", "HU"]
    assert shop.as_("owner").get("/api/admin/settings").json["countries"] == ["RO", "DE", "HU"]


def test_a_buyer_chooses_among_them(shop, buyer):
    form = form_at(buyer, "/finalizare/adresa", "/adresa")
    options = [(code, text) for code, _chosen, text in form["country"].options]
    assert options == [("RO", "România"), ("DE", "Germania"), ("HU", "Ungaria")]
    abroad = fill(form, country="HU", county="", city="Budapest", phone="+36 1 234 5678")
    send(buyer, abroad, status=303)
    again = form_at(buyer, "/finalizare/adresa", "/adresa")
    assert (again["country"].value, again["city"].value) == ("HU", "Budapest")


def test_romania_needs_its_county_and_nothing_typed_is_lost(buyer):
    form = fill(form_at(buyer, "/finalizare/adresa", "/adresa"), county="")
    page = send(buyer, form, status=422)
    assert page.html.select_one("#item-form-county .field__error, .field__error").get_text(strip=1)
    assert page.html.select_one("input[name=street]")["value"] == "Str. Lungă 1"
    wrong = fill(form_at(buyer, "/finalizare/adresa", "/adresa"), phone="1")
    page = send(buyer, wrong, status=422)
    assert page.html.select_one("input[name=street]")["value"] == "Str. Lungă 1"


def test_one_country_is_nothing_to_choose(shop, buyer):
    shop.as_("owner").api_patch("/api/admin/settings", {"countries": ["RO"]})
    page = buyer.get("/finalizare/adresa").html
    assert page.select_one("input[name=country]")["type"] == "hidden"
    form = form_at(buyer, "/finalizare/adresa", "/adresa")
    form["country"].force_value("HU")
    assert send(buyer, fill(form), status=422)


@pytest.mark.parametrize("codes", [["XX"], ["RO", "EU"]])
def test_what_is_no_country_is_refused(shop, codes):
    answer = shop.as_("owner").api_patch("/api/admin/settings", {"countries": codes}, status=422)
    assert answer.json["errors"][0]["field"].startswith("countries")


def test_without_a_choice_it_is_where_the_delivery_goes(shop):
    owner = shop.as_("owner")
    owner.api_patch("/api/admin/settings", {"countries": []})
    assert shop.anonymous.get("/api/storefront/shop").json["countries"] == ["RO"]
    owner.api_post("/api/admin/zones", {"code": "H", "name": "H", "members": [{"country": "HU"}]})
    way = {"code": "hu", "name": "To Hungary", "kind": "flat", "amount": 4900, "zones": ["H"]}
    owner.api_post("/api/admin/shipping-methods", way | {"enabled": True}, status=201)
    assert shop.anonymous.get("/api/storefront/shop").json["countries"] == ["RO", "HU"]


def test_the_settings_page_keeps_them(shop):
    owner = signed_in(shop)
    form = form_at(owner, "/admin/settings")
    page = owner.get("/admin/settings").html
    assert "Hungary" in page.get_text()
    send(owner, form, status=303)
    assert shop.as_("owner").get("/api/admin/settings").json["countries"] == ["RO", "DE", "HU"]


def test_a_carrier_of_a_plugin_says_where_it_goes(shop):
    owner = shop.as_("owner")
    owner.api_patch("/api/admin/settings", {"countries": []})
    path = "/api/admin/plugins/shipping-flat/settings"
    owner.call("PUT", path, {"settings": {"countries": "RO BG HU"}}, status=200)
    assert shop.anonymous.get("/api/storefront/shop").json["countries"] == ["RO", "BG", "HU"]


CARRIER = """
class Owl:
    def quotes(self, parcel, settings, locale):
        return []
"""
FAR = """
    def countries(self, settings):
        return ["AT", "RO", "nowhere"]
"""


@pytest.mark.parametrize(
    ("more", "offered"), [("", ["RO"]), (FAR, ["RO", "AT"])], ids=["silent", "says"]
)
def test_one_that_does_not_say_stays_at_home(workshop, more, offered):
    """What no country is called is left out; a plugin that is off goes nowhere."""
    workshop.plugin(
        "owls", CARRIER + more, includeme="config.add_carrier('owl', Owl())",
        more="permissions=('shipping.register',)",
    )  # fmt: skip
    with workshop.running() as running:
        assert running.shop().anonymous.get("/api/storefront/shop").json["countries"] == ["RO"]
        shop = running.shop("owls")
        assert shop.anonymous.get("/api/storefront/shop").json["countries"] == offered
