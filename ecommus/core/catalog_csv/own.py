"""Our own format, which loses nothing: ``writing`` writes it, and people write it by hand.

A header line, then one row per variant. Columns go by name, in any order, in any case; ``title``
and ``price`` are needed. What belongs to the product stands on its first row and is blank (or the
same) on the others. Text keeps its bytes but for white space around it (``description`` keeps that
too); an apostrophe in front of ``=``, ``+``, ``-`` or ``@`` is a guard and is taken off.

================================  ===========================================================
``handle``                        holds a product's rows together; blank: made from the title
``title`` ``description``         texts; the description is HTML
``title:en`` ``description:en``   the same in another language of the shop
``vendor`` ``product_type``       plain text
``status``                        ``active`` (also when blank), ``draft``, ``archived``
``tags``                          ``summer, cotton``; a comma inside a tag is ``\\,``
``categories``                    paths: ``Clothing > Shirts | Sale``; ``\\>`` and ``\\|`` inside
``category_path``                 one path, also with ``|`` between its levels (marketplaces)
``images`` ``image_alts``         addresses and their texts, side by side, ``|`` between
``attribute:material``            an attribute, one column each; ``attribute:material:en`` is the
                                  same in another language of the shop
``tax_category``                  blank: the shop's usual one; ``none``: not taxed
``seo_title`` ``seo_description`` plain text
``option1_name`` ``option1_value`` what the variant differs in: ``Size``, ``Large``; up to 3
``sku`` ``barcode``               plain text
``price`` ``compare_at``          see ``prices``; not above the price: dropped
``quantity``                      blank: the file does not say
``track_stock``                   blank: when there is a quantity
``backorder``                     sold when there is none left? blank: no
``weight_grams`` ``weight``       a number; or with its unit, ``12.8 ounces``
``variant_image``                 address of the variant's own picture
================================  ===========================================================
"""

import re
from typing import Any

from ecommus.core.catalog_csv.drafts import RowError, VariantDraft
from ecommus.core.catalog_csv.grouped import (
    Options,
    by_handle,
    candidate,
    carrier,
    option_names,
    option_values,
)
from ecommus.core.catalog_csv.settle import Candidate
from ecommus.core.catalog_csv.table import Row, Table, first_text, normal, unique_images
from ecommus.core.catalog_csv.values import (
    boolean,
    distinct,
    pieces,
    quantity,
    status,
    unescape,
    weight,
)

NAME = "ecommus"
TITLE = "ecommus"
NEEDED = ("title", "price")
GUARDED = True

# Marks that lists use, and that a backslash before them makes plain.
TAG_MARKS = ","
PATH_MARKS = "|>"
IMAGE_MARKS = "|"

PRODUCT_FIELDS = (
    "title description vendor product_type status tags categories images image_alts tax_category "
    "seo_title seo_description"
).split()
VARIANT_FIELDS = (
    "sku price compare_at quantity track_stock backorder barcode weight_grams variant_image"
).split()
_FIELDS = {"handle", *PRODUCT_FIELDS, *VARIANT_FIELDS, "category_path", "weight"}
_LOCALE = r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*"


def recognises(names: set[str]) -> bool:
    """Is this the header of such a file? ``names`` are normal."""
    return {"title", "price"} <= names


def field(name: str) -> str | None:
    """The field that a column holds; None when it is not read."""
    kind, colon, rest = name.strip().partition(":")
    kind, rest = kind.strip().casefold(), rest.strip()
    if colon:
        translated = kind in ("title", "description") and re.fullmatch(_LOCALE, rest)
        known = translated or (kind == "attribute" and rest)
        return f"{kind}:{rest}" if known else None
    key = normal(name).replace(" ", "_")
    return key if key in _FIELDS or re.fullmatch(r"option[1-9]_(?:name|value)", key) else None


def candidates(table: Table, currency: str) -> list[Candidate]:
    """Every product the file describes, good or not."""
    said_once = [f for f in table.columns if f in PRODUCT_FIELDS or ":" in f or f.endswith("_name")]

    def variants(rows: list[Row], options: Options, faults: list[RowError]) -> list[VariantDraft]:
        read = (_variant(row, options, currency, faults) for row in rows)
        return [variant for variant in read if variant]

    return [
        candidate(handle, rows, said_once, _details, variants, option_names(rows))
        for handle, rows in by_handle(table).items()
    ]


def _variant(
    row: Row, options: Options, currency: str, faults: list[RowError]
) -> VariantDraft | None:
    wrong: list[RowError] = []
    price = row.price(wrong, "price", currency)
    compare_at = row.price(wrong, "compare_at", currency) if row.text("compare_at") else None
    count = row.take(wrong, "quantity", quantity)
    tracked = row.take(wrong, "track_stock", boolean, count is not None)
    backorder = row.take(wrong, "backorder", boolean, False)
    grams = row.take(wrong, "weight_grams", weight) or row.take(wrong, "weight", weight)
    values = option_values(row, options, wrong)
    faults += wrong
    if wrong or price is None:
        return None
    return VariantDraft(
        row=row.number,
        sku=row.text("sku") or None,
        option_values=values,
        price=price,
        compare_at=compare_at if compare_at and compare_at > price else None,
        quantity=count,
        track_stock=bool(tracked),
        backorder=bool(backorder),
        barcode=row.text("barcode") or None,
        weight_grams=grams,
        image=row.image("variant_image"),
    )


def _details(rows: list[Row], faults: list[RowError]) -> dict[str, Any]:
    pictured = carrier(rows, "images")
    alts = [unescape(alt, IMAGE_MARKS) for alt in pieces(pictured.text("image_alts"), "|")]
    addresses = [unescape(url, IMAGE_MARKS) for url in pieces(pictured.text("images"), "|")]
    return {
        "status": carrier(rows, "status").take(faults, "status", status) or "draft",
        "tags": distinct(unescape(tag, TAG_MARKS) for tag in pieces(first_text(rows, "tags"), ",")),
        "categories": _categories(rows),
        "images": unique_images(pictured.images("images", addresses, alts)),
        "attributes": _attributes(rows),
        "tax_category": first_text(rows, "tax_category") or None,
        "translations": _translations(rows),
    }


def _categories(rows: list[Row]) -> tuple[tuple[str, ...], ...]:
    paths = [_path(text) for text in pieces(first_text(rows, "categories"), "|")]
    paths.append(_path(" > ".join(pieces(first_text(rows, "category_path"), "|"))))
    return tuple(dict.fromkeys(path for path in paths if path))


def _path(text: str) -> tuple[str, ...]:
    return tuple(level for part in pieces(text, ">") if (level := unescape(part, PATH_MARKS)))


def _attributes(rows: list[Row]) -> tuple[tuple[str, str], ...]:
    fields = [f for f in rows[0].table.columns if f.startswith("attribute:")]
    values = ((f.partition(":")[2], first_text(rows, f)) for f in fields)
    return tuple(sorted((name, value) for name, value in values if value))


def _translations(rows: list[Row]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for key, name in (("title", "title"), ("description", "description_html")):
        for column in rows[0].table.columns:
            kind, _, locale = column.partition(":")
            if locale and kind == key and any(row.text(column) for row in rows):
                text = _translated(rows, column, key)
                found.setdefault(locale, {})[name] = text
    return found


def _translated(rows: list[Row], column: str, key: str) -> str:
    if key == "title":
        return first_text(rows, column)
    return next(raw for row in rows if (raw := row.raw(column)))
