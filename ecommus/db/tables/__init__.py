"""The tables, a module per domain. Importing this package fills ``metadata``."""

from ecommus.db.tables import (
    accounts,
    back_office,
    balances,
    catalog,
    customers,
    invoices,
    licensing,
    ops,
    payments,
    platform,
    prices,
    promotions,
    returns,
    sales,
    shipping,
    stock,
    tax,
)
from ecommus.db.tables.kit import TENANT_TABLES, metadata

__all__ = [
    "TENANT_TABLES",
    "accounts",
    "back_office",
    "balances",
    "catalog",
    "customers",
    "invoices",
    "licensing",
    "metadata",
    "ops",
    "payments",
    "platform",
    "prices",
    "promotions",
    "returns",
    "sales",
    "shipping",
    "stock",
    "tax",
]
