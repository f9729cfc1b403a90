"""The shop's own settings: name, languages, legal identity, tax rounding, returns, theme."""

from dataclasses import asdict, fields, replace
from typing import Any
from zoneinfo import available_timezones

from sqlalchemy import update
from stdnum.exceptions import ValidationError
from stdnum.ro import cf

from ecommus.core import countries, currencies
from ecommus.core.errors import Invalid
from ecommus.core.inventory import LOW, MOST_LOW
from ecommus.core.left_carts import check_settings
from ecommus.core.returns import DAYS, MOST_DAYS
from ecommus.core.tax import Rounding
from ecommus.core.tenants import LegalIdentity
from ecommus.db.queries import tax as queries
from ecommus.db.tables.platform import tenants
from ecommus.db.tables.tax import zones
from ecommus.services import invoice_terms, repricing, taxing
from ecommus.services.work import Work

LANGUAGES = ("ro", "en")


def change(work: Work, **changes: Any) -> None:
    """Change ``name``, ``locales``, ``timezone``, ``legal`` (a dict) or ``settings`` (merged)."""
    tenant, values = work.tenant, {}
    if "name" in changes:
        if not changes["name"].strip():
            raise Invalid("required", "A shop needs a name.", field="name")
        values["name"] = changes["name"].strip()
    if "locales" in changes:
        values["locales"] = _locales(changes["locales"])
    if "timezone" in changes:
        if changes["timezone"] not in available_timezones():
            raise Invalid("timezone_unknown", "There is no such time zone.", field="timezone")
        values["timezone"] = changes["timezone"]
    if "legal" in changes:
        known = {field.name for field in fields(LegalIdentity)}
        given = {key: value for key, value in changes["legal"].items() if key in known}
        legal = replace(tenant.legal, **given)
        _check_legal(legal)
        values["legal"] = asdict(legal)
    if "settings" in changes:
        given = changes["settings"]
        if "invoicing" in given:
            given = given | {"invoicing": invoice_terms.settled(work, given["invoicing"])}
        merged = tenant.settings | given
        if "tax" in given:
            merged["tax"] = tenant.settings.get("tax", {}) | given["tax"]
            _check_tax(work, merged["tax"])
        if "currencies" in given:
            merged["currencies"] = currencies.check(tenant.currency, given["currencies"])
        if "countries" in given:
            merged["countries"] = countries.check(given["countries"])
        days = merged.get("returns", {}).get("days", DAYS)
        if not DAYS <= days <= MOST_DAYS:
            text = "Choose between %(least)s and %(most)s days."
            raise Invalid("days_invalid", text, field="returns.days", least=DAYS, most=MOST_DAYS)
        if not 0 <= merged.get("stock", {}).get("low", LOW) <= MOST_LOW:
            text = "Choose between 0 and %(most)s."
            raise Invalid("low_invalid", text, field="stock.low", most=MOST_LOW)
        check_settings(merged.get("carts", {}))
        values["settings"] = merged
    if values:
        work.db.execute(update(tenants).where(tenants.c.id == tenant.id).values(**values))
        work.changed(config=True)
    if "legal" in values and legal.country != tenant.legal.country:
        # Everybody's price is that of a buyer in the shop's own country.
        repricing.reprice(work, country=legal.country)
        work.changed(catalogue=True)


def _locales(locales: Any) -> list[str]:
    chosen = list(dict.fromkeys(locales))
    if not chosen or not set(chosen) <= set(LANGUAGES):
        raise Invalid("locale_unknown", "Choose among ro and en.", field="locales")
    return chosen


def _check_legal(legal: LegalIdentity) -> None:
    if legal.vat_id and legal.country == "RO":
        try:
            cf.validate(legal.vat_id)
        except ValidationError:
            raise Invalid("vat_id_invalid", "This is not a valid CUI.", field="vat_id") from None


def _check_tax(work: Work, tax: dict[str, Any]) -> None:
    if tax.get("rounding", "document") not in set(Rounding):
        raise Invalid("rounding_invalid", "Choose document, line or unit.", field="tax.rounding")
    for name, known in taxing.CHOICES.items():
        if tax.get(name, known[0]) not in known:
            text = "Choose one of: %(known)s."
            raise Invalid("choice_unknown", text, field=f"tax.{name}", known=", ".join(known))
    code = tax.get("default_zone")
    if code:
        found = queries.code_of(work.db, zones, code)
        if found is None:
            text = "There is no zone “%(zone)s”: choose one of the list."
            raise Invalid("zone_unknown", text, field="tax.default_zone", zone=code)
        tax["default_zone"] = found


def activate_theme(work: Work, theme_id: str) -> None:
    """Show the shop in another theme. Invalid when there is none of this name."""
    if theme_id not in work.registry.themes:
        raise Invalid("theme_unknown", "There is no such theme.", field="theme")
    work.db.execute(update(tenants).where(tenants.c.id == work.tenant.id).values(theme=theme_id))
    work.changed(config=True)


def theme_settings(work: Work, values: dict[str, Any]) -> None:
    """Keep the theme's settings (validated by its schema)."""
    change(work, settings={"theme": work.tenant.settings.get("theme", {}) | values})
