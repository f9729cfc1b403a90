"""Reading the shop: who sells, categories, products, search."""

from typing import Any
from uuid import UUID

from ecommus.core.permissions import Permission as P
from ecommus.core.text import words
from ecommus.db.queries import cards as queries
from ecommus.db.queries.cards import Wanted
from ecommus.plugin_sdk.interfaces import (
    ICategories,
    ICategory,
    IProduct,
    IProducts,
    ISearch,
    IStorefront,
)
from ecommus.plugin_sdk.views import Listing, api
from ecommus.services import currencies, quoting
from ecommus.web.api import listing, money, next_offset, offset_of
from ecommus.web.jobs import shop_url
from ecommus.web.storefront import own_prices, shapes, variants
from ecommus.web.storefront.api import schemas
from ecommus.web.storefront.shop import Legal, localized

READ = {"within": IStorefront, "permission": P.SHOP_VIEW}


def public(request: Any) -> None:
    """A CDN may keep the answer for a while, per host and language; not that of a customer, whose
    prices may be their own."""
    if "Authorization" in request.headers:
        return
    request.response.headers["Cache-Control"] = "public, max-age=0, s-maxage=30"


@api(IStorefront, name="shop", returns=schemas.Shop, **READ)
def shop(_context: Any, request: Any) -> dict[str, Any]:
    """The shop: name, languages, currency, company."""
    public(request)
    tenant = request.tenant
    legal = Legal.of(tenant.legal, request.locale_name)
    names = ("legal_name", "registration_number", "vat_id", "vat_registered", "address", "email",
             "phone")  # fmt: skip
    return {
        "name": tenant.name,
        "tagline": localized(tenant.settings.get("tagline"), request.locale_name),
        "locales": list(tenant.locales),
        "default_locale": tenant.locale,
        "currency": tenant.currency,
        "currencies": list(currencies.offered(tenant)),
        "countries": list(quoting.offered(request)),
        "theme": request.theme.theme.id,
        "selling": tenant.open and request.selling,
        "legal": {name: getattr(legal, name) for name in names},
    }


def category_shape(request: Any, node: Any) -> dict[str, Any]:
    return {
        "id": node.id,
        "slug": node.slug,
        "name": node.text("name", request.locale_name),
        "description": node.text("description", request.locale_name),
        "parent": node.parent.slug if node.parent else None,
        "product_count": node.total,
    }


@api(ICategories, returns=Listing(schemas.Category), **READ)
def categories(_context: Any, request: Any) -> dict[str, Any]:
    """All categories, parents first."""
    public(request)
    nodes = [node for root in request.menu.roots for node in _walk(root)]
    offset = offset_of(request)
    shown = nodes[offset : offset + request.query["limit"]]
    items = [category_shape(request, node) for node in shown]
    cursor = next_offset(request, offset, len(nodes))
    return listing(request, items, next_cursor=cursor, total=len(nodes))


def _walk(node: Any):
    yield node
    for child in node.children:
        yield from _walk(child)


@api(ICategory, returns=schemas.Category, **READ)
def category(context: Any, request: Any) -> dict[str, Any]:
    """One category."""
    public(request)
    return category_shape(request, context.entity)


def card_shape(request: Any, row: Any) -> dict[str, Any]:
    currency = request.currency
    title = shapes.title_of(row, request.locale_name)
    return {
        "id": row.id,
        "slug": row.slug,
        "title": title,
        "vendor": row.vendor,
        "image": image_shape(shapes.image(request, row.media, title)),
        "price": money(row.price, currency),
        "highest_price": money(row.highest, currency),
        "original_price": money(row.compare_at, currency),
        "available": row.available,
    }


def image_shape(image: Any) -> dict[str, Any] | None:
    if image is None:
        return None
    return {name: getattr(image, name) for name in ("src", "srcset", "width", "height", "alt")}


def _cards(request: Any, wanted: Wanted, sort: str) -> dict[str, Any]:
    offset, limit = offset_of(request), request.query["limit"]
    total, rows = queries.counted(request.db, wanted, sort=sort, limit=limit, offset=offset)
    items = [card_shape(request, row) for row in own_prices.cards(request, rows)]
    cursor = next_offset(request, offset, total)
    return listing(request, items, next_cursor=cursor, total=total)


@api(IProducts, query=schemas.ProductQuery, returns=Listing(schemas.Card), **READ)
def products(_context: Any, request: Any) -> dict[str, Any]:
    """Products, filtered and sorted. An unknown category holds nothing."""
    public(request)
    query = request.query
    wanted_categories: list[UUID] = []
    if query["category"] is not None:
        node = request.menu.by_slug.get(query["category"])
        if node is None:
            return listing(request, [], next_cursor=None, total=0)
        wanted_categories = node.below
    options = tuple(
        (key.removeprefix("option."), tuple(values)) for key, values in query["extra"].items()
    )
    wanted = Wanted(
        categories=wanted_categories,
        words=words(query["q"], 10) if query["q"] else None,
        in_stock=query["in_stock"],
        min_price=_asked(request, query["min_price"]),
        max_price=_asked(request, query["max_price"]),
        options=options,
    )
    return _cards(request, wanted, query["sort"])


def _asked(request: Any, amount: int | None) -> int | None:
    """A bound in the shop's currency: that is what lists are filtered by."""
    exchange = request.exchange
    return amount if amount is None or exchange is None else exchange.back(amount)


@api(ISearch, query=schemas.SearchQuery, returns=Listing(schemas.Card), **READ)
def search(_context: Any, request: Any) -> dict[str, Any]:
    """Products that have every word, or a word that begins with it; without diacritics."""
    wanted = Wanted(words=words(request.query["q"], 10))
    if not wanted.words:
        return listing(request, [], next_cursor=None, total=0)
    return _cards(request, wanted, "newest")


@api(IProduct, query=schemas.CurrencyQuery, returns=schemas.Product, **READ)
def product(context: Any, request: Any) -> dict[str, Any]:
    """One product with its variants."""
    public(request)
    row, locale, currency = context.entity, request.locale_name, request.currency
    texts = row.translations.get(locale, {})
    title = texts.get("title") or row.title
    names, values = variants.names(row, locale)
    entries = own_prices.product(request, row)
    cheapest = min(entries, key=lambda entry: entry["price"])
    images = (shapes.image(request, entry, title) for entry in row.media or ())
    known = request.menu.by_id
    return {
        "id": row.id,
        "slug": row.slug,
        "title": title,
        "description": texts.get("description") or row.description,
        "vendor": row.vendor,
        "product_type": row.product_type,
        "tags": row.tags,
        "options": [
            {
                "name": names.get(name, name),
                "values": [
                    values.get(value, value)
                    for value in dict.fromkeys(e["option_values"][index] for e in entries)
                ],
            }
            for index, name in enumerate(row.options)
        ],
        "variants": [_variant(entry, row, names, values, currency) for entry in entries],
        "media": [image_shape(image) for image in images if image],
        "attributes": [
            {"name": name, "value": value} for name, value in variants.attributes(request, row)
        ],
        "categories": [known[UUID(i)].slug for i in row.categories or () if UUID(i) in known],
        "price": money(cheapest["price"], currency),
        "original_price": money(cheapest["compare_at"], currency),
        "available": any(variants.available(entry) for entry in entries),
        "url": shop_url(request.registry, request.tenant)
        + request.to(request.storefront.child("products"), row.slug),
    }


def _variant(entry: Any, row: Any, names: Any, values: Any, currency: str) -> dict[str, Any]:
    pairs = zip(row.options, entry["option_values"], strict=True)
    return {
        "id": entry["id"],
        "sku": entry["sku"],
        "options": {names.get(name, name): values.get(value, value) for name, value in pairs},
        "price": money(entry["price"], currency),
        "original_price": money(entry["compare_at"], currency),
        "lowest_price_30_days": money(entry["lowest_before"], currency),
        "quantity_prices": [
            {"min_quantity": units, "price": money(amount, currency)}
            for units, amount in entry["steps"]
        ],
        "available": variants.available(entry),
        "barcode": entry["barcode"],
        "weight_grams": entry["weight_grams"],
    }
