"""The button “order again”: what can still be bought goes into the visitor's cart."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from ecommus.core.errors import Refusal
from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import IOrder, IOwnOrder, IStorefront
from ecommus.plugin_sdk.views import page
from ecommus.services import reorder
from ecommus.services.tokens import order_token
from ecommus.web.storefront import basket, cart

AGAIN = {"within": IStorefront, "name": "reorder", "method": "POST", "rate": "checkout",
         "template": "cart.pt"}  # fmt: skip


@page(IOwnOrder, permission=P.SHOP_ACCOUNT, **AGAIN)
@page(IOrder, permission=P.SHOP_BUY, **AGAIN)
def order_again(context: Any, request: Any) -> Any:
    """Fill the cart and go there; what cannot be had, and what costs another price, is named
    there. A guest comes by the order's link."""
    order = context.entity
    try:
        found = basket.find_or_make(request)
        reorder.again(request, order, found)
        basket.belongs(request, found)
    except Refusal as refusal:
        return cart.refused(request, refusal)
    token = order_token(request.registry.secret, order.id)
    return HTTPSeeOther(request.to(request.storefront.child("cart"), query={"order": token}))
