"""Mail with a cart in it: a draft that staff sent, and, where the shop and the law let it, a cart
that was left. In the cart's language, like all mail to buyers."""

from typing import Any

from pyramid.i18n import TranslationString, TranslationStringFactory
from pyramid.renderers import render

from ecommus.core.ports import Mail
from ecommus.db.queries import carts as queries
from ecommus.services import cart_links, carts, left_carts
from ecommus.services.tokens import optout_token
from ecommus.web import storefront
from ecommus.web.jobs import in_language, shop_url
from ecommus.web.problems import translate
from ecommus.web.storefront import basket
from ecommus.web.storefront.shop import show_money

_ = TranslationStringFactory("ecommus")
# What stands above the cart, on the button, and below.
TEXTS = {
    "left": (
        _("Your cart waits for you at ${shop}"),
        _("You left these in your cart. We kept it for you; nothing is ordered yet."),
        _("Continue with your cart"),
    ),
    "draft": (
        _("${shop} put an order together for you"),
        _("This is what we agreed on. Look at it, choose how it is sent and paid, and order it."),
        _("See it and order"),
    ),
}


def cart_abandoned(event: Any, work: Any) -> None:
    """Remind its buyer, once, if they may be written to."""
    cart = queries.by_id(work.db, event.cart_id)
    if cart is None or not left_carts.to_remind(work, cart):
        return
    cart.mailed_at = work.now
    token = optout_token(work.registry.secret, work.tenant.id, cart.email)
    url = _url(work, cart.locale, "opt-out", token)
    headers = {
        "List-Unsubscribe": f"<{url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    _send(work, cart, "left", optout_url=url, headers=headers)


def draft_sent(event: Any, work: Any) -> None:
    """What staff wrote, with the link that opens it."""
    cart = queries.by_id(work.db, event.cart_id)
    if cart is not None and cart.email and cart.lines and cart.ordered_at is None:
        _send(work, cart, "draft", optout_url=None, headers={})


def _url(work: Any, locale: str, *path: str) -> str:
    request = in_language(work, locale)
    mailed = request.storefront.in_locale(locale).child("mailed")
    return shop_url(work.registry, work.tenant) + request.to(mailed, *path)


def _send(
    work: Any, cart: Any, kind: str, *, optout_url: str | None, headers: dict[str, str]
) -> None:
    link = _url(work, cart.locale, cart_links.token_of(work.registry, cart))
    request = in_language(work, cart.locale)
    shown = basket.shape(request, carts.look(request, cart))
    if shown.empty:
        # What was in it was deleted meanwhile.
        return
    subject, intro, button = TEXTS[kind]
    subject = request.localizer.translate(
        TranslationString(subject, domain="ecommus", mapping={"shop": work.tenant.name})
    )
    values = {
        "subject": subject,
        "base_url": shop_url(work.registry, work.tenant),
        "cart": shown,
        "intro": translate(request, intro),
        "button": translate(request, button),
        "link": link,
        "optout_url": optout_url,
    }
    html = render("mail/cart.pt", values, request, package=storefront)
    mail = Mail(cart.email, subject, _plain(request, values), html, headers=headers)
    work.registry.mailer.send(mail)


def _plain(request: Any, values: dict[str, Any]) -> str:
    """The same for readers without HTML."""
    locale, cart = request.locale_name, values["cart"]
    lines = [values["subject"], "", values["intro"], ""]
    lines += [f"{x.quantity} × {x.title}  {show_money(x.total, locale)}" for x in cart.lines]
    lines += [
        f"{translate(request, 'Total')}: {show_money(cart.total, locale)}", "",
        f"{values['button']}: {values['link']}", "",
    ]  # fmt: skip
    if values["optout_url"]:
        lines += [f"{translate(request, 'No more reminders')}: {values['optout_url']}", ""]
    lines.append(f"{request.tenant.name} · {request.tenant.legal.legal_name}")
    return "\n".join(lines) + "\n"
