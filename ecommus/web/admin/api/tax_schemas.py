"""Zones, tax categories and rates: what the admin API takes and answers."""

from datetime import date
from typing import Any

from ecommus.services.zones import MOST
from ecommus.web import schema as s
from ecommus.web import schema_texts as texts
from ecommus.web.storefront.api.schemas import NULLABLE

CODE = "[A-Za-z0-9][A-Za-z0-9_-]{0,39}"
CODE_MESSAGE = "Use 1 to 40 letters, digits, - and _."


class Day(s.Strict):
    json = {"type": "string", "format": "date"}

    def check(self, value: Any) -> date:
        try:
            found = date.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            found = None
        if found is None or len(value) != 10:
            raise ValueError("This must be a day, as 2026-11-24.")
        return found


def day(**options: Any) -> s.Node:
    return s.Node(Day(), **options)


class ZoneMember(s.Shape):
    """A country, a province of one, or another zone (its code or id)."""

    country = s.pattern("[A-Z]{2}", "This must be a country code.", missing=s.drop)
    province = s.pattern("[A-Z0-9]{1,3}", "This must be a province's code.", missing=s.drop)
    zone = s.text(1, 40, missing=s.drop)


class ZoneFields(s.Shape):
    name = s.text(1, 120)
    members = s.list_of(ZoneMember(name="member"), MOST)


class ZoneInput(ZoneFields):
    """A new zone; its code stays for good."""

    code = s.pattern(CODE, CODE_MESSAGE)


ZoneChange = s.partial(ZoneFields)


class Zone(ZoneInput):
    """A part of the world that taxes and deliveries are set for."""

    id = s.uuid()
    version = s.integer()


class TaxCategoryFields(s.Shape):
    name = s.text(1, 120)
    translations = texts.translations(missing=s.drop)
    position = s.integer(-1_000_000, 1_000_000, missing=0)


class TaxCategoryInput(TaxCategoryFields):
    """A new category; its code stays for good."""

    code = s.pattern(CODE, CODE_MESSAGE)


TaxCategoryChange = s.partial(TaxCategoryFields)


class TaxCategory(TaxCategoryInput):
    """What products and deliveries name, and rates are set for."""

    id = s.uuid()
    version = s.integer()


class TaxRateFields(s.Shape):
    """A rate of a zone and a category (code or id); both days are included."""

    name = s.text(1, 120)
    zone = s.text(1, 40)
    tax_category = s.text(1, 40)
    rate = s.percent()
    included_in_price = s.boolean(missing=True)
    starts_on = day()
    ends_on = day(**NULLABLE)


class TaxRateInput(TaxRateFields):
    """A new rate: on a day there is one per zone and category."""


TaxRateChange = s.partial(TaxRateFields)


class TaxRate(TaxRateFields):
    """A tax rate; orders keep the one that they were placed with."""

    id = s.uuid()
    rate = s.text()
    version = s.integer()
