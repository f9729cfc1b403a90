"""Whatever the bytes: no crash, no lost row; and our own format loses nothing."""

import csv
import io
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecommus.core.catalog_csv import (
    CatalogFormatError,
    ImageDraft,
    ProductDraft,
    VariantDraft,
    read,
    write,
)

HEADERS = {
    "shopify": (
        "Handle,Title,Body (HTML),Type,Tags,Published,Status,Option1 Name,Option1 Value,"
        "Option2 Name,Option2 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,"
        "Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,"
        "Variant Taxable,Image Src,Image Position,Gift Card,Variant Image"
    ),
    "woocommerce": (
        "ID,Type,SKU,Name,Published,Visibility in catalog,Description,Date sale price starts,"
        "Tax status,Tax class,In stock?,Stock,Backorders allowed?,Weight (kg),Sale price,"
        "Regular price,Categories,Tags,Images,Parent,Attribute 1 name,Attribute 1 value(s),"
        "Attribute 2 name,Attribute 2 value(s)"
    ),
    "ecommus": (
        "handle,title,description,status,tags,categories,category_path,images,image_alts,"
        "title:en,description:en,attribute:x,option1_name,option1_value,option2_name,"
        "option2_value,sku,price,compare_at,quantity,track_stock,backorder,weight_grams,weight,"
        "variant_image"
    ),
}
WORDS = (
    "a b 1 0 -1 9.99 1,5 true false Size S M L simple variable variation grouped id:1 parent "
    "https://x.ro/a.jpg $5 5-6 draft continue '=1 Title \\ %(x)s a|b"
)
LIKELY = [*WORDS.split(), "", "", "", "a, b", "a > b", "Default Title"]
CELLS = st.one_of(st.sampled_from(LIKELY), st.text(max_size=12))


def accounted(reading):
    return {row for draft in reading.drafts for row in draft.rows} | {
        error.row for error in reading.errors
    }


def attempt(data):
    """What is read, or None for a file that is refused as a whole."""
    try:
        return read(data, currency="RON")
    except CatalogFormatError:
        return None


@given(st.binary(max_size=400))
def test_arbitrary_bytes_are_read_or_refused(data):
    attempt(data)


@given(st.sampled_from(sorted(HEADERS)), st.binary(max_size=300))
def test_arbitrary_bytes_under_a_good_header(format, data):
    reading = attempt(f"{HEADERS[format]}\n".encode() + data)
    assert reading is None or reading.format == format


@st.composite
def sheets(draw):
    format = draw(st.sampled_from(sorted(HEADERS)))
    width = HEADERS[format].count(",") + 1
    rows = draw(st.lists(st.lists(CELLS, min_size=0, max_size=width), max_size=8))
    out = io.StringIO()
    csv.writer(out).writerows([HEADERS[format].split(","), *rows])
    blank = {n for n, row in enumerate(rows, start=2) if not any(map(str.strip, row))}
    return format, out.getvalue(), len(rows), blank


@settings(max_examples=300)
@given(sheets())
def test_arbitrary_cells_lose_no_row(sheet):
    format, text, count, blank = sheet
    reading = attempt(text.encode("utf-8", "replace"))
    if reading is None:
        assert "\0" in text
        return
    assert reading.format == format
    assert accounted(reading) == set(range(2, count + 2)) - blank
    assert reading.rows == count - len(blank)
    for error in reading.errors + reading.warnings:
        assert error.text
    for draft in reading.drafts:
        assert draft.title
        assert draft.variants
        values = [variant.option_values for variant in draft.variants]
        assert len(set(values)) == len(values)
        assert all(len(value) == len(draft.options) and all(value) for value in values)
    again = read("".join(write(reading.drafts, currency="RON")).encode(), currency="RON")
    assert again.drafts == reading.drafts
    assert again.errors == []


# Text as it can stand in a database and in UTF-8: no NUL, no lone surrogates.
ANY = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
EDGY = st.sampled_from(["=1+1", "'=1", "''", "-5", "@x", "+", 'a "b", c', "a\r\nb", "ţară,;\t"])
NAMES = st.one_of(EDGY, ANY).map(str.strip).filter(bool)
OPTIONAL = st.none() | NAMES
ADDRESSES = ANY.map(lambda text: "https://x.ro/" + "".join(text.split()))


@st.composite
def variants(draw, values):
    price = draw(st.integers(0, 10**8))
    return VariantDraft(
        row=0,
        sku=None,
        option_values=values,
        price=price,
        compare_at=draw(st.none() | st.integers(price + 1, 10**9)),
        quantity=draw(st.none() | st.integers(0, 10**8)),
        track_stock=draw(st.booleans()),
        backorder=draw(st.booleans()),
        barcode=draw(OPTIONAL),
        weight_grams=draw(st.none() | st.integers(1, 10**6)),
        image=draw(st.none() | ADDRESSES),
    )


@st.composite
def products(draw, handle):
    options = tuple(draw(st.lists(NAMES, max_size=3, unique_by=str.casefold)))
    values = st.tuples(*[NAMES] * len(options))
    filled = draw(st.lists(values, min_size=1, max_size=3, unique=True))
    translation = st.fixed_dictionaries(
        {}, optional={"title": NAMES, "description_html": NAMES}
    ).filter(bool)
    images = st.lists(st.builds(ImageDraft, ADDRESSES, st.just("") | NAMES), max_size=3)
    return ProductDraft(
        row=0,
        rows=(),
        handle=handle,
        title=draw(NAMES),
        description_html=draw(ANY),
        vendor=draw(OPTIONAL),
        product_type=draw(OPTIONAL),
        tags=tuple(draw(st.lists(NAMES, max_size=3, unique=True))),
        status=draw(st.sampled_from(["active", "draft"])),
        options=options,
        variants=tuple(draw(variants(value)) for value in filled),
        images=tuple({image.url: image for image in draw(images)}.values()),
        categories=tuple(
            draw(st.lists(st.lists(NAMES, min_size=1, max_size=3).map(tuple), unique=True))
        ),
        attributes=tuple(sorted(draw(st.dictionaries(NAMES, NAMES, max_size=3)).items())),
        tax_category=draw(OPTIONAL),
        seo_title=draw(OPTIONAL),
        seo_description=draw(OPTIONAL),
        translations=draw(
            st.dictionaries(st.sampled_from(["en", "de", "pt-BR"]), translation, max_size=2)
        ),
    )


@st.composite
def catalogues(draw):
    handles = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    return [draw(products(handle)) for handle in handles]


@settings(max_examples=200, deadline=None)
@given(
    catalogues(), st.sampled_from(["RON", "JPY", "KWD"]), st.sampled_from(["utf-8", "utf-8-sig"])
)
def test_our_own_format_loses_nothing(catalogue, currency, encoding):
    lines = list(write(catalogue, currency=currency))
    assert len(lines) == 1 + sum(len(product.variants) for product in catalogue)
    reading = read("".join(lines).encode(encoding), currency=currency)
    assert reading.format == "ecommus"
    assert reading.errors == reading.warnings == []
    assert reading.skipped_columns == ()
    assert reading.drafts == catalogue
    assert accounted(reading) == set(range(2, len(lines) + 1))


def test_skus_and_long_descriptions_too():
    variant = VariantDraft(row=0, sku="=A-1", option_values=(), price=1)
    product = ProductDraft(
        row=0, rows=(), handle="a", title="A", description_html="ă" * 300_000, variants=(variant,)
    )
    text = "".join(write([product], currency="RON"))
    assert read(text.encode(), currency="RON").drafts == [product]
    assert "'=A-1" in text


def a_file(rows):
    """A Shopify export of ``rows`` rows, two to a product."""
    lines = [
        "Handle,Title,Body (HTML),Vendor,Tags,Option1 Name,Option1 Value,Variant SKU,"
        "Variant Grams,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Image Src"
    ]
    for n in range(rows // 2):
        lines.append(
            f'p-{n},Product {n},<p>Text {n}</p>,Vendor,"a, b",Size,S,S-{n},100,5,deny,{n}.99,'
            f"https://x.ro/{n}.jpg"
        )
        lines.append(f"p-{n},,,,,,M,M-{n},100,5,deny,{n}.50,")
    return "\n".join(lines).encode()


def test_a_hundred_thousand_rows_in_ten_seconds():
    data = a_file(100_000)
    started = time.process_time()
    reading = read(data, currency="RON")
    took = time.process_time() - started
    assert (len(reading.drafts), reading.rows, reading.errors) == (50_000, 100_000, [])
    assert took < 10


@pytest.mark.parametrize(
    "data", [a_file(2000), b"title,price" + b",x" * 900 + b"\n" + b"A,1\n" * 2000]
)
def test_memory_is_in_proportion_to_the_file(data):
    tracemalloc.start()
    read(data, currency="RON")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # A hundred thousand rows at this rate stay below a gigabyte.
    assert peak < 10_000 * 2000
