"""The variants of a product as its options make them: planned first, done second.

``plan`` reads and decides, so a page can show what would happen; ``carry_out`` does it. Changing
products otherwise is in ``catalog``.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import product as combine
from math import prod
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, update
from sqlalchemy.dialects.postgresql import array

from ecommus.core.catalog import MAX_OPTIONS, MAX_VARIANTS, Product, Variant
from ecommus.core.errors import Conflict, Invalid
from ecommus.core.inventory import Movement
from ecommus.core.orders import MAX_QUANTITY
from ecommus.db.stock import Stock, Why, default_location
from ecommus.db.tables.catalog import variants as table
from ecommus.services import catalog, shelf
from ecommus.services.work import Work

Values = tuple[str, ...]


@dataclass(frozen=True)
class Missing:
    """A combination without a variant. ``new``: one of its values is; else it was left out once."""

    values: Values
    new: bool


@dataclass(frozen=True)
class Plan:
    """What other options make of a product's variants."""

    options: list[str]
    kept: list[tuple[Variant, Values]]
    missing: list[Missing]
    dropped: list[Variant]


def combinations(options: Sequence[tuple[str, Sequence[str]]]) -> list[Values]:
    """All combinations of option values, in order; one empty one without options. Invalid: too
    many options or variants, names or values missing or given twice."""
    names = [name for name, _values in options]
    if len(names) > MAX_OPTIONS or len(set(names)) != len(names) or not all(names):
        raise Invalid("options_invalid", "At most three different options.", field="options")
    for name, values in options:
        if not values or len(set(values)) != len(values) or not all(values):
            raise Invalid(
                "option_values_invalid",
                "The option %(name)s needs values, each of them once.",
                field="options",
                name=name,
            )
    if prod(len(values) for _name, values in options) > MAX_VARIANTS:
        raise Invalid("variants_too_many", "At most 200 variants.", field="options")
    return list(combine(*(values for _name, values in options)))


def plan(product: Product, options: Sequence[tuple[str, Sequence[str]]]) -> Plan:
    """What ``options`` make of ``product``. Invalid as for ``combinations``.

    A variant stays when its values of the options that stay are still there. An option under
    another name at the same position is the same option, renamed.
    """
    wanted = combinations(options)
    names = [name for name, _values in options]
    source = [_position(product.options, names, index) for index in range(len(names))]
    known = [
        set() if old is None else {variant.option_values[old] for variant in product.variants}
        for old in source
    ]
    free = list(product.variants)
    kept, missing = [], []
    for values in wanted:
        found = next((v for v in free if _fits(v, values, source)), None)
        if found is not None:
            free.remove(found)
            kept.append((found, values))
        else:
            new = any(value not in old for value, old in zip(values, known, strict=True))
            missing.append(Missing(values, new))
    return Plan(names, kept, missing, free)


def _position(old: Sequence[str], new: Sequence[str], index: int) -> int | None:
    """Where the option ``new[index]`` stood before, or None when it is new."""
    if new[index] in old:
        return list(old).index(new[index])
    renamed = index < len(old) and old[index] not in new
    return index if renamed else None


def _fits(variant: Variant, values: Values, source: Sequence[int | None]) -> bool:
    return all(
        old is None or variant.option_values[old] == value
        for value, old in zip(values, source, strict=True)
    )


def carry_out(work: Work, product: Product, plan: Plan, add: Collection[Values]) -> None:
    """Change the variants; ``add`` are those of ``plan.missing`` to be made, priced like the first.

    Conflict when no variant would be left.
    """
    made = [missing.values for missing in plan.missing if missing.values in set(add)]
    if not plan.kept and not made:
        raise Conflict("last_variant", "A product needs a variant; delete the product instead.")
    model = plan.kept[0][0] if plan.kept else product.variants[0]
    like = {
        name: getattr(model, name)
        for name in (
            "price",
            "compare_at",
            "min_price",
            "weight_grams",
            "track_stock",
            "backorder",
            "low_stock",
        )
    }
    for variant in plan.dropped:
        product.variants.remove(variant)
    _step_aside(work, plan)
    for variant, values in plan.kept:
        variant.option_values = list(values)
    product.variants += [
        Variant(**like, option_values=list(values), product_id=product.id) for values in made
    ]
    order = {values: index for index, (_v, values) in enumerate(plan.kept)}
    order |= {values: len(order) + index for index, values in enumerate(made)}
    for variant in product.variants:
        variant.position = order[tuple(variant.option_values)]
    product.options = plan.options
    _saved(work, product)


def _step_aside(work: Work, plan: Plan) -> None:
    """Two variants may exchange their values, and the database looks after every single row."""
    work.db.flush()
    moving = [v.id for v, values in plan.kept if tuple(v.option_values) != values]
    if moving:
        aside = array([cast(table.c.id, Text)])
        work.db.execute(
            update(table).where(table.c.id.in_(moving)).values(option_values=aside),
            execution_options={"synchronize_session": False},
        )


def change_all(
    work: Work,
    product: Product,
    changes: Mapping[UUID, Mapping[str, Any]],
    remove: Collection[UUID] = (),
) -> bool:
    """Change variants, and take those in ``remove`` away; answers whether anything changed.

    Invalid names variant and field (``<id>.price``).
    """
    gone = [variant for variant in product.variants if variant.id in remove]
    if gone and len(gone) == len(product.variants):
        raise Conflict("last_variant", "A product needs a variant; delete the product instead.")
    for variant in gone:
        product.variants.remove(variant)
    changed, skus = bool(gone), []
    for variant in product.variants:
        for name, value in changes.get(variant.id, {}).items():
            if getattr(variant, name) != value:
                changed = True
                skus += [variant.id] if name == "sku" else []
                setattr(variant, name, value)
        try:
            variant.check()
        except Invalid as error:
            raise Invalid(error.code, error.message, field=f"{variant.id}.{error.field}") from None
    if not changed:
        return False
    if skus:
        # SKUs may change places as well.
        work.db.execute(
            update(table).where(table.c.id.in_(skus)).values(sku=None),
            execution_options={"synchronize_session": False},
        )
    _saved(work, product)
    return True


def _saved(work: Work, product: Product) -> None:
    product.touch()
    catalog.check(work, product)
    catalog.saved(work, product, ("variants",))


def open_stock(work: Work, product: Product, quantity: int) -> None:
    """The first goods: ``quantity`` units of every variant whose stock is counted."""
    if not 0 <= quantity <= MAX_QUANTITY * 100:
        raise Invalid("quantity_invalid", "This quantity cannot be.", field="quantity")
    counted = [variant.id for variant in product.variants if variant.track_stock]
    if not quantity or not counted:
        return
    stock = Stock(work.db, counted, work.now)
    place = default_location(work.db)
    for variant_id in counted:
        stock.move(variant_id, place, Movement.RECEIVED, quantity, Why(work.actor, "opening stock"))
    shelf.written(work, stock)
