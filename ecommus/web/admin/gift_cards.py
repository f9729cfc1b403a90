"""Gift cards: the list, a new one, one with its movements; blocked, adjusted, given another code.

A code is shown in the answer that makes it and never again, so nothing is redirected there.
"""

from typing import Any

from deform import ValidationFailure
from sqlalchemy import Select

from ecommus.core.balances import grouped
from ecommus.core.errors import Refusal
from ecommus.core.ids import parse_uuid
from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import balances as queries
from ecommus.db.tables.balances import balances as table
from ecommus.plugin_sdk.interfaces import IAdmin, IGiftCard, IGiftCards
from ecommus.plugin_sdk.views import page
from ecommus.services import balances
from ecommus.services import gift_cards as service
from ecommus.web.admin import balance_words as words
from ecommus.web.admin import lists, notices
from ecommus.web.admin.gift_card_form import (
    adjusting,
    at,
    build,
    check_version,
    fields,
    money,
    signed,
    values,
)
from ecommus.web.back_office import editing
from ecommus.web.problems import translate
from ecommus.web.storefront import gift_mails
from ecommus.web.tree.resource import find

READ = {"within": IAdmin, "permission": P.BALANCE_READ}
MANAGE = {"within": IAdmin, "permission": P.BALANCE_MANAGE}
DONE = {
    "saved": "The gift card was saved.",
    "adjusted": "Done; the movement stands below.",
    "blocked": "The gift card is blocked: nobody can pay with it.",
    "unblocked": "The gift card can be paid with again.",
}


def wanted(request: Any) -> Select:
    """The cards that the address asks for."""
    state = lists.chosen(request, "state", words.STATES)
    return queries.cards(request.now, q=lists.search(request), state_of=state)


@page(IGiftCards, template="gift_cards.pt", **READ)
def gift_cards(context: Any, request: Any) -> dict[str, Any]:
    """All gift cards, the newest first; searched by their last characters, recipient and note."""
    rows, pager = lists.fetch(request, wanted(request), table.c.id.desc())
    return {
        "rows": [
            (row, request.to(context, str(row.id)), words.badge(request, row),
             Money(row.amount, row.currency))
            for row in rows
        ],
        "states": [(code, translate(request, label)) for code, (_k, label) in
                   words.STATES.items()],
        "state": lists.chosen(request, "state", words.STATES),
        "pager": pager,
        "query": lists.search(request),
        "new_url": request.to(context, "new"),
    }  # fmt: skip


def _blank(context: Any, request: Any, form: str) -> dict[str, Any]:
    notices.lead(request, "Gift cards", context)
    return {"title": translate(request, "New gift card"), "form": form, "code": None}


def _made(request: Any, title: str, card_id: Any, code: str, to: str) -> dict[str, Any]:
    """The page that shows a code, this once; its recipient is written to after the commit."""
    if to:
        gift_mails.send_after(request, card_id, code)
    place = find(request.context, IAdmin)["gift-cards"]
    notices.lead(request, "Gift cards", place)
    return {
        "title": translate(request, title),
        "code": grouped(code),
        "mailed_to": to,
        "card_url": request.to(place, str(card_id)),
    }


@page(IGiftCards, name="new", template="gift_card_new.pt", **MANAGE)
def new_card(context: Any, request: Any) -> dict[str, Any]:
    """The empty form."""
    given = {"recipient": {"locale": request.tenant.locale}}
    return _blank(context, request, build(request).render(given))


@page(IGiftCards, name="new", method="POST", template="gift_card_new.pt", secret=True, **MANAGE)
def issue_card(context: Any, request: Any) -> Any:
    """Issue a card."""
    request.response.headers["Cache-Control"] = "no-store"
    form = build(request)
    try:
        given = fields(form.validate(request.POST.items()))
        wanted = parse_uuid(request.POST.get("card", ""))
        amount, currency = money(request, given)
        card_id, code = service.issue(request, amount, currency, card_id=wanted, **given)
    except ValidationFailure as failure:
        request.response.status_int = 422
        return _blank(context, request, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, at)
        return _blank(context, request, form.render())
    request.audit.update(gift_card=str(card_id), amount=amount, hint=code[-4:])
    return _made(request, "The gift card is issued", card_id, code, given["recipient_email"])


def shown(
    context: Any, request: Any, form: str = "", adjust: str = "", differences: Any = None
) -> dict[str, Any]:
    """One card; ``form`` and ``adjust`` are forms that were refused, drawn already."""
    row = context.entity
    notices.lead(request, "Gift cards", context.__parent__)
    moves, pager = words.ledger(request, [row])
    manage = request.identity.may(P.BALANCE_MANAGE)
    adjusted = adjusting(request, request.to(context, "adjust"), [row], row.currency)
    return {
        "title": translate(request, "Gift card …%(card)s", {"card": row.code_hint}),
        "row": row,
        "amount": Money(row.amount, row.currency),
        "badge": words.badge(request, row),
        "form": form or build(request, row).render(values(row)),
        "adjust": (adjust or adjusted.render({})) if manage else "",
        "moves": moves,
        "pager": pager,
        "manage": manage,
        "differences": differences,
        "url": request.to(context),
        "issued": lists.when(request, row.created_at),
        "mailed": lists.when(request, row.mailed_at) if row.mailed_at else None,
    }


@page(IGiftCard, template="gift_card.pt", **READ)
def gift_card(context: Any, request: Any) -> dict[str, Any]:
    """One card: what is on it, what happened to it, whom it is for."""
    notices.told(request, DONE)
    return shown(context, request)


@page(IGiftCard, method="POST", template="gift_card.pt", **MANAGE)
def save_card(context: Any, request: Any) -> Any:
    """Save what is said of it; somebody else's change in between is shown first."""
    row = context.entity
    form = build(request, row)
    if editing.is_stale(request, row):
        differences = editing.stale(request, form, values(row))
        return shown(context, request, form.render(), differences=differences)
    try:
        changed = service.change(request, row, fields(form.validate(request.POST.items())))
    except ValidationFailure as failure:
        request.response.status_int = 422
        return shown(context, request, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, at)
        return shown(context, request, form.render())
    request.audit.update(hint=row.code_hint, changed=list(changed))
    return notices.done(request, context, "saved")


@page(IGiftCard, name="adjust", method="POST", template="gift_card.pt", **MANAGE)
def adjust_card(context: Any, request: Any) -> Any:
    """Put something on, or take it off."""
    row = context.entity
    form = adjusting(request, request.to(context, "adjust"), [row], row.currency)
    try:
        given = form.validate(request.POST.items())["adjust"]
        check_version(request, [row])
        amount = signed(given, given["amount"])
        balances.adjust(request, row, amount, given["reason"])
    except ValidationFailure as failure:
        request.response.status_int = 422
        return shown(context, request, adjust=failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, "adjust.{}".format)
        return shown(context, request, adjust=form.render())
    request.audit.update(hint=row.code_hint, amount=amount, reason=given["reason"])
    return notices.done(request, context, "adjusted")


def _block(context: Any, request: Any, on: bool) -> Any:
    service.block(request, context.entity, on)
    request.audit.update(hint=context.entity.code_hint, blocked=on)
    return notices.done(request, context, "blocked" if on else "unblocked")


@page(IGiftCard, name="disable", method="POST", **MANAGE)
def disable_card(context: Any, request: Any) -> Any:
    """Block it: lost, stolen, or given by mistake."""
    return _block(context, request, True)


@page(IGiftCard, name="enable", method="POST", **MANAGE)
def enable_card(context: Any, request: Any) -> Any:
    """Let it pay again."""
    return _block(context, request, False)


@page(IGiftCard, name="replace-code", template="confirm.pt", **MANAGE)
def ask_replace(context: Any, request: Any) -> dict[str, Any]:
    """What another code means."""
    row = context.entity
    notices.lead(request, "Gift cards", context.__parent__)
    notices.lead(request, f"…{row.code_hint}", context)
    texts = ["The old code stops working at once. The new one is shown once, here."]
    if row.recipient_email:
        texts.append("It is sent to %(email)s.")
    return {
        "title": translate(request, "Give this card another code?"),
        "texts": [translate(request, text, {"email": row.recipient_email}) for text in texts],
        "action": request.to(context, "replace-code"),
        "button": translate(request, "Make another code"),
        "look": "danger",
        "cancel_url": request.to(context),
    }


@page(IGiftCard, name="replace-code", method="POST", template="gift_card_new.pt", secret=True,
      **MANAGE)  # fmt: skip
def replace_code(context: Any, request: Any) -> dict[str, Any]:
    """Another code, shown this once."""
    request.response.headers["Cache-Control"] = "no-store"
    row = context.entity
    code = service.replace_code(request, row)
    request.audit.update(hint=row.code_hint, new_hint=code[-4:])
    return _made(request, "The card has another code", row.id, code, row.recipient_email)
