"""The demo shops hold what the seeding and the shop windows rely on: texts, numbers, pictures."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from stdnum.ro import cf

from ecommus.demo.draw import KINDS, SCENES, draw, size_of

SHOPS = {"fashion": 32, "home": 30}
MAX_BYTES = 12_000
SVG = "{http://www.w3.org/2000/svg}"
TAGS = {"svg", "defs", "g", "path", "rect", "circle", "ellipse", "use", "stop"}
TAGS |= {"linearGradient", "radialGradient", "clipPath", "pattern"}
HTML_TAGS = {"body", "p", "ul", "li", "h2", "a"}
each_shop = pytest.mark.parametrize("name", sorted(SHOPS))


@cache
def content(name: str) -> dict[str, Any]:
    path = files("ecommus.demo") / "content" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def walk(value: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    yield where, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(inner, f"{where}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from walk(inner, f"{where}/{index}")


def texts(name: str) -> Iterator[tuple[str, dict[str, str]]]:
    return ((w, v) for w, v in walk(content(name)) if isinstance(v, dict) and {"ro", "en"} & set(v))


def pictures(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    shop = content(name)
    yield "hero", shop["shop"]["hero"]["image"]
    for category in shop["categories"]:
        yield category["slug"], category["image"]
    for product in shop["products"]:
        for image in product["images"]:
            yield product["slug"], image


@cache
def drawn(name: str) -> dict[str, str]:
    svgs = {}
    for where, image in pictures(name):
        params = {key: value for key, value in image.items() if key != "alt"}
        svgs[f"{where} {params}"] = draw(params.pop("kind"), params.pop("palette"), **params)
    return svgs


def check_svg(svg: str, what: str) -> ET.Element:
    assert len(svg.encode()) < MAX_BYTES, what
    root = ET.fromstring(svg)
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}", what
    ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
    assert not [name for name, times in ids.items() if times > 1], what
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in TAGS, what
        assert not (element.text or "").strip(), what
        for attribute, value in element.attrib.items():
            assert not attribute.startswith("on"), what
            for reference in re.findall(r"url\(#(\w+)\)", value):
                assert reference in ids, what
            if attribute.endswith("href"):
                assert value.removeprefix("#") in ids, what
    return root


@each_shop
def test_every_text_is_in_both_languages(name):
    for where, text in texts(name):
        assert set(text) == {"ro", "en"}, where
        assert all(isinstance(value, str) and value.strip() for value in text.values()), where


@each_shop
def test_what_people_read_is_translated(name):
    shop = content(name)
    head = shop["shop"]
    read = [head["tagline"], head["description"], *(head["hero"][k] for k in ("title", "text"))]
    read += [page[k] for page in shop["pages"] for k in ("slug", "title", "body_html")]
    read += [category[k] for category in shop["categories"] for k in ("name", "description")]
    read += [attribute["name"] for attribute in shop["attributes"]]
    for product in shop["products"]:
        read += [product["title"], product["description_html"], *product["attributes"].values()]
        read += [image["alt"] for image in product["images"]]
        read += [
            text for option in product["options"] for text in (option["name"], *option["values"])
        ]
        assert product["description_html"]["ro"] != product["description_html"]["en"]
    assert all({"ro", "en"} == set(text) for text in read)


@each_shop
def test_romanian_has_commas_below_and_no_cedillas(name):
    romanian = " ".join(text["ro"] for _, text in texts(name))
    assert not set(romanian) & set("şŞţŢ")
    assert set("ăâîșț") <= set(romanian)


@each_shop
def test_html_is_well_formed_and_plain(name):
    shop = content(name)
    bodies = [page["body_html"] for page in shop["pages"]]
    bodies += [product["description_html"] for product in shop["products"]]
    for text in bodies:
        for html in text.values():
            elements = list(ET.fromstring(f"<body>{html}</body>").iter())
            assert {element.tag for element in elements} <= HTML_TAGS
            assert len(elements) >= 3


@each_shop
def test_company_is_complete_and_its_number_valid(name):
    legal = content(name)["shop"]["legal"]
    assert all(legal.values())
    assert cf.is_valid(legal["vat_id"])
    assert legal["vat_id"].startswith("RO")
    assert re.fullmatch(r"J\d{1,2}/\d{1,7}/\d{4}", legal["registration_number"])
    assert re.fullmatch(r"[A-Z]{2}", legal["county"])
    assert re.fullmatch(r"\d{6}", legal["postal_code"])


@each_shop
def test_categories_are_two_levels_and_one_needs_a_second_page(name):
    shop = content(name)
    parents = {category["slug"]: category["parent"] for category in shop["categories"]}
    assert 8 <= len(parents) == len(shop["categories"]) <= 10
    assert all(p is None or (p in parents and parents[p] is None) for p in parents.values())
    held: Counter[str] = Counter()
    for product in shop["products"]:
        assert product["categories"]
        assert set(product["categories"]) <= set(parents), product["slug"]
        held.update({parents[slug] or slug for slug in product["categories"]})
    assert max(held.values()) > 24


@each_shop
def test_products_and_variants_fit_together(name):
    shop = content(name)
    codes = {attribute["code"] for attribute in shop["attributes"]}
    assert len(shop["products"]) == SHOPS[name]
    assert len({product["slug"] for product in shop["products"]}) == SHOPS[name]
    for product in shop["products"]:
        slug, options = product["slug"], product["options"]
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
        assert product["tax_category"] in ("standard", "reduced"), slug
        assert set(product["attributes"]) <= codes, slug
        assert len(options) <= 3, slug
        combinations = [tuple(variant["option_values"]) for variant in product["variants"]]
        assert len(set(combinations)) == len(combinations) >= 1, slug
        for variant in product["variants"]:
            assert len(variant["option_values"]) == len(options), variant["sku"]
            for index, option in zip(variant["option_values"], options, strict=True):
                assert 0 <= index < len(option["values"]), variant["sku"]
            assert 0 <= variant["image"] < len(product["images"]), variant["sku"]
            assert variant["price"] > 0, variant["sku"]
            assert variant["quantity"] >= 0, variant["sku"]
            assert variant["weight_grams"] > 0, variant["sku"]
            assert variant["compare_at"] is None or variant["compare_at"] > variant["price"]


def test_skus_are_unique_and_readable():
    skus = [v["sku"] for n in SHOPS for p in content(n)["products"] for v in p["variants"]]
    assert len(set(skus)) == len(skus)
    assert all(re.fullmatch(r"[A-Z0-9]+(-[A-Z0-9]+)+", sku) for sku in skus)


@each_shop
def test_the_mix_shows_what_a_shop_can_do(name):
    products = content(name)["products"]
    stocks = [[variant["quantity"] for variant in product["variants"]] for product in products]
    assert sum(not any(stock) for stock in stocks) == 1
    assert sum(any(stock) and not all(stock) for stock in stocks) >= 3
    assert {0, 1} <= {len(product["options"]) for product in products}
    assert any(v["compare_at"] for p in products for v in p["variants"])
    assert any(product["featured"] for product in products)
    assert name != "home" or sum(p["tax_category"] == "reduced" for p in products) >= 3


@each_shop
def test_every_picture_is_sound(name):
    for what, svg in drawn(name).items():
        check_svg(svg, what)


@each_shop
def test_pictures_on_one_page_share_no_ids(name):
    ids = [set(re.findall(r' id="(\w+)"', svg)) for svg in set(drawn(name).values())]
    assert len(set().union(*ids)) == sum(map(len, ids))


@each_shop
def test_each_colour_has_its_own_picture(name):
    for product in content(name)["products"]:
        shown = [(i["kind"], *i["palette"], str(i.get("items"))) for i in product["images"]]
        assert len(set(shown)) == len(shown), product["slug"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_can_be_drawn_from_one_colour(kind):
    root = check_svg(draw(kind, ["#8a9c7c"]), kind)
    assert (int(root.get("width")), int(root.get("height"))) == size_of(kind)
    assert draw(kind, {"main": "#8a9c7c"}) != draw(kind, {"main": "#31486a"})


@pytest.mark.parametrize("kind", sorted(SCENES))
def test_scenes_set_things_together(kind):
    items = [{"kind": "mug", "palette": ["#8a9c7c"], "at": [300, 800], "scale": 0.5}]
    check_svg(draw(kind, ["#8a9c7c"], room="table", items=items), kind)


@pytest.mark.parametrize("palette", [[], ["red"], ["#12345"], {"accent": "#123456"}])
def test_a_bad_palette_is_refused(palette):
    with pytest.raises(ValueError, match=r"main colour|#rrggbb"):
        draw("mug", palette)


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="no kind 'unicorn'"):
        draw("unicorn", ["#8a9c7c"])
