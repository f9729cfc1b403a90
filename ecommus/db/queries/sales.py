"""Carts and orders with their parts, and what is needed to price them."""

from collections.abc import Sequence
from functools import cache
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, func, inspect, or_, select, text
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from ecommus.core.orders import Cart, Order
from ecommus.core.text import fold
from ecommus.db.session import TenantSession
from ecommus.db.tables import sales

# Everything a cart's lines show and cost: one statement for any number of lines.
_LINES = text(
    """
SELECT v.id AS variant_id, v.sku, v.option_values, v.price, v.min_price, v.sells_at, v.original,
       v.lowest_before, v.track_stock, v.backorder, v.weight_grams, p.id AS product_id, p.slug,
       p.title, p.options, p.status, p.tax_category, p.translations,
       coalesce(v.media_id, first.media_id) AS media_id,
       m.alt, m.width, m.height, m.content_type, m.digest, m.renditions,
       ARRAY(SELECT pc.category_id FROM product_categories pc
             WHERE pc.tenant_id = p.tenant_id AND pc.product_id = p.id) AS categories,
       (SELECT coalesce(sum(l.on_hand - l.allocated - l.reserved), 0) FROM stock_levels l
        WHERE l.tenant_id = v.tenant_id AND l.variant_id = v.id) AS available,
       (SELECT coalesce(sum(r.quantity), 0) FROM reservations r
        WHERE r.tenant_id = v.tenant_id AND r.variant_id = v.id AND r.cart_id = :cart) AS held,
       (SELECT c.tax_exempt FROM customers c WHERE c.id = :customer) AS exempt
FROM variants v
JOIN products p ON p.tenant_id = v.tenant_id AND p.id = v.product_id
LEFT JOIN LATERAL (
  SELECT pm.media_id FROM product_media pm
  WHERE pm.tenant_id = p.tenant_id AND pm.product_id = p.id
  ORDER BY pm.position, pm.id LIMIT 1) first ON true
LEFT JOIN media m ON m.tenant_id = v.tenant_id AND m.status = 'ready'
                 AND m.id = coalesce(v.media_id, first.media_id)
WHERE v.id = ANY(:variants) OR v.sku = :sku
"""
)


@cache
def _by_token(read_only: bool) -> Select:
    """Built once: a cart is what most requests that write begin with."""
    statement = select(Cart).where(sales.carts.c.token_hash == bindparam("token_hash"))
    return statement if read_only else statement.with_for_update(of=sales.carts)


def cart(db: TenantSession, token_hash: bytes) -> Cart | None:
    """A cart; locked when the session may write."""
    db.by_keys()
    found = db.execute(_by_token(db.read_only), {"token_hash": token_hash})
    return found.scalar_one_or_none()


def rows_of(
    db: Session, cart: Cart, variant_id: UUID | None = None, sku: str | None = None
) -> dict[UUID, Row]:
    """What a cart's variants, and the one named, show and cost.

    A variant that was deleted takes its lines with it.
    """
    ids = [line.variant_id for line in cart.lines]
    if variant_id is not None:
        ids.append(variant_id)
    rows = cart_rows(db, cart.id, ids, sku, cart.customer_id)
    if not all(line.variant_id in rows for line in cart.lines):
        kept = [line for line in cart.lines if line.variant_id in rows]
        if inspect(cart).attrs.lines.history.has_changes():
            cart.lines = kept
        else:
            # No change of this request's: it may only read.
            set_committed_value(cart, "lines", kept)
    return rows


def cart_rows(
    db: Session,
    cart_id: UUID,
    variant_ids: Sequence[UUID],
    sku: str | None = None,
    customer_id: UUID | None = None,
) -> dict[UUID, Row]:
    """What a cart's variants (and the one of a SKU) show and cost, by variant; and in each row
    whether the customer pays no tax (``exempt``)."""
    given = {"cart": cart_id, "variants": list(variant_ids), "sku": sku, "customer": customer_id}
    rows = db.execute(_LINES, given).all()
    return {row.variant_id: row for row in rows}


def order(db: Session, condition) -> Order | None:
    """An order with its lines; locked when the session may write."""
    statement = select(Order).where(condition).options(selectinload(Order.lines))
    if not db.read_only:
        statement = statement.with_for_update(of=sales.orders)
    return db.execute(statement).scalar_one_or_none()


def orders_of(db: Session, ids: Sequence[UUID]) -> list[Order]:
    """Some orders with their lines; locked in the order of their ids when the session may write."""
    statement = select(Order).where(Order.id.in_(ids)).options(selectinload(Order.lines))
    statement = statement.order_by(Order.id)
    if not db.read_only:
        statement = statement.with_for_update(of=sales.orders)
    return list(db.execute(statement).scalars())


def timeline(db: Session, order_id: UUID) -> list[Row]:
    t = sales.order_timeline
    return list(db.execute(select(t).where(t.c.order_id == order_id).order_by(t.c.id)))


def fulfilments(db: Session, order_id: UUID) -> list[Row]:
    t = sales.fulfilments
    return list(db.execute(select(t).where(t.c.order_id == order_id).order_by(t.c.id)))


def order_list(*, status: str = "", fulfilment: str = "", q: str = "") -> Select:
    """The operator's list: columns, not entities; the caller adds order and limits."""
    c = sales.orders.c
    statement = select(
        c.id, c.number, c.placed_at, c.email, c.status, c.payment_status, c.fulfilment_status,
        c.total, c.refunded_total, c.currency, c.shipping_address, c.version,
    )  # fmt: skip
    if status:
        statement = statement.where(c.status == status)
    if fulfilment:
        statement = statement.where(c.fulfilment_status == fulfilment)
    if q:
        needle = fold(q.strip())
        name = c.shipping_address["last_name"].astext
        first = c.shipping_address["first_name"].astext
        statement = statement.where(
            or_(
                c.number == q.strip(),
                func.strpos(func.lower(c.email), needle) > 0,
                func.strpos(func.lower(first + " " + name), q.strip().lower()) > 0,
            )
        )
    return statement
