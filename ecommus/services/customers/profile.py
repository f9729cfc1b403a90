"""What a customer is called, and the company they buy for. Staff change more of it than they do."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from ecommus.core.customers import check_company, check_phone, is_email
from ecommus.core.errors import Conflict, Invalid
from ecommus.core.events import CustomerCreated, CustomerUpdated
from ecommus.core.ids import uuid7
from ecommus.db.queries import customers as queries
from ecommus.db.tables import customers as t
from ecommus.services.customers import access
from ecommus.services.work import Work

OWN = ("first_name", "last_name", "phone", "locale", "company", "vat_id", "registration_number")
STAFFS = (*OWN, "email", "group_id", "tax_exempt", "tax_exempt_reason")


def create(work: Work, fields: dict[str, Any]) -> UUID:
    """An account made by staff: its owner proves the address by asking for a password."""
    customer_id = uuid7()
    work.db.execute(insert(t.customers).values(id=customer_id, **_checked(work, None, fields)))
    work.publish(CustomerCreated(customer_id))
    return customer_id


def change(
    work: Work, customer: Any, changes: dict[str, Any], allowed: tuple[str, ...] = OWN
) -> None:
    """Set what is named in ``changes``. Another e-mail address has to be proved anew."""
    wanted = {name: value for name, value in changes.items() if name in allowed}
    values = _checked(work, customer, wanted)
    values = {name: v for name, v in values.items() if v != getattr(customer, name)}
    if not values:
        return
    if "email" in values and values["email"].lower() != customer.email.lower():
        values["email_verified_at"] = None
        access.end_sessions(work, customer.id)
    touch(work, customer.id, **values)


def touch(work: Work, customer_id: UUID, **values: Any) -> None:
    """Write values down as one more version of the customer."""
    table = t.customers
    work.db.execute(
        update(table).where(table.c.id == customer_id).values(version=table.c.version + 1, **values)
    )
    work.publish(CustomerUpdated(customer_id))


def _checked(work: Work, customer: Any, fields: dict[str, Any]) -> dict[str, Any]:
    values = {n: v.strip() if isinstance(v, str) else v for n, v in fields.items()}
    if "email" in values:
        if not is_email(values["email"]):
            raise Invalid("email_invalid", "This is no e-mail address.", field="email")
        known = queries.by_email(work.db, values["email"])
        if known is not None and (customer is None or known.id != customer.id):
            text = "A customer with this address exists already."
            raise Conflict("email_taken", text, field="email")
    if values.get("locale") and values["locale"] not in work.tenant.locales:
        raise Invalid("locale_unknown", "The shop does not speak this language.", field="locale")
    if "vat_id" in values:
        values["vat_id"] = check_company(values["vat_id"])
    if values.get("phone"):
        check_phone(values["phone"])
    if values.get("group_id") is not None:
        group = select(t.customer_groups.c.id).where(t.customer_groups.c.id == values["group_id"])
        if work.db.execute(group).first() is None:
            raise Invalid("group_unknown", "There is no such group.", field="group_id")
    exempt = values.get("tax_exempt", customer is not None and customer.tax_exempt)
    reason = values.get("tax_exempt_reason", customer.tax_exempt_reason if customer else "")
    if exempt and not reason:
        text = "Say why no tax is due: the invoice has to name it."
        raise Invalid("reason_needed", text, field="tax_exempt_reason")
    return values
