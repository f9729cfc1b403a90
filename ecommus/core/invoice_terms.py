"""How a shop invoices: its series, its bank account, the days it gives to pay.

Kept under ``invoicing`` in the shop's settings; every field has a default.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from stdnum import iban
from stdnum.exceptions import ValidationError

from ecommus.core.errors import Invalid

SERIES = re.compile(r"[A-Z0-9]{1,10}")


@dataclass(frozen=True, slots=True)
class InvoiceTerms:
    """``vat_on_collection``: the shop pays VAT when its customers pay (TVA la încasare)."""

    invoice_series: str = "FCT"
    credit_series: str = "STO"
    due_days: int = 15
    iban: str = ""
    bank: str = ""
    share_capital: str = ""
    vat_on_collection: bool = False

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "InvoiceTerms":
        """From a tenant's settings; unknown keys are dropped."""
        known = {field.name for field in fields(cls)}
        given = settings.get("invoicing") or {}
        return cls(**{key: value for key, value in given.items() if key in known})

    def check(self) -> "InvoiceTerms":
        """Itself, when it can stand on an invoice; Invalid says what cannot."""
        for name in ("invoice_series", "credit_series"):
            if not SERIES.fullmatch(getattr(self, name)):
                text = "A series is 1 to 10 capital letters and digits."
                raise Invalid("series_invalid", text, field=name)
        if self.invoice_series == self.credit_series:
            text = "Invoices and credit notes need different series."
            raise Invalid("series_invalid", text, field="credit_series")
        if not 0 <= self.due_days <= 365:
            raise Invalid("due_days_invalid", "Choose between 0 and 365 days.", field="due_days")
        if self.iban:
            try:
                iban.validate(self.iban)
            except ValidationError:
                raise Invalid("iban_invalid", "This is not an IBAN.", field="iban") from None
        return self
