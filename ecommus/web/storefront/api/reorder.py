"""Ordering the same again: an order put into a cart, by its buyer or whoever has its link."""

from dataclasses import asdict
from typing import Any

from ecommus.core.errors import Invalid
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import sales
from ecommus.plugin_sdk.interfaces import IOrder, IOwnOrder, IStorefront
from ecommus.plugin_sdk.views import api
from ecommus.services import carts, reorder
from ecommus.services.tokens import new_token, token_hash
from ecommus.web.storefront import basket
from ecommus.web.storefront.api import account_schemas as schemas
from ecommus.web.storefront.api.carts import shape

AGAIN = {"within": IStorefront, "name": "reorder", "method": "POST", "rate": "checkout",
         "schema": schemas.ReorderInput, "returns": schemas.Reordered, "errors": (409,),
         "secret": True}  # fmt: skip


@api(IOwnOrder, permission=P.SHOP_ACCOUNT, **AGAIN)
@api(IOrder, permission=P.SHOP_BUY, **AGAIN)
def order_again(context: Any, request: Any) -> dict[str, Any]:
    """Put what can still be bought into a cart (a new one, or ``cart``), at today's prices."""
    token = request.validated["cart"]
    if token is None:
        token = new_token()
        cart = basket.make(request, token)
    else:
        cart = sales.cart(request.db, token_hash(token))
        if cart is None:
            raise Invalid("cart_unknown", "There is no such cart.", field="cart")
        carts.check_open(cart)
        basket.belongs(request, cart)
    missing = reorder.again(request, context.entity, cart)
    view = carts.look(request, cart)
    repriced = reorder.repriced(context.entity, view)
    return {
        "cart": shape(request, cart, token, view=view),
        "missing": [asdict(entry) for entry in missing],
        "repriced": [
            {name: getattr(e, name) for name in ("name", "sku", "was", "now")} for e in repriced
        ],
    }
