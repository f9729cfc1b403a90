"""The columns of every list as a file. How a file is made is ``back_office.spreadsheet``.

A column is stated here and nowhere else; which rows there are is the list's own filter.
"""

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

from pyramid.i18n import TranslationStringFactory

from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import attributes, catalog, promotions
from ecommus.db.queries import customers as customer_queries
from ecommus.db.queries import invoices as invoice_queries
from ecommus.db.queries import products as product_queries
from ecommus.db.queries import stock as stock_queries
from ecommus.db.tables import promotions as t
from ecommus.db.tables.balances import balances
from ecommus.db.tables.customers import customer_groups as group_table
from ecommus.db.tables.customers import customers as customer_table
from ecommus.db.tables.stock import stock_movements
from ecommus.plugin_sdk import interfaces as i
from ecommus.plugin_sdk.views import page
from ecommus.services.offers import normal
from ecommus.web.admin import (
    balance_words,
    customers,
    gift_cards,
    invoice_shapes,
    invoices,
    lists,
    order_words,
    orders,
    product_bulk,
    products,
    promotion_words,
    stock,
    stock_words,
)
from ecommus.web.back_office import spreadsheet
from ecommus.web.back_office.spreadsheet import SHEETS, Column, Sheet, paged, selected
from ecommus.web.problems import translate

_ = TranslationStringFactory("ecommus")


def plain(title: str, name: str) -> Column:
    """An attribute of the row as it is."""
    read = attrgetter(name)
    return Column(title, lambda _request, row: read(row))


def words(title: str, name: str, table: Callable[[str], Any]) -> Column:
    """A code in words: ``table(code)`` is the msgid."""
    read = attrgetter(name)
    return Column(title, lambda request, row: translate(request, table(read(row))))


def amount(title: str, name: str) -> Column:
    """Minor units of the row's currency, or the shop's."""

    def read(request: Any, row: Any) -> Money | None:
        value = getattr(row, name)
        currency = getattr(row, "currency", request.tenant.currency)
        return None if value is None else Money(int(value), currency)

    return Column(title, read)


def labels(table: dict[str, tuple[str, str]]) -> Callable[[str], str]:
    """Of a table of badges the words."""
    return lambda code: table.get(code, ("", code))[1]


def joined(title: str, name: str) -> Column:
    """A list of texts in one cell."""
    return Column(title, lambda _request, row: " · ".join(getattr(row, name)))


def currency(request: Any, row: Any) -> str:
    return getattr(row, "currency", request.tenant.currency)


def _products(_context: Any, request: Any) -> Iterator[Any]:
    asked = products.wanted(request)
    sort, _headings = lists.sorting(request, products.SORTED, "-changed")
    return paged(
        lambda limit, offset: product_queries.rows(
            request.db, asked, sort=sort, limit=limit, offset=offset
        )
    )


def _stock(_context: Any, request: Any) -> Iterator[Any]:
    asked = stock.wanted(request)
    return paged(
        lambda limit, offset: stock_queries.variants(request.db, asked, limit=limit, offset=offset)
    )


def _ledger(context: Any, request: Any) -> Iterator[Any]:
    statement = stock_queries.movements(context.entity.id)
    return selected(request, statement, stock_movements.c.id.desc())


def _orders(_context: Any, request: Any) -> Iterator[Any]:
    statement, order, _shown = orders.wanted(request)
    return selected(request, statement, *order)


def _customers(_context: Any, request: Any) -> Iterator[Any]:
    groups = customers.group_choices(request)
    return selected(request, customers.wanted(request, groups), customer_table.c.id.desc())


def _groups(_context: Any, request: Any) -> Iterator[Any]:
    return selected(request, customer_queries.groups(), group_table.c.name, group_table.c.id)


def _invoices(_context: Any, request: Any) -> Iterator[Any]:
    kind = lists.chosen(request, "kind", invoice_shapes.KINDS)
    statement = invoice_queries.listed(kind=kind, q=lists.search(request))
    return selected(request, statement, *invoices.ORDER)


def _promotions(_context: Any, request: Any) -> Iterator[Any]:
    statement = promotions.listed(q=lists.search(request))
    return selected(request, statement, t.promotions.c.priority.desc(), t.promotions.c.id.desc())


def _coupons(context: Any, request: Any) -> Iterator[Any]:
    asked = normal(lists.search(request))
    statement = promotions.coupons_of(context.__parent__.entity.id, asked)
    return selected(request, statement, t.coupons.c.id.desc())


def _gift_cards(_context: Any, request: Any) -> Iterator[Any]:
    return selected(request, gift_cards.wanted(request), balances.c.id.desc())


def _attributes(_context: Any, request: Any) -> Iterator[Any]:
    return selected(request, attributes.defined(), *attributes.ORDER)


_STATE = Column(
    _("Status"),
    lambda request, row: translate(
        request, promotion_words.STATES[promotion_words.state(row, request.now)][1]
    ),
)
SHEETS |= {
    i.IProducts: Sheet("products", P.CATALOG_EXPORT, _products, (
        plain(_("Product"), "title"), plain(_("Vendor"), "vendor"),
        words(_("Status"), "status", lambda code: product_bulk.STATUSES[code][1]),
        plain(_("Variants"), "variants"), amount(_("Lowest price"), "lowest"),
        amount(_("Highest price"), "highest"), Column(_("Currency"), currency),
        plain(_("Stock"), "stock"), plain(_("Changed"), "updated_at"),
    )),
    i.IOrders: Sheet("orders", P.ORDER_READ, _orders, (
        plain(_("Number"), "number"), plain(_("Placed"), "placed_at"),
        Column(_("Customer"), lambda _r, row: order_words.customer(row.shipping_address)),
        plain(_("E-mail"), "email"),
        Column(_("Phone"), lambda _r, row: (row.shipping_address or {}).get("phone", "")),
        Column(_("Town"), lambda _r, row: (row.shipping_address or {}).get("city", "")),
        Column(_("County"), lambda _r, row: (row.shipping_address or {}).get("county", "")),
        words(_("Status"), "status", labels(order_words.STATUS)),
        words(_("Payment"), "payment_status", labels(order_words.PAYMENT)),
        words(_("Delivery"), "fulfilment_status", labels(order_words.FULFILMENT)),
        amount(_("Total"), "total"), Column(_("Currency"), currency),
    )),
    i.ICustomers: Sheet("customers", P.CUSTOMER_READ, _customers, (
        plain(_("First name"), "first_name"), plain(_("Last name"), "last_name"),
        plain(_("E-mail"), "email"), plain(_("Phone"), "phone"), plain(_("Company"), "company"),
        plain(_("VAT number (CUI)"), "vat_id"), plain(_("Group"), "group_name"),
        plain(_("Since"), "created_at"), plain(_("Orders"), "orders"),
        amount(_("Spent"), "spent"), Column(_("Currency"), currency),
    )),
    i.ICustomerGroups: Sheet("customer-groups", P.CUSTOMER_READ, _groups, (
        plain(_("Code"), "code"), plain(_("Name"), "name"), plain(_("Customers"), "customers"),
    )),
    i.IInvoices: Sheet("invoices", P.INVOICE_READ, _invoices, (
        plain(_("Number"), "full_number"),
        words(_("Kind"), "kind", invoice_shapes.KINDS.__getitem__),
        plain(_("Issued"), "issued_on"), plain(_("Customer"), "buyer"),
        plain(_("Order"), "order_number"), amount(_("Total"), "total"),
        Column(_("Currency"), currency), plain(_("Corrected by"), "corrected_by"),
    )),
    i.IGiftCards: Sheet("gift-cards", P.BALANCE_READ, _gift_cards, (
        Column(_("Card"), lambda _r, row: f"…{row.code_hint}"),
        Column(_("Status"), lambda request, row: balance_words.badge(request, row)[1]),
        amount(_("Left on it"), "amount"), Column(_("Currency"), currency),
        plain(_("Can be used until"), "expires_at"), plain(_("Name"), "recipient_name"),
        plain(_("E-mail"), "recipient_email"), plain(_("Note"), "note"),
        plain(_("Made on"), "created_at"),
    )),
    i.IStock: Sheet("stock", P.STOCK_READ, _stock, (
        plain(_("SKU"), "sku"), plain(_("Product"), "title"), joined(_("Variant"), "option_values"),
        plain(_("On hand"), "on_hand"), plain(_("Promised"), "allocated"),
        plain(_("In carts"), "reserved"), plain(_("Available"), "available"),
        plain(_("Stock is counted"), "track_stock"),
    )),
    i.IStockItem: Sheet("ledger", P.STOCK_READ, _ledger, (
        plain(_("When"), "at"),
        words(_("Movement"), "kind", lambda code: stock_words.MOVEMENTS.get(code, code)),
        plain(_("Quantity"), "quantity"), plain(_("Place"), "location"),
        words(_("Reason"), "reason", lambda text: stock_words.REASONS.get(text, text)),
        plain(_("Order"), "number"),
        Column(_("By"), lambda request, row: order_words.who(request, row.actor)),
        plain(_("On hand"), "on_hand"), plain(_("Promised"), "allocated"),
    )),
    i.IPromotions: Sheet("promotions", P.PROMOTION_READ, _promotions, (
        plain(_("Name"), "name"), _STATE, plain(_("Priority"), "priority"),
        plain(_("Starts"), "starts_at"), plain(_("Ends"), "ends_at"),
        plain(_("Used"), "orders"), plain(_("At most so many orders"), "usage_limit"),
    )),
    i.ICoupons: Sheet("coupons", P.PROMOTION_READ, _coupons, (
        plain(_("Code"), "code"), plain(_("Used"), "used"),
        plain(_("At most so many orders"), "usage_limit"),
        plain(_("At most so many of one customer"), "customer_limit"),
        plain(_("Valid until"), "expires_at"),
    )),
    i.ICategories: Sheet("categories", P.PRODUCT_READ, lambda _c, r: catalog.categories(r.db), (
        plain(_("Name"), "name"), plain(_("Address"), "slug"), plain(_("Position"), "position"),
    )),
    i.IAttributes: Sheet("attributes", P.PRODUCT_READ, _attributes, (
        plain(_("Code"), "code"), plain(_("Name"), "name"), plain(_("Position"), "position"),
    )),
}  # fmt: skip


def download(context: Any, request: Any) -> Any:
    """The list as a CSV file: the rows of the filter in the address."""
    return spreadsheet.download(context, request)


for _place, _sheet in SHEETS.items():
    page(_place, within=i.IAdmin, name=spreadsheet.NAME, permission=_sheet.permission)(download)
