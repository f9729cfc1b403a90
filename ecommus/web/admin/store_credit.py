"""A customer's store credit: what is on it, its movements, and staff's way to change it."""

from typing import Any

from deform import ValidationFailure

from ecommus.core.errors import Refusal
from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import balances as queries
from ecommus.plugin_sdk.interfaces import IAdmin, ICustomer
from ecommus.plugin_sdk.views import page
from ecommus.services import balances
from ecommus.web.admin import balance_words as words
from ecommus.web.admin import notices
from ecommus.web.admin.customers import name_of
from ecommus.web.admin.gift_card_form import adjusting, check_version, money, signed
from ecommus.web.back_office import editing
from ecommus.web.problems import translate

DONE = {"adjusted": "Done; the movement stands below."}


def held(request: Any, customer: Any) -> list[Money]:
    """A customer's store credit, in each currency there is any in: one statement."""
    rows = queries.credit_of(request.db, customer.id)
    return [Money(row.amount, row.currency) for row in rows]


def _shown(context: Any, request: Any, adjust: str = "") -> dict[str, Any]:
    customer = context.entity
    notices.lead(request, "Customers", context.__parent__)
    notices.lead(request, name_of(customer), context)
    rows = queries.credit_of(request.db, customer.id)
    moves, pager = words.ledger(request, rows) if rows else ([], None)
    manage = request.identity.may(P.BALANCE_MANAGE) and customer.erased_at is None
    form = adjusting(request, request.to(context, "credit"), rows)
    nothing = Money(0, request.tenant.currency)
    return {
        "title": translate(request, "Store credit of %(name)s", {"name": name_of(customer)}),
        "amounts": [Money(row.amount, row.currency) for row in rows] or [nothing],
        "moves": moves,
        "pager": pager,
        "adjust": (adjust or form.render({})) if manage else "",
    }


@page(ICustomer, name="credit", within=IAdmin, permission=P.BALANCE_READ,
      template="store_credit.pt")  # fmt: skip
def store_credit(context: Any, request: Any) -> dict[str, Any]:
    """What a customer has to spend."""
    notices.told(request, DONE)
    return _shown(context, request)


@page(ICustomer, name="credit", method="POST", within=IAdmin, permission=P.BALANCE_MANAGE,
      template="store_credit.pt")  # fmt: skip
def adjust_credit(context: Any, request: Any) -> Any:
    """Put something on, or take it off."""
    rows = queries.credit_of(request.db, context.entity.id)
    form = adjusting(request, request.to(context, "credit"), rows)
    try:
        given = dict(form.validate(request.POST.items())["adjust"])
        check_version(request, rows)
        amount, currency = money(request, given)
        amount = signed(given, amount)
        balances.adjust_credit(request, context.entity, currency, amount, given["reason"])
    except ValidationFailure as failure:
        request.response.status_int = 422
        return _shown(context, request, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, "adjust.{}".format)
        return _shown(context, request, form.render())
    request.audit.update(amount=amount, reason=given["reason"])
    return notices.done(request, context, "adjusted", "credit")
