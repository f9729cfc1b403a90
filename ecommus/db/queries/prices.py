"""Price lists and catalogue promotions, what variants sell at, and writing the latter down."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select, text, update
from sqlalchemy.orm import Session

from ecommus.db.tables import catalog, customers
from ecommus.db.tables import prices as t

BATCH = 5000
_ALL = "v.id > :after"
_OF = "v.product_id = ANY(:products) AND v.id > :after"
_SOLD = """
SELECT v.id, v.product_id, v.price, v.min_price, v.sells_at, v.reduced_from, v.original,
       v.lowest_before, v.sku, v.option_values, p.title,
       ARRAY(SELECT pc.category_id FROM product_categories pc
             WHERE pc.tenant_id = v.tenant_id AND pc.product_id = v.product_id) AS categories
FROM variants v JOIN products p ON p.tenant_id = v.tenant_id AND p.id = v.product_id
WHERE {where} ORDER BY v.id LIMIT :most {lock}"""
# So that nobody changes a price in between by rules that are no more.
_LOCK = "FOR NO KEY UPDATE OF v"
_WRITE = text(
    "UPDATE variants v SET sells_at = x.sells_at, reduced_from = x.reduced_from"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:sells_at AS bigint[]),"
    " CAST(:reduced_from AS bigint[])) AS x(id, sells_at, reduced_from) WHERE v.id = x.id"
)
_AS_TYPED = text(
    "WITH changed AS (UPDATE variants SET sells_at = price, reduced_from = NULL"
    " WHERE sells_at <> price OR reduced_from IS NOT NULL RETURNING id)"
    " SELECT count(*) FROM changed"
)


def lists(db: Session) -> list[Row]:
    """All price lists that are on, whatever their dates."""
    return list(db.execute(select(t.price_lists).where(t.price_lists.c.enabled)))


def promotions(db: Session) -> list[Row]:
    """All catalogue promotions that are on, whatever their dates."""
    return list(db.execute(select(t.catalog_promotions).where(t.catalog_promotions.c.enabled)))


def list_prices(db: Session, list_ids: Sequence[UUID], variant_ids: Sequence[UUID]) -> list[Row]:
    """What lists say of variants."""
    c = t.price_list_prices.c
    statement = select(c.price_list_id, c.variant_id, c.min_quantity, c.amount)
    wanted = statement.where(c.price_list_id.in_(list_ids), c.variant_id.in_(variant_ids))
    return list(db.execute(wanted))


def few_list_prices(db: Session, list_ids: Sequence[UUID], most: int) -> list[Row] | None:
    """All that lists say, None when it is more than ``most``."""
    c = t.price_list_prices.c
    statement = select(c.price_list_id, c.variant_id, c.min_quantity, c.amount)
    rows = db.execute(statement.where(c.price_list_id.in_(list_ids)).limit(most + 1)).all()
    return list(rows) if len(rows) <= most else None


def group_of(db: Session, customer_id: UUID) -> UUID | None:
    """A customer's group."""
    c = customers.customers.c
    return db.execute(select(c.group_id).where(c.id == customer_id)).scalar()


def sold(
    db: Session, products: Sequence[UUID] | None = None, *, lock: bool = False
) -> Iterator[list[Row]]:
    """The variants of products, or all, as rules see them: some thousands at a time."""
    where = _ALL if products is None else _OF
    statement = text(_SOLD.format(where=where, lock=_LOCK if lock else ""))
    given = {"most": BATCH, "after": UUID(int=0)}
    given |= {} if products is None else {"products": list(products)}
    while rows := db.execute(statement, given).all():
        yield list(rows)
        if len(rows) < BATCH:
            return
        given["after"] = rows[-1].id


def write(db: Session, changes: Sequence[tuple[UUID, int, int | None]]) -> None:
    """What variants sell at, and what that is reduced from."""
    ids, sells_at, reduced_from = zip(*changes, strict=True)
    given = {"ids": list(ids), "sells_at": list(sells_at), "reduced_from": list(reduced_from)}
    db.execute(_WRITE, given)


def as_typed(db: Session) -> int:
    """Every variant sells at its own price; answers how many did not."""
    return db.execute(_AS_TYPED).scalar_one()


def repriced(db: Session, at: datetime) -> None:
    """All rules were applied as they stood then."""
    for table in (t.catalog_promotions, t.price_lists):
        db.execute(update(table).values(repriced_at=at))


def promotion_list(*, q: str = "") -> Select:
    """Staff's list of catalogue promotions; the caller adds order and limits."""
    c = t.catalog_promotions.c
    statement = select(t.catalog_promotions)
    return statement.where(func.strpos(func.lower(c.name), q.lower()) > 0) if q else statement


def price_lists(*, q: str = "") -> Select:
    """Staff's list of price lists with their group's name; the caller adds order and limits."""
    c, group = t.price_lists.c, customers.customer_groups.c
    statement = select(t.price_lists, group.name.label("group_name")).outerjoin(
        customers.customer_groups, group.id == c.group_id
    )
    if q:
        named = func.strpos(func.lower(c.name), q.lower()) > 0
        statement = statement.where(named | (func.strpos(c.code, q.lower()) > 0))
    return statement


def counted(db: Session, list_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many prices each list holds."""
    c = t.price_list_prices.c
    statement = select(c.price_list_id, func.count()).where(c.price_list_id.in_(list_ids))
    return dict(map(tuple, db.execute(statement.group_by(c.price_list_id))))


def prices_of(list_id: UUID, *, q: str = "") -> Select:
    """The prices of a list, with what they are of; the caller adds order and limits."""
    c, v, p = t.price_list_prices.c, catalog.variants.c, catalog.products.c
    statement = (
        select(
            c.id, c.variant_id, c.min_quantity, c.amount,
            v.sku, v.option_values, v.price, v.product_id, p.title,
        )
        .join(catalog.variants, v.id == c.variant_id)
        .join(catalog.products, p.id == v.product_id)
        .where(c.price_list_id == list_id)
    )  # fmt: skip
    if q:
        code = func.strpos(func.lower(v.sku), q.lower()) > 0
        statement = statement.where(code | (func.strpos(func.lower(p.title), q.lower()) > 0))
    return statement


def by_sku(db: Session, skus: Sequence[str]) -> dict[str, UUID]:
    """Variants by SKU."""
    c = catalog.variants.c
    return dict(map(tuple, db.execute(select(c.sku, c.id).where(c.sku.in_(skus)))))


def in_groups(db: Session, group_id: UUID) -> Any:
    """The name of a price list of a group, or None."""
    c = t.price_lists.c
    return db.execute(select(c.name).where(c.group_id == group_id).limit(1)).scalar()
