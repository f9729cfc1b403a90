"""``/me``: a shopper's own details, orders, addresses and data, with the access token of ``auth``.

Withdrawing from a contract is open to everyone who knows the order.
"""

from typing import Any

from ecommus.core.consents import current
from ecommus.core.customers import Address
from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import balances
from ecommus.db.queries import customers as queries
from ecommus.db.tables.sales import orders as orders_table
from ecommus.plugin_sdk.interfaces import (
    IAccount,
    IOwnAddress,
    IOwnAddresses,
    IOwnOrder,
    IOwnOrders,
    IStorefront,
    IWithdrawals,
)
from ecommus.plugin_sdk.views import Listing, api
from ecommus.services import withdrawals
from ecommus.services.customers import access, addresses, email, privacy, profile
from ecommus.services.tokens import order_token
from ecommus.web import shoppers
from ecommus.web.api import created, listing, newest_first, no_content
from ecommus.web.storefront.api import account_schemas as schemas
from ecommus.web.storefront.api import schemas as shop
from ecommus.web.storefront.api.account import granted, received
from ecommus.web.storefront.api.orders import order_shape

OWN = {"within": IStorefront, "permission": P.SHOP_ACCOUNT}
FIELDS = ("id", "email", "first_name", "last_name", "phone", "locale", "company", "vat_id",
          "registration_number", "created_at", "version")  # fmt: skip


def shape(request: Any, me: Any) -> dict[str, Any]:
    marketing = current(privacy.ledger(request, me.id))["marketing"]
    given = marketing is not None and marketing.given
    return {name: getattr(me, name) for name in FIELDS} | {"marketing": given}


@api(IAccount, returns=schemas.Me, **OWN)
def show_me(context: Any, request: Any) -> dict[str, Any]:
    """Whoever is signed in."""
    return shape(request, context.entity)


@api(IAccount, method="PATCH", schema=schemas.MeChange, returns=schemas.Me, errors=(412,), **OWN)
def change_me(context: Any, request: Any) -> dict[str, Any]:
    """Change one's own details (RFC 7396)."""
    changes = dict(request.validated)
    if "marketing" in changes:
        given = changes.pop("marketing")
        privacy.set_consent(request, context.customer_id, "marketing", given=given)
        profile.touch(request, context.customer_id)
    profile.change(request, context.entity, changes)
    return shape(request, context.reread())


@api(
    IAccount, name="password", method="POST", schema=schemas.PasswordChange,
    returns=schemas.CustomerAccess, secret=True, rate="auth", **OWN,
)  # fmt: skip
def change_password(context: Any, request: Any) -> dict[str, Any]:
    """Another password. Every session ends; this program gets another one."""
    given = request.validated
    access.change_password(request, context.customer_id, given["current"], given["password"])
    return granted(request, *shoppers.start(request, context.customer_id, "api"))


@api(
    IAccount, name="email", method="POST", schema=schemas.EmailChange, returns=schemas.Received,
    status=202, rate="auth", **OWN,
)  # fmt: skip
def change_email(context: Any, request: Any) -> dict[str, Any]:
    """Ask for another e-mail address; the link in the mail to it finishes it
    (``auth/confirm-email``)."""
    email.ask(request, context.entity, **request.validated)
    return received(request)


@api(IAccount, name="export", method="POST", returns=schemas.Export, secret=True, **OWN)
def export_me(context: Any, request: Any) -> dict[str, Any]:
    """Everything that the shop holds about one."""
    return privacy.export(request, context.customer_id)


@api(IAccount, name="erase", method="POST", status=204, **OWN)
def erase_me(context: Any, request: Any) -> None:
    """Erase the account for good; of its orders what the law keeps stays."""
    privacy.erase(request, context.entity)
    shoppers.refresh_cookie(request, "")
    no_content(request)


@api(IOwnOrders, returns=Listing(schemas.MyOrder), **OWN)
def my_orders(context: Any, request: Any) -> dict[str, Any]:
    """One's own orders, newest first."""
    statement = queries.own_orders(context.__parent__.customer_id)
    rows, cursor, total = newest_first(request, statement, orders_table.c.id)
    names = ("id", "number", "placed_at", "status", "payment_status", "fulfilment_status")
    items = [
        {name: getattr(row, name) for name in names}
        | {
            "token": order_token(request.registry.secret, row.id),
            "total": Money(row.total, row.currency),
        }
        for row in rows
    ]
    return listing(request, items, next_cursor=cursor, total=total)


@api(IOwnOrder, returns=shop.Order, **OWN)
def my_order(context: Any, request: Any) -> dict[str, Any]:
    """One of them."""
    token = order_token(request.registry.secret, context.entity.id)
    return order_shape(request, context.entity, token)


@api(IAccount, name="store-credit", returns=schemas.MyStoreCredit, **OWN)
def my_store_credit(context: Any, request: Any) -> dict[str, Any]:
    """One's own store credit, and what changed it lately."""
    rows = balances.credit_of(request.db, context.customer_id)
    return {
        "balances": [{"amount": Money(row.amount, row.currency)} for row in rows],
        "movements": [
            {"kind": row.kind, "at": row.at, "order_number": row.order_number,
             "amount": Money(row.amount, currency), "left": Money(row.left_on, currency)}
            for row, currency in balances.latest(request.db, rows)
        ],
    }  # fmt: skip


def address_shape(row: Any) -> dict[str, Any]:
    names = ("id", "default_shipping", "default_billing", "version")
    whole = (Address.of(row.address) or Address()).to_json()
    return {name: getattr(row, name) for name in names} | {"address": whole}


@api(IOwnAddresses, returns=Listing(schemas.MyAddress), **OWN)
def my_addresses(context: Any, request: Any) -> dict[str, Any]:
    """One's addresses, newest first."""
    statement = queries.address_list(context.__parent__.customer_id)
    rows, cursor, total = newest_first(request, statement, queries.t.customer_addresses.c.id)
    items = [address_shape(row) for row in rows]
    return listing(request, items, next_cursor=cursor, total=total)


@api(IOwnAddresses, method="POST", schema=schemas.NewAddress, returns=schemas.MyAddress,
     status=201, errors=(409,), **OWN)  # fmt: skip
def new_address(context: Any, request: Any) -> dict[str, Any]:
    """One more address."""
    given, owner = dict(request.validated), context.__parent__.customer_id
    address_id = addresses.add(request, owner, Address(**given.pop("address")), **given)
    made = context.wrap(context.by_id(owner, address_id))
    created(request, made)
    return address_shape(made.entity)


@api(IOwnAddress, returns=schemas.MyAddress, **OWN)
def my_address(context: Any, _request: Any) -> dict[str, Any]:
    """One address."""
    return address_shape(context.entity)


@api(IOwnAddress, method="PATCH", schema=schemas.AddressChange, returns=schemas.MyAddress,
     errors=(412,), **OWN)  # fmt: skip
def change_my_address(context: Any, request: Any) -> dict[str, Any]:
    """Another address in its place, or what it is the default for."""
    given = dict(request.validated)
    address = Address(**given.pop("address")) if "address" in given else None
    addresses.change(request, context.entity, address, **given)
    row = context.entity
    context.entity = context.__parent__.by_id(row.customer_id, row.id)
    return address_shape(context.entity)


@api(IOwnAddress, method="DELETE", status=204, errors=(412,), **OWN)
def delete_my_address(context: Any, request: Any) -> None:
    """Take an address away."""
    addresses.remove(request, context.entity)
    no_content(request)


@api(IWithdrawals, method="POST", schema=schemas.WithdrawalInput, returns=schemas.Withdrawal,
     status=201, within=IStorefront, permission=P.SHOP_ORDER_VIEW, rate="auth")  # fmt: skip
def withdraw(_context: Any, request: Any) -> dict[str, Any]:
    """Withdraw from the contract. Received in any case; the receipt goes out by e-mail."""
    given = request.validated
    customer_id = shoppers.customer_id_of(request)
    row = withdrawals.declare(request, **given, customer_id=customer_id)
    request.response.status_int = 201
    names = ("id", "name", "order_number", "email", "note")
    return {name: getattr(row, name) for name in names} | {"received_at": row.created_at}
