"""The button “order again”: what can still be bought goes into the visitor's cart."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.i18n import TranslationStringFactory

from ecommus.core.ids import parse_uuid
from ecommus.core.orders import Order
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import sales
from ecommus.plugin_sdk.interfaces import IOwnOrder, IStorefront
from ecommus.plugin_sdk.views import page
from ecommus.services import reorder
from ecommus.web.problems import translate
from ecommus.web.shoppers import customer_id_of
from ecommus.web.storefront import basket

_ = TranslationStringFactory("ecommus")
GONE = _("%(name)s is no longer sold.")
FEWER = _("%(name)s: %(held)s of %(wanted)s, there are no more.")


@page(
    IOwnOrder, within=IStorefront, name="reorder", method="POST", permission=P.SHOP_ACCOUNT,
    rate="checkout",
)  # fmt: skip
def order_again(context: Any, request: Any) -> Any:
    """Fill the cart and go there; what cannot be had is named there."""
    cart = basket.find_or_make(request)
    basket.belongs(request, cart)
    reorder.again(request, context.entity, cart)
    place = request.storefront.child("cart")
    return HTTPSeeOther(request.to(place, query={"order": str(context.entity.id)}))


def notice(request: Any) -> str | None:
    """What of the order that was put in again the cart does not hold; None: nothing to say."""
    order_id = parse_uuid(request.GET.get("order", ""))
    owner = customer_id_of(request) if order_id else None
    cart = basket.find(request) if owner else None
    if cart is None:
        return None
    order = sales.order(request.db, (Order.id == order_id) & (Order.customer_id == owner))
    if order is None:
        return None
    texts = [
        translate(
            request,
            FEWER if entry.sold else GONE,
            {"name": entry.name, "held": entry.held, "wanted": entry.wanted},
        )
        for entry in reorder.missing(request, order, cart)
    ]
    return " ".join(texts) or None
