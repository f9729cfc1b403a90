"""Products and their variants."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from ecommus.core.catalog import PRODUCT_STATUSES, Product
from ecommus.core.errors import Invalid
from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.core.text import words
from ecommus.db.queries import catalog as queries
from ecommus.db.tables.catalog import products as table
from ecommus.plugin_sdk.interfaces import IAdmin, IProduct, IProducts, IVariant, IVariants
from ecommus.plugin_sdk.views import Listing, api
from ecommus.services import catalog
from ecommus.web.admin.api import catalogue_schemas as schemas
from ecommus.web.api import created, listing, money, newest_first, no_content

READ = {"within": IAdmin, "permission": P.PRODUCT_READ}
EDIT = {"within": IAdmin, "permission": P.PRODUCT_EDIT}
DELETE = {"within": IAdmin, "permission": P.PRODUCT_DELETE}
FIELDS = ("title", "slug", "description", "status", "vendor", "product_type", "tags", "options",
          "attributes", "tax_category", "seo_title", "seo_description", "translations",
          "featured", "version", "created_at", "updated_at")  # fmt: skip


def present(request: Any, products: Sequence[Product]) -> list[dict[str, Any]]:
    """Products as staff see them: three statements, however many."""
    ids = [product.id for product in products]
    media = queries.product_media(request.db, ids)
    categories = queries.product_category_ids(request.db, ids)
    stock = queries.stock_of(request.db, [v.id for p in products for v in p.variants])
    currency = request.tenant.currency
    return [
        {name: getattr(product, name) for name in FIELDS}
        | {
            "id": product.id,
            "categories": categories.get(product.id, []),
            "media": [row.id for row in media.get(product.id, [])],
            "variants": [
                variant_shape(variant, stock.get(variant.id, (0, 0, 0)), currency)
                for variant in product.variants
            ],
        }
        for product in products
    ]


def variant_shape(variant: Any, stock: tuple[int, int, int], currency: str) -> dict[str, Any]:
    on_hand, allocated, reserved = stock
    names = ("id", "sku", "option_values", "barcode", "weight_grams", "track_stock", "backorder",
             "low_stock", "media_id")  # fmt: skip
    return {name: getattr(variant, name) for name in names} | {
        "price": money(variant.price, currency),
        "compare_at": money(variant.compare_at, currency),
        "min_price": money(variant.min_price, currency),
        "on_hand": on_hand,
        "allocated": allocated,
        "reserved": reserved,
        "available": on_hand - allocated - reserved,
    }


def amounts(request: Any, values: dict[str, Any], field: str) -> dict[str, Any]:
    """Prices as stored: minor units of the shop's own currency, which they must be in."""
    values = dict(values)
    for name in ("price", "compare_at", "min_price"):
        given = values.get(name)
        if given is None:
            continue
        if given["currency"] != request.tenant.currency:
            raise Invalid(
                "currency_other",
                "This shop sells in %(currency)s.",
                field=f"{field}{name}.currency",
                currency=request.tenant.currency,
            )
        values[name] = Money(given["amount"], given["currency"]).amount
    if "option_values" in values:
        values["option_values"] = list(values["option_values"])
    return values


def filters(request: Any, allowed: dict[str, Sequence[str]]) -> dict[str, str]:
    """``filter[status]=active`` and the like. Invalid for names and values that are not known."""
    found = {}
    for key, values in request.query["extra"].items():
        name = key.removeprefix("filter[").removesuffix("]")
        if name not in allowed or not key.endswith("]"):
            raise Invalid("filter_unknown", "There is no such filter.", field=key)
        if values[-1] not in allowed[name]:
            raise Invalid("filter_invalid", "This filter has no such value.", field=key)
        found[name] = values[-1]
    return found


@api(IProducts, query=schemas.ProductQuery, returns=Listing(schemas.Product), **READ)
def index(_context: Any, request: Any) -> dict[str, Any]:
    """Products, newest first; ``q`` searches titles, vendors, tags and SKUs."""
    statement = select(table.c.id)
    wanted = filters(request, {"status": PRODUCT_STATUSES})
    if "status" in wanted:
        statement = statement.where(table.c.status == wanted["status"])
    if request.query["q"]:
        found = func.products_found(words(request.query["q"], 10))
        statement = statement.where(table.c.id.in_(select(found)))
    rows, cursor, total = newest_first(request, statement, table.c.id)
    products = request.db.execute(
        select(Product)
        .where(Product.id.in_([row.id for row in rows]))
        .options(selectinload(Product.variants))
        .order_by(Product.id.desc())
    ).scalars()
    items = present(request, list(products))
    return listing(request, items, next_cursor=cursor, total=total)


@api(
    IProducts, method="POST", schema=schemas.ProductInput, returns=schemas.Product, status=201,
    errors=(409,), **EDIT,
)  # fmt: skip
def create(context: Any, request: Any) -> dict[str, Any]:
    """A new product."""
    fields = dict(request.validated)
    variants = [
        amounts(request, values, f"variants.{index}.")
        for index, values in enumerate(fields.pop("variants"))
    ]
    product = catalog.create(request, fields, variants)
    created(request, context.wrap(product))
    return present(request, [product])[0]


@api(IProduct, returns=schemas.Product, **READ)
def show(context: Any, request: Any) -> dict[str, Any]:
    """One product."""
    return present(request, [context.entity])[0]


@api(
    IProduct, method="PATCH", schema=schemas.ProductChange, returns=schemas.Product,
    errors=(409,), **EDIT,
)  # fmt: skip
def change(context: Any, request: Any) -> dict[str, Any]:
    """Change a product (RFC 7396). Variants have addresses of their own."""
    catalog.change(request, context.entity, request.validated)
    return present(request, [context.entity])[0]


@api(IProduct, method="DELETE", status=204, **DELETE)
def delete(context: Any, request: Any) -> None:
    """Delete a product; orders keep what was sold."""
    catalog.delete_product(request, context.entity)
    no_content(request)


@api(
    IVariants, method="POST", schema=schemas.VariantInput, returns=schemas.Product, status=201,
    errors=(409,), **EDIT,
)  # fmt: skip
def add_variant(context: Any, request: Any) -> dict[str, Any]:
    """One more variant. Answers the product."""
    catalog.add_variant(request, context.product, amounts(request, request.validated, ""))
    request.response.status_int = 201
    return present(request, [context.product])[0]


@api(
    IVariant, method="PATCH", schema=schemas.VariantChange, returns=schemas.Product,
    errors=(409,), **EDIT,
)  # fmt: skip
def change_variant(context: Any, request: Any) -> dict[str, Any]:
    """Change a variant. Answers the product."""
    values = amounts(request, request.validated, "")
    catalog.change_variant(request, context.product, context.entity, values)
    return present(request, [context.product])[0]


@api(IVariant, method="DELETE", returns=schemas.Product, errors=(409,), **EDIT)
def remove_variant(context: Any, request: Any) -> dict[str, Any]:
    """Take a variant away. Answers the product."""
    catalog.remove_variant(request, context.product, context.entity)
    return present(request, [context.product])[0]
