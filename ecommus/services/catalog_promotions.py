"""Catalogue promotions as the operator makes them: what a variant costs before there is a cart.

``price_rules.a_promotion`` makes core's promotion of a stored row; ``repricing`` applies it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, update

from ecommus.core.errors import Invalid
from ecommus.core.ids import uuid7
from ecommus.core.money import MAX_AMOUNT, exponent
from ecommus.db.queries import scopes
from ecommus.db.tables.prices import catalog_promotions as table
from ecommus.services import price_rules
from ecommus.services.promotions import percentage
from ecommus.services.repricing import reprice, settle
from ecommus.services.work import Work

SCOPES = ("products", "categories", "variants")
MOST = 1000


def create(work: Work, fields: dict[str, Any]) -> UUID:
    """A new promotion. Invalid names the field (``products.3``)."""
    values = _checked(work, fields)
    promotion_id = uuid7()
    work.db.execute(insert(table).values(id=promotion_id, **values))
    _changed(work)
    return promotion_id


def change(work: Work, promotion: Any, changes: dict[str, Any]) -> tuple[str, ...]:
    """Change a promotion; answers what really changed. Prices follow at once."""
    values = _checked(work, changes, promotion)
    changed = {name: value for name, value in values.items() if getattr(promotion, name) != value}
    if changed:
        here = table.c.id == promotion.id
        work.db.execute(update(table).where(here).values(**changed, version=table.c.version + 1))
        _changed(work)
    return tuple(changed)


def remove(work: Work, promotion: Any) -> None:
    """Delete a promotion; prices go back at once, orders keep what they were promised."""
    work.db.execute(delete(table).where(table.c.id == promotion.id))
    _changed(work)


def _changed(work: Work) -> None:
    work.changed(config=True, catalogue=True)
    reprice(work)


def _checked(work: Work, fields: dict[str, Any], row: Any = None) -> dict[str, Any]:
    values = dict(fields)
    if "name" in values and not values["name"].strip():
        raise Invalid("required", "A promotion needs a name.", field="name")
    for kind in SCOPES:
        if kind in values:
            values[kind] = _ids(work, kind, values[kind])
    if values.get("percentage") is not None:
        values["percentage"] = Decimal(percentage(values["percentage"], "percentage"))
    if "amounts" in values:
        values["amounts"] = _amounts(values["amounts"])

    def after(name: str) -> Any:
        return values.get(name, getattr(row, name, None))

    if after("percentage") is not None and after("amounts"):
        text = "Take off either a percentage or an amount, not both."
        raise Invalid("both_given", text, field="amounts")
    if after("enabled") and after("percentage") is None and not after("amounts"):
        raise Invalid("required", "Say what it takes off.", field="percentage")
    start, end = after("starts_at"), after("ends_at")
    if isinstance(start, datetime) and isinstance(end, datetime) and end <= start:
        raise Invalid("ends_before_start", "It must end after it starts.", field="ends_at")
    return values


def _ids(work: Work, kind: str, given: Sequence[Any]) -> list[UUID]:
    if len(given) > MOST:
        text = "At most %(most)s; name a category instead."
        raise Invalid("too_many", text, field=kind, most=MOST)
    known = scopes.found(work.db, kind, [str(value) for value in given])
    for index, value in enumerate(given):
        if str(value) not in known:
            text = "There is no “%(name)s” here; look at how its address or code is written."
            raise Invalid("unknown_reference", text, field=f"{kind}.{index}", name=str(value))
    return list(dict.fromkeys(known[str(value)] for value in given))


def _amounts(given: dict[str, int]) -> dict[str, int]:
    for currency, amount in given.items():
        try:
            exponent(currency)
        except ValueError:
            raise Invalid("currency_unknown", "This is no currency.", field="amounts") from None
        if not 0 < amount <= MAX_AMOUNT:
            raise Invalid("amount_invalid", "An amount is more than zero.", field="amounts")
    return dict(given)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a promotion lowers. ``average``: in per cent of the price before; ``largest``: (title,
    SKU, price without it, price with it). ``looked_at``: not more than one batch."""

    looked_at: int
    lowered: int
    average: Decimal
    largest: tuple[tuple[str, str, int, int], ...]


def preview(work: Work, row: Any) -> Preview:
    """As if it ran now, beside the others that do."""
    known = price_rules.rules(work)
    others = tuple(entry for entry in known.promotions if entry.id != str(row.id))
    tried = replace(price_rules.a_promotion(row), starts_at=None, ends_at=None)
    products = scopes.products(work.db, row) if any(getattr(row, k) for k in SCOPES) else None
    without = next(settle(work, replace(known, promotions=others), products), [])
    beside = next(settle(work, replace(known, promotions=(*others, tried)), products), [])
    pairs = [
        (old.row, old.price, new.price)
        for old, new in zip(without, beside, strict=True)
        if new.price < old.price
    ]
    shares = [Decimal(old - new) * 100 / old for _row, old, new in pairs]
    pairs.sort(key=lambda pair: pair[2] - pair[1])
    return Preview(
        len(beside),
        len(pairs),
        sum(shares, Decimal(0)) / len(shares) if shares else Decimal(0),
        tuple((r.title, r.sku or "", old, new) for r, old, new in pairs[:3]),
    )
