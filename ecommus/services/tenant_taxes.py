"""What a new shop knows of taxes: Romania and the Union, two categories, Romania's rates."""

from datetime import date
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from ecommus.core.customers import EU
from ecommus.core.ids import uuid7
from ecommus.db.tables import tax as t

# (name, category, rate, from, until). Legea 141/2025: 21 % and 11 % from 1 August 2025.
ROMANIAN_RATES = (
    ("TVA 19%", "standard", "19", date(2017, 1, 1), date(2025, 7, 31)),
    ("TVA 9%", "reduced", "9", date(2017, 1, 1), date(2025, 7, 31)),
    ("TVA 21%", "standard", "21", date(2025, 8, 1), None),
    ("TVA 11%", "reduced", "11", date(2025, 8, 1), None),
)
CATEGORIES = (
    ("standard", "Cota standard", "Standard rate"),
    ("reduced", "Cota redusă", "Reduced rate"),
)
ZONES = (("RO", "România", {"RO"}), ("EU", "Uniunea Europeană", EU))


def seed_taxes(db: Session, tenant_id: UUID) -> None:
    """``db`` is a session of the platform's role."""
    inside = {"tenant_id": tenant_id}
    zones = [inside | {"id": uuid7(), "code": code, "name": name} for code, name, _in in ZONES]
    db.execute(insert(t.zones), zones)
    db.execute(
        insert(t.zone_members),
        [
            inside | {"id": uuid7(), "zone_id": zone["id"], "country": country}
            for zone, (_code, _name, countries) in zip(zones, ZONES, strict=True)
            for country in sorted(countries)
        ],
    )
    db.execute(
        insert(t.tax_categories),
        [
            inside
            | {"id": uuid7(), "code": code, "name": name, "position": position,
               "translations": {"en": {"name": english}}}
            for position, (code, name, english) in enumerate(CATEGORIES)
        ],
    )  # fmt: skip
    db.execute(
        insert(t.tax_rates),
        [
            inside
            | {"id": uuid7(), "name": name, "zone": "RO", "tax_category": category, "rate": rate,
               "included": True, "starts_on": starts, "ends_on": ends}
            for name, category, rate, starts, ends in ROMANIAN_RATES
        ],
    )  # fmt: skip
