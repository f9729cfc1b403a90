"""UBL read safely: no document type, no entities, and never more than ten megabytes.

Python's own parser resolves nothing from outside; entities that could blow a document up stand in a
document type, so one that has any is refused before the first is used.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree as ET  # guarded below

from ecommus.services.invoicing.party_xml import CAC, CBC

SPACES = {"cac": CAC, "cbc": CBC}
# What ANAF takes.
MOST = 10 * 2**20


class NotUbl(ValueError):
    """This is no UBL invoice or credit note, or none that is safe to read."""


class _NoDoctype(ET.TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise NotUbl("a document type is not allowed")


@dataclass(frozen=True, slots=True)
class Node:
    """An element; paths are like ``cac:Party/cbc:Name``."""

    element: ET.Element

    def each(self, path: str) -> Iterator["Node"]:
        return (Node(found) for found in self.element.iterfind(path, SPACES))

    def first(self, path: str) -> "Node | None":
        return next(self.each(path), None)

    def has(self, path: str) -> bool:
        return self.first(path) is not None

    def text(self, path: str = "") -> str:
        """The text with single spaces, "" when there is none."""
        found = self.element if not path else self.element.find(path, SPACES)
        return " ".join((found.text or "").split()) if found is not None else ""

    def number(self, path: str) -> Decimal | None:
        """None when there is none, or when it is no number."""
        try:
            value = Decimal(self.text(path))
        except InvalidOperation:
            return None
        return value if value.is_finite() else None

    def amount(self, path: str) -> Decimal:
        return self.number(path) or Decimal(0)

    @property
    def tag(self) -> str:
        return self.element.tag.rpartition("}")[2]

    @property
    def lines(self) -> list["Node"]:
        """BG-25 of a whole document."""
        return [*self.each("cac:InvoiceLine"), *self.each("cac:CreditNoteLine")]


def parse(xml: bytes) -> Node:
    """The root of an invoice or a credit note. NotUbl says why it is none."""
    if len(xml) > MOST:
        raise NotUbl("the document is larger than ten megabytes")
    parser = ET.XMLParser(target=_NoDoctype())  # noqa: S314  # no document type, no entities
    try:
        parser.feed(xml)
        root = Node(parser.close())
    except ET.ParseError as error:
        raise NotUbl(f"this is not XML: {error}") from None
    if root.element.tag not in {
        f"{{urn:oasis:names:specification:ubl:schema:xsd:{name}-2}}{name}"
        for name in ("Invoice", "CreditNote")
    }:
        raise NotUbl("this is neither a UBL 2.1 invoice nor a credit note")
    return root
