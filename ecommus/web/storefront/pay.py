"""Where an order is paid when somebody else takes the money: what is due, a button, how it went.

The button claims the attempt; the provider is called after that commit, so the answer of the POST
leads back here, and from here on to the provider (a form of ours may not be redirected to another
site, a page may point there). Nothing that comes back with the shopper is believed: ``?back=1``
asks the provider. Works without JavaScript.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.i18n import TranslationStringFactory

from ecommus.core.errors import Conflict, Refusal
from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import payments as queries
from ecommus.plugin_sdk.interfaces import IOrderPayment, IStorefront
from ecommus.plugin_sdk.views import page
from ecommus.services import carts, payments
from ecommus.services.gateways import provider_of
from ecommus.services.tokens import order_token
from ecommus.web.problems import translate
from ecommus.web.tree.storefront import OrderPayment, OwnOrder

_ = TranslationStringFactory("ecommus")
# For so long a provider that is being asked is simply slow.
PATIENCE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Due:
    """See docs/reference/theme-templates.md. ``state``: open, failed, asking or unknown."""

    number: str
    total: Money
    method: str
    state: str
    reason: str


def place_of(request: Any, order: Any) -> OrderPayment:
    """Where an order is paid, in its language."""
    home = request.storefront.in_locale(order.locale)
    orders = home.child("orders")
    token = order_token(request.registry.secret, order.id)
    return OrderPayment(OwnOrder(orders, token, order), orders.pay_segment)


def link(request: Any, order: Any) -> str | None:
    """The page's address, when the order is to be paid there."""
    hosted = provider_of(request.registry, order.payment_method) is not None
    return request.to(place_of(request, order)) if hosted and payments.due(order) else None


def _private(request: Any) -> None:
    request.response.headers["Cache-Control"] = "private, no-store"
    # Not no-referrer: with that browsers send a form of ours without its origin.
    request.response.headers["Referrer-Policy"] = "same-origin"


def _values(context: Any, request: Any, error: str | None = None) -> dict[str, Any]:
    order = context.__parent__.entity
    attempt = queries.last(request.db, order.id)
    total = Money(order.to_pay, order.currency)
    state = "open"
    if attempt is not None and attempt.claim:
        fresh = attempt.claimed_at > request.now - PATIENCE and not attempt.error
        state = "asking" if fresh else "unknown"
        if fresh:
            request.response.headers["Refresh"] = "2"
    elif order.payment_status == "failed":
        state = "failed"
    reason = attempt.error if attempt is not None and state == "failed" else ""
    others = [
        choice
        for choice in carts.payment_choices(request, total)
        if choice.code != order.payment_method
    ]
    return {
        "due": Due(order.number, total, order.payment_title, state, reason),
        "others": others if state in ("open", "failed") else [],
        "action": request.to(context),
        "method_action": request.to(context, "method"),
        "order_url": request.to(context.__parent__),
        "leaving_url": None,
        "error": error,
        "robots": "noindex",
        "alternates": request.shop.locales,
    }


@page(IOrderPayment, within=IStorefront, permission=P.SHOP_ORDER_VIEW, template="pay.pt")
def show(context: Any, request: Any) -> Any:
    """What is to be paid and how it stands; ``?go=1`` leads on to the provider."""
    _private(request)
    order = context.__parent__.entity
    if not payments.due(order):
        paid = order.payment_status in ("paid", "authorized")
        query = {"placed": "1"} if paid else None
        return HTTPSeeOther(request.to(context.__parent__, query=query))
    if provider_of(request.registry, order.payment_method) is None:
        return HTTPSeeOther(request.to(context.__parent__))
    attempt = queries.live(request.db, order.id)
    if request.GET.get("back") == "1":
        if attempt is not None and attempt.reference and not attempt.claim:
            payments.inquire(request, order, attempt)
        return HTTPSeeOther(request.to(context))
    values = _values(context, request)
    if request.GET.get("go") == "1" and attempt is not None and attempt.redirect_url:
        request.response.headers["Refresh"] = f"0;url={attempt.redirect_url}"
        values["leaving_url"] = attempt.redirect_url
    return values


@page(IOrderPayment, within=IStorefront, method="POST", permission=P.SHOP_BUY, template="pay.pt",
      rate="checkout")  # fmt: skip
def pay(context: Any, request: Any) -> Any:
    """The button, however often it is pressed: one attempt at the provider."""
    _private(request)
    return _do(context, request, lambda order: payments.begin(request, order), {"go": "1"})


@page(IOrderPayment, within=IStorefront, name="method", method="POST", permission=P.SHOP_BUY,
      template="pay.pt", rate="checkout")  # fmt: skip
def method(context: Any, request: Any) -> Any:
    """Pay in another way."""
    _private(request)
    code = request.POST.get("method", "")
    return _do(context, request, lambda order: payments.switch(request, order, code), None)


def _do(context: Any, request: Any, action: Any, query: dict[str, str] | None) -> Any:
    try:
        action(context.__parent__.entity)
    except Refusal as refusal:
        request.db.rollback_to_start()
        request.response.status_int = 409 if isinstance(refusal, Conflict) else 422
        context.__parent__ = context.__parent__.__parent__[context.__parent__.__name__]
        error = translate(request, refusal.message, refusal.params)
        return _values(context, request, error)
    order = context.__parent__.entity
    hosted = provider_of(request.registry, order.payment_method) is not None
    # Another way without a provider: the order is placed as if it had been chosen at once.
    place, query = (context, query) if hosted else (context.__parent__, {"placed": "1"})
    return HTTPSeeOther(request.to(place, query=query))
