"""The form of a product: its fields, what it shows of an entity, and what it makes of an answer.

Prices and stock of a product that exists are on its variants' page (``variants``); a new product
gets its first price, options and stock here.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import colander
from translationstring import TranslationStringFactory

from ecommus.core.money import MAX_AMOUNT
from ecommus.core.text import slugify
from ecommus.db.queries import attributes, tax
from ecommus.db.queries import catalog as queries
from ecommus.services import taxing
from ecommus.web.admin import product_attributes
from ecommus.web.back_office import nodes as n
from ecommus.web.problems import translate
from ecommus.web.widgets import Rows

_ = TranslationStringFactory("ecommus")
STATUSES = [("draft", _("Draft")), ("active", _("Active")), ("archived", _("Archived"))]
HTML_HELP = _(
    "Plain text, or simple HTML: paragraphs, lists, headings, links. Everything else is taken out."
)
TEXTS = ("title", "slug", "description")
PLAIN = ("status", "featured")


@dataclass(frozen=True)
class Known:
    """What a product can be put into: three statements, whatever the size of the shop."""

    categories: list[tuple[str, str]]
    attributes: list[Any]
    taxes: list[tuple[str, str]]


def known(request: Any) -> Known:
    """Category tree, defined attributes, and the tax categories with today's rate."""
    below: dict[UUID | None, list[Any]] = {}
    for category in queries.categories(request.db):
        below.setdefault(category.parent_id, []).append(category)

    def walk(parent: UUID | None, depth: int):
        for category in below.get(parent, ()):
            yield str(category.id), "\u2003" * depth + category.name
            yield from walk(category.id, depth + 1)

    held = taxing.rates_at(request, taxing.home(request), taxing.today(request))
    names = {rate.category: rate.name for rate in held}
    taxes = {
        row.code: _tax_label(request, row, names.get(row.code))
        for row in tax.categories(request.db)
    }
    return Known(
        categories=list(walk(None, 0)),
        attributes=attributes.definitions(request.db),
        taxes=[*taxes.items(), ("", translate(request, "No tax"))],
    )


def _tax_label(request: Any, row: Any, rate: str | None) -> str:
    name = row.translations.get(request.locale_name, {}).get("name") or row.name
    return f"{name} ({rate or translate(request, 'no rate today')})"


def schema(request: Any, known: Known, product: Any = None) -> colander.SchemaNode:
    """All fields, in sections; those of the first variant only for a new product."""
    new = product is None
    form = n.schema(_texts(new), _selling(known))
    if new:
        form.add(_first_variant(request.tenant.currency))
    if known.categories:
        help_text = _("Where shoppers find it. The first one is its place in the breadcrumbs.")
        box = n.choices("categories", _("Categories"), known.categories, description=help_text)
        form.add(n.section("places", _("Categories"), box))
    for part in product_attributes.sections(known.attributes, request.tenant.locales, product):
        form.add(part)
    form.add(
        n.section(
            "en",
            _("In English"),
            n.text("title_en", _("Title"), missing=""),
            n.text("description_en", _("Description"), high=50_000, rows=8, missing=""),
            description=_("Left empty, English pages show the texts above."),
        )
    )
    form.add(
        n.section(
            "seo",
            _("For search engines"),
            n.text("seo_title", _("Title in search results"), high=120, missing=""),
            n.text("seo_description", _("Description"), high=320, rows=2, missing=""),
            description=_("Left empty, they are made from title and description."),
        )
    )
    return form


def _texts(new: bool) -> colander.SchemaNode:
    address = _("The last part of its address: a-z, 0-9 and hyphens.")
    if new:
        address = _("The last part of its address. Left empty, it is made from the title.")
    return n.section(
        "texts",
        _("Product"),
        n.text("title", _("Title")),
        n.text("slug", _("Address"), high=80, description=address, missing=""),
        n.text("description", _("Description"), high=50_000, rows=12, missing="",
               description=HTML_HELP),
    )  # fmt: skip


def _selling(known: Known) -> colander.SchemaNode:
    half = {"css": "field--half", "missing": ""}
    return n.section(
        "selling",
        _("Selling"),
        n.choice("status", _("Status"), STATUSES, css="field--half", default="draft",
                 description=_("Only active products can be seen in the shop.")),
        n.choice("tax_category", _("Tax"), known.taxes, css="field--half",
                 missing="", default=known.taxes[0][0],
                 description=_("The rate that holds today is shown.")),
        n.text("vendor", _("Maker"), **half),
        n.text("product_type", _("Kind of product"), **half),
        n.text("tags", _("Tags"), high=500, missing="", description=_("Separated by commas.")),
        n.flag("featured", _("Show it on the first page of the shop")),
    )  # fmt: skip


def _first_variant(currency: str) -> colander.SchemaNode:
    third = {"css": "field--third"}
    option = n.section(
        "option",
        _("Option"),
        n.text("name", _("Name"), high=60, css="field--third"),
        n.text("values", _("Values, separated by commas"), high=1000, css="two-thirds"),
    )
    options = colander.SchemaNode(
        colander.Sequence(), option, name="options", title=_("Options"), missing=(),
        widget=Rows(max_len=3, extra=3, min_len=3),
        description=_("For example Size with S, M, L. Every combination becomes a variant; their"
                      " prices can be changed on the next page."),
    )  # fmt: skip
    return n.section(
        "first",
        _("Price and stock"),
        n.amount("price", _("Price"), currency, **third),
        n.amount("compare_at", _("Previous price"), currency, missing=None, **third),
        n.whole("quantity", _("Units in stock"), 0, 999_900, missing=0, default=0, **third),
        n.text("sku", _("SKU"), high=64, missing="", css="field--half",
               description=_("With options, each variant gets its values behind it.")),
        n.text("barcode", _("Barcode (EAN)"), high=32, missing="", css="field--half"),
        n.flag("track_stock", _("Count its stock"), default=True),
        options,
    )  # fmt: skip


def values(request: Any, product: Any, categories: list[Any]) -> dict[str, Any]:
    """What the form shows of a product."""
    english = product.translations.get("en", {})
    return {
        "texts": {name: getattr(product, name) for name in TEXTS},
        "selling": {
            "status": product.status,
            "tax_category": product.tax_category or "",
            "vendor": product.vendor or "",
            "product_type": product.product_type or "",
            "tags": ", ".join(product.tags),
            "featured": product.featured,
        },
        "places": {"categories": {str(category) for category in categories}},
        **product_attributes.values(product, request.tenant.locales),
        "en": {f"{name}_en": english.get(name, "") for name in ("title", "description")},
        "seo": {name: getattr(product, name) or "" for name in ("seo_title", "seo_description")},
    }


def fields(
    request: Any, given: dict[str, Any], known: Known, product: Any = None
) -> dict[str, Any]:
    """The services' fields from a validated form; of ``product`` what the form does not show."""
    selling = given["selling"]
    chosen = given.get("places", {}).get("categories", ())
    kept = dict(product.translations) if product else {}
    english = {name.removesuffix("_en"): text for name, text in given["en"].items() if text}
    rest = {k: v for k, v in kept.pop("en", {}).items() if k not in ("title", "description")}
    return {
        **given["texts"],
        "status": selling["status"],
        "featured": selling["featured"],
        "tax_category": selling["tax_category"] or None,
        "vendor": selling["vendor"] or None,
        "product_type": selling["product_type"] or None,
        "tags": split(selling["tags"]),
        "attributes": product_attributes.answer(
            given, known.attributes, request.tenant.locales, product
        ),
        "translations": kept | ({"en": english | rest} if english or rest else {}),
        "categories": [code for code, _label in known.categories if code in chosen],
        **{name: text or None for name, text in given["seo"].items()},
    }


def split(text: str) -> list[str]:
    """``"S, M,, M"`` → ``["S", "M"]``."""
    return list(dict.fromkeys(filter(None, (part.strip() for part in text.split(",")))))


def options(given: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """(name, values) of the options of a new product."""
    return [(row["name"], split(row["values"])) for row in given["first"]["options"]]


def first_variants(given: dict[str, Any], combinations: list[Any]) -> list[dict[str, Any]]:
    """The variants of a new product: all at the same price, SKUs told apart by their values."""
    first = given["first"]
    sku, single = first["sku"], len(combinations) == 1
    return [
        {
            "option_values": list(combination),
            "price": min(first["price"], MAX_AMOUNT),
            "compare_at": first["compare_at"],
            "sku": "-".join([sku, *(slugify(v).upper() for v in combination)]) if sku else None,
            "barcode": (first["barcode"] or None) if single else None,
            "track_stock": first["track_stock"],
        }
        for combination in combinations
    ]
