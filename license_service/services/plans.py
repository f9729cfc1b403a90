"""Tiers and plans as data: read, and changed by operators and by the shop's panels."""

from typing import Any

from sqlalchemy import select, update

from ecommus.core.errors import Conflict, Invalid, Stale
from license_service.db.session import rows_of
from license_service.db.tables import plans, tiers
from license_service.rules.grants import NAME
from license_service.services.work import Work

CHANGED = "Somebody else changed it meanwhile; look at it again."


def tiers_of(work: Work) -> list[Any]:
    return list(work.db.execute(select(tiers).order_by(tiers.c.rank)))


def tier(work: Work, code: str) -> Any:
    return work.db.execute(select(tiers).where(tiers.c.code == code)).one_or_none()


def plans_of(work: Work) -> list[Any]:
    order = (plans.c.category, plans.c.niche, plans.c.tier, plans.c.months, plans.c.code)
    return list(work.db.execute(select(plans).order_by(*order)))


def plan(work: Work, code: str) -> Any:
    return work.db.execute(select(plans).where(plans.c.code == code)).one_or_none()


def change_tier(work: Work, code: str, version: int, values: dict[str, Any]) -> None:
    """What new licenses of the tier will hold; those that were issued stay as they are."""
    for field in ("features", "plugins", "themes"):
        if wrong := [name for name in values.get(field, ()) if not NAME.fullmatch(name)]:
            raise Invalid("name_malformed", "%(name)s is no name.", field=field, name=wrong[0])
    _change(work, tiers, code, version, values)
    work.note("tier.changed", code=code, values=values)


def change_plan(work: Work, code: str, version: int, values: dict[str, Any]) -> None:
    price = values.get("stripe_price")
    if price:
        others = select(plans.c.code).where(plans.c.stripe_price == price, plans.c.code != code)
        if taken := work.db.execute(others).scalar_one_or_none():
            text = "The Stripe price %(price)s belongs to the plan %(plan)s."
            raise Conflict("stripe_price_taken", text, price=price, plan=taken)
    _change(work, plans, code, version, values)
    work.note("plan.changed", code=code, values=values)


def _change(work: Work, table: Any, code: str, version: int, values: dict[str, Any]) -> None:
    statement = update(table).where(table.c.code == code, table.c.version == version)
    changed = work.db.execute(statement.values(version=version + 1, **values))
    if not rows_of(changed):
        raise Stale("changed_meanwhile", CHANGED)
