"""What ``matrix`` puts into the calls and forms of papers, and corrections for the tests."""

from collections.abc import Callable
from typing import Any

from ecommus.testing import an_address

COMPANY = {"company": "Client Exemplu SRL", "vat_id": "RO40000000"}


def corrected(**changes: Any) -> dict[str, Any]:
    """The buyer as it should have been: a company."""
    return an_address(**{"county": "CJ"} | COMPANY | changes)


SEGMENTS: dict[str, Callable[[Any], Any]] = {}
# JSON bodies, by method and address.
BODIES: dict[str, Callable[[Any], Any]] = {
    "POST /api/admin/invoices/{invoice_id}/correct": lambda t: {
        "billing_address": corrected(), "reason": "To the company."
    },
}  # fmt: skip


def forms(form: Any) -> dict[str, Any]:
    """``form``: the class of ``matrix``."""
    one = "/admin/invoices/{invoice_id}"
    fill = COMPANY | {"reason": "To the company."}
    return {
        f"POST {one}/correct": form(f"{one}/correct", fill=fill),
        f"POST {one}/correct-now": form(None, fill=corrected() | fill),
    }
