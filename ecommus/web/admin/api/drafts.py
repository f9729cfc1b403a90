"""Drafts as JSON; their pages are ``web.admin.draft``."""

from typing import Any

from ecommus.core.customers import Address, check_address
from ecommus.core.errors import Invalid
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import carts as queries
from ecommus.db.queries import customers
from ecommus.db.tables.sales import carts as table
from ecommus.plugin_sdk.interfaces import (
    IAdmin,
    IDraft,
    IDraftLine,
    IDraftLines,
    IDrafts,
    ILeftCarts,
    IOrder,
)
from ecommus.plugin_sdk.views import Listing, api
from ecommus.services import carts, drafts, offers
from ecommus.web.admin.api import draft_schemas as schemas
from ecommus.web.admin.api import order_schemas, orders
from ecommus.web.admin.api.products import filters
from ecommus.web.api import created, listing, money, newest_first, no_content
from ecommus.web.jobs import speaking
from ecommus.web.storefront.api import carts as shared
from ecommus.web.storefront.api.carts import open_cart

READ = {"within": IAdmin, "permission": P.ORDER_READ}
EDIT = {"within": IAdmin, "permission": P.ORDER_EDIT}
CHANGE = EDIT | {"returns": schemas.Draft, "errors": (409,)}


def row_shape(request: Any, row: Any) -> dict[str, Any]:
    names = ("id", "email", "units", "updated_at", "ordered_at", "order_id")
    return {name: getattr(row, name) for name in names} | {
        "value": money(int(row.value), request.tenant.currency),
        "goods": row.goods or [],
    }


@api(IDrafts, query=schemas.DraftQuery, returns=Listing(schemas.DraftRow), **READ)
def index(_context: Any, request: Any) -> dict[str, Any]:
    """Drafts, newest first; ``q`` searches name and e-mail."""
    wanted = filters(request, {"state": queries.DRAFT_STATES})
    statement = queries.drafts(
        request.tenant.currency, state=wanted.get("state", ""), q=request.query["q"]
    )
    rows, cursor, total = newest_first(request, statement, table.c.id)
    items = [
        row_shape(request, row)
        | {"name": row.draft_name, "drafted_by": row.drafted_by, "sent_at": row.mailed_at,
           "version": row.version}
        for row in rows
    ]  # fmt: skip
    return listing(request, items, next_cursor=cursor, total=total)


@api(ILeftCarts, query=schemas.DraftQuery, returns=Listing(schemas.LeftCart), **READ)
def left_index(_context: Any, request: Any) -> dict[str, Any]:
    """Carts that were left, newest first; ``q`` searches e-mail and name."""
    wanted = filters(request, {"state": queries.LEFT_STATES})
    statement = queries.left(
        request.tenant.currency, state=wanted.get("state", ""), q=request.query["q"]
    )
    rows, cursor, total = newest_first(request, statement, table.c.id)
    items = [
        row_shape(request, row)
        | {"left_at": row.left_at, "reminded_at": row.mailed_at, "recovered_at": row.recovered_at}
        for row in rows
    ]
    return listing(request, items, next_cursor=cursor, total=total)


def present(request: Any, cart: Any) -> dict[str, Any]:
    """A draft with its explained sums, its problems, and what can be chosen."""
    view = carts.look(request, cart)
    answer = shared.shape(request, cart, "", view=view, explain=True)
    by_id = {line.id: line for line in cart.lines}
    for shown in answer["lines"]:
        line = by_id[shown["id"]]
        shown["agreed_price"] = money(line.unit_price, cart.currency)
        shown["price_reason"] = line.price_reason
    choices = carts.ways_to_pay(request, view)
    names = ("id", "drafted_by", "customer_id", "ordered_at", "updated_at", "version")
    return (
        answer
        | {name: getattr(cart, name) for name in names}
        | {
            "name": cart.draft_name,
            "sent_at": cart.mailed_at,
            "shipping_methods": [_method(quote, quote.price) for quote in view.quotes],
            "payment_methods": [_method(choice, None) for choice in choices],
        }
    )


def _method(offered: Any, price: Any) -> dict[str, Any]:
    names = ("code", "title", "description")
    shown = {name: getattr(offered, name) for name in names}
    return shown | {"price": price, "pickup": getattr(offered, "pickup", "")}


def apply(request: Any, cart: Any, given: dict[str, Any]) -> None:
    """What a body says of a draft, its lines aside."""
    changes = dict(given)
    if (currency := changes.pop("currency", None)) is not None:
        drafts.set_currency(request, cart, currency)
    if (customer_id := changes.pop("customer_id", None)) is not None:
        customer = customers.customer(request.db, customer_id)
        if customer is None or customer.erased_at is not None:
            raise Invalid("customer_unknown", "There is no such customer.", field="customer_id")
        drafts.belong(request, cart, customer)
    for name in ("shipping_address", "billing_address"):
        if changes.get(name):
            check_address(Address(**changes[name]), name)
    if "name" in changes:
        changes["draft_name"] = changes.pop("name") or None
    if (codes := changes.pop("coupons", None)) is not None:
        offers.set_codes(request, cart, codes)
    carts.change(request, cart, changes)
    view = carts.look(request, cart)
    if changes.get("shipping_method"):
        carts.check_method(view, changes["shipping_method"], view.quotes, "shipping_method")
    if changes.get("payment_method"):
        choices = carts.ways_to_pay(request, view)
        carts.check_method(view, changes["payment_method"], choices, "payment_method")


def agree(request: Any, cart: Any, line: Any, given: dict[str, Any]) -> None:
    """The agreed price of a line, where the body names one."""
    if "agreed_price" in given:
        price = given["agreed_price"]
        if price is not None and price["currency"] != cart.currency:
            text, field = "This is in %(currency)s.", "agreed_price.currency"
            raise Invalid("currency_other", text, field=field, currency=cart.currency)
        amount = None if price is None else price["amount"]
        drafts.agree(request, cart, line, amount, given["price_reason"])
        request.audit.update(agreed_price=amount, reason=given["price_reason"])


def put_in(request: Any, cart: Any, given: dict[str, Any]) -> None:
    """One more line, or more of one."""
    rows = carts.add(
        request, cart, given["quantity"], variant_id=given["variant_id"], sku=given["sku"]
    )
    variant_id = given["variant_id"] or next(
        id_ for id_, row in rows.items() if row.sku == given["sku"]
    )
    line = next(line for line in cart.lines if line.variant_id == variant_id)
    if given["agreed_price"] is not None:
        agree(request, cart, line, given)


@api(IDrafts, method="POST", schema=schemas.DraftInput, status=201, **CHANGE)
def create_draft(context: Any, request: Any) -> dict[str, Any]:
    """A new draft, with what the body says."""
    given = dict(request.validated)
    lines = given.pop("lines")
    cart = drafts.create(request, currency=given.pop("currency"))
    for line in lines:
        put_in(request, cart, line)
    apply(request, cart, {name: value for name, value in given.items() if value is not None})
    created(request, context.wrap(cart))
    return present(request, cart)


@api(IDraft, returns=schemas.Draft, **READ)
def show_draft(context: Any, request: Any) -> dict[str, Any]:
    """One draft, with the explanation of its sums."""
    return present(request, context.entity)


@api(IDraft, method="PATCH", schema=schemas.DraftChange, **CHANGE)
def change_draft(context: Any, request: Any) -> dict[str, Any]:
    """Set customer, e-mail, addresses, methods, codes, note or name."""
    cart = open_cart(context, request)
    apply(request, cart, request.validated)
    return present(request, cart)


@api(IDraft, method="DELETE", status=204, errors=(409,), **EDIT)
def delete_draft(context: Any, request: Any) -> None:
    """Throw it away; 409 once it is an order."""
    drafts.remove(request, context.entity)
    no_content(request)


@api(IDraftLines, method="POST", schema=schemas.DraftLine, **CHANGE)
def add_draft_line(context: Any, request: Any) -> dict[str, Any]:
    """Put units of a variant in, at the shop's price or at one agreed on."""
    cart = open_cart(context.__parent__, request)
    put_in(request, cart, request.validated)
    return present(request, cart)


@api(IDraftLine, method="PATCH", schema=schemas.DraftLineChange, **CHANGE)
def change_draft_line(context: Any, request: Any) -> dict[str, Any]:
    """Another quantity, another agreed price."""
    cart, given = open_cart(context.__parent__.__parent__, request), request.validated
    agree(request, cart, context.entity, given)
    if "quantity" in given:
        carts.set_quantities(request, cart, {context.entity.id: given["quantity"]})
    return present(request, cart)


@api(IDraftLine, method="DELETE", **CHANGE)
def remove_draft_line(context: Any, request: Any) -> dict[str, Any]:
    """Take a line out."""
    cart = open_cart(context.__parent__.__parent__, request)
    carts.set_quantities(request, cart, {context.entity.id: 0})
    return present(request, cart)


@api(IDraft, name="place", method="POST", returns=order_schemas.Order, status=201, errors=(409,),
     **EDIT)  # fmt: skip
def place_draft(context: Any, request: Any) -> dict[str, Any]:
    """Order it for its buyer; the order is confirmed."""
    with speaking(request, context.entity.locale):
        order = drafts.place(request, context.entity)
    request.response.status_int = 201
    request.response.location = f"{request.host_url}/api/admin/orders/{order.id}"
    request.audit.update(number=order.number)
    return orders.present(request, order)


@api(IDraft, name="send", method="POST", **CHANGE)
def send_draft(context: Any, request: Any) -> dict[str, Any]:
    """Write to its buyer, who finishes and pays it."""
    drafts.send(request, context.entity)
    return present(request, context.entity)


@api(IOrder, name="copy", method="POST", status=201, **CHANGE)
def copy_order(context: Any, request: Any) -> dict[str, Any]:
    """The same once more, as a draft at the prices of today."""
    cart, _missing = drafts.copy(request, context.entity)
    request.audit.update(number=context.entity.number)
    created(request, context.__parent__.__parent__["drafts"].wrap(cart))
    return present(request, cart)
