"""A customer's data as the law sees it: consents, everything that is held, and its erasure.

GDPR art. 7, 15, 17 and 20. Accounting documents stay (Legea 82/1991, art. 25): an order keeps its
lines, sums and invoice address. What is still to be sent keeps its delivery address until it is
delivered or cancelled (``tidy``).
"""

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import JSONB

from ecommus.core.consents import VERSIONS, Consent, check_kind, holds
from ecommus.core.events import CustomerErased, Event, OrderPaid
from ecommus.core.ids import uuid7
from ecommus.core.money import Money
from ecommus.db.queries import balances
from ecommus.db.queries import customers as queries
from ecommus.db.tables import customers as t
from ecommus.db.tables.balances import balances as balance_table
from ecommus.db.tables.returns import returns
from ecommus.db.tables.sales import carts, order_lines, orders
from ecommus.services import optouts, stock_notices
from ecommus.services.work import Work

# Reserved by RFC 2606: nothing is ever delivered there.
NOWHERE = "erased.invalid"
# So many movements of store credit are in the copy of somebody's data.
MOST_MOVES = 10_000
_GONE = dict.fromkeys(
    ("first_name", "last_name", "company", "vat_id", "registration_number", "street", "street2",
     "city", "postal_code", "phone"), "",
)  # fmt: skip
_ORDERED = ("id", "number", "placed_at", "status", "payment_status", "fulfilment_status", "email",
            "currency", "shipping_address", "billing_address", "shipping_title", "payment_title",
            "items_total", "shipping_total", "tax_total", "total", "note")  # fmt: skip
_SOLD = ("sku", "name", "options", "quantity", "unit_price", "total")


def ledger(work: Work, customer_id: UUID) -> list[Consent]:
    """What was given and taken back, oldest first."""
    rows = queries.consents(work.db, customer_id)
    return [Consent(row.kind, row.version, row.given, row.at) for row in rows]


def set_consent(work: Work, customer_id: UUID, kind: str, *, given: bool) -> None:
    """Give a consent or take it back; saying the same again is no new entry."""
    if holds(ledger(work, customer_id), check_kind(kind)) != given:
        note_consent(work, customer_id, kind, given=given)


def note_consent(work: Work, customer_id: UUID, kind: str, *, given: bool) -> None:
    """Write an entry down."""
    work.db.execute(
        insert(t.consents).values(
            id=uuid7(), customer_id=customer_id, kind=kind, version=VERSIONS[kind], given=given
        )
    )


def export(work: Work, customer_id: UUID) -> dict[str, Any]:
    """Everything that is held of a customer, JSON-ready but for times and ids."""
    db = work.db
    customer = queries.customer(db, customer_id)
    bought = db.execute(
        select(*(orders.c[name] for name in _ORDERED))
        .where(orders.c.customer_id == customer_id)
        .order_by(orders.c.placed_at)
    ).all()
    lines: dict[UUID, list[dict[str, Any]]] = {row.id: [] for row in bought}
    sold = select(order_lines.c.order_id, *(order_lines.c[name] for name in _SOLD))
    for line in db.execute(
        sold.where(order_lines.c.order_id.in_(lines)).order_by(order_lines.c.position)
    ):
        lines[line.order_id].append({name: getattr(line, name) for name in _SOLD})
    open_carts = select(
        carts.c.created_at, carts.c.updated_at, carts.c.email, carts.c.shipping_address,
        carts.c.billing_address, carts.c.note,
    ).where(carts.c.customer_id == customer_id, carts.c.ordered_at.is_(None))  # fmt: skip
    w = t.withdrawals.c
    declared = select(w.order_number, w.name, w.email, w.note, w.created_at).where(
        queries.same_email(w.email, customer.email) | w.order_id.in_(lines)
    )
    r = returns.c
    came = select(r.number, r.status, r.note, r.answer, r.created_at).where(r.order_id.in_(lines))
    hidden = ("tenant_id", "customer_id")
    return {
        "customer": _plain(customer),
        "addresses": [_plain(row, *hidden) for row in queries.addresses(db, customer_id)],
        "consents": [_plain(row, *hidden) for row in queries.consents(db, customer_id)],
        "sessions": [_plain(row) for row in queries.sessions(db, customer_id)],
        "orders": [_plain(row) | {"lines": lines[row.id]} for row in bought],
        "carts": [_plain(row) for row in db.execute(open_carts)],
        "stock_notices": stock_notices.of(work, customer.email),
        "withdrawals": [_plain(row) for row in db.execute(declared)],
        "returns": [_plain(row) for row in db.execute(came)],
        "store_credit": [
            {"amount": Money(row.amount, row.currency), "movements": [
                {"kind": move.kind, "amount": Money(move.amount, row.currency), "at": move.at,
                 "order_number": move.order_number}
                for move, _currency in balances.latest(db, [row], MOST_MOVES)
            ]}
            for row in balances.credit_of(db, customer_id)
        ],
        "gift_cards": [
            {"hint": row.code_hint, "amount": Money(row.amount, row.currency),
             "expires_at": row.expires_at, "recipient_name": row.recipient_name,
             "message": row.message, "created_at": row.created_at}
            for row in balances.received(db, customer.email)
        ],
        "mail_optouts": optouts.of_person(work, customer.email),
    }  # fmt: skip


def _plain(row: Any, *hidden: str) -> dict[str, Any]:
    return {name: value for name, value in row._mapping.items() if name not in hidden}


def erase(work: Work, customer: Any) -> None:
    """Make a customer nobody: what is left cannot be read back to a person. For good."""
    db, customer_id = work.db, customer.id
    for table in (t.customer_addresses, t.customer_sessions):
        db.execute(delete(table).where(table.c.customer_id == customer_id))
    mails = t.customer_tokens
    asked = mails.c.data["customer_id"].astext == str(customer_id)
    db.execute(delete(mails).where(queries.same_email(mails.c.email, customer.email) | asked))
    stock_notices.forget(work, customer.email)
    # A cart that was ordered as a guest is known by its order only.
    ordered = select(orders.c.cart_id).where(orders.c.customer_id == customer_id)
    db.execute(
        update(carts)
        .where(
            (carts.c.customer_id == customer_id)
            | carts.c.id.in_(ordered)
            | queries.same_email(carts.c.email, customer.email)
        )
        .values(email=None, shipping_address=None, billing_address=None, note=None, draft_name=None)
    )
    optouts.forget(work, customer.email)
    # A card is good for whoever has its code; whom it was for is forgotten.
    db.execute(
        update(balance_table)
        .where(queries.same_email(balance_table.c.recipient_email, customer.email))
        .values(recipient_email="", recipient_name="", message="", note="")
    )
    _anonymise(work, orders.c.customer_id == customer_id, _nothing_to_send())
    names = ("first_name", "last_name", "phone", "company", "vat_id", "registration_number",
             "tax_exempt_reason")  # fmt: skip
    db.execute(
        update(t.customers)
        .where(t.customers.c.id == customer_id)
        .values(
            dict.fromkeys(names, "")
            | {
                "email": f"{customer_id}@{NOWHERE}",
                "password_hash": None,
                "locale": None,
                "group_id": None,
                "tax_exempt": False,
                "email_verified_at": None,
                "erased_at": func.clock_timestamp(),
                "version": t.customers.c.version + 1,
            }
        )
    )
    work.publish(CustomerErased(customer_id))


def tidy(event: Event, work: Work) -> None:
    """In the transaction that ends an order: that of an erased customer forgets where it went."""
    erased = select(t.customers.c.id).where(t.customers.c.erased_at.is_not(None))
    sent = [_nothing_to_send()] if isinstance(event, OrderPaid) else []
    _anonymise(work, orders.c.id == event.aggregate, orders.c.customer_id.in_(erased), *sent)


def _nothing_to_send() -> Any:
    over = orders.c.status.in_(("completed", "cancelled"))
    return over | orders.c.fulfilment_status.in_(("fulfilled", "delivered", "returned"))


def _anonymise(work: Work, *which: Any) -> None:
    gone = bindparam("gone", _GONE, JSONB)
    done = work.db.execute(
        update(orders)
        .where(*which)
        .values(
            email=func.concat(orders.c.customer_id, f"@{NOWHERE}"),
            shipping_address=orders.c.shipping_address.op("||")(gone),
            billing_address=orders.c.billing_address.op("||")(text("""'{"phone": ""}'::jsonb""")),
            note=None,
        )
        .returning(orders.c.id)
    )
    ids = done.scalars().all()
    if ids:
        work.db.execute(
            update(t.withdrawals)
            .where(t.withdrawals.c.order_id.in_(ids))
            .values(name="", email=f"nobody@{NOWHERE}", note="")
        )
        own = returns.c.order_id.in_(ids)
        work.db.execute(update(returns).where(own).values(note="", answer=""))
