"""Texts by language that are no texts are refused: one of them would close the whole shop."""

import pytest

BAD = [{"en": 5}, {"en": {"name": 5}}, {"en": {"name": {"a": "b"}}}, {"english": {"name": "x"}},
       {"en": {"options": {"a": 1}}}, {"en": {"unknown": "x"}}, {"en": None}]  # fmt: skip


@pytest.mark.parametrize("translations", BAD)
def test_malformed_translations_are_refused(shop, translations):
    owner = shop.as_("owner")
    bodies = {
        "categories": {"name": "Cups"},
        "attributes": {"code": "colour", "name": "Colour"},
        "products": {"title": "Cup", "variants": [{"price": {"amount": 1, "currency": "RON"}}]},
    }
    for kind, body in bodies.items():
        call = body | {"translations": translations}
        owner.api_post(f"/api/admin/{kind}", call, status=422)
    shop.anonymous.get("/api/storefront/categories", status=200)


@pytest.mark.parametrize("value", [5, None, [], {}, {"ro": 5}, {"ro": {}}])
def test_malformed_attribute_values_are_refused(shop, value):
    body = {"title": "Cup", "attributes": {"colour": value},
            "variants": [{"price": {"amount": 1, "currency": "RON"}}]}  # fmt: skip
    shop.as_("owner").api_post("/api/admin/products", body, status=422)
