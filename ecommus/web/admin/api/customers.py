"""Customers and their groups as JSON; their pages are ``web.admin.customers``."""

from typing import Any

from sqlalchemy import or_, select

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.ids import parse_uuid
from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import customers as queries
from ecommus.db.tables import customers as t
from ecommus.plugin_sdk.interfaces import (
    IAdmin,
    ICustomer,
    ICustomerGroup,
    ICustomerGroups,
    ICustomers,
)
from ecommus.plugin_sdk.views import Listing, api
from ecommus.services.customers import groups, privacy, profile
from ecommus.web.admin.api import customer_schemas as schemas
from ecommus.web.api import created, listing, newest_first, no_content
from ecommus.web.storefront.api.account_schemas import Export
from ecommus.web.storefront.api.me import address_shape

READ = {"within": IAdmin, "permission": P.CUSTOMER_READ}
MANAGE = {"within": IAdmin, "permission": P.CUSTOMER_MANAGE}
LISTED = ("id", "email", "first_name", "last_name", "phone", "company", "group_id", "orders",
          "created_at", "version")  # fmt: skip
FIELDS = ("id", "email", "first_name", "last_name", "phone", "locale", "group_id", "company",
          "vat_id", "registration_number", "tax_exempt", "tax_exempt_reason", "has_password",
          "email_verified_at", "created_at", "erased_at", "version")  # fmt: skip


def group_of(request: Any, named: str | None) -> Any:
    """The id of the group that a query names by id or code. Invalid when there is none."""
    if named is None:
        return None
    g = t.customer_groups.c
    found = select(g.id).where(or_(g.code == named, g.id == parse_uuid(named)))
    group_id = request.db.execute(found).scalar()
    if group_id is None:
        raise Invalid("group_unknown", "There is no such group.", field="group")
    return group_id


@api(ICustomers, query=schemas.CustomerQuery, returns=Listing(schemas.CustomerRow), **READ)
def index(_context: Any, request: Any) -> dict[str, Any]:
    """Customers, newest first, with what they ordered; ``group`` is an id or a code."""
    group_id = group_of(request, request.query["group"])
    statement = queries.customer_list(q=request.query["q"], group_id=group_id)
    rows, cursor, total = newest_first(request, statement, t.customers.c.id)
    currency = request.tenant.currency
    items = [
        {name: getattr(row, name) for name in LISTED}
        | {
            "verified": row.email_verified_at is not None,
            "spent": Money(int(row.spent), currency),
        }
        for row in rows
    ]
    return listing(request, items, next_cursor=cursor, total=total)


def present(request: Any, row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FIELDS} | {
        "addresses": [address_shape(a) for a in queries.addresses(request.db, row.id)],
        "consents": [
            {"kind": c.kind, "version": c.version, "given": c.given, "at": c.at}
            for c in queries.consents(request.db, row.id)
        ],
    }


@api(ICustomers, method="POST", schema=schemas.CustomerInput, returns=schemas.Customer,
     status=201, errors=(409,), **MANAGE)  # fmt: skip
def create_customer(context: Any, request: Any) -> dict[str, Any]:
    """A customer; 409 when somebody has the e-mail address already."""
    customer_id = profile.create(request, dict(request.validated))
    customer = context.wrap(context.by_id(customer_id))
    created(request, customer)
    return present(request, customer.entity)


@api(ICustomer, returns=schemas.Customer, **READ)
def show_customer(context: Any, request: Any) -> dict[str, Any]:
    """One customer."""
    return present(request, context.entity)


def check_there(customer: Any) -> None:
    """Conflict when the customer was erased: nothing is written about nobody."""
    if customer.erased_at is not None:
        raise Conflict("customer_erased", "This customer was erased.")


@api(ICustomer, method="PATCH", schema=schemas.CustomerChange, returns=schemas.Customer,
     errors=(409,), **MANAGE)  # fmt: skip
def change_customer(context: Any, request: Any) -> dict[str, Any]:
    """Change a customer (RFC 7396); another e-mail address has to be proved anew."""
    check_there(context.entity)
    profile.change(request, context.entity, request.validated, profile.STAFFS)
    request.audit.update(changed=sorted(request.validated))
    context.entity = context.__parent__.by_id(context.entity.id)
    return present(request, context.entity)


@api(ICustomer, method="DELETE", status=204, errors=(409,), **MANAGE)
def erase_customer(context: Any, request: Any) -> None:
    """Erase a customer for good; of their orders what the law keeps stays."""
    check_there(context.entity)
    privacy.erase(request, context.entity)
    no_content(request)


@api(ICustomer, name="export", method="POST", within=IAdmin, permission=P.CUSTOMER_EXPORT,
     returns=Export, secret=True)  # fmt: skip
def export_customer(context: Any, request: Any) -> dict[str, Any]:
    """Everything that the shop holds about a customer, to answer their request."""
    return privacy.export(request, context.entity.id)


def group_shape(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("id", "code", "name", "version")}


@api(ICustomerGroups, returns=Listing(schemas.CustomerGroup), **READ)
def index_groups(_context: Any, request: Any) -> dict[str, Any]:
    """Groups of customers, newest first."""
    table = t.customer_groups
    rows, cursor, total = newest_first(request, select(table), table.c.id)
    items = [group_shape(row) for row in rows]
    return listing(request, items, next_cursor=cursor, total=total)


@api(ICustomerGroups, method="POST", schema=schemas.CustomerGroupInput,
     returns=schemas.CustomerGroup, status=201, errors=(409,), **MANAGE)  # fmt: skip
def create_group(context: Any, request: Any) -> dict[str, Any]:
    """A group; 409 when its code is taken."""
    group = context.wrap(context.by_id(groups.create(request, **request.validated)))
    created(request, group)
    return group_shape(group.entity)


@api(ICustomerGroup, returns=schemas.CustomerGroup, **READ)
def show_group(context: Any, _request: Any) -> dict[str, Any]:
    """One group."""
    return group_shape(context.entity)


@api(ICustomerGroup, method="PATCH", schema=schemas.CustomerGroupChange,
     returns=schemas.CustomerGroup, **MANAGE)  # fmt: skip
def change_group(context: Any, request: Any) -> dict[str, Any]:
    """Another name (RFC 7396)."""
    groups.change(request, context.entity, request.validated.get("name", context.entity.name))
    context.entity = context.__parent__.by_id(context.entity.id)
    return group_shape(context.entity)


@api(ICustomerGroup, method="DELETE", status=204, errors=(409,), **MANAGE)
def delete_group(context: Any, request: Any) -> None:
    """Take a group away; its customers stay."""
    groups.remove(request, context.entity)
    no_content(request)
