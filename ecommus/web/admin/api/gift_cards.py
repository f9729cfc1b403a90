"""Gift cards and customers' store credit as JSON; their pages are ``web.admin.gift_cards``."""

from typing import Any

from ecommus.core.balances import grouped
from ecommus.core.errors import Invalid
from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import balances as queries
from ecommus.db.tables.balances import balance_movements, balances
from ecommus.plugin_sdk.interfaces import IAdmin, ICustomer, IGiftCard, IGiftCards
from ecommus.plugin_sdk.views import Listing, api
from ecommus.services import balances as service
from ecommus.services import gift_cards
from ecommus.web.admin.api import gift_card_schemas as schemas
from ecommus.web.admin.api.products import filters
from ecommus.web.admin.balance_words import STATES, state
from ecommus.web.api import created, listing, newest_first
from ecommus.web.storefront import gift_mails

READ = {"within": IAdmin, "permission": P.BALANCE_READ}
MANAGE = {"within": IAdmin, "permission": P.BALANCE_MANAGE}
FIELDS = ("id", "expires_at", "note", "recipient_name", "message", "locale", "mailed_at",
          "disabled_at", "version", "created_at")  # fmt: skip
MOVED = ("id", "kind", "order_id", "order_number", "reason", "actor", "at")


def present(request: Any, row: Any) -> dict[str, Any]:
    """A card as the API shows it."""
    return {name: getattr(row, name) for name in FIELDS} | {
        "recipient_email": row.recipient_email or None,
        "hint": row.code_hint,
        "status": state(row, request.now),
        "amount": Money(row.amount, row.currency),
    }


def _fields(given: dict[str, Any]) -> dict[str, Any]:
    """A body as the service takes it: nobody to write to is an empty address."""
    email = (
        {"recipient_email": given["recipient_email"] or ""} if "recipient_email" in given else {}
    )
    return given | email


def movement(row: Any, currency: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in MOVED} | {
        "amount": Money(row.amount, currency),
        "left": Money(row.left_on, currency),
    }


@api(IGiftCards, query=schemas.GiftCardQuery, returns=Listing(schemas.GiftCard), **READ)
def index(_context: Any, request: Any) -> dict[str, Any]:
    """Gift cards, newest first; ``q`` is the end of a code, or part of recipient or note."""
    wanted = filters(request, {"status": list(STATES)})
    state_of = wanted.get("status", "")
    statement = queries.cards(request.now, q=request.query["q"], state_of=state_of)
    rows, cursor, total = newest_first(request, statement, balances.c.id)
    return listing(request, [present(request, r) for r in rows], next_cursor=cursor, total=total)


def _fresh(request: Any, row: Any, code: str) -> dict[str, Any]:
    """A card with a code that nobody sees again; the mail goes out after the commit."""
    if row.recipient_email:
        gift_mails.send_after(request, row.id, code)
    return present(request, row) | {"code": grouped(code)}


@api(IGiftCards, method="POST", schema=schemas.GiftCardInput, returns=schemas.NewGiftCard,
     status=201, secret=True, **MANAGE)  # fmt: skip
def issue(context: Any, request: Any) -> dict[str, Any]:
    """Issue a card. Its code is in this answer and nowhere else."""
    given = _fields(request.validated)
    money = given.pop("amount")
    card_id, code = gift_cards.issue(request, money["amount"], money["currency"], **given)
    place = context.wrap(context.by_id(card_id))
    created(request, place)
    request.audit.update(amount=money["amount"], hint=code[-4:])
    return _fresh(request, place.entity, code)


@api(IGiftCard, returns=schemas.GiftCard, **READ)
def show(context: Any, request: Any) -> dict[str, Any]:
    """One card."""
    return present(request, context.entity)


def _changed(context: Any, request: Any) -> dict[str, Any]:
    context.entity = context.__parent__.by_id(context.entity.id)
    return present(request, context.entity)


@api(IGiftCard, method="PATCH", schema=schemas.GiftCardChange, returns=schemas.GiftCard, **MANAGE)
def change(context: Any, request: Any) -> dict[str, Any]:
    """Change what is said of a card (RFC 7396); its amount changes by ``adjust``."""
    gift_cards.change(request, context.entity, _fields(request.validated))
    return _changed(context, request)


@api(IGiftCard, name="adjust", method="POST", schema=schemas.BalanceAdjustment,
     returns=schemas.GiftCard, errors=(409,), **MANAGE)  # fmt: skip
def adjust(context: Any, request: Any) -> dict[str, Any]:
    """Put something on a card, or take it off: 409 when less is on it."""
    card, given = context.entity, request.validated
    service.adjust(request, card, _amount(given["amount"], card.currency), given["reason"])
    request.audit.update(amount=given["amount"]["amount"], reason=given["reason"])
    return _changed(context, request)


def _amount(given: dict[str, Any], currency: str) -> int:
    if given["currency"] != currency:
        text = "This is in %(currency)s."
        raise Invalid("currency_other", text, field="amount.currency", currency=currency)
    return given["amount"]


@api(IGiftCard, name="disable", method="POST", returns=schemas.GiftCard, **MANAGE)
def disable(context: Any, request: Any) -> dict[str, Any]:
    """Block a card: it pays nothing, what is on it stays."""
    gift_cards.block(request, context.entity, True)
    return _changed(context, request)


@api(IGiftCard, name="enable", method="POST", returns=schemas.GiftCard, **MANAGE)
def enable(context: Any, request: Any) -> dict[str, Any]:
    """Let a blocked card pay again."""
    gift_cards.block(request, context.entity, False)
    return _changed(context, request)


@api(IGiftCard, name="replace-code", method="POST", returns=schemas.NewGiftCard, secret=True,
     **MANAGE)  # fmt: skip
def replace_code(context: Any, request: Any) -> dict[str, Any]:
    """Another code; the old one opens nothing from now on."""
    code = gift_cards.replace_code(request, context.entity)
    context.entity = context.__parent__.by_id(context.entity.id)
    return _fresh(request, context.entity, code)


@api(IGiftCard, name="movements", returns=Listing(schemas.BalanceMovement), **READ)
def movements(context: Any, request: Any) -> dict[str, Any]:
    """What happened to a card, newest first."""
    card = context.entity
    statement = queries.movements([card.id])
    rows, cursor, total = newest_first(request, statement, balance_movements.c.id)
    items = [movement(row, card.currency) for row in rows]
    return listing(request, items, next_cursor=cursor, total=total)


def credit_shape(request: Any, customer_id: Any) -> dict[str, Any]:
    """A customer's store credit with its latest movements: two statements."""
    rows = queries.credit_of(request.db, customer_id)
    return {
        "balances": [{"id": row.id, "amount": Money(row.amount, row.currency)} for row in rows],
        "movements": [
            movement(row, currency) for row, currency in queries.latest(request.db, rows)
        ],
    }


@api(ICustomer, name="store-credit", returns=schemas.StoreCredit, **READ)
def show_credit(context: Any, request: Any) -> dict[str, Any]:
    """A customer's store credit."""
    return credit_shape(request, context.entity.id)


@api(ICustomer, name="store-credit", method="POST", schema=schemas.BalanceAdjustment,
     returns=schemas.StoreCredit, errors=(409,), **MANAGE)  # fmt: skip
def adjust_credit(context: Any, request: Any) -> dict[str, Any]:
    """Put something on a customer's store credit, or take it off: 409 when less is on it."""
    given, customer = request.validated, context.entity
    money = given["amount"]
    service.adjust_credit(request, customer, money["currency"], money["amount"], given["reason"])
    request.audit.update(amount=money["amount"], reason=given["reason"])
    return credit_shape(request, customer.id)
