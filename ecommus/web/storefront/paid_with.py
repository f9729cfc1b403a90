"""What gift cards and store credit pay of a cart or an order, for pages, mails and the API."""

from dataclasses import dataclass
from typing import Any

from ecommus.core.balances import Kind
from ecommus.core.money import Money
from ecommus.db.queries import payments
from ecommus.services.balances import Funds
from ecommus.web.problems import translate


@dataclass(frozen=True, slots=True)
class PaidWith:
    """See docs/reference/theme-templates.md. ``amount`` is zero or less; ``left``: what stays on
    it, None where that is nobody's business any more."""

    id: str
    kind: str
    hint: str
    label: str
    amount: Money
    left: Money | None = None


def name(request: Any, kind: str, hint: str) -> str:
    """What a balance is called."""
    if kind == Kind.GIFT_CARD:
        return translate(request, "Gift card …%(card)s", {"card": hint})
    return translate(request, "Store credit")


def of_cart(request: Any, funds: Funds, currency: str) -> tuple[PaidWith, ...]:
    """What balances pay of a cart; a card that cannot pay is there too, to be taken out."""
    return tuple(
        PaidWith(
            str(part.balance.id),
            part.balance.kind,
            part.balance.code_hint,
            name(request, part.balance.kind, part.balance.code_hint),
            Money(-part.amount, currency),
            Money(part.left, part.balance.currency),
        )
        for part in funds.parts
    )


def of_order(request: Any, order: Any) -> tuple[PaidWith, ...]:
    """What balances paid of an order: one statement, none where they paid nothing."""
    if not order.balance_total:
        return ()
    return tuple(
        PaidWith(
            str(row.balance_id),
            row.gateway,
            row.reference,
            name(request, row.gateway, row.reference),
            Money(-row.captured, row.currency),
        )
        for row in payments.of_order(request.db, order.id)
        if row.balance_id and row.captured
    )


def shapes(paid: tuple[PaidWith, ...]) -> list[dict[str, Any]]:
    """The same for the API: amounts above zero."""
    return [
        {"id": one.id, "kind": one.kind, "hint": one.hint, "left": one.left,
         "amount": Money(-one.amount.amount, one.amount.currency)}
        for one in paid
    ]  # fmt: skip
