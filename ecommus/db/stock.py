"""Moving stock: the one place that changes a level, and writes down why.

Rows are locked in the order of their ids, so two carts never wait for each other in a circle.
Expired reservations are swept under the same lock. The rule is ``core.inventory.after``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row, insert, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from ecommus.core.errors import Conflict
from ecommus.core.ids import uuid7
from ecommus.core.inventory import Fall, Level, Movement, after
from ecommus.db.tables.stock import reservations, stock_levels, stock_locations

HOLD = timedelta(minutes=15)
# Reservations explain themselves and are gone in minutes; the ledger is for what lasts.
UNRECORDED = frozenset({Movement.RESERVED, Movement.UNRESERVED})

# The variants and their levels, locked in the order of the levels' ids; a variant that never was
# anywhere has no level. A union, not an OR: the planner would read all variants of the shop for it.
# ``held``: there may be something to release. What others hold by now, they let go under the lock.
_LEVELS = text(
    """
WITH levels AS MATERIALIZED (
  SELECT l.id, l.variant_id, l.location_id, l.on_hand, l.allocated, l.reserved, p.priority
  FROM stock_levels l JOIN stock_locations p ON p.tenant_id = l.tenant_id AND p.id = l.location_id
  WHERE l.variant_id IN (SELECT unnest(CAST(:ids AS uuid[]))
                         UNION SELECT variant_id FROM reservations WHERE cart_id = :cart)
  ORDER BY l.id FOR UPDATE OF l)
SELECT v.id AS variant, v.track_stock, v.backorder, v.low_stock, l.*,
       EXISTS (SELECT FROM reservations r WHERE r.tenant_id = v.tenant_id AND r.variant_id = v.id
               AND (r.expires_at < :now OR r.cart_id = :cart)) AS held
FROM variants v LEFT JOIN levels l ON l.variant_id = v.id
WHERE v.id IN (SELECT unnest(CAST(:ids AS uuid[]))
               UNION SELECT variant_id FROM reservations WHERE cart_id = :cart)
ORDER BY l.id"""
)
_RELEASE = text(
    """
DELETE FROM reservations
WHERE variant_id = ANY(:ids) AND expires_at < :now OR cart_id = :cart
RETURNING variant_id, location_id, quantity"""
)
# Levels and ledger in one trip.
_WRITE = text(
    """
WITH written AS (
  UPDATE stock_levels l
  SET on_hand = x.on_hand, allocated = x.allocated, reserved = x.reserved, backorder = x.backorder
  FROM unnest(CAST(:ids AS uuid[]), CAST(:on_hand AS int[]), CAST(:allocated AS int[]),
              CAST(:reserved AS int[]), CAST(:backorder AS bool[]))
    AS x(id, on_hand, allocated, reserved, backorder)
  WHERE l.id = x.id)
INSERT INTO stock_movements
  (id, variant_id, location_id, kind, quantity, on_hand, allocated, reason, order_id, actor)
SELECT * FROM jsonb_to_recordset(CAST(:movements AS jsonb)) AS m(
  id uuid, variant_id uuid, location_id uuid, kind text, quantity int, on_hand int, allocated int,
  reason text, order_id uuid, actor text)"""
)


@dataclass(frozen=True, slots=True)
class Why:
    """Who moves stock and for what: a reason a person reads, and the order if there is one."""

    actor: str
    reason: str = ""
    order_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """Units taken from one place."""

    location_id: UUID
    quantity: int


class Stock:
    """The levels of some variants, locked until the transaction ends.

    ``cart_id``: a cart that gives back what it holds, first of all.
    """

    def __init__(
        self,
        db: Session,
        variant_ids: Iterable[UUID],
        now: datetime,
        *,
        cart_id: UUID | None = None,
    ):
        self.db = db
        self.now, self.cart_id = now, cart_id
        rows = db.execute(_LEVELS, {"ids": list(variant_ids), "cart": cart_id, "now": now}).all()
        self.variants: dict[UUID, Row] = {row.variant: row for row in rows}
        ids = list(self.variants)
        levels = [row for row in rows if row.id is not None]
        self._rows: dict[tuple[UUID, UUID], Row] = {
            (row.variant_id, row.location_id): row for row in levels
        }
        self._levels = {
            key: Level(row.on_hand, row.allocated, row.reserved) for key, row in self._rows.items()
        }
        self._places: dict[UUID, list[UUID]] = defaultdict(list)
        for row in levels:
            self._places[row.variant_id].append(row.location_id)
        # What fell with the last flush.
        self.fallen: list[Fall] = []
        self._left = {variant: self.left(variant) for variant in ids}
        self._flipped: dict[UUID, bool] = {v: self.available(v) > 0 for v in ids}
        self._movements: list[dict[str, Any]] = []
        self._dirty: set[tuple[UUID, UUID]] = set()
        if any(row.held for row in rows):
            self._release({"ids": ids, "now": now, "cart": cart_id})

    def _of(self, variant_id: UUID) -> Iterator[Level]:
        return (self._levels[variant_id, place] for place in self._places[variant_id])

    def available(self, variant_id: UUID) -> int:
        """Units that can still be promised, over all places."""
        return sum(level.available for level in self._of(variant_id))

    def left(self, variant_id: UUID) -> int:
        """Units that no order has: what is held in carts may come back."""
        return sum(level.on_hand - level.allocated for level in self._of(variant_id))

    def level(self, variant_id: UUID, location_id: UUID) -> Level:
        return self._levels.get((variant_id, location_id), Level())

    def move(
        self, variant_id: UUID, location_id: UUID, kind: Movement, quantity: int, why: Why
    ) -> Level:
        """Move units at one place. Conflict ``out_of_stock`` when they are not there."""
        key = (variant_id, location_id)
        if key not in self._rows:
            self.open_places([variant_id], location_id)
        level = after(
            self._levels[key], kind, quantity, backorder=self.variants[variant_id].backorder
        )
        self._levels[key] = level
        self._dirty.add(key)
        if kind not in UNRECORDED:
            self._movements.append(
                {
                    "id": uuid7(),
                    "variant_id": variant_id,
                    "location_id": location_id,
                    "kind": str(kind),
                    "quantity": quantity,
                    "on_hand": level.on_hand,
                    "allocated": level.allocated,
                    "reason": why.reason,
                    "order_id": why.order_id,
                    "actor": why.actor,
                }
            )
        return level

    def take(self, variant_id: UUID, quantity: int, kind: Movement, why: Why) -> list[Taken]:
        """Promise units from the best places. Conflict ``out_of_stock``, with what is left."""
        variant = self.variants[variant_id]
        if not variant.track_stock:
            return []
        places = sorted(
            (self._rows[variant_id, place] for place in self._places[variant_id]),
            key=lambda row: (-row.priority, row.id),
        )
        if not places:
            if not variant.backorder:
                raise Conflict("out_of_stock", "Only %(available)s left in stock.", available=0)
            self.open_places([variant_id], default_location(self.db))
            return self.take(variant_id, quantity, kind, why)
        taken, rest = [], quantity
        for row in places:
            part = min(rest, max(self.level(variant_id, row.location_id).available, 0))
            if part:
                taken.append(Taken(row.location_id, part))
                rest -= part
        if rest and not variant.backorder:
            raise Conflict(
                "out_of_stock",
                "Only %(available)s left in stock.",
                available=max(self.available(variant_id), 0),
            )
        if rest:
            first = places[0].location_id
            held = next((t.quantity for t in taken if t.location_id == first), 0)
            taken = [t for t in taken if t.location_id != first] + [Taken(first, held + rest)]
        for part in taken:
            self.move(variant_id, part.location_id, kind, part.quantity, why)
        return taken

    def reserve(self, wanted: Mapping[UUID, int]) -> None:
        """Hold units for the cart for a while; doing it again starts the while anew."""
        rows = []
        for variant_id, quantity in sorted(wanted.items()):
            taken = self.take(variant_id, quantity, Movement.RESERVED, Why("checkout"))
            for part in taken:
                rows.append(
                    {
                        "id": uuid7(),
                        "cart_id": self.cart_id,
                        "variant_id": variant_id,
                        "location_id": part.location_id,
                        "quantity": part.quantity,
                        "expires_at": self.now + HOLD,
                    }
                )
        if rows:
            self.db.execute(insert(reservations), rows)

    def flush(self) -> list[tuple[UUID, bool]]:
        """Write levels and ledger: one statement, however many moved.

        Answers the variants that became available or stopped being so.
        """
        if self._dirty:
            # In the order of their ids, as they were locked.
            keys = sorted(self._dirty, key=lambda key: self._rows[key].id)
            levels = [self._levels[key] for key in keys]
            written = {
                "ids": [self._rows[key].id for key in keys],
                "on_hand": [level.on_hand for level in levels],
                "allocated": [level.allocated for level in levels],
                "reserved": [level.reserved for level in levels],
                "backorder": [self.variants[variant].backorder for variant, _place in keys],
                "movements": orjson.dumps(self._movements).decode(),
            }
            self.db.execute(_WRITE, written)
        self._dirty, self._movements = set(), []
        left = {variant: self.left(variant) for variant in self._left}
        self.fallen = [
            Fall(variant, before, left[variant], self.variants[variant].low_stock)
            for variant, before in self._left.items()
            if left[variant] < before
        ]
        self._left = left
        now = {variant: self.available(variant) > 0 for variant in self._flipped}
        changed = [(v, state) for v, state in now.items() if self._flipped[v] != state]
        self._flipped = now
        return changed

    def open_places(self, variant_ids: Sequence[UUID], location_id: UUID) -> None:
        """Level rows for variants that were never in a place: two statements for all of them."""
        missing = sorted({v for v in variant_ids if (v, location_id) not in self._rows})
        if not missing:
            return
        values = [{"id": uuid7(), "variant_id": v, "location_id": location_id} for v in missing]
        self.db.execute(upsert(stock_levels).on_conflict_do_nothing(), values)
        rows = self.db.execute(
            select(stock_levels, stock_locations.c.priority)
            .join(stock_locations, stock_locations.c.id == stock_levels.c.location_id)
            .where(
                stock_levels.c.variant_id.in_(missing), stock_levels.c.location_id == location_id
            )
            .order_by(stock_levels.c.id)
            .with_for_update(of=stock_levels)
        )
        for row in rows:
            self._places[row.variant_id].append(location_id)
            self._rows[row.variant_id, location_id] = row
            self._levels[row.variant_id, location_id] = Level(
                row.on_hand, row.allocated, row.reserved
            )

    def _release(self, which: Mapping[str, Any]) -> None:
        gone = self.db.execute(_RELEASE, which).all()
        for row in gone:
            key = (row.variant_id, row.location_id)
            self.move(*key, Movement.UNRESERVED, row.quantity, Why("checkout"))


def default_location(db: Session) -> UUID:
    """The place with the highest priority; every shop has one."""
    return db.execute(
        select(stock_locations.c.id)
        .order_by(stock_locations.c.priority.desc(), stock_locations.c.id)
        .limit(1)
    ).scalar_one()


def sweep_reservations(db: Session, now: datetime) -> list[tuple[UUID, bool]]:
    """Give back every reservation past its time; answers what became available by it."""
    ids = list(
        db.execute(
            select(reservations.c.variant_id).where(reservations.c.expires_at < now).distinct()
        ).scalars()
    )
    return Stock(db, ids, now).flush() if ids else []
