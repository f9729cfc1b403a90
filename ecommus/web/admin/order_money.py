"""The money of an order on its page: attempts to pay and refunds."""

from typing import Any

from ecommus.core.money import Money
from ecommus.db.queries import payments as queries
from ecommus.services.gateways import provider_of
from ecommus.services.refund_ways import HAS_MONEY
from ecommus.web.admin import lists, order_words
from ecommus.web.problems import translate
from ecommus.web.storefront import paid_with


def box(request: Any, order: Any) -> dict[str, Any]:
    """Attempts and refunds of an order, for its page: two statements."""
    attempts = queries.of_order(request.db, order.id)
    last = next((row for row in reversed(attempts) if not row.balance_id), None)
    names = {
        row.balance_id: paid_with.name(request, row.gateway, row.reference)
        for row in attempts
        if row.balance_id
    }

    credit = translate(request, "Store credit")

    def money(row: Any, amount: int) -> Money:
        return Money(amount, row.currency)

    hosted = last is not None and provider_of(request.registry, last.gateway) is not None
    return {
        "attempts": [
            {
                "amount": money(row, row.amount),
                "badge": order_words.badge(request, order_words.ATTEMPT, row.status),
                "reference": row.reference,
                # The gift card or store credit that paid.
                "from": names.get(row.balance_id),
                "refunded": money(row, row.refunded) if row.refunded else None,
                "waits": bool(row.claim),
                "error": row.error,
                "at": lists.when(request, row.created_at),
            }
            for row in attempts
        ],
        "refunds": [
            {
                "amount": money(row, row.amount),
                "badge": order_words.badge(request, order_words.REFUND, row.status),
                "reason": translate(request, "Nobody waited for this money any more")
                if row.surplus
                else row.reason,
                "reference": row.reference,
                # Back to the card that paid, or else to store credit.
                "to": row.balance_id and names.get(row.balance_id, credit),
                "error": row.error,
                "at": lists.when(request, row.created_at),
            }
            for row in queries.refunds_of(request.db, order.id)
        ],
        # A provider holds it: it is taken, not marked.
        "held": hosted and last.status == "authorized" and not last.claim,
        "may_ask": hosted and bool(last.reference or last.claim),
        "may_refund": order.payment_status in HAS_MONEY
        and any(row.status == "paid" and row.captured > row.refunded for row in attempts),
    }
