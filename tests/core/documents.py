"""Documents as shops write them, by name; and how one is spoilt."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

from invoicing import DAY, TERMS, a_seller, an_invoice, an_order

from ecommus.core.customers import Address
from ecommus.core.invoice import Invoice
from ecommus.core.invoice_correct import corrected
from ecommus.core.invoice_credit import credit_note
from ecommus.core.invoice_parties import buyer
from ecommus.services.invoicing.reading import SPACES
from ecommus.services.invoicing.ubl import to_xml
from ecommus.testing import an_address

SAMPLES = Path(__file__).parent.parent / "data" / "efactura"
COMPANY = {"company": "Client Exemplu SRL", "vat_id": "RO40000000"}
BUCHAREST = COMPANY | {"county": "B", "city": "București", "postal_code": "030167"}
ABROAD = {"county": "", "city": "Berlin", "postal_code": "10115", "phone": "+49 30 901820"}
GERMAN = ABROAD | {"country": "DE", "company": "Beispiel GmbH", "vat_id": "DE136695976"}
SWISS = ABROAD | {"country": "CH", "city": "Bern"}


def documents() -> dict[str, Invoice]:
    """One of each kind, by name."""
    usual = an_invoice(an_order((9_999, 2, 0, "standard"), address=BUCHAREST, shipping=1_500))
    untaxed = an_order((10_000, 2, 0, None), address=GERMAN)
    return {
        "b2b": usual,
        "b2c": an_invoice(an_order((999, 3, 0, "standard"), shipping=1_999)),
        "credit note": credit_note(usual, [], {"1": 1}, series="STO", issued_on=DAY),
        "credit by amount": credit_note(usual, [], {}, amount=5_000, series="STO", issued_on=DAY),
        "rest after a discount": credit_note(
            usual,
            [credit_note(usual, [], {}, amount=5_000, series="STO", issued_on=DAY)],
            None,
            series="STO",
            issued_on=DAY,
        ),
        "corrected": corrected(
            usual,
            buyer(Address(**an_address(company="Alt Client SRL", vat_id="RO14399840"))),
            usual.payment,
            series="FCT",
            issued_on=DAY,
            reason="Alt cumpărător decât cel de pe comandă",
        ).numbered("FCT", 124, DAY),
        "two rates": an_invoice(an_order((4_999, 3, 0, "standard"), (1_099, 7, 0, "reduced"))),
        "reverse charge": an_invoice(an_order((10_000, 2, 0, None), address=GERMAN, shipped=False)),
        "intra-community": an_invoice(untaxed),
        "export": an_invoice(an_order((10_000, 2, 0, None), address=SWISS, shipping=5_000)),
        "exempt": an_invoice(an_order((10_000, 1, 0, None), (500, 1, 0, "standard"))),
        "exempt customer": an_invoice(
            an_order((10_000, 1, 0, None)),
            exempt_reason="Scutit cf. certificatului 15.10.1 nr. 77 din 3 septembrie 2026",
        ),
        "discounts": an_invoice(
            an_order((19_999, 3, 5_001, "standard"), (333, 3, 100, "reduced"), shipping=1_999)
        ),
        "euro": an_invoice(
            an_order((1_999, 3, 0, "standard"), currency="EUR", locale="en"),
            exchange_rate=Decimal("5.0876"),
        ),
        "free line": an_invoice(an_order((5_000, 1, 0, "standard"), (5_000, 1, 5_000, "standard"))),
        "net prices": an_invoice(an_order((10_001, 3, 1, "standard"), included=False)),
        "not registered": an_invoice(
            an_order((5_000, 3, 0, None), address=COMPANY), a_seller(vat_registered=False)
        ),
        "zero": an_invoice(an_order((5_000, 3, 0, "zero"))),
        "transfer": an_invoice(an_order((5_000, 3, 0, "standard"), payment_method="bank-transfer")),
        "paid": an_invoice(an_order((5_000, 3, 0, "standard"), payment_status="paid")),
        "on collection": an_invoice(
            an_order((5_000, 3, 0, "standard")), terms=replace(TERMS, vat_on_collection=True)
        ),
    }


Step = tuple[str, str | Callable[[ET.Element], None] | None]


def source(name: str) -> bytes:
    """A sample file, or one of ``documents``."""
    file = SAMPLES / f"{name}.xml"
    return file.read_bytes() if file.exists() else to_xml(documents()[name])


def spoilt(xml: bytes, *steps: Step) -> bytes:
    """``xml`` with each ``(path, text)`` set; None takes the element out, a function changes it."""
    root = ET.fromstring(xml)
    parents = {child: parent for parent in root.iter() for child in parent}
    for path, change in steps:
        found = root if path == "." else root.find(path, SPACES)
        assert found is not None, path
        if change is None:
            parents[found].remove(found)
        elif callable(change):
            change(found)
        else:
            found.text = change
    return ET.tostring(root)


def child(tag: str, text: str = "", **parts: str) -> Callable[[ET.Element], None]:
    """A step that adds a last child; ``parts`` (``cbc_ID="…"``) are its own children."""

    def name(tag: str) -> str:
        prefix, _, local = tag.replace("_", ":", 1).partition(":")
        return f"{{{SPACES[prefix]}}}{local}"

    def change(parent: ET.Element) -> None:
        added = ET.SubElement(parent, name(tag))
        added.text = text
        for key, value in parts.items():
            ET.SubElement(added, name(key)).text = value

    return change


def attribute(key: str, value: str | None) -> Callable[[ET.Element], None]:
    """A step that sets an attribute, or takes it out."""

    def change(element: ET.Element) -> None:
        if value is None:
            del element.attrib[key]
        else:
            element.set(key, value)

    return change
