"""Why a product's variants cost what they cost: base price, lists, promotions, history."""

from typing import Any

from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import IAdmin, IVariants
from ecommus.plugin_sdk.views import page
from ecommus.services import price_reasons
from ecommus.web.admin import notices
from ecommus.web.admin.price_words import badge, meant_for
from ecommus.web.admin.product_edit import frame
from ecommus.web.problems import translate

KINDS = {"price_list": "Price list “%(name)s”", "catalog_promotion": "Promotion “%(name)s”"}


@page(IVariants, within=IAdmin, name="why", permission=P.PRODUCT_READ, template="price_why.pt")
def why(context: Any, request: Any) -> dict[str, Any]:
    """Step by step, for each variant."""
    currency = request.tenant.currency
    values = frame(request, context.__parent__, "variants")
    notices.lead(request, context.product.title, context)

    def money(amount: int | None) -> Money | None:
        return None if amount is None else Money(amount, currency)

    return values | {
        "title": translate(request, "Why this price?"),
        "reasons": [
            {
                "name": " / ".join(reason.row.option_values) or reason.row.title,
                "sku": reason.row.sku,
                "base": money(reason.row.price),
                "steps": [
                    (translate(request, KINDS[change.rule.partition(":")[0]],
                               {"name": change.detail}), money(change.after))
                    for change in reason.changes
                ],
                "amount": money(reason.amount),
                "original": money(reason.original),
                "lowest": money(reason.row.lowest_before),
                "min_price": money(reason.row.min_price),
                "lists": [
                    (entry.name, badge(request, entry), meant_for(request, entry), units,
                     Money(amount, entry.currency))
                    for entry, units, amount in reason.others
                ],
            }
            for reason in price_reasons.of_product(request, context.product.id)
        ],
    }  # fmt: skip
