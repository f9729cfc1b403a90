"""The invoice on paper: an A4 PDF/A in the document's language, from the model alone.

Typst (one wheel, no system library) sets the page that ``invoice.typ`` describes, in Source Sans
(a wheel too). The same model gives the same bytes: the file's date is the document's.
"""

import json
import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import typst
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from ecommus.core.customers import RO_COUNTIES
from ecommus.core.invoice import RON, Category, Invoice, Kind, Line
from ecommus.core.invoice_parties import Party, Place
from ecommus.core.money import Money, exponent
from ecommus.services.invoicing.pdf_words import UNITS, words

TEMPLATE = Path(__file__).with_name("invoice.typ")
FONTS = "font_source_sans_pro"
TITLES = {Kind.CREDIT_NOTE: "credit", Kind.CORRECTED: "corrected"}


@cache
def _fonts() -> typst.Fonts:
    found = find_spec(FONTS)
    assert found is not None
    assert found.origin is not None
    folder = str(Path(found.origin).parent / "files")
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def _breakable(text: str) -> str:
    """A word longer than its column may break; nothing is shown where it may."""
    return re.sub(r"\S{24}(?=\S)", "\\g<0>\u200b", text)


def to_pdf(invoice: Invoice) -> bytes:
    """The document, ready to be sent or printed."""
    shown = json.dumps(_shown(invoice), ensure_ascii=False)
    try:
        return _compile(invoice, shown, "a-2a")
    except typst.TypstError:
        # A name in letters that the font does not have may not stand in an archive's PDF/A.
        return _compile(invoice, shown, "1.7")


def _compile(invoice: Invoice, shown: str, standard: Literal["a-2a", "1.7"]) -> bytes:
    made = typst.compile(
        _template(),
        font_paths=_fonts(),
        sys_inputs={"document": shown},
        format="pdf",
        pdf_standards=standard,
        timestamp=datetime.combine(invoice.issued_on, time(), UTC),
    )
    assert isinstance(made, bytes)
    return made


def _shown(invoice: Invoice) -> dict[str, Any]:
    """Everything the page shows, as text."""
    page = _Page(invoice)
    w = page.words
    notes = [*invoice.notes, *page.legal_notes()]
    return {
        "locale": page.locale,
        "words": w | {"title": w[TITLES.get(invoice.kind, "title")]},
        "number": invoice.full_number,
        "contact": " · ".join(filter(None, (invoice.seller.email, invoice.seller.phone))),
        "facts": page.facts(),
        "seller": page.party(invoice.seller),
        "buyer": page.party(invoice.buyer),
        "rows": [page.row(line) for line in invoice.lines],
        "taxes": [
            {
                "rate": page.percent(row.category, row.rate),
                "base": page.number(row.base),
                "tax": page.number(row.tax),
                "reason": row.reason,
            }
            for row in invoice.subtotals
        ],
        "sums": page.sums(),
        "due": [
            w["credited" if invoice.kind is Kind.CREDIT_NOTE else "payable"],
            page.money(invoice.payable),
        ],
        "payment": page.payment(),
        "notes": notes,
    }


class _Page:
    """Texts and numbers of one document in its language."""

    def __init__(self, invoice: Invoice):
        self.invoice = invoice
        self.locale = invoice.locale if invoice.locale in UNITS else "ro"
        self.words = words(self.locale)

    def number(self, amount: int) -> str:
        decimals = exponent(self.invoice.currency)
        value = Decimal(amount).scaleb(-decimals)
        pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
        return format_decimal(value, pattern, locale=self.locale)

    def money(self, amount: int, currency: str = "") -> str:
        return Money(amount, currency or self.invoice.currency).format(self.locale)

    def day(self, day: date) -> str:
        return format_date(day, "d MMMM y", locale=self.locale)

    def percent(self, category: Category, rate: Decimal) -> str:
        if category is Category.NOT_SUBJECT:
            return "–"
        shown = format_percent(rate / 100, "#,##0.##%", locale=self.locale)
        return shown if category is Category.STANDARD else f"{shown} ({category.value})"

    def facts(self) -> list[tuple[str, str]]:
        invoice, w = self.invoice, self.words
        shown = [(w["issued"], self.day(invoice.issued_on))]
        if invoice.preceding:
            label = w["credits" if invoice.kind is Kind.CREDIT_NOTE else "corrects"]
            day = self.day(invoice.preceding.issued_on)
            shown.append((label, w["of"] % {"number": invoice.preceding.number, "date": day}))
        if invoice.kind is not Kind.CREDIT_NOTE:
            shown.append((w["due"], self.day(invoice.due_on)))
        if invoice.order_number:
            shown.append((w["order"], f"#{invoice.order_number}"))
        if invoice.payment.title:
            shown.append((w["means"], invoice.payment.title))
        return [*shown, (w["currency"], invoice.currency)]

    def party(self, party: Party) -> dict[str, Any]:
        w = self.words
        number = party.vat_id or party.tax_id or ("" if party.consumer else party.legal_id)
        label = w["vat_id" if party.vat_id else "tax_id"]
        lines = [f"{label}: {number}" if number else "", *self.place(party.place)]
        if party.legal_form:
            lines.insert(1, f"{w['register']}: {party.legal_form}")
        return {"name": _breakable(party.name), "lines": [_breakable(x) for x in lines if x]}

    def place(self, place: Place) -> list[str]:
        county = place.county.removeprefix("RO-")
        if place.country == "RO":
            county = RO_COUNTIES.get(county, county)
        city = place.city.replace("SECTOR", "Sector ")
        town = " ".join(filter(None, (place.postal_code, city)))
        country = "" if place.country == "RO" else Locale(self.locale).territories[place.country]
        where = ", ".join(dict.fromkeys(filter(None, (town, county, country))))
        return [place.street, place.street2, where]

    def row(self, line: Line) -> dict[str, Any]:
        whole = line.description.startswith(line.name)
        more = ("" if whole else line.description, line.sku)
        return {
            "id": line.id,
            # A name too long for the XML stands there in full as its description.
            "name": _breakable(line.description if whole else line.name),
            "more": _breakable(" · ".join(filter(None, more))),
            "allowances": [
                f"{each.reason}: {'' if each.charge else '−'}{self.number(each.amount)}"
                for each in line.allowances
            ],
            "quantity": format_decimal(line.quantity, locale=self.locale),
            "unit": UNITS[self.locale].get(line.unit, line.unit),
            "price": format_decimal(line.price, "#,##0.00####", locale=self.locale),
            "net": self.number(line.net),
            "vat": self.number(line.tax),
            "rate": self.percent(line.category, line.rate),
            "gross": self.number(line.gross),
        }

    def sums(self) -> list[tuple[str, str]]:
        invoice, w = self.invoice, self.words
        shown = []
        if invoice.allowances:
            shown.append((w["lines_net"], self.money(invoice.lines_net)))
        if invoice.allowance_total:
            reasons = {each.reason for each in invoice.allowances if not each.charge}
            label = reasons.pop() if len(reasons) == 1 else w["allowances"]
            shown.append((label, self.money(-invoice.allowance_total)))
        if invoice.charge_total:
            shown.append((w["charges"], self.money(invoice.charge_total)))
        shown.append((w["total_net"], self.money(invoice.net)))
        shown.append((w["total_vat"], self.money(invoice.tax)))
        if invoice.tax_ron is not None:
            shown.append((w["vat_ron"], self.money(invoice.tax_ron, RON)))
        shown.append((w["total"], self.money(invoice.gross)))
        if invoice.prepaid:
            shown.append((w["paid"], self.money(-invoice.prepaid)))
        return shown

    def payment(self) -> list[str]:
        payment, w = self.invoice.payment, self.words
        if self.invoice.kind is Kind.CREDIT_NOTE or not payment.iban:
            return []
        iban = " ".join(payment.iban[i : i + 4] for i in range(0, len(payment.iban), 4))
        shown = [f"IBAN: {iban}"]
        if payment.bank:
            shown.append(f"{w['bank']}: {payment.bank}")
        if payment.reference:
            shown.append(f"{w['reference']}: {payment.reference}")
        return [*shown, *filter(None, (payment.terms,))]

    def legal_notes(self) -> list[str]:
        invoice = self.invoice
        notes = [self.words["on_collection"]] if invoice.vat_point == "432" else []
        if invoice.delivery:
            where = ", ".join(filter(None, self.place(invoice.delivery.place)))
            notes.append(f"{self.words['deliver_to']}: {where}")
        return notes
