"""Changing a placed order: propose it, look at the money, apply it at once.

A proposal is worked out the same way whether it is only looked at or applied. Neighbours:
``core.order_edits`` (what may change), ``allocations`` (the stock), ``checkout`` (what is kept).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import insert
from sqlalchemy.dialects.postgresql import insert as upsert

from ecommus.core.customers import Address
from ecommus.core.errors import Conflict, Invalid
from ecommus.core.events import OrderEdited
from ecommus.core.ids import uuid7
from ecommus.core.inventory import Movement
from ecommus.core.money import Money
from ecommus.core.order_edits import Standing, edited
from ecommus.core.orders import CartLine, Order, OrderLine, check_quantity
from ecommus.core.pricing import Priced, PriceLine, PriceQuestion, price
from ecommus.core.states import AttemptStatus, OrderStatus, PaymentStatus
from ecommus.core.tax_place import Rates, Treatment
from ecommus.core.zones import Place
from ecommus.db.queries import catalog, payments, sales
from ecommus.db.queries import invoices as documents
from ecommus.db.stock import Stock, Why
from ecommus.db.tables import sales as t
from ecommus.services import (
    allocations,
    balances,
    cart_lines,
    currencies,
    orders,
    promotion_uses,
    shelf,
    taxing,
)
from ecommus.services.checkout import figures, line_figures, order_line
from ecommus.services.invoice_chain import open_invoice
from ecommus.services.timeline import note
from ecommus.services.work import Work

OPEN = (OrderStatus.PLACED, OrderStatus.CONFIRMED)
UNPAID = (PaymentStatus.PENDING, PaymentStatus.FAILED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An edit: ``{order line's id: units}`` (zero takes it out), units of other variants by SKU,
    and another delivery price in minor units (None: as it is)."""

    quantities: Mapping[UUID, int] = field(default_factory=dict)
    added: Sequence[tuple[str, int]] = ()
    shipping: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line before and after: units and what is paid for it, in minor units."""

    name: str
    sku: str | None
    before: int
    after: int
    total_before: int
    total_after: int


@dataclass(frozen=True)
class Proposal:
    """What an edit would come to. ``difference``: minor units, negative is given back."""

    question: PriceQuestion
    priced: Priced
    lines: tuple[LineChange, ...]
    total_before: int
    new: tuple[OrderLine, ...]
    keys: Mapping[UUID, str]

    @property
    def difference(self) -> int:
        return self.priced.total - self.total_before


def propose(work: Work, order: Order, wanted: Wanted) -> Proposal:
    """Work an edit out; nothing is written.

    Conflict: the order is closed, invoiced, or paid and would cost more; less than was sent.
    Invalid: no such line or SKU, or nothing would change.
    """
    _check_open(work, order)
    question = PriceQuestion.load(order.question)
    if len(question.lines) != len(order.lines):
        text = "A plugin priced this order in its own way: it cannot be changed here."
        raise Conflict("order_foreign", text)
    keys = {line.id: asked.key for line, asked in zip(order.lines, question.lines, strict=True)}
    if unknown := set(wanted.quantities) - set(keys):
        text = "This line is not in the order."
        raise Invalid("line_unknown", text, field=str(unknown.pop()))
    quantities = {keys[line_id]: units for line_id, units in wanted.quantities.items()}
    rows = _rows(work, order, wanted.added)
    asked = _added(work, order, rows, wanted.added, quantities, keys)
    standing = [Standing(keys[x.id], x.name, x.quantity, x.fulfilled) for x in order.lines]
    changed = edited(
        question, standing, quantities, [line for line, _row in asked], wanted.shipping
    )
    try:
        priced = price(changed)
    except ValueError:
        raise Invalid("cart_too_large", "This is more than can be paid at once.") from None
    after = {entry.key: entry for entry in priced.lines}
    unpriced = priced.untaxed_categories
    if unpriced and taxing.choices(work)["missing_rate"] == "block":
        text = "No tax rate is set for “%(category)s”, so this cannot be ordered."
        raise Conflict("tax_rate_missing", text, category=unpriced[0])
    if priced.total > order.total and order.payment_status not in UNPAID:
        more = Money(priced.total - order.total, order.currency).format(work.locale_name)
        text = "This order is paid: %(amount)s more cannot be asked for. Place another order."
        raise Conflict("order_paid", text, amount=more)
    last = max(line.position for line in order.lines)
    new = []
    for place, (line, row) in enumerate(asked, start=last + 1):
        made = order_line(row, order.locale, after[line.key], place)
        made.id = UUID(line.key)
        new.append(made)
    changes = [_change(line, after.get(keys[line.id])) for line in order.lines]
    changes += [LineChange(x.name, x.sku, 0, x.quantity, 0, x.total) for x in new]
    return Proposal(changed, priced, tuple(changes), order.total, tuple(new), keys)


def apply(work: Work, order: Order, wanted: Wanted) -> Proposal:
    """Edit the order: lines, sums, stock and the open payment at once, or nothing of it."""
    proposal = propose(work, order, wanted)
    edit_id = uuid7()
    work.db.execute(
        insert(t.order_edits).values(
            id=edit_id,
            order_id=order.id,
            reason=wanted.reason,
            actor=work.actor,
            question=order.question,
            total_before=order.total,
            total_after=proposal.priced.total,
            lines=[
                {"name": x.name, "sku": x.sku, "before": x.before, "after": x.after}
                for x in proposal.lines
            ],
        )
    )
    # Promotions, balances, stock: as the checkout locks them.
    promotion_uses.recount(work, order, proposal.question, proposal.priced)
    balances.lower(work, order, proposal.priced.total)
    before = {line.id: line.quantity for line in order.lines}
    after = {entry.key: entry for entry in proposal.priced.lines}
    gone = [line for line in order.lines if proposal.keys[line.id] not in after]
    kept = [line for line in order.lines if line not in gone]
    fewer = [(line, line.quantity) for line in gone]
    for line in kept:
        for name, value in line_figures(after[proposal.keys[line.id]]).items():
            setattr(line, name, value)
        if line.quantity < before[line.id]:
            fewer.append((line, before[line.id] - line.quantity))
    allocations.move(work, order, fewer, Movement.RELEASED, "order edited")
    more = [(line, line.quantity - before[line.id]) for line in kept]
    _promise(work, order, [pair for pair in more if pair[1] > 0], proposal.new)
    for line in gone:
        order.lines.remove(line)
    for name, value in figures(proposal.question, proposal.priced).items():
        setattr(order, name, value)
    order.resend()
    order.version += 1
    order.updated_at = datetime.now(UTC)
    orders.recost(work, order)
    note(work, order.id, "edited", reason=wanted.reason, difference=proposal.difference)
    work.publish(OrderEdited(order.id, edit_id, proposal.difference))
    return proposal


def _check_open(work: Work, order: Order) -> None:
    if order.status not in OPEN:
        raise Conflict("order_closed", "This order is closed: it cannot be changed any more.")
    if found := open_invoice(documents.of_order(work.db, order.id)):
        text = "This order has the invoice %(number)s already; credit it first."
        raise Conflict("invoice_exists", text, number=found.full_number)
    attempt = payments.live(work.db, order.id)
    if attempt and attempt.status == AttemptStatus.AUTHORIZED:
        text = "Money is held for this order: take it, or let go of it, before you change the sum."
        raise Conflict("payment_held", text)
    if attempt and not attempt.captured and (attempt.claim or attempt.reference):
        text = "The buyer is paying at the provider; ask the provider how it stands."
        raise Conflict("payment_underway", text)


def _rows(work: Work, order: Order, added: Sequence[tuple[str, int]]) -> dict[str, Any]:
    """SKU → what the variant shows and costs. Invalid names the first SKU that there is not."""
    skus = [sku for sku, _units in added]
    known = catalog.variants_by_key(work.db, skus, "sku") if skus else {}
    if missing := [sku for sku in skus if sku not in known]:
        text = "There is no variant with the SKU “%(sku)s”."
        raise Invalid("unknown_variant", text, field="added", sku=missing[0])
    rows = sales.cart_rows(
        work.db, order.cart_id, [row.id for row in known.values()], customer_id=order.customer_id
    )
    found = {row.sku: row for row in rows.values()}
    for sku, units in added:
        check_quantity(units)
        if found[sku].status != "active":
            raise Conflict("not_sold", "This is no longer sold.")
    return found


def _added(
    work: Work,
    order: Order,
    rows: Mapping[str, Any],
    added: Sequence[tuple[str, int]],
    quantities: dict[str, int],
    keys: Mapping[UUID, str],
) -> list[tuple[PriceLine, Any]]:
    """The lines to price that are new; more of what is in the order already is added there."""
    lines = {line.variant_id: line for line in order.lines}
    units: dict[UUID, int] = {}
    for sku, wanted in added:
        row = rows[sku]
        if (line := lines.get(row.variant_id)) is not None:
            key = keys[line.id]
            quantities[key] = quantities.get(key, line.quantity) + wanted
        else:
            units[row.variant_id] = units.get(row.variant_id, 0) + wanted
    by_id = {row.variant_id: row for row in rows.values()}
    # The same lines each time this edit is worked out: what was looked at is what is applied.
    fresh = [
        CartLine(variant_id, wanted, id=uuid5(order.id, f"{variant_id} {order.version}"))
        for variant_id, wanted in units.items()
    ]
    sale = _sale(work, order)
    priced = cart_lines.price_lines(
        work, fresh, by_id, country=sale.country, customer_id=order.customer_id,
        exchange=currencies.of_order(work, order),
    )  # fmt: skip
    return [
        (sale.line(line), by_id[each.variant_id]) for line, each in zip(priced, fresh, strict=True)
    ]


def _sale(work: Work, order: Order) -> Rates:
    """How the order is taxed, whoever its buyer is by now: goods that are added lose the home tax
    where the others did."""
    question = PriceQuestion.load(order.question)
    place, home = taxing.place_of(work, Address.of(order.shipping_address)), taxing.home(work)
    if question.country != place.country:
        # Picked up, and so sold where the shop is; or it goes elsewhere than it was placed for.
        place = home if question.country == home.country else Place(question.country, "")
    sale = taxing.sale(work, None, place, question.on, exempt=False)
    return replace(sale, treatment=Treatment(question.treatment))


def _change(line: OrderLine, after: Any) -> LineChange:
    units, total = (after.quantity, after.total) if after else (0, 0)
    return LineChange(line.name, line.sku, line.quantity, units, line.total, total)


def _promise(
    work: Work, order: Order, more: Sequence[tuple[OrderLine, int]], new: Sequence[OrderLine]
) -> None:
    """Promise the additional units; the new lines are written before what refers to them."""
    order.lines.extend(new)
    work.db.flush()
    wanted = [*more, *((line, line.quantity) for line in new)]
    # A variant that was deleted since then cannot be promised any more.
    named = [(line, units) for line, units in wanted if line.variant_id]
    if len(named) < len(wanted):
        raise Conflict("not_sold", "This is no longer sold.")
    stock = Stock(work.db, [line.variant_id for line, _units in named if line.variant_id], work.now)
    if not all(line.variant_id in stock.variants for line, _units in named):
        raise Conflict("not_sold", "This is no longer sold.")
    rows = allocations.take(stock, named, Why(work.actor, "order edited", order.id))
    shelf.written(work, stock)
    if rows:
        statement = upsert(t.allocations)
        statement = statement.on_conflict_do_update(
            index_elements=["tenant_id", "order_line_id", "location_id"],
            set_={"quantity": t.allocations.c.quantity + statement.excluded.quantity},
        )
        work.db.execute(statement, rows)
