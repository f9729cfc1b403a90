"""The tables, a module per domain. Importing this package fills ``metadata``."""

from ecommus.db.tables import (
    accounts,
    catalog,
    customers,
    invoices,
    ops,
    platform,
    promotions,
    sales,
    shipping,
    stock,
    tax,
)
from ecommus.db.tables.kit import TENANT_TABLES, metadata

__all__ = [
    "TENANT_TABLES",
    "accounts",
    "catalog",
    "customers",
    "invoices",
    "metadata",
    "ops",
    "platform",
    "promotions",
    "sales",
    "shipping",
    "stock",
    "tax",
]
