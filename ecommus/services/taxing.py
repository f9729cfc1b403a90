"""How a cart is taxed: its place, the rates there and at home, the shop's own choices.

What staff sets is changed in ``zones`` and ``taxes``; the rules are ``core.tax_place``.
"""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from ecommus.core.customers import Address
from ecommus.core.tax import TaxRate
from ecommus.core.tax_place import Rates, at_place, treatment
from ecommus.core.zones import Place, Zone, first_place, holding
from ecommus.db.queries import tax as queries
from ecommus.services.work import Work

# What a shop begins with. ``missing_rate``: what a category without a rate does to an order.
DEFAULTS: dict[str, Any] = {
    "rounding": "document",
    "abroad": "gross",
    "missing_rate": "block",
    "default_zone": "",
}
CHOICES = {"abroad": ("gross", "net"), "missing_rate": ("block", "zero")}


def choices(work: Work) -> dict[str, Any]:
    """The shop's own, over the defaults."""
    return DEFAULTS | work.tenant.settings.get("tax", {})


def zones(work: Work) -> tuple[Zone, ...]:
    """All of the shop, from memory."""
    return work.remembered("zones", lambda: queries.zones(work.db))


def home(work: Work) -> Place:
    """Where the shop is."""
    legal = work.tenant.legal
    return Place(legal.country, legal.county)


def place_of(work: Work, address: Address | None) -> Place:
    """Where a cart goes; without an address, to the shop's default zone, or stays at home."""
    if address is not None:
        return Place(address.country, address.county)
    code = choices(work)["default_zone"]
    found = first_place(zones(work), code, home(work)) if code else None
    return found or home(work)


def zones_of(work: Work, place: Place) -> tuple[str, ...]:
    """Codes of the zones that hold a place, the one that says most about it first."""
    return work.remembered(("zones of", place), lambda: holding(zones(work), place))


def rates_at(work: Work, place: Place, on: date) -> tuple[TaxRate, ...]:
    """Of each category the rate that holds at a place on a day."""

    def read() -> tuple[TaxRate, ...]:
        known = work.remembered(("tax rates", on), lambda: queries.rates(work.db, on))
        return at_place(known, zones_of(work, place), place.country, on)

    return work.remembered(("tax rates at", place, on), read)


def today(work: Work) -> date:
    """The day it is where the shop is: rates change at its midnight."""
    return work.now.astimezone(ZoneInfo(work.tenant.timezone)).date()


def sale(work: Work, buyer: Address | None, place: Place, on: date, *, exempt: bool) -> Rates:
    """How goods that go to ``place`` are taxed for who is billed."""
    legal = work.tenant.legal
    return Rates(
        home=rates_at(work, home(work), on),
        there=rates_at(work, place, on),
        country=place.country,
        on=on,
        treatment=treatment(legal, buyer, place.country, exempt=exempt),
        net_abroad=choices(work)["abroad"] == "net",
        seller=legal.country,
    )
