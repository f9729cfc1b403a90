"""What RO e-Factura would refuse, found here first: the XML is read as the authorities read it.

Rules of EN 16931-1 (schematron of the European Commission) and of CIUS-RO 1.0.1 (ANAF's, 1.0.9).
Each module of this family answers broken rules: ``rules_presence`` what must be there,
``rules_sums`` what must add up, ``rules_vat`` each VAT category, ``rules_ro`` what Romania adds.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ecommus.services.invoicing import rules_presence, rules_ro, rules_sums, rules_vat
from ecommus.services.invoicing.reading import NotUbl, parse


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that does not hold: its official id, and in English what it wants."""

    rule: str
    message: str


def check(xml: bytes) -> tuple[Broken, ...]:
    """Every broken rule once per place, in the order of the modules; empty when all hold."""
    try:
        root = parse(xml)
    except NotUbl as error:
        return (Broken("UBL", str(error)),)

    def found() -> Iterator[tuple[str, str]]:
        for module in (rules_presence, rules_sums, rules_vat, rules_ro):
            yield from module.broken(root)

    return tuple(Broken(rule, message) for rule, message in found())
