"""Tiers and plans as data: read, and changed by operators and by the shop's panels."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from ecommus.core.errors import Conflict, Invalid, Stale
from ecommus.core.license import NICHES
from license_service.db.session import rows_of
from license_service.db.tables import plans, tiers
from license_service.rules.grants import NAME
from license_service.services.work import Work

CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,59}")
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


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A website package needs a tier and a niche, an add-on its item, support its months."""

    code: str
    category: str
    name: str
    tier: str = ""
    niche: str = ""
    item: str = ""
    months: int = 0


def make_plan(work: Work, new: NewPlan) -> None:
    """Something more that is sold; its price and its Stripe price are set afterwards."""
    # ``/plans/new`` is the form.
    if not CODE.fullmatch(new.code) or new.code == "new":
        raise Invalid("code_malformed", "A code is like plugin-niche-booking.", field="code")
    if not new.name:
        raise Invalid("name_missing", "Name the plan.", field="name")
    if new.category == "package":
        if tier(work, new.tier) is None:
            raise Invalid("tier_unknown", "Name the package's tier.", field="tier")
        if new.niche not in NICHES:
            raise Invalid("niche_unknown", "Name the package's niche.", field="niche")
    elif new.category in ("plugin", "theme"):
        if not NAME.fullmatch(new.item):
            raise Invalid("item_missing", "Name the plugin or the theme.", field="item")
    elif new.category != "support":
        text = "A plan is a package, a plugin, a theme or support."
        raise Invalid("category_unknown", text, field="category")
    elif not 1 <= new.months <= 36:
        raise Invalid("months_missing", "Support lasts 1 to 36 months.", field="months")
    package, support = new.category == "package", new.category == "support"
    row = {
        "code": new.code, "category": new.category, "name": new.name,
        "tier": new.tier if package else None, "niche": new.niche if package else "",
        "item": new.item if new.category in ("plugin", "theme") else "",
        "months": new.months if support else None,
    }  # fmt: skip
    made = insert(plans).values(**row).on_conflict_do_nothing().returning(plans.c.code)
    if work.db.execute(made).first() is None:
        raise Conflict("plan_exists", "There is a plan %(plan)s already.", plan=new.code)
    work.note("plan.made", **row)


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
