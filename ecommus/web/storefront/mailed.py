"""A cart reached from a mail: looking changes nothing, a button opens it in this browser; and the
way to want no more such mail, by a button or by the mail program's own (RFC 8058)."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther

from ecommus.core.errors import Refusal
from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import IMailedCart, IMailedCarts, IStorefront
from ecommus.plugin_sdk.views import page
from ecommus.services import cart_links, carts, optouts
from ecommus.services.tokens import email_of_optout
from ecommus.web.problems import translate
from ecommus.web.storefront import basket
from ecommus.web.storefront.account import frame

OPTOUT = {
    "within": IStorefront, "permission": P.SHOP_ORDER_VIEW, "name": "opt-out",
    "subpath": "optout_token", "template": "mail_optout.pt",
}  # fmt: skip


def _values(request: Any, **values: Any) -> dict[str, Any]:
    frame.private(request)
    return {"robots": "noindex", "notice": None} | values


def shown(context: Any, request: Any, notice: str | None = None) -> dict[str, Any]:
    cart = context.entity
    looked = carts.look(request, cart) if cart.lines and cart.ordered_at is None else None
    return _values(
        request,
        cart=basket.shape(request, looked),
        ordered=cart.ordered_at is not None,
        action=request.to(context),
        notice=notice,
        alternates=request.shop.locales,
    )


@page(IMailedCart, within=IStorefront, permission=P.SHOP_VIEW, template="mailed_cart.pt")
def show_mailed(context: Any, request: Any) -> dict[str, Any]:
    """What is in the cart; nothing of whose it is."""
    return shown(context, request)


@page(
    IMailedCart, within=IStorefront, method="POST", permission=P.SHOP_BUY,
    template="mailed_cart.pt", rate="checkout",
)  # fmt: skip
def continue_mailed(context: Any, request: Any) -> Any:
    """Make it this browser's cart, and nobody else's."""
    cart = context.entity
    try:
        token = cart_links.reopen(request, cart)
    except Refusal as refusal:
        request.db.rollback_to_start()
        request.response.status_int = 409
        return shown(context, request, translate(request, refusal.message, refusal.params))
    basket.remember(request, token)
    # Of a draft there is nothing left to choose but how it is sent and paid.
    if cart.drafted_by is not None:
        return HTTPSeeOther(request.to(request.storefront.child("checkout")))
    return HTTPSeeOther(request.shop.cart_url)


def _whose(request: Any) -> str:
    """The address behind the link; 404 when the shop did not make it."""
    sealed = request.subpath[0] if len(request.subpath) == 1 else ""
    email = email_of_optout(request.registry.secret, request.tenant.id, sealed)
    if email is None:
        raise HTTPNotFound()
    return email


@page(IMailedCarts, **OPTOUT)
def ask_optout(context: Any, request: Any) -> dict[str, Any]:
    """Ask; a program that only looks changes nothing."""
    return _values(request, email=_whose(request), done=False, action=request.path)


@page(IMailedCarts, method="POST", sealed=True, rate="auth", **OPTOUT)
def opt_out(context: Any, request: Any) -> dict[str, Any]:
    """No more mail about carts, to this address, from this shop."""
    email = _whose(request)
    optouts.opt_out(request, email, "cart")
    return _values(request, email=email, done=True, action=request.path)
