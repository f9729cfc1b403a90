"""Another currency: a button in the frame of every page. What is in the cart changes with it."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import IStorefront
from ecommus.plugin_sdk.views import page
from ecommus.services import carts
from ecommus.web import currency
from ecommus.web.storefront import basket
from ecommus.web.urls import inside


@page(IStorefront, within=IStorefront, name="currency", method="POST", permission=P.SHOP_BUY,
      template="error.pt", csrf=False)  # fmt: skip
def choose(_context: Any, request: Any) -> Any:
    """Show prices in another currency, and go back to the page at hand."""
    code = currency.check(request, request.POST.get("currency", ""))
    cart = basket.find(request)
    if cart is not None and cart.drafted_by is None and cart.currency != code:
        carts.change(request, cart, {"currency": code})
    home = request.to(request.storefront)
    response = HTTPSeeOther(inside(request.POST.get("next", "")) or home)
    currency.remember(request, response, code)
    return response
