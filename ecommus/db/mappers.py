"""The entities of ``core``, mapped onto the tables: one Product class, no twin for the database.

Every relation is ``lazy="raise"``: what a view needs it loads by name (``queries``).
"""

from sqlalchemy.orm import foreign as child
from sqlalchemy.orm import registry, relationship

from ecommus.core.catalog import Category, Product, Variant
from ecommus.core.orders import Cart, Order, OrderLine
from ecommus.core.returns import Return
from ecommus.db.tables import catalog, returns, sales

_registry = registry()


def _parts(parent, table, column: str, order_by: str):
    """A one-to-many inside the tenant: only the child's own reference is written."""
    return {
        "primaryjoin": (parent.c.id == child(table.c[column]))
        & (parent.c.tenant_id == table.c.tenant_id),
        "order_by": table.c[order_by],
        "cascade": "all, delete-orphan",
        "passive_deletes": True,
        "lazy": "raise",
    }


def configure() -> None:
    """Map the entities, once per process."""
    if _registry.mappers:
        return
    _registry.map_imperatively(
        Variant,
        catalog.variants,
        # Kept by the database and by services.repricing.
        exclude_properties=["sells_at", "reduced_from", "price_since", "lowest_before", "original"],
    )
    _registry.map_imperatively(
        Product,
        catalog.products,
        # The database's own: for its index.
        exclude_properties=["lexemes"],
        properties={
            "variants": relationship(
                Variant, **_parts(catalog.products, catalog.variants, "product_id", "position")
            )
        },
    )
    _registry.map_imperatively(Category, catalog.categories)
    _registry.map_imperatively(Cart, sales.carts)
    _registry.map_imperatively(OrderLine, sales.order_lines)
    _registry.map_imperatively(
        Order,
        sales.orders,
        properties={
            "lines": relationship(
                OrderLine, **_parts(sales.orders, sales.order_lines, "order_id", "position")
            )
        },
    )
    _registry.map_imperatively(Return, returns.returns)
