"""Cart promotions as the operator makes them: read strictly, kept as they were written.

``definition`` makes core's promotion of a stored row. Coupons are in ``coupons``; what a cart is
offered, and what an order uses up, is ``offers``.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, update

from ecommus.core.errors import Invalid
from ecommus.core.ids import uuid7
from ecommus.core.money import MAX_AMOUNT, exponent
from ecommus.core.promotions import Action, Filters, Promotion, Rule
from ecommus.db.queries import promotions as queries
from ecommus.db.tables import promotions as t
from ecommus.services.work import Work

# What each type needs. ``references`` turns names and addresses into ids first.
RULE_FIELDS = {
    "cart_quantity": ("count",),
    "item_total": ("amount", "currency"),
    "category_total": ("category", "amount", "currency"),
    "has_category": ("category", "count"),
    "contains_product": ("product", "count"),
    "customer_group": ("group",),
    "nth_order": ("count",),
    "shipping_country": ("countries",),
}
ACTION_FIELDS = {
    "order_fixed": ("amount", "currency"),
    "order_percentage": ("percentage",),
    "item_fixed": ("amount", "currency"),
    "item_percentage": ("percentage",),
    "shipping_percentage": ("percentage",),
    "buy_x_get_y": ("buy", "get", "percentage"),
    "free_gift": ("product",),
}
FILTERED = frozenset({"order_fixed", "order_percentage", "item_fixed", "item_percentage",
                      "buy_x_get_y"})  # fmt: skip
DEFAULTS: dict[str, Any] = {"count": 1, "percentage": "100.00"}
MOST = 20


def create(work: Work, fields: dict[str, Any]) -> UUID:
    """A new promotion. Invalid names the field (``rules.0.amount``)."""
    values = _checked(work, fields)
    promotion_id = uuid7()
    work.db.execute(insert(t.promotions).values(id=promotion_id, **values))
    work.changed(config=True)
    return promotion_id


def change(work: Work, promotion: Any, changes: dict[str, Any]) -> tuple[str, ...]:
    """Change a promotion; answers what really changed. Orders keep what they were promised."""
    values = _checked(work, changes, promotion)
    changed = {name: value for name, value in values.items() if getattr(promotion, name) != value}
    if changed:
        here = t.promotions.c.id == promotion.id
        version = t.promotions.c.version + 1
        work.db.execute(update(t.promotions).where(here).values(**changed, version=version))
        work.changed(config=True)
    return tuple(changed)


def remove(work: Work, promotion: Any) -> None:
    """Delete a promotion and its coupons. Orders keep its name and what it took off."""
    work.db.execute(delete(t.promotions).where(t.promotions.c.id == promotion.id))
    work.changed(config=True)


def definition(row: Any, locale: str = "") -> Promotion:
    """Core's promotion of a stored row, named in a language."""
    name = row.translations.get(locale, {}).get("name") or row.name
    return Promotion(
        id=str(row.id),
        name=name,
        priority=row.priority,
        exclusive=row.exclusive,
        coupon_based=row.coupon_based,
        applies_to_discounted=row.applies_to_discounted,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        rules=tuple(_rule(entry) for entry in row.rules),
        actions=tuple(_action(entry) for entry in row.actions),
    )


def _rule(entry: dict[str, Any]) -> Rule:
    known = {name: value for name, value in entry.items() if name != "countries"}
    return Rule(**known, countries=frozenset(entry.get("countries", ())))


def _action(entry: dict[str, Any]) -> Action:
    known = dict(entry)
    if "percentage" in known:
        known["percentage"] = Decimal(known["percentage"])
    for name in ("filters", "gets"):
        if name in known:
            known[name] = _filters(known[name])
    return Action(**known)


def _filters(entry: dict[str, Any]) -> Filters:
    sets = {name: frozenset(entry.get(name, ())) for name in ("products", "categories")}
    return Filters(**sets, min_price=entry.get("min_price"), max_price=entry.get("max_price"))


def _checked(work: Work, fields: dict[str, Any], row: Any = None) -> dict[str, Any]:
    values = dict(fields)
    if "name" in values and not values["name"].strip():
        raise Invalid("required", "A promotion needs a name.", field="name")
    for name, kinds in (("rules", RULE_FIELDS), ("actions", ACTION_FIELDS)):
        if name in values:
            values[name] = _entries(work, values[name], kinds, name)
    enabled = values.get("enabled", getattr(row, "enabled", False))
    if enabled and not values.get("actions", getattr(row, "actions", None)):
        raise Invalid("required", "Say what it takes off.", field="actions")
    start = values.get("starts_at", getattr(row, "starts_at", None))
    end = values.get("ends_at", getattr(row, "ends_at", None))
    if isinstance(start, datetime) and isinstance(end, datetime) and end <= start:
        raise Invalid("ends_before_start", "It must end after it starts.", field="ends_at")
    limit = values.get("usage_limit")
    used = getattr(row, "used", 0)
    if limit is not None and row is not None and row.usage_limit is None:
        # Only what has a limit is counted as it goes.
        used = values["used"] = queries.uses(work.db, [row.id]).get(row.id, 0)
    if limit is not None and limit < max(1, used):
        raise Invalid("limit_too_low", "It was used more often already.", field="usage_limit")
    return values


def _entries(
    work: Work, given: Sequence[dict[str, Any]], kinds: dict[str, tuple[str, ...]], where: str
) -> list[dict[str, Any]]:
    if len(given) > MOST:
        raise Invalid("too_many", "At most twenty.", field=where)
    found = []
    for index, entry in enumerate(given):
        field = f"{where}.{index}"
        kind = entry.get("type")
        if kind not in kinds:
            raise Invalid("type_unknown", "There is no such kind.", field=f"{field}.type")
        wanted = kinds[kind]
        read = {"type": kind}
        for name in wanted:
            value = entry.get(name)
            read[name] = _value(work, name, DEFAULTS.get(name) if value is None else value, field)
        if kind in FILTERED:
            for name in ("filters", "gets") if kind == "buy_x_get_y" else ("filters",):
                if entry.get(name):
                    read[name] = _read_filters(work, entry[name], f"{field}.{name}")
        unused = {name for name, value in entry.items() if value is not None} - set(read)
        if unused - {"filters", "gets"} or (unused and kind not in FILTERED):
            extra = sorted(unused)[0]
            raise Invalid(
                "field_unused", "This kind knows no such field.", field=f"{field}.{extra}"
            )
        found.append(read)
    return found


def _value(work: Work, name: str, value: Any, field: str) -> Any:
    where = f"{field}.{name}"
    if value is None or value == "" or value == []:
        raise Invalid("required", "This is needed here.", field=where)
    if name in ("category", "product"):
        return queries.reference(work.db, name, value) or _no(where)
    if name == "group" and value not in queries.groups(work.db):
        return _no(where)
    if name in ("count", "buy", "get"):
        if not 1 <= value <= 9999:
            raise Invalid("count_invalid", "This is 1 to 9999.", field=where)
    elif name == "amount":
        if not 0 < value <= MAX_AMOUNT:
            raise Invalid("amount_invalid", "An amount is more than zero.", field=where)
    elif name == "percentage":
        return percentage(value, where)
    elif name == "currency":
        try:
            exponent(value)
        except ValueError:
            raise Invalid("currency_unknown", "This is no currency.", field=where) from None
    elif name == "countries":
        return sorted(set(value))
    return value


def percentage(value: Any, where: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal(-1)
    if not (number.is_finite() and 0 < number <= 100):
        raise Invalid("percentage_invalid", "A percentage is above 0, at most 100.", field=where)
    return f"{number:.2f}"


def _read_filters(work: Work, given: dict[str, Any], where: str) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for name, kind in (("products", "product"), ("categories", "category")):
        if given.get(name):
            read[name] = [
                queries.reference(work.db, kind, value) or _no(f"{where}.{name}.{index}")
                for index, value in enumerate(given[name][:MOST])
            ]
    for name in ("min_price", "max_price"):
        if given.get(name) is not None:
            read[name] = _value(work, "amount", given[name] or 1, where)
    return read


def _no(where: str) -> Any:
    raise Invalid("unknown_reference", "There is nothing of this name.", field=where)
