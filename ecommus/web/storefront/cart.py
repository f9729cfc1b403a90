"""The cart page: put in, change, take out. Every button is a form; nothing needs script."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from ecommus.core.errors import Refusal
from ecommus.core.ids import parse_uuid
from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import ICart, IStorefront
from ecommus.plugin_sdk.views import page
from ecommus.services import carts, gift_cards
from ecommus.web.problems import translate
from ecommus.web.storefront import basket, reordered


@page(ICart, within=IStorefront, permission=P.SHOP_VIEW, template="cart.pt")
def show(_context: Any, request: Any) -> dict[str, Any]:
    """The cart; ``?order=`` names one that was just put in again."""
    return view(request)


def view(request: Any, notice: str | None = None) -> dict[str, Any]:
    """What the cart page is given."""
    cart = basket.find(request)
    looked = carts.look(request, cart) if cart is not None and cart.lines else None
    request.response.headers["Cache-Control"] = "private, no-store"
    return {
        "cart": basket.shape(request, looked),
        "checkout_url": request.to(request.storefront.child("checkout")),
        "continue_url": request.shop.home_url,
        "notice": notice or reordered.notice(request, cart, looked),
        "alternates": request.shop.locales,
        "robots": "noindex",
    }


def quantity_of(text: str) -> int:
    """A quantity as typed; nonsense is -1, which the rule then refuses."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else -1


@page(
    ICart, within=IStorefront, name="add", method="POST", permission=P.SHOP_BUY,
    template="cart.pt", rate="checkout",
)  # fmt: skip
def add(_context: Any, request: Any) -> Any:
    """Put a variant in."""
    variant_id = parse_uuid(request.POST.get("variant_id", ""))
    try:
        cart = basket.find_or_make(request)
        carts.check_own(cart)
        quantity = quantity_of(request.POST.get("quantity", "1"))
        carts.add(request, cart, quantity, variant_id=variant_id)
    except Refusal as refusal:
        return refused(request, refusal)
    return HTTPSeeOther(request.shop.cart_url)


@page(ICart, within=IStorefront, method="POST", permission=P.SHOP_BUY, template="cart.pt")
def change(_context: Any, request: Any) -> Any:
    """New quantities; or one line out (the button ``remove``)."""
    cart = basket.find(request)
    if cart is None:
        return HTTPSeeOther(request.shop.cart_url)
    gone = parse_uuid(request.POST.get("remove", ""))
    try:
        carts.check_own(cart)
        carts.set_quantities(request, cart, _wanted(request, cart, gone))
    except Refusal as refusal:
        return refused(request, refusal)
    return HTTPSeeOther(request.shop.cart_url)


@page(
    ICart, within=IStorefront, name="coupon", method="POST", permission=P.SHOP_BUY,
    template="cart.pt", rate="checkout",
)  # fmt: skip
def coupon(_context: Any, request: Any) -> Any:
    """Add a code of a promotion or a gift card (``code``), or take one out (the buttons ``remove``
    and ``remove-card``)."""
    cart = basket.find(request)
    if cart is None:
        return HTTPSeeOther(request.shop.cart_url)
    gone, typed = request.POST.get("remove"), request.POST.get("code", "").replace("\0", "")[:50]
    card = parse_uuid(request.POST.get("remove-card", ""))
    codes = [code for code in cart.coupons if code != gone]
    try:
        if card is not None:
            gift_cards.keep(cart, [kept for kept in cart.gift_cards if kept != card])
        else:
            gift_cards.set_codes(request, cart, codes if gone else [*codes, typed])
        carts.change(request, cart, {})
    except Refusal as refusal:
        return refused(request, refusal)
    return HTTPSeeOther(request.shop.cart_url)


def _wanted(request: Any, cart: Any, gone: Any) -> dict[Any, int]:
    """Line → quantity, of what the form changes."""
    if gone is not None:
        return {line.id: 0 for line in cart.lines if line.id == gone}
    fields = {line.id: request.POST.get(f"quantity-{line.id}") for line in cart.lines}
    return {line_id: quantity_of(typed) for line_id, typed in fields.items() if typed is not None}


def refused(request: Any, refusal: Refusal) -> dict[str, Any]:
    """The cart as it was before, with the reason on top; nothing of the attempt is kept."""
    request.db.rollback_to_start()
    request.response.status_int = 422
    return view(request, translate(request, refusal.message, refusal.params))
