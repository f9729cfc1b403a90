"""The parts of an order's page: its lines, sums, parcels and history, ready to be shown."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from babel.numbers import format_decimal

from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import catalog, sales
from ecommus.services import currencies
from ecommus.services.timeline import KINDS
from ecommus.web.admin import lists, order_words
from ecommus.web.problems import translate
from ecommus.web.storefront import basket

ENTRY_KINDS = {"cancelled": "error", "paid": "success", "delivered": "success"}


@dataclass(frozen=True, slots=True)
class Line:
    """A sold line."""

    id: UUID
    name: str
    options: str
    sku: str
    quantity: int
    fulfilled: int
    open: int
    unit: Money
    original: Money | None
    tax_rate: str
    total: Money
    stock_url: str | None


@dataclass(frozen=True, slots=True)
class Parcel:
    """What was sent at once."""

    id: str
    sent_at: str
    carrier: str
    number: str
    url: str
    contents: tuple[tuple[str, int], ...]
    slip_url: str


def lines(request: Any, order: Any) -> list[Line]:
    """The order's lines; those whose variant is still there lead to its stock."""
    stock = request.context.__parent__.__parent__["stock"]
    ids = [line.variant_id for line in order.lines if line.variant_id]
    known = catalog.variants_by_key(request.db, ids) if request.identity.may(P.STOCK_READ) else {}

    def money(amount: int) -> Money:
        return Money(amount, order.currency)

    return [
        Line(
            id=line.id,
            name=line.name,
            options=" · ".join(f"{name}: {value}" for name, value in line.options),
            sku=line.sku or "",
            quantity=line.quantity,
            fulfilled=line.fulfilled,
            open=line.open_quantity,
            unit=money(line.unit_price),
            original=money(line.original_unit_price) if line.original_unit_price else None,
            tax_rate=f"{float(line.tax_rate):g} %" if line.tax_rate else "",
            total=money(line.total),
            stock_url=request.to(stock, str(line.variant_id)) if line.variant_id in known else None,
        )
        for line in order.lines
    ]


def sums(request: Any, order: Any) -> list[tuple[str, Money]]:
    """What the total is made of, above it."""
    rows = [("Goods", order.items_total)]
    if order.discount_total:
        rows.append(("Discount", order.discount_total))
    rows.append(("Delivery", order.shipping_total))
    shown = [(translate(request, label), Money(amount, order.currency)) for label, amount in rows]
    text = "Includes %(tax)s on %(base)s" if order.tax_included else "Plus %(tax)s on %(base)s"
    for row in order.taxes:
        base = Money(row["base"], order.currency).format(request.locale_name)
        said = text if row["amount"] else "%(tax)s on %(base)s"
        name = basket.tax_name(request, row["name"])
        label = translate(request, said, {"tax": name, "base": base})
        shown.append((label, Money(row["amount"], order.currency)))
    if (exchange := currencies.of_order(request, order)) is not None:
        rate = format_decimal(exchange.rate, "#,##0.######", locale=request.locale_name)
        rate = f"1 {exchange.currency} = {rate} {exchange.base}"
        at = translate(request, "At %(rate)s", {"rate": rate})
        shown.append((at, Money(exchange.back(order.total), exchange.base)))
    return shown


def timeline(request: Any, order: Any) -> list[tuple[str, str, str | None, str]]:
    """What happened, newest first; see the ``timeline`` macro of ui.pt."""
    entries = []
    for row in reversed(sales.timeline(request.db, order.id)):
        names = ("text", "reason", "carrier", "tracking_number", "reference", "number")
        details = [row.data.get(name) for name in names]
        if row.data.get("source") == "staff":
            details.append(translate(request, "Written by the staff"))
        details.append(order_words.who(request, row.actor))
        entries.append(
            (
                lists.when(request, row.at),
                translate(request, KINDS.get(row.kind, row.kind)),
                " · ".join(text for text in details if text) or None,
                ENTRY_KINDS.get(row.kind, "info"),
            )
        )
    return entries


def customer_url(request: Any, order: Any) -> str | None:
    """The page of who bought it, for those who may see customers; a guest has none."""
    if order.customer_id is None or not request.identity.may(P.CUSTOMER_READ):
        return None
    place = request.context.__parent__.__parent__["customers"]
    return request.to(place, str(order.customer_id))


def parcels(request: Any, order: Any) -> list[Parcel]:
    """What was sent, parcel by parcel."""
    names = {str(line.id): line.name for line in order.lines}
    return [
        Parcel(
            id=str(row.id),
            sent_at=lists.when(request, row.created_at),
            carrier=row.carrier,
            number=row.tracking_number,
            url=row.tracking_url,
            contents=tuple((names[part["line_id"]], part["quantity"]) for part in row.lines),
            slip_url=request.to(request.context, "packing-slip", query={"parcel": str(row.id)}),
        )
        for row in sales.fulfilments(request.db, order.id)
    ]
