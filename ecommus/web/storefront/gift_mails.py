"""The mail that brings a gift card's code to whom it is for.

The code is kept nowhere, so the mail is written right after the commit that made it, from memory:
what is lost on the way shows in the admin, and another code can be made.
"""

import logging
from typing import Any
from uuid import UUID

from pyramid.i18n import TranslationString, TranslationStringFactory
from pyramid.renderers import render

from ecommus.core.balances import grouped
from ecommus.core.money import Money
from ecommus.core.ports import Mail
from ecommus.db.queries import balances as queries
from ecommus.services import gift_cards
from ecommus.web import storefront
from ecommus.web.jobs import in_language, shop_url
from ecommus.web.problems import translate
from ecommus.web.storefront.shop import show_date, show_money

_ = TranslationStringFactory("ecommus")
log = logging.getLogger(__name__)


def send_after(request: Any, card_id: UUID, code: str) -> None:
    """Once the card is committed, write to whom it is for."""
    request.afterwards(lambda open_work: _send(open_work, card_id, code))


def _send(open_work: Any, card_id: UUID, code: str) -> None:
    with open_work() as work:
        card = queries.one(work.db, card_id)
        if card is None or not card.recipient_email:
            return
        mail = letter(in_language(work, card.locale or work.tenant.locale), card, code)
        mailer = work.registry.mailer
    try:
        mailer.send(mail)
    except Exception:
        # Whoever issued it sees that it did not go out; nothing else may fail with it.
        log.exception("gift card %s: the mail did not go out", card_id)
        return
    with open_work() as work:
        gift_cards.mailed(work, card_id)


def letter(request: Any, card: Any, code: str) -> Mail:
    """The mail, in the language of ``request``."""
    locale, base = request.locale_name, shop_url(request.registry, request.tenant)
    amount = show_money(Money(card.amount, card.currency), locale)
    subject = request.localizer.translate(
        TranslationString(
            _("A gift card from ${shop}"), domain="ecommus", mapping={"shop": request.tenant.name}
        )
    )
    until = card.expires_at and show_date(card.expires_at, locale, request.tenant.timezone)
    expiry = {"date": until}
    texts = [
        translate(request, "Hello %(name)s,", {"name": card.recipient_name})
        if card.recipient_name
        else None,
        translate(request, "You have a gift card worth %(amount)s.", {"amount": amount}),
        translate(request, "Type its code into your cart, where discount codes go. What you do not"
                  " spend stays on it."),
        translate(request, "It is valid until %(date)s.", expiry) if until else None,
        translate(request, "Keep the code like cash: whoever has it can spend it."),
    ]  # fmt: skip
    texts = [text for text in texts if text]
    given = {
        "subject": subject, "base_url": base, "texts": texts, "code": grouped(code),
        "message": card.message,
    }  # fmt: skip
    html = render("mail/gift_card.pt", given, request, package=storefront)
    body = [subject, "", *texts, "", grouped(code), "", card.message, "", base, "",
            f"{request.tenant.name} · {request.tenant.legal.legal_name}"]  # fmt: skip
    return Mail(card.recipient_email, subject, "\n".join(body) + "\n", html)
