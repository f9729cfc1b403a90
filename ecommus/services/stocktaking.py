"""Stock by hand: goods received, counted, damaged or come back, moved from place to place."""

from uuid import UUID

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.inventory import MANUAL, Level, Movement
from ecommus.core.orders import MAX_QUANTITY
from ecommus.db.queries import catalog
from ecommus.db.stock import Stock, Why, default_location
from ecommus.services import locations, shelf
from ecommus.services.work import Work


def move(
    work: Work,
    variant_id: UUID,
    kind: str,
    quantity: int,
    *,
    reason: str = "",
    location: str | None = None,
) -> Level:
    """Move stock by hand; answers the new level.

    ``quantity`` is positive, except for ``adjusted``, where it is the signed difference. Invalid:
    kind, quantity or location cannot be; Conflict: less is there than would be taken.
    """
    if kind not in set(MANUAL):
        raise Invalid(
            "kind_invalid", "Choose received, returned, adjusted or damaged.", field="kind"
        )
    signed = kind == Movement.ADJUSTED
    if quantity == 0 or abs(quantity) > MAX_QUANTITY * 100 or (quantity < 0 and not signed):
        raise Invalid("quantity_invalid", "This quantity cannot be.", field="quantity")
    stock, place = _open(work, variant_id, location)
    stock.move(variant_id, place, Movement(kind), quantity, Why(work.actor, reason))
    return _written(work, stock, variant_id, place)


def count(
    work: Work,
    variant_id: UUID,
    on_hand: int,
    *,
    reason: str = "",
    location: str | None = None,
) -> Level:
    """The shelf was counted: the ledger gets the difference, whatever it is."""
    if not 0 <= on_hand <= MAX_QUANTITY * 100:
        raise Invalid("quantity_invalid", "This quantity cannot be.", field="on_hand")
    stock, place = _open(work, variant_id, location)
    difference = on_hand - stock.level(variant_id, place).on_hand
    if difference:
        why = Why(work.actor, reason or "counted")
        stock.move(variant_id, place, Movement.ADJUSTED, difference, why)
    return _written(work, stock, variant_id, place)


def transfer(
    work: Work, variant_id: UUID, source: str, target: str, quantity: int, *, reason: str = ""
) -> Level:
    """Carry units from one place to another; answers the level that is left at the first.

    Two rows of the ledger under one reason. Conflict: fewer are free there; what is promised to
    orders or held in carts is sent from where it lies.
    """
    if not 0 < quantity <= MAX_QUANTITY * 100:
        raise Invalid("quantity_invalid", "This quantity cannot be.", field="quantity")
    goal = locations.find(work, target, "target")
    stock, place = _open(work, variant_id, source, "source")
    if place == goal:
        raise Invalid("same_location", "The goods are there already.", field="target")
    free = stock.level(variant_id, place).available
    if quantity > free:
        text = "Only %(available)s are free to be moved from there."
        raise Conflict("out_of_stock", text, field="quantity", available=max(free, 0))
    why = Why(work.actor, reason)
    stock.move(variant_id, place, Movement.MOVED_OUT, quantity, why)
    stock.move(variant_id, goal, Movement.MOVED_IN, quantity, why)
    return _written(work, stock, variant_id, place)


def _open(
    work: Work, variant_id: UUID, location: str | None, field: str = "location"
) -> tuple[Stock, UUID]:
    """The variant's levels, locked, and the place that is meant."""
    if location is None:
        place = default_location(work.db)
    else:
        place = locations.find(work, location, field)
    stock = Stock(work.db, [variant_id], work.now)
    if variant_id not in stock.variants:
        raise Invalid("unknown_variant", "There is no such variant.", field="variant_id")
    if not stock.variants[variant_id].track_stock:
        raise Conflict("not_tracked", "The stock of this variant is not tracked.")
    return stock, place


def _written(work: Work, stock: Stock, variant_id: UUID, place: UUID) -> Level:
    shelf.written(work, stock)
    return stock.level(variant_id, place)


def find_variant(work: Work, *, sku: str | None, variant_id: UUID | None) -> UUID:
    """The variant that a movement names. Invalid when it names none, or both ways disagree."""
    key, by = (variant_id, "id") if variant_id else (sku, "sku")
    field = "variant_id" if variant_id else "sku"
    if key is None:
        raise Invalid("required", "Name a variant by sku or variant_id.", field="sku")
    found = catalog.variants_by_key(work.db, [key], by).get(key)
    if found is None:
        raise Invalid("unknown_variant", "There is no such variant.", field=field)
    return found.id
