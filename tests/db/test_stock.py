"""Stock with real rows: the ledger explains the levels, and nothing is oversold."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError, ProgrammingError

from ecommus.core.errors import Conflict
from ecommus.core.ids import uuid7
from ecommus.core.inventory import Level, Movement
from ecommus.core.orders import Cart
from ecommus.db import stock as ledger
from ecommus.db.session import TenantSession
from ecommus.db.stock import HOLD, Stock, Why, default_location, sweep_reservations
from ecommus.db.stock_proof import difference
from ecommus.db.tables.stock import reservations, stock_levels, stock_locations, stock_movements
from ecommus.services.tokens import new_token, token_hash
from ecommus.testing import a_product
from ecommus.worker import Worker

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
WHY = Why("test")


def a_cart(shop):
    """An empty cart; answers its id."""
    with shop.work() as job:
        cart = Cart(token_hash(new_token()), "RON", "ro")
        cart.created_at = cart.updated_at = NOW
        job.db.add(cart)
        return cart.id


def a_variant(shop, quantity=10, **fields):
    """A variant with goods on the shelf; answers its id."""
    variants = [{"option_values": [], "price": 100, **fields}]
    return a_product(shop, variants=variants, quantity=quantity).variants[0].id


def a_place(shop, code, priority):
    """One more stock location; answers its id."""
    place = uuid7()
    with shop.work() as job:
        values = {"id": place, "code": code, "name": code, "priority": priority}
        job.db.execute(insert(stock_locations).values(values))
    return place


def levels(shop, variant):
    """Place → level, as it is stored."""
    with shop.work() as job:
        rows = job.db.execute(select(stock_levels).where(stock_levels.c.variant_id == variant))
        return {r.location_id: Level(r.on_hand, r.allocated, r.reserved) for r in rows}


def whole(shop, variant):
    """The level over all places."""
    each = levels(shop, variant).values()
    return Level(
        sum(level.on_hand for level in each),
        sum(level.allocated for level in each),
        sum(level.reserved for level in each),
    )


def act(shop, variant, action, now=NOW):
    """``action(stock)`` in a transaction of its own; answers what ``flush`` says."""
    with shop.work() as job:
        stock = Stock(job.db, [variant], now)
        action(stock)
        return stock.flush()


def hold(shop, variant, cart, wanted, now=NOW):
    """Reserve for a cart, in a transaction of its own."""
    with shop.work() as job:
        stock = Stock(job.db, [variant], now, cart_id=cart)
        stock.reserve(wanted)
        return stock.flush()


steps = st.lists(
    st.tuples(
        st.sampled_from(
            ["receive", "count", "damage", "reserve", "release", "allocate", "sell", "give back",
             "later"]
        ),
        st.integers(1, 6),
        st.integers(0, 2),
    ),
    min_size=1,
    max_size=20,
)  # fmt: skip


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=steps, backorder=st.booleans())
def test_ledger_and_levels_agree_whatever_happens(shop, steps, backorder):
    variant, carts = a_variant(shop, 5, backorder=backorder), [a_cart(shop) for _ in range(3)]
    now = NOW
    on_hand, allocated = 5, 0
    for name, quantity, which in steps:
        try:
            with shop.work() as job:
                given_back = name in ("reserve", "release", "allocate")
                cart = carts[which] if given_back else None
                stock = Stock(job.db, [variant], now, cart_id=cart)
                place = default_location(job.db)
                match name:
                    case "receive":
                        stock.move(variant, place, Movement.RECEIVED, quantity, WHY)
                    case "count":
                        stock.move(variant, place, Movement.ADJUSTED, quantity - 4 or 1, WHY)
                    case "damage":
                        stock.move(variant, place, Movement.DAMAGED, quantity, WHY)
                    case "reserve":
                        stock.reserve({variant: quantity})
                    case "allocate":
                        stock.take(variant, quantity, Movement.ALLOCATED, WHY)
                    case "sell" | "give back":
                        kind = Movement.SOLD if name == "sell" else Movement.RELEASED
                        stock.move(variant, place, kind, min(quantity, allocated) or 10**6, WHY)
                    case "later":
                        now += timedelta(minutes=quantity * 3)
                stock.flush()
        except (Conflict, ValueError):
            # Refused: the transaction is gone, and the model stays.
            name = "refused"
        match name:
            case "receive":
                on_hand += quantity
            case "count":
                on_hand += quantity - 4 or 1
            case "damage":
                on_hand -= quantity
            case "allocate":
                allocated += quantity
            case "sell":
                on_hand, allocated = on_hand - min(quantity, allocated), allocated - min(
                    quantity, allocated
                )  # fmt: skip
            case "give back":
                allocated -= min(quantity, allocated)
        with shop.work() as job:
            assert difference(job.db) == []
            held = job.db.execute(
                select(func.coalesce(func.sum(reservations.c.quantity), 0)).where(
                    reservations.c.variant_id == variant
                )
            ).scalar_one()
        level = whole(shop, variant)
        assert (level.on_hand, level.allocated, level.reserved) == (on_hand, allocated, held)
        assert backorder or level.available >= 0


def test_the_proof_finds_a_level_that_nobody_can_explain(shop, kit):
    variant = a_variant(shop, 10)
    with TenantSession(kit.databases.app, tenant=shop.id) as db:
        db.execute(stock_levels.update().values(on_hand=9))
        (row,) = difference(db)
    assert (row.variant_id, row.on_hand, row.ledger) == (variant, 9, 10)


def test_the_ledger_is_only_written_to(shop, kit):
    a_variant(shop)
    for statement in (stock_movements.update().values(quantity=1), stock_movements.delete()):
        with (
            TenantSession(kit.databases.app, tenant=shop.id) as db,
            pytest.raises(ProgrammingError, match="permission denied"),
        ):
            db.execute(statement)


def test_the_database_itself_refuses_to_oversell(shop, kit):
    a_variant(shop, 1)
    with (
        TenantSession(kit.databases.app, tenant=shop.id) as db,
        pytest.raises(IntegrityError, match="ck_stock_levels_available"),
    ):
        db.execute(stock_levels.update().values(reserved=2))


def test_holding_again_starts_the_while_anew(shop):
    variant, cart = a_variant(shop), a_cart(shop)
    hold(shop, variant, cart, {variant: 4})
    later = NOW + timedelta(minutes=10)
    hold(shop, variant, cart, {variant: 2}, later)
    assert whole(shop, variant) == Level(10, 0, 2)
    with shop.work() as job:
        assert job.db.execute(select(reservations.c.expires_at)).scalars().all() == [later + HOLD]


def test_an_expired_reservation_is_swept_by_the_next_who_looks(shop):
    variant, one, two = a_variant(shop, 3), a_cart(shop), a_cart(shop)
    hold(shop, variant, one, {variant: 3})
    with pytest.raises(Conflict, match="Only 0 left"):
        hold(shop, variant, two, {variant: 1}, NOW + HOLD)
    after = NOW + HOLD + timedelta(seconds=1)
    hold(shop, variant, two, {variant: 3}, after)
    assert whole(shop, variant) == Level(3, 0, 3)
    with shop.work() as job:
        assert job.db.execute(select(reservations.c.cart_id)).scalars().all() == [two]


def test_the_sweep_gives_back_what_is_past_its_time_and_nothing_else(shop):
    early, late = a_variant(shop), a_variant(shop)
    hold(shop, early, a_cart(shop), {early: 4})
    hold(shop, late, a_cart(shop), {late: 4}, NOW + HOLD)
    with shop.work() as job:
        sweep_reservations(job.db, NOW + HOLD + timedelta(seconds=1))
    assert whole(shop, early).reserved == 0
    assert whole(shop, late).reserved == 4
    hold(shop, late, a_cart(shop), {late: 6}, NOW + HOLD)
    after = NOW + HOLD + HOLD + timedelta(seconds=1)
    for answer in ([(late, True)], []):
        with shop.work() as job:
            assert sweep_reservations(job.db, after) == answer


def test_the_worker_sweeps_every_shop(kit, shop, other_shop):
    held = {}
    for tenant in (shop, other_shop):
        variant = a_variant(tenant)
        # Long past: the worker goes by the clock on the wall.
        past = datetime.now(UTC) - timedelta(days=1)
        hold(tenant, variant, a_cart(tenant), {variant: 2}, past)
        assert whole(tenant, variant).reserved == 2
        held[tenant] = variant
    Worker(kit.registry).sweep()
    for tenant, variant in held.items():
        assert whole(tenant, variant) == Level(10, 0, 0)


def test_sold_ahead(shop):
    variant = a_variant(shop, 2, backorder=True)
    act(shop, variant, lambda stock: stock.take(variant, 5, Movement.ALLOCATED, WHY))
    assert whole(shop, variant) == Level(2, 5, 0)
    never_there = a_variant(shop, 0, backorder=True)
    act(shop, never_there, lambda stock: stock.take(never_there, 3, Movement.ALLOCATED, WHY))
    assert whole(shop, never_there) == Level(0, 3, 0)


def test_what_was_never_there_is_sold_out(shop):
    variant = a_variant(shop, 0)
    with pytest.raises(Conflict) as refused:
        act(shop, variant, lambda stock: stock.take(variant, 1, Movement.ALLOCATED, WHY))
    assert refused.value.params == {"available": 0}


def test_an_uncounted_variant_is_never_taken_from(shop):
    variant = a_variant(shop, 0, track_stock=False)
    act(shop, variant, lambda stock: stock.take(variant, 99, Movement.ALLOCATED, WHY))
    assert levels(shop, variant) == {}


def test_the_place_with_the_higher_priority_gives_first(shop):
    variant = a_variant(shop, 3)
    with shop.work() as job:
        main = default_location(job.db)
    near, far = a_place(shop, "near", 10), a_place(shop, "far", -10)
    for place in (near, far):
        act(shop, variant, lambda s, p=place: s.move(variant, p, Movement.RECEIVED, 3, WHY))
    taken = []
    act(shop, variant, lambda s: taken.extend(s.take(variant, 7, Movement.ALLOCATED, WHY)))
    assert [(part.location_id, part.quantity) for part in taken] == [(near, 3), (main, 3), (far, 1)]
    with shop.work() as job:
        assert default_location(job.db) == near
    with pytest.raises(Conflict, match="Only 2 left"):
        act(shop, variant, lambda s: s.take(variant, 3, Movement.ALLOCATED, WHY))


def test_what_is_sold_ahead_stands_at_the_first_place(shop):
    variant = a_variant(shop, 1, backorder=True)
    with shop.work() as job:
        main = default_location(job.db)
    near = a_place(shop, "near", 10)
    act(shop, variant, lambda s: s.move(variant, near, Movement.RECEIVED, 1, WHY))
    act(shop, variant, lambda s: s.take(variant, 5, Movement.ALLOCATED, WHY))
    found = levels(shop, variant)
    assert (found[near], found[main]) == (Level(1, 4, 0), Level(1, 1, 0))


def test_flush_says_what_became_available_and_what_stopped_being_so(shop):
    variant = a_variant(shop, 2)
    take = [
        act(shop, variant, lambda s: s.take(variant, 1, Movement.ALLOCATED, WHY)) for _ in range(2)
    ]
    assert take == [[], [(variant, False)]]
    with shop.work() as job:
        place = default_location(job.db)
    receive = lambda s: s.move(variant, place, Movement.RECEIVED, 1, WHY)  # noqa: E731
    assert [act(shop, variant, receive) for _ in range(2)] == [[(variant, True)], []]


def test_a_ledger_row_says_who_why_and_what_was_left(shop):
    variant, order = a_variant(shop, 5), uuid7()
    why = Why("ana", "order placed", order)
    act(shop, variant, lambda s: s.take(variant, 2, Movement.ALLOCATED, why))
    with shop.work() as job:
        rows = job.db.execute(select(stock_movements).order_by(stock_movements.c.id)).all()
    assert [(r.kind, r.quantity, r.on_hand, r.allocated) for r in rows] == [
        ("received", 5, 5, 0),
        ("allocated", 2, 5, 2),
    ]
    assert (rows[1].actor, rows[1].reason, rows[1].order_id) == ("ana", "order placed", order)


def test_a_reservation_writes_no_ledger(shop):
    variant = a_variant(shop)
    hold(shop, variant, a_cart(shop), {variant: 1})
    with shop.work() as job:
        kinds = job.db.execute(select(stock_movements.c.kind)).scalars().all()
    assert kinds == ["received"]
    assert {"reserved", "unreserved"} == ledger.UNRECORDED


def test_opening_a_place_twice_is_opening_it_once(shop):
    variant = a_variant(shop, 0)
    with shop.work() as job:
        place = default_location(job.db)
    for _ in range(2):
        act(shop, variant, lambda s: s.open_places([variant, variant], place))
    assert levels(shop, variant) == {place: Level()}
