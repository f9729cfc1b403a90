"""Orders and sellers for the tests of fiscal documents: no database, no checkout."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

from ecommus.core.invoice_build import of_order
from ecommus.core.invoice_terms import InvoiceTerms
from ecommus.core.orders import Order, OrderLine
from ecommus.core.tax import Rounding, Taxable, TaxRate, apply_taxes
from ecommus.core.tenants import LegalIdentity
from ecommus.testing import an_address

DAY = date(2026, 10, 5)
RATES = {"standard": "21", "reduced": "11", "zero": "0"}
TERMS = InvoiceTerms(iban="RO49AAAA1B31007593840000", bank="Banca Exemplu", share_capital="200 lei")


def a_seller(**changes):
    return LegalIdentity(
        **{
            "legal_name": "Magazin Exemplu SRL",
            "registration_number": "J2015000345127",
            "vat_id": "RO12345674",
            "street": "Str. Florilor nr. 10",
            "city": "Cluj-Napoca",
            "county": "CJ",
            "postal_code": "400001",
            "email": "contact@exemplu.ro",
            "phone": "+40 264 123 456",
        }
        | changes
    )


def an_order(
    *lines,
    shipping=0,
    included=True,
    rounding=Rounding.DOCUMENT,
    address=None,
    shipped=True,
    **changes,
):
    """An order of ``(unit price, quantity, discount, tax category)`` lines."""  # fmt: skip
    rates = [
        TaxRate(f"TVA {rate}%", "RO", name, Decimal(rate), included, date(2020, 1, 1))
        for name, rate in RATES.items()
    ]
    taxables = [
        Taxable(str(index), price * quantity - off, category)
        for index, (price, quantity, off, category) in enumerate(lines)
    ]
    untaxed = all(category is None for *_rest, category in lines)
    taxables.append(Taxable("shipping", shipping, None if untaxed else "standard"))
    taxed, totals, _missing = apply_taxes(taxables, rates, country="RO", on=DAY, rounding=rounding)
    sold = [
        OrderLine(
            sku=f"SKU-{index}", name=f"Produs {index}", options=[["Mărime", "M"]],
            quantity=quantity, unit_price=price, original_unit_price=None, discount=-off,
            net=entry.net, tax=entry.tax, total=entry.gross, position=index,
            tax_rate=None if entry.rate is None else str(entry.rate),
        )
        for index, ((price, quantity, off, _category), entry) in enumerate(
            zip(lines, taxed, strict=False)
        )
    ]  # fmt: skip
    where = an_address(**(address or {}))
    values = {
        "number": "1001",
        "token_hash": b"",
        "cart_id": uuid4(),
        "email": "ana@example.com",
        "currency": "RON",
        "locale": "ro",
        "shipping_address": where,
        "billing_address": where,
        "shipping_method": "flat" if shipped else "",
        "shipping_title": "Curier" if shipped else "",
        "payment_method": "cod",
        "payment_title": "Ramburs",
        "items_total": sum(price * quantity for price, quantity, *_ in lines),
        "discount_total": -sum(off for _, _, off, _ in lines),
        "shipping_total": shipping,
        "tax_total": sum(row.amount for row in totals),
        "tax_included": included,
        "total": sum(entry.gross for entry in taxed),
        "taxes": [
            {"name": row.name, "rate": str(row.rate), "base": row.base, "amount": row.amount}
            for row in totals
        ],
        "question": {},
        "question_digest": "",
        "trace": [],
        "lines": sold,
    }
    return Order(**values | changes)


def an_invoice(order, seller=None, terms=TERMS, **options):
    """The order's invoice, numbered 123."""
    options = {"issued_on": DAY} | options
    made = of_order(order, seller or a_seller(), terms, **options)
    return made.numbered(made.series, 123, made.issued_on)
