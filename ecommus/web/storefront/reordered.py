"""What the cart says of an order that was just put into it again."""

from typing import Any

from pyramid.i18n import TranslationStringFactory

from ecommus.core.orders import Cart, Order
from ecommus.db.queries import sales
from ecommus.services import reorder
from ecommus.services.carts import CartView
from ecommus.services.tokens import token_hash
from ecommus.web.problems import translate
from ecommus.web.storefront.account import frame

_ = TranslationStringFactory("ecommus")
GONE = _("%(name)s is no longer sold.")
FEWER = _("%(name)s: %(held)s of %(wanted)s, there are no more.")
REPRICED = _("%(name)s costs %(now)s now, and cost %(was)s then.")


def notice(request: Any, cart: Cart | None, view: CartView | None) -> str | None:
    """A line for each thing that is not as it was in the order of ``?order=`` (the token of its
    link); None: nothing to say. ``view``: the cart, priced, unless it is empty."""
    token = request.GET.get("order", "")
    order = sales.order(request.db, Order.token_hash == token_hash(token)) if token else None
    if order is None or cart is None:
        return None
    frame.private(request)
    texts = [
        translate(
            request,
            FEWER if entry.sold else GONE,
            {"name": entry.name, "held": entry.held, "wanted": entry.wanted},
        )
        for entry in reorder.missing(request, order, cart)
    ]
    locale = request.locale_name
    texts += [
        translate(
            request,
            REPRICED,
            {"name": e.name, "now": e.now.format(locale), "was": e.was.format(locale)},
        )
        for e in (reorder.repriced(order, view) if view else ())
    ]
    return "\n".join(texts) or None
