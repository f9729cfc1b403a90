"""Customers for the tests, and what ``matrix`` puts into their calls and forms."""

import secrets
from collections.abc import Callable
from typing import Any

from sqlalchemy import func, insert, select

from ecommus.core.ids import uuid7
from ecommus.db.queries import customers as queries
from ecommus.db.tables import customers
from ecommus.services import tenants
from ecommus.services.customers import access, email
from ecommus.services.tokens import account_token
from ecommus.testing import an_address
from ecommus.testing.kit import PASSWORD

HASH = tenants.hash_password(PASSWORD)
DECLARED = {"name": "Ana Pop", "order_number": "1", "email": "ana@example.com", "note": ""}


def a_customer(shop: Any, address: str = "") -> Any:
    """A customer who can sign in; answers the id."""
    customer_id = uuid7()
    address = address or f"{secrets.token_hex(4)}@{shop.slug}.example"
    with shop.work() as job:
        values = {"id": customer_id, "email": address, "password_hash": HASH}
        proved = {"email_verified_at": func.clock_timestamp()}
        job.db.execute(insert(customers.customers).values(**values, **proved))
    return customer_id


def customer_of(shop: Any) -> Any:
    """The shop's one customer, whose orders and addresses its things are."""
    if not hasattr(shop, "customer_id"):
        shop.customer_id = a_customer(shop, f"ana@{shop.slug}.example")
    return shop.customer_id


def link(shop: Any, purpose: str) -> dict[str, str]:
    """The token of a mail, and a password that fits it."""
    address = f"{secrets.token_hex(4)}@example.com"
    if purpose == "reset":
        a_customer(shop, address)
    with shop.work() as job:
        if purpose == "reset":
            access.forgot(job, address)
        else:
            access.sign_up(job, address, PASSWORD)
        t = customers.customer_tokens.c
        token_id = job.db.execute(select(t.id).where(t.email == address)).scalar_one()
        return {"token": account_token(job.registry.secret, token_id), "password": PASSWORD}


def email_link(shop: Any) -> str:
    """The token of the mail that proves another address of a customer."""
    new, customer_id = f"{secrets.token_hex(4)}@example.com", a_customer(shop)
    with shop.work() as job:
        email.ask(job, queries.customer(job.db, customer_id), new, PASSWORD)
        t = customers.customer_tokens.c
        token_id = job.db.execute(select(t.id).where(t.email == new)).scalar_one()
        return account_token(job.registry.secret, token_id)


ADDRESS = {
    "email": "ana@example.com", "first_name": "Ana", "last_name": "Pop", "street": "Str. Lungă 1",
    "city": "Cluj-Napoca", "county": "CJ", "postal_code": "400114", "phone": "+40722123456",
}  # fmt: skip
SEGMENTS: dict[str, Callable[[Any], Any]] = {}
BODIES = {
    "POST /api/storefront/auth/register": lambda t: {
        "email": "new@example.com",
        "password": PASSWORD,
    },
    "POST /api/storefront/auth/confirm": lambda t: link(t.shop, "sign-up"),
    "POST /api/storefront/auth/forgot": lambda t: {"email": "ana@example.com"},
    "POST /api/storefront/auth/reset": lambda t: link(t.shop, "reset"),
    "POST /api/storefront/auth/login": lambda t: t.customer_credentials,
    "PATCH /api/storefront/me": lambda t: {"first_name": "Ana", "marketing": True},
    "POST /api/storefront/me/password": lambda t: {"current": PASSWORD, "password": PASSWORD},
    "POST /api/storefront/me/email": lambda t: {"email": "b@example.com", "password": PASSWORD},
    "POST /api/storefront/auth/confirm-email": lambda t: {"token": email_link(t.shop)},
    "POST /api/storefront/me/addresses": lambda t: {"address": an_address()},
    "PATCH /api/storefront/me/addresses/{address_id}": lambda t: {"default_billing": True},
    "POST /api/storefront/withdrawals": lambda t: {
        "name": "Ana",
        "order_number": "1",
        "email": "ana@example.com",
    },
    "POST /api/admin/customers": lambda t: {"email": f"{secrets.token_hex(4)}@example.com"},
    "PATCH /api/admin/customers/{customer_id}": lambda t: {"first_name": "Ana"},
    "POST /api/admin/customer-groups": lambda t: {"code": secrets.token_hex(4), "name": "New"},
    "PATCH /api/admin/customer-groups/{group_id}": lambda t: {"name": "Regulars"},
}


def forms(form: Callable) -> dict[str, Any]:
    """Forms by method and address; ``form`` is ``matrix.Form``."""
    place = {name: value for name, value in ADDRESS.items() if name != "email"}
    return {
        "POST /account/sign-up": form(
            "/account/sign-up",
            fill={
                "first_name": "A",
                "last_name": "P",
                "email": "n@example.com",
                "password": PASSWORD,
            },
        ),
        "POST /account/forgotten-password": form(
            "/account/forgotten-password", fill={"email": "n@example.com"}
        ),
        "POST /account/confirm": form(None, fill={"token": "x", "password": PASSWORD}),
        "POST /account/new-password": form(None, fill={"token": "x", "password": PASSWORD}),
        "POST /account/details": form(
            "/account/details", fill={"first_name": "Ana", "last_name": "Pop"}
        ),
        "POST /account/password": form(
            "/account/details", fill={"current": "not this one", "password": PASSWORD}
        ),
        "POST /account/erase": form("/account/erase", fill={"password": "not this one"}),
        "POST /account/sign-out": form("/account"),
        "POST /account/addresses/new": form("/account/addresses/new", fill=place),
        "POST /account/addresses/{address_id}/delete": form("/account/addresses"),
        "POST /account/addresses/{address_id}/default": form("/account/addresses"),
        "POST /withdrawal": form("/withdrawal", fill=DECLARED),
        "POST /withdrawal/confirm": form(None, fill=DECLARED),
        "POST /admin/customers/new": form("/admin/customers/new", fill={"email": "%s@example.com"}),
        "POST /admin/customers/{customer_id}/export": form(None),
        "POST /admin/customer-groups/new": form(
            "/admin/customer-groups/new", fill={"code": "%s", "name": "New"}
        ),
    }
