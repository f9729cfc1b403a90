"""Real catalogues, read: what comes out was worked out by hand from the files (expected.json)."""

import json
from pathlib import Path

import pytest

from ecommus.core.catalog_csv import CatalogFormatError, read, write

CATALOGUES = Path(__file__).parent.parent / "data" / "catalogues"
EXPECTED = json.loads((CATALOGUES / "expected.json").read_text())
TAX_RATES = (
    b"Country Code,State Code,ZIP/Postcode,City,Rate %,Tax Name,Priority,Compound,Shipping,"
    b"Tax Class\nGB,*,*,*,20.0000,VAT,1,1,1,\nGB,*,*,*,5.0000,VAT,1,1,1,reduced-rate\n"
)


def reading(name):
    mapping = EXPECTED[name]["mapping"]
    return read((CATALOGUES / name).read_bytes(), currency="USD", mapping=mapping)


def shape(product):
    return {
        "title": product.title,
        "row": product.row,
        "rows": list(product.rows),
        "status": product.status,
        "tags": list(product.tags),
        "options": list(product.options),
        "categories": [list(path) for path in product.categories],
        "vendor": product.vendor,
        "variants": [
            [list(variant.option_values), variant.price, variant.compare_at, variant.quantity]
            for variant in product.variants
        ],
        "images": len(product.images),
    }


@pytest.mark.parametrize("name", EXPECTED)
def test_counts_and_refusals(name):
    expected, found = EXPECTED[name], reading(name)
    assert found.format == expected["format"]
    assert found.rows == expected["rows"]
    assert [[e.row, e.field, e.code] for e in found.errors] == expected["errors"]
    assert [[w.row, w.field, w.code] for w in found.warnings] == expected["warnings"]
    assert len(found.drafts) == expected["products"]
    assert sum(len(draft.variants) for draft in found.drafts) == expected["variants"]
    assert sum(len(draft.images) for draft in found.drafts) == expected["images"]


@pytest.mark.parametrize(
    ("name", "handle"), [(name, handle) for name in EXPECTED for handle in EXPECTED[name]["spot"]]
)
def test_a_product_comes_out_as_its_file_has_it(name, handle):
    product = next(draft for draft in reading(name).drafts if draft.handle == handle)
    assert shape(product) == EXPECTED[name]["spot"][handle]


@pytest.mark.parametrize("name", EXPECTED)
def test_written_in_our_format_and_read_again_it_is_the_same(name):
    drafts = reading(name).drafts
    again = read("".join(write(drafts, currency="USD")).encode(), currency="USD")
    assert again.format == "ecommus"
    assert again.errors == again.warnings == []
    assert again.drafts == drafts


def test_details_of_shopifys_jewelery():
    drafts = {draft.handle: draft for draft in reading("shopify-jewelery.csv").drafts}
    earrings = drafts["boho-earrings"].variants[0]
    assert earrings.weight_grams == 28  # although its unit says oz
    assert earrings.track_stock  # although it has no tracker
    assert drafts["bangle-bracelet"].variants[0].weight_grams is None
    assert '<li>Length, 12" with 2.5" extender</li>\n' in (
        drafts["choker-with-gold-pendant"].description_html
    )
    purple = drafts["gemstone"].variants[1]
    assert purple.image == "https://burst.shopifycdn.com/photos/purple-gemstone-necklace_925x.jpg"
    assert drafts["gemstone"].images[3].url == purple.image


def test_details_of_woocommerces_sample():
    drafts = {draft.handle: draft for draft in reading("woocommerce-sample.csv").drafts}
    assert {variant.sku for variant in drafts["t-shirt"].variants} == {None}
    assert drafts["hoodie"].variants[0].sku == "cc-hoodie-red"
    assert drafts["hoodie"].attributes == ()
    assert drafts["beanie"].attributes == (("Color", "Red"),)
    assert drafts["beanie"].tax_category == "standard"
    assert not drafts["beanie"].variants[0].track_stock


def test_details_of_the_marketplace():
    drafts = {draft.row: draft for draft in reading("marketplace-sample.csv").drafts}
    assert drafts[2].variants[0].weight_grams == 4853  # 10.7 pounds
    assert drafts[4].variants[0].weight_grams == 363  # 12.8 ounces
    assert 27 not in drafts
    assert 41 not in drafts


def test_a_mapping_is_needed_and_its_absence_is_explained():
    with pytest.raises(CatalogFormatError, match="map them") as refused:
        read((CATALOGUES / "marketplace-sample.csv").read_bytes(), currency="USD")
    assert refused.value.code == "no_known_header"


def test_tax_rates_are_no_catalogue():
    with pytest.raises(CatalogFormatError, match=r"no product catalogue.*Country Code") as refused:
        read(TAX_RATES, currency="GBP")
    assert refused.value.code == "no_known_header"
