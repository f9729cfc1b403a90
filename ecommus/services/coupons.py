"""Coupons of a promotion: one with a code of its own, or a batch of codes nobody can guess."""

import secrets
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.ids import uuid7
from ecommus.db.tables import promotions as t
from ecommus.services.offers import normal
from ecommus.services.work import Work

# Without letters and digits that look alike on paper.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
MOST = 10_000


def create(work: Work, promotion_id: UUID, fields: dict[str, Any]) -> UUID:
    """One coupon. Conflict when another has its code."""
    code = normal(fields["code"])
    if not 3 <= len(code) <= 50:
        raise Invalid("code_invalid", "A code has 3 to 50 characters.", field="code")
    coupon_id = uuid7()
    values = fields | {"id": coupon_id, "promotion_id": promotion_id, "code": code}
    statement = upsert(t.coupons).values(**values).on_conflict_do_nothing()
    if work.db.execute(statement.returning(t.coupons.c.id)).first() is None:
        raise Conflict("code_taken", "Another coupon has this code.", field="code")
    return coupon_id


def generate(work: Work, promotion_id: UUID, wanted: dict[str, Any]) -> list[str]:
    """``count`` coupons: ``prefix``, ``length`` random characters, ``suffix``."""
    count, length = wanted.pop("count"), wanted.pop("length")
    prefix, suffix = normal(wanted.pop("prefix", "")), normal(wanted.pop("suffix", ""))
    if count > len(ALPHABET) ** length // 1000:
        raise Invalid("length_too_short", "So many codes need more characters.", field="length")
    made: list[str] = []
    while len(made) < count:
        codes = {
            prefix + "".join(secrets.choice(ALPHABET) for _ in range(length)) + suffix
            for _ in range(count - len(made))
        }
        rows = [wanted | {"id": uuid7(), "promotion_id": promotion_id, "code": c} for c in codes]
        statement = upsert(t.coupons).on_conflict_do_nothing().returning(t.coupons.c.code)
        made += work.db.execute(statement, rows).scalars()
    return made


def change(work: Work, coupon: Any, changes: dict[str, Any]) -> tuple[str, ...]:
    """Change limits or expiry; the code stays: it is on paper."""
    limit = changes.get("usage_limit")
    if limit is not None and limit < coupon.used:
        raise Invalid("limit_too_low", "It was used more often already.", field="usage_limit")
    changed = {name: value for name, value in changes.items() if getattr(coupon, name) != value}
    if changed:
        here = t.coupons.c.id == coupon.id
        version = t.coupons.c.version + 1
        work.db.execute(update(t.coupons).where(here).values(**changed, version=version))
    return tuple(changed)


def remove(work: Work, coupon: Any) -> None:
    """Delete a coupon; carts that hold its code are told so."""
    work.db.execute(delete(t.coupons).where(t.coupons.c.id == coupon.id))


def counted(work: Work, promotion_ids: list[UUID]) -> dict[UUID, int]:
    """How many coupons promotions have."""
    c = t.coupons.c
    statement = select(c.promotion_id, func.count()).where(c.promotion_id.in_(promotion_ids))
    return dict(map(tuple, work.db.execute(statement.group_by(c.promotion_id))))
