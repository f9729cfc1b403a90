"""The forms of a gift card and of a balance: issue one, change what is said of it, adjust it."""

from collections.abc import Sequence
from typing import Any

import colander
from translationstring import TranslationStringFactory

from ecommus.core.errors import Invalid, Stale
from ecommus.core.ids import parse_uuid, uuid7
from ecommus.core.money import Money, parse
from ecommus.core.permissions import Permission as P
from ecommus.services import currencies
from ecommus.web import forms
from ecommus.web.admin.promotion_form import moment
from ecommus.web.back_office import editing
from ecommus.web.back_office import nodes as n
from ecommus.web.storefront.shop import LANGUAGE_NAMES

_ = TranslationStringFactory("ecommus")
WAYS = (("on", _("Put on")), ("off", _("Take off")))
RECIPIENT = ("recipient_name", "recipient_email", "locale", "message")


def build(request: Any, row: Any = None) -> Any:
    """The form of a card; its amount is said once, when it is issued."""
    languages = [(code, LANGUAGE_NAMES.get(code, code)) for code in request.tenant.locales]
    amount = _amount(request, description=_("What can be paid with it."))
    schema = n.schema(
        n.section(
            "card", _("Gift card"),
            *([] if row else amount),
            moment(request, "expires_at", _("Can be used until"),
                   description=_("Left empty: it never expires.")),
            n.text("note", _("Note"), high=500, missing="",
                   description=_("Staff alone sees it: why it was given, who bought it.")),
        ),
        n.section(
            "recipient", _("Whom it is for"),
            n.text("recipient_name", _("Name"), high=120, missing="", css="field--half"),
            n.text("recipient_email", _("E-mail"), high=254, missing="", css="field--half",
                   description=_("The code is sent there at once. Left empty: you hand it over"
                                 " yourself.")),
            n.choice("locale", _("Language of the mail"), languages, missing="",
                     css="field--half"),
            n.text("message", _("Message"), high=1000, rows=4, missing="",
                   description=_("Stands in the mail, below the code.")),
        ),
    )  # fmt: skip
    title = None if row else _("Issue the gift card")
    buttons = editing.buttons(request, P.BALANCE_MANAGE, title)
    # The id of the card to be: the button pressed twice makes one.
    fresh = {} if row else {"card": str(parse_uuid(request.POST.get("card", "")) or uuid7())}
    hidden = editing.hidden(request, row) | fresh
    return forms.form(schema, request, buttons=buttons, hidden=hidden)


def _amount(request: Any, **options: Any) -> list[Any]:
    """An amount, and in which currency where the shop sells in several."""
    offered = currencies.offered(request.tenant)
    one = len(offered) == 1
    amount = n.amount("amount", _("Amount"), offered[0], css="field--half", unit=one, **options)
    choices = [(code, code) for code in offered]
    currency = n.choice("currency", _("Currency"), choices, css="field--half", default=offered[0])
    return [amount] if one else [amount, currency]


def money(request: Any, given: dict[str, Any]) -> tuple[int, str]:
    """The amount of a form in minor units of the currency that was chosen, and that currency.

    Invalid: it has no such small units.
    """
    own = request.tenant.currency
    currency = given.pop("currency", own)
    try:
        found = parse(str(Money(given.pop("amount"), own).decimal), currency)
    except ValueError:
        raise Invalid("amount_invalid", "Write an amount like 19.99.", field="amount") from None
    return found.amount, currency


def at(field: str) -> str:
    """Where the form shows what a rule says of a field."""
    return f"{'recipient' if field in RECIPIENT else 'card'}.{field}"


def values(row: Any) -> dict[str, Any]:
    """What the form shows of a card."""
    kept = {"expires_at": colander.null if row.expires_at is None else row.expires_at}
    return {
        "card": kept | {"note": row.note},
        "recipient": {name: getattr(row, name) for name in RECIPIENT},
    }


def fields(given: dict[str, Any]) -> dict[str, Any]:
    """The service's fields from a validated form."""
    return given["card"] | given["recipient"]


def adjusting(request: Any, action: str, rows: Sequence[Any], currency: str = "") -> Any:
    """The form by which staff put something on balances (their rows) or take it off; pressed
    twice, it does it once. ``currency``: the only one; without it that is chosen."""
    schema = n.schema(
        n.section(
            "adjust", _("Put on or take off"),
            n.choice("way", _("What to do"), WAYS, radio=True, default="on"),
            *([n.amount("amount", _("Amount"), currency, css="field--half")] if currency
              else _amount(request)),
            n.text("reason", _("Reason"), high=200,
                   description=_("It stands in the movements, for good.")),
        )
    )  # fmt: skip
    buttons = editing.buttons(request, P.BALANCE_MANAGE, _("Adjust"))
    hidden = editing.hidden(request) | {"version": _version(rows)}
    return forms.form(schema, request, buttons=buttons, hidden=hidden, formid="adjust",
                      action=action)  # fmt: skip


def _version(rows: Sequence[Any]) -> str:
    return str(sum(row.version for row in rows))


def check_version(request: Any, rows: Sequence[Any]) -> None:
    """Stale when what is on the balances changed since the form was drawn."""
    if request.POST.get("version", "") != _version(rows):
        raise Stale("stale", "It was changed meanwhile: look at the movements, then decide again.")


def signed(given: dict[str, Any], amount: int) -> int:
    """The amount of a validated form, below zero when it is taken off."""
    return amount if given["way"] == "on" else -amount
