"""Catalogue promotions as JSON; their pages are ``web.admin.catalog_promotions``."""

from typing import Any

from ecommus.core.errors import Invalid
from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import prices as queries
from ecommus.db.tables.prices import catalog_promotions as table
from ecommus.plugin_sdk.interfaces import IAdmin, ICatalogPromotion, ICatalogPromotions
from ecommus.plugin_sdk.views import Listing, api
from ecommus.services import catalog_promotions as service
from ecommus.web.admin.api import price_schemas as schemas
from ecommus.web.api import created, listing, newest_first, no_content

READ = {"within": IAdmin, "permission": P.PROMOTION_READ}
EDIT = {"within": IAdmin, "permission": P.PROMOTION_EDIT}
FIELDS = ("id", "name", "translations", "priority", "enabled", "exclusive", "starts_at", "ends_at",
          "products", "categories", "variants", "version", "created_at")  # fmt: skip


def present(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FIELDS} | {
        "percentage": None if row.percentage is None else f"{row.percentage:.2f}",
        "amounts": [Money(amount, currency) for currency, amount in sorted(row.amounts.items())],
    }


def fields(request: Any) -> dict[str, Any]:
    """The service's fields: one amount for each currency."""
    given = dict(request.validated)
    if "amounts" in given:
        amounts: dict[str, int] = {}
        for index, money in enumerate(given["amounts"]):
            if money["currency"] in amounts:
                field = f"amounts.{index}.currency"
                raise Invalid("currency_twice", "One amount for each currency.", field=field)
            amounts[money["currency"]] = money["amount"]
        given["amounts"] = amounts
    return given


@api(ICatalogPromotions, returns=Listing(schemas.CatalogPromotion), **READ)
def index(_context: Any, request: Any) -> dict[str, Any]:
    """Catalogue promotions, newest first."""
    rows, cursor, total = newest_first(request, queries.promotion_list(), table.c.id)
    return listing(request, [present(row) for row in rows], next_cursor=cursor, total=total)


@api(ICatalogPromotions, method="POST", schema=schemas.CatalogPromotionInput,
     returns=schemas.CatalogPromotion, status=201, **EDIT)  # fmt: skip
def create_promotion(context: Any, request: Any) -> dict[str, Any]:
    """A new promotion; once it is enabled, prices follow."""
    promotion = context.wrap(context.by_id(service.create(request, fields(request))))
    created(request, promotion)
    return present(promotion.entity)


@api(ICatalogPromotion, returns=schemas.CatalogPromotion, **READ)
def show_promotion(context: Any, _request: Any) -> dict[str, Any]:
    """One catalogue promotion."""
    return present(context.entity)


@api(ICatalogPromotion, method="PATCH", schema=schemas.CatalogPromotionChange,
     returns=schemas.CatalogPromotion, **EDIT)  # fmt: skip
def change_promotion(context: Any, request: Any) -> dict[str, Any]:
    """Change a promotion (RFC 7396); prices follow, orders keep what they were promised."""
    service.change(request, context.entity, fields(request))
    context.entity = context.__parent__.by_id(context.entity.id)
    return present(context.entity)


@api(ICatalogPromotion, method="DELETE", status=204, **EDIT)
def delete_promotion(context: Any, request: Any) -> None:
    """Delete a promotion; prices go back."""
    service.remove(request, context.entity)
    no_content(request)


@api(ICatalogPromotion, name="preview", returns=schemas.PromotionPreview, **READ)
def preview(context: Any, request: Any) -> dict[str, Any]:
    """What it would lower if it ran now, whatever its dates."""
    found, currency = service.preview(request, context.entity), request.tenant.currency
    return {
        "looked_at": found.looked_at,
        "lowered": found.lowered,
        "average": f"{found.average:.2f}",
        "largest": [
            {"title": title, "sku": sku, "before": Money(old, currency),
             "after": Money(new, currency)}
            for title, sku, old, new in found.largest
        ],
    }  # fmt: skip
