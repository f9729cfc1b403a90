"""A customer's addresses: at most one of them is where parcels go, one where invoices go."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, update

from ecommus.core.customers import Address, check_address, check_company
from ecommus.core.errors import Conflict
from ecommus.core.ids import uuid7
from ecommus.db.queries import customers as queries
from ecommus.db.tables.customers import customer_addresses as table
from ecommus.services.work import Work

MOST = 50
DEFAULTS = ("default_shipping", "default_billing")


def add(work: Work, customer_id: UUID, address: Address, **defaults: bool) -> UUID:
    """One more address; the first one is the default for both. Invalid names the field."""
    known = queries.addresses(work.db, customer_id)
    if len(known) >= MOST:
        raise Conflict("addresses_full", "An account holds at most %(most)s addresses.", most=MOST)
    address_id = uuid7()
    if not known:
        defaults = dict.fromkeys(DEFAULTS, True)
    _clear(work, customer_id, defaults)
    work.db.execute(
        insert(table).values(
            id=address_id, customer_id=customer_id, address=_stored(address), **defaults
        )
    )
    return address_id


def change(work: Work, row: Any, address: Address | None = None, **defaults: bool) -> None:
    """Another address in its place, and what it is the default for."""
    values: dict[str, Any] = dict(defaults)
    if address is not None:
        values["address"] = _stored(address)
    _clear(work, row.customer_id, defaults)
    work.db.execute(
        update(table).where(table.c.id == row.id).values(version=table.c.version + 1, **values)
    )


def remove(work: Work, row: Any) -> None:
    """Take an address away; orders keep their own copy."""
    work.db.execute(delete(table).where(table.c.id == row.id))


def default(rows: list[Any], name: str = "default_shipping") -> Address | None:
    """The default among a customer's addresses, else the first one."""
    chosen = next((row for row in rows if getattr(row, name)), rows[0] if rows else None)
    return Address.of(chosen.address) if chosen is not None else None


def for_invoices(rows: list[Any]) -> Address | None:
    """Where invoices go by default, when parcels go elsewhere."""
    chosen = next((row for row in rows if row.default_billing), None)
    apart = chosen is not None and not chosen.default_shipping
    return Address.of(chosen.address) if apart else None


def _stored(address: Address) -> dict[str, str]:
    check_address(address, "address")
    vat_id = check_company(address.vat_id, address.country)
    return address.to_json() | {"vat_id": vat_id}


def _clear(work: Work, customer_id: UUID, defaults: dict[str, bool]) -> None:
    for name, wanted in defaults.items():
        if wanted:
            column = table.c[name]
            work.db.execute(
                update(table)
                .where(table.c.customer_id == customer_id, column)
                .values({name: False, "version": table.c.version + 1})
            )
