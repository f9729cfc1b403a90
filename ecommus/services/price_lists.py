"""Price lists as the operator makes them, and the prices in them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.ids import uuid7
from ecommus.core.money import MAX_AMOUNT
from ecommus.db.tables import catalog, customers
from ecommus.db.tables import prices as t
from ecommus.services import currencies
from ecommus.services.customers.groups import CODE
from ecommus.services.repricing import reprice
from ecommus.services.work import Work

MOST_UNITS = 1_000_000
table, rows = t.price_lists, t.price_list_prices


def create(work: Work, fields: dict[str, Any]) -> UUID:
    """A new list, empty. Invalid or Conflict names the field."""
    values = _checked(work, fields)
    if not CODE.fullmatch(values["code"]):
        text = "Use 1 to 40 of a-z, 0-9, - and _, beginning and ending with a letter or digit."
        raise Invalid("code_invalid", text, field="code")
    if work.db.execute(select(table.c.id).where(table.c.code == values["code"])).first():
        raise Conflict("code_taken", "This code is taken.", field="code")
    if values["currency"] not in (offered := currencies.offered(work.tenant)):
        text, sold = "This shop sells in %(currency)s.", ", ".join(offered)
        raise Invalid("currency_other", text, field="currency", currency=sold)
    list_id = uuid7()
    work.db.execute(insert(table).values(id=list_id, **values))
    work.changed(config=True)
    return list_id


def change(work: Work, price_list: Any, changes: dict[str, Any]) -> tuple[str, ...]:
    """Change a list; answers what really changed. Code and currency stay."""
    values = _checked(work, changes, price_list)
    changed = {name: value for name, value in values.items() if getattr(price_list, name) != value}
    if changed:
        _bump(work, price_list.id, changed)
        work.changed(config=True, catalogue=True)
        if price_list.group_id is None or values.get("group_id", price_list.group_id) is None:
            reprice(work)
    return tuple(changed)


def remove(work: Work, price_list: Any) -> None:
    """Delete a list with its prices; what it made dearer or cheaper goes back at once."""
    work.db.execute(delete(table).where(table.c.id == price_list.id))
    work.changed(config=True, catalogue=True)
    reprice(work)


def put(work: Work, list_id: UUID, entries: Sequence[dict[str, Any]]) -> None:
    """Set prices (``variant_id``, ``amount``, ``min_quantity``): new ones, or in place of those of
    the same variant from the same number of units on. Invalid names the entry."""
    if not entries:
        return
    for index, entry in enumerate(entries):
        check(entry, f"prices.{index}.")
    wanted = {(entry["variant_id"], entry.get("min_quantity", 1)): entry for entry in entries}
    products = _products(work, [variant_id for variant_id, _units in wanted])
    values = [
        {"id": uuid7(), "price_list_id": list_id, "variant_id": variant_id,
         "min_quantity": units, "amount": entry["amount"]}
        for (variant_id, units), entry in sorted(wanted.items(), key=lambda pair: str(pair[0]))
    ]  # fmt: skip
    statement = upsert(rows)
    here = [rows.c.tenant_id, rows.c.price_list_id, rows.c.variant_id, rows.c.min_quantity]
    amount = {"amount": statement.excluded.amount}
    work.db.execute(statement.on_conflict_do_update(index_elements=here, set_=amount), values)
    _prices_changed(work, list_id, products)


def take(work: Work, list_id: UUID, price_ids: Sequence[UUID]) -> int:
    """Take prices out of a list; answers how many there were."""
    here = (rows.c.price_list_id == list_id) & rows.c.id.in_(price_ids)
    gone = work.db.execute(delete(rows).where(here).returning(rows.c.variant_id)).scalars().all()
    if gone:
        _prices_changed(work, list_id, _products(work, gone))
    return len(gone)


def check(entry: dict[str, Any], field: str = "") -> None:
    """Invalid when a price cannot be in a list."""
    if not 0 <= entry["amount"] <= MAX_AMOUNT:
        raise Invalid("price_invalid", "A price is zero or more.", field=f"{field}amount")
    if not 1 <= entry.get("min_quantity", 1) <= MOST_UNITS:
        text = "A quantity is 1 to %(most)s."
        raise Invalid("count_invalid", text, field=f"{field}min_quantity", most=MOST_UNITS)


def _products(work: Work, variant_ids: Sequence[UUID]) -> list[UUID]:
    """The products of variants. Invalid when one of them does not exist."""
    c = catalog.variants.c
    found = work.db.execute(select(c.id, c.product_id).where(c.id.in_(variant_ids))).all()
    if len(found) < len(set(variant_ids)):
        known = {row.id for row in found}
        index = next(i for i, value in enumerate(variant_ids) if value not in known)
        field = f"prices.{index}.variant_id"
        raise Invalid("unknown_variant", "There is no such variant.", field=field)
    return sorted({row.product_id for row in found})


def _prices_changed(work: Work, list_id: UUID, products: Sequence[UUID]) -> None:
    _bump(work, list_id, {})
    work.changed(catalogue=True)
    reprice(work, products)


def _bump(work: Work, list_id: UUID, values: dict[str, Any]) -> None:
    here = table.c.id == list_id
    work.db.execute(update(table).where(here).values(**values, version=table.c.version + 1))


def _checked(work: Work, fields: dict[str, Any], row: Any = None) -> dict[str, Any]:
    values = dict(fields)
    if "name" in values and not values["name"].strip():
        raise Invalid("required", "A price list needs a name.", field="name")
    if "countries" in values:
        values["countries"] = sorted(set(values["countries"]))
    if values.get("group_id") is not None:
        group = customers.customer_groups.c.id
        if not work.db.execute(select(group).where(group == values["group_id"])).first():
            raise Invalid("unknown_group", "There is no such customer group.", field="group_id")
    start = values.get("starts_at", getattr(row, "starts_at", None))
    end = values.get("ends_at", getattr(row, "ends_at", None))
    if isinstance(start, datetime) and isinstance(end, datetime) and end <= start:
        raise Invalid("ends_before_start", "It must end after it starts.", field="ends_at")
    return values
