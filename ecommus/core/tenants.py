"""Tenants: a shop's name in the address, its states, and its identity before the law."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from ecommus.core import countries
from ecommus.core.customers import RO_COUNTIES
from ecommus.core.errors import Conflict, Invalid

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")

# First segments of the tree, names of hosts that operators need, and names that would mislead.
RESERVED_SLUGS = frozenset(
    "admin api app assets autodiscover blog cdn dashboard demo dev docs ftp health help imap "
    "license licenses localhost login mail media metrics mx ns1 ns2 packages platform pop root "
    "shop smtp staging static status storefront super-admin superadmin support test webhooks "
    "webmail www".split()
)


class TenantState(StrEnum):
    """``archived`` is final: the data stays for export until the retention time is over."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    ARCHIVED = "archived"


TRANSITIONS = {
    TenantState.ACTIVE: {TenantState.SUSPENDED, TenantState.ARCHIVED},
    TenantState.SUSPENDED: {TenantState.ACTIVE, TenantState.ARCHIVED},
    TenantState.ARCHIVED: set(),
}


@dataclass(frozen=True, slots=True)
class LegalIdentity:
    """What Legea 365/2002 art. 5 wants in every footer."""

    legal_name: str = ""
    registration_number: str = ""
    vat_id: str = ""
    vat_registered: bool = True
    street: str = ""
    city: str = ""
    county: str = ""
    postal_code: str = ""
    country: str = "RO"
    email: str = ""
    phone: str = ""

    def missing(self) -> tuple[str, ...]:
        """Names of the fields without which a shop may not go live."""
        needed = ("legal_name", "registration_number", "vat_id", "street", "city", "email", "phone")
        return tuple(name for name in needed if not getattr(self, name))

    def address(self, locale: str) -> str:
        """On one line, county and country by their names."""
        county = RO_COUNTIES.get(self.county, self.county) if self.country == "RO" else self.county
        country = countries.names(locale).get(self.country, self.country)
        parts = (self.street, self.postal_code, self.city, county, country)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Tenant:
    """One shop, as every request sees it: an immutable snapshot, cached by id and version."""

    id: UUID
    slug: str
    name: str
    state: TenantState
    niche: str
    theme: str
    currency: str
    locales: tuple[str, ...]
    timezone: str
    settings: dict[str, Any]
    legal: LegalIdentity
    plugins: frozenset[str]
    version: int
    catalogue_version: int
    hosts: tuple[str, ...] = field(default=())

    @property
    def locale(self) -> str:
        """The default language: the one without a prefix in addresses."""
        return self.locales[0]

    @property
    def open(self) -> bool:
        return self.state is TenantState.ACTIVE


def check_slug(slug: str) -> str:
    """``slug`` when a tenant may carry it; Invalid says why not."""
    if not SLUG.fullmatch(slug):
        raise Invalid(
            "slug_invalid",
            "Use 1 to 63 of a-z, 0-9 and -, beginning and ending with a letter or digit.",
            field="slug",
        )
    if slug in RESERVED_SLUGS or slug.startswith("xn--"):
        raise Invalid("slug_reserved", "This address is reserved; choose another.", field="slug")
    return slug


def check_transition(old: TenantState, new: TenantState) -> None:
    """Conflict when a tenant cannot go from ``old`` to ``new``."""
    if new not in TRANSITIONS[old]:
        raise Conflict(
            "illegal_transition", "A tenant cannot go from %(old)s to %(new)s.", old=old, new=new
        )
