"""Ordering the same again: an order of one's own, put into a cart."""

from typing import Any

from ecommus.core.errors import Invalid
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import sales
from ecommus.plugin_sdk.interfaces import IOwnOrder, IStorefront
from ecommus.plugin_sdk.views import api
from ecommus.services import carts, reorder
from ecommus.services.tokens import new_token, token_hash
from ecommus.web.storefront import basket
from ecommus.web.storefront.api import account_schemas as schemas
from ecommus.web.storefront.api.carts import shape


@api(
    IOwnOrder, name="reorder", method="POST", schema=schemas.ReorderInput,
    returns=schemas.Reordered, errors=(409,), secret=True, rate="checkout", within=IStorefront,
    permission=P.SHOP_ACCOUNT,
)  # fmt: skip
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
    left = reorder.again(request, context.entity, cart)
    names = ("name", "sku", "wanted", "held", "sold")
    return {
        "cart": shape(request, cart, token),
        "missing": [{name: getattr(entry, name) for name in names} for entry in left],
    }
