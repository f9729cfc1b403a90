"""Another e-mail address for an account: proved by the link in a mail to it, told to the old one.

As everywhere here, nobody learns whether an address has an account: the mail says it.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import func

from ecommus.core.errors import Conflict, Invalid
from ecommus.db.queries import customers as queries
from ecommus.services.customers import access, profile
from ecommus.services.work import Work


def ask(work: Work, customer: Any, email: str, password: str) -> None:
    """Ask for it, knowing the present password. Until the link is followed nothing changes."""
    access.check_own(work, customer.id, password)
    if email.strip().lower() == customer.email.lower():
        text = "This is your present address already."
        raise Invalid("email_same", text, field="email")
    access.send_link(work, "email", email, {"customer_id": str(customer.id)})


def confirm(work: Work, token: str) -> UUID:
    """Follow the link: the address is another, whoever is signed in stays so.

    Answers the customer's id. Invalid when the link is over; Conflict when the address has an
    account of its own.
    """
    row = access.living(work, "email", token)
    customer = queries.customer(work.db, UUID(row.data["customer_id"]))
    if customer is None or customer.erased_at is not None:
        raise access.over()
    known = queries.by_email(work.db, row.email)
    if known is not None and known.id != customer.id:
        text = "There is another account with this address. Sign in with it instead."
        raise Conflict("email_taken", text, field="email")
    access.use(work, row)
    proved = func.clock_timestamp()
    profile.touch(work, customer.id, email=row.email, email_verified_at=proved)
    access.attach_orders(work, customer.id, row.email)
    access.send_link(work, "email-changed", customer.email, {})
    return customer.id
