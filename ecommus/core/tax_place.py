"""Where a sale is taxed: at home, in the buyer's country, or by nobody here.

Directive 2006/112/EC: goods sold to a business of another member state are the buyer's to tax
(art. 138, 196), goods that leave the Union are exported (art. 146). Who pays no tax here pays the
price without it: ``without_tax`` takes the home rate out before anything else is reckoned, and the
trace says so. Neighbours: ``tax`` for rates, ``zones`` for places, ``pricing`` for the sum.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from stdnum.exceptions import ValidationError

from ecommus.core.customers import EU, Address, vat_number
from ecommus.core.pricing import Change, PriceLine
from ecommus.core.tax import TaxRate, rate_for, tax_of
from ecommus.core.tenants import LegalIdentity

NET = "tax:net"


class Treatment(StrEnum):
    """How a sale is taxed: only ``taxed`` knows rates, the others are zero for a reason."""

    TAXED = "taxed"
    REVERSE_CHARGE = "reverse_charge"
    EXPORT = "export"
    EXEMPT = "exempt"


# What stands in the summary, in English; readers get it in their language.
NAMES = {
    Treatment.REVERSE_CHARGE: "Reverse charge",
    Treatment.EXPORT: "Export, no VAT",
    Treatment.EXEMPT: "Exempt from VAT",
}


def treatment(
    seller: LegalIdentity, buyer: Address | None, destination: str, *, exempt: bool = False
) -> Treatment:
    """How goods that go to a country (ISO 3166-1) are taxed. ``exempt``: the customer is.

    A seller who is not registered charges no VAT anywhere, and so has nothing to leave out.
    """
    if not seller.vat_registered:
        return Treatment.TAXED
    if seller.country in EU:
        if destination not in EU:
            return Treatment.EXPORT
        if destination != seller.country and member_state(buyer) not in (None, seller.country):
            return Treatment.REVERSE_CHARGE
    return Treatment.EXEMPT if exempt else Treatment.TAXED


def member_state(buyer: Address | None) -> str | None:
    """The member state that a company's VAT id is of; None: a person, or no valid number.

    The number's form and check digits are looked at, not whether it is registered today.
    """
    if buyer is None or not (buyer.company.strip() and buyer.vat_id.strip()):
        return None
    try:
        prefix = vat_number(buyer.vat_id, buyer.country)[:2]
    except ValidationError:
        return None
    return {"EL": "GR"}.get(prefix, prefix)


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates at home and where the goods go, and how the shop prices what goes abroad."""

    home: Sequence[TaxRate]
    there: Sequence[TaxRate]
    country: str
    on: date
    treatment: Treatment
    net_abroad: bool = False
    seller: str = "RO"

    @property
    def without_tax(self) -> bool:
        """Whether shelf prices lose the home tax first."""
        away = self.country != self.seller
        return self.treatment is not Treatment.TAXED or (self.net_abroad and away)

    def applied(self, categories: Iterable[str | None]) -> tuple[TaxRate, ...]:
        """What ``pricing`` reckons with, stamped with the country of the question.

        Where shelf prices hold the home tax, a price that goes abroad is the same to the cent and
        the tax of its country is in it; or, without the home tax, on top of it.
        """
        if self.treatment is not Treatment.TAXED:
            name = NAMES[self.treatment]
            wanted = sorted({category for category in categories if category is not None})
            return tuple(
                TaxRate(name, self.country, category, Decimal(0), False, self.on, self.on)
                for category in wanted
            )
        return tuple(
            replace(rate, country=self.country, included=self._included(rate))
            for rate in self.there
        )

    def _included(self, rate: TaxRate) -> bool:
        if self.country == self.seller:
            return rate.included
        home = self.at_home(rate.category)
        shelf = rate.included if home is None else home.included
        return shelf and not self.net_abroad

    def at_home(self, category: str | None) -> TaxRate | None:
        if category is None:
            return None
        return next((rate for rate in self.home if rate.category == category), None)

    def net(self, amount: int, category: str | None) -> tuple[int, str]:
        """An amount off the shelf as it is reckoned with, and the home rate that left it."""
        rate = self.at_home(category) if self.without_tax else None
        if rate is None or not rate.included:
            return amount, ""
        return amount - tax_of(amount, rate.rate, True), f"{rate.name} ({rate.rate.normalize():f})"

    def line(self, line: PriceLine) -> PriceLine:
        """A line at the price that is reckoned with, and the step that says why."""
        after, detail = self.net(line.unit_price, line.tax_category)
        if not detail:
            return line
        original = line.original_unit_price
        return replace(
            line,
            unit_price=after,
            original_unit_price=original and self.net(original, line.tax_category)[0],
            min_price=self.net(line.min_price, line.tax_category)[0],
            changes=(*line.changes, Change(NET, line.unit_price, after, detail)),
        )


def at_place(
    rates: Sequence[TaxRate], zones: Sequence[str], country: str, on: date
) -> tuple[TaxRate, ...]:
    """Of each category the rate of the first of ``zones`` that has one on the day.

    The rates come with their zone's code as their country; they leave with the place's.
    """
    found = []
    for category in sorted({rate.category for rate in rates}):
        holding = (rate_for(rates, zone, category, on) for zone in zones)
        first = next((rate for rate in holding if rate is not None), None)
        if first is not None:
            found.append(replace(first, country=country))
    return tuple(found)
