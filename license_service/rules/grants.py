"""From a tier and what was ordered to what a license says: lists, ends, support."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ecommus.core.errors import Invalid
from ecommus.core.license import KINDS, MULTI_TENANT, NICHES, registrable

ISSUED = ("starter", "pro", "growth", "enterprise", "trial", "beta", "dev")
TRIAL = timedelta(days=30)
# A month's payment is told of an hour after its month began, and a card may be asked twice: the
# shop sells on meanwhile. The end moves by whole months, so this is given once.
LATE = timedelta(days=3)
# What a niche brings along in every tier.
NICHE_PLUGINS = {
    "ecommerce": "niche-ecommerce", "services": "niche-booking",
    "real-estate": "niche-real-estate", "travel": "niche-hotel",
}  # fmt: skip
NICHE_THEMES = {
    "ecommerce": "theme-fashion", "services": "theme-services",
    "real-estate": "theme-realestate", "travel": "theme-travel",
}  # fmt: skip
PERIOD = re.compile(r"([1-9][0-9]?)mo")
NAME = re.compile(r"\*|[a-z0-9][a-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class Tier:
    """What a tier grants; None: any number."""

    code: str
    domains: int | None
    niches: int | None
    support_days: int
    features: frozenset[str] = frozenset()
    plugins: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    stores: int | None = None

    def stores_with(self, features: Iterable[str]) -> int | None:
        """How many shops, with these features: ``multi_tenant`` that was bought beyond the tier is
        for any number."""
        beyond = MULTI_TENANT in features and MULTI_TENANT not in self.features
        return None if beyond else self.stores


@dataclass(frozen=True, slots=True)
class Wish:
    """What is ordered beyond the tier."""

    kind: str
    niches: tuple[str, ...]
    domains: tuple[str, ...]
    features: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    support_period: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """What the license will say."""

    features: list[str]
    plugins: list[str]
    themes: list[str]
    niches: list[str]
    domains: list[str]
    stores: int | None
    expires_at: datetime | None
    support_until: datetime


def grant(tier: Tier, wish: Wish, now: datetime) -> Grant:
    """The license's content. Invalid when the tier does not stretch so far."""
    if wish.kind not in KINDS:
        raise Invalid(
            "kind_unknown", "A license is perpetual, trial or saas-monthly.", field="kind"
        )
    niches, domains = _niches(tier, wish.niches), domains_of(tier, wish.domains)
    return Grant(
        features=_union("features", tier.features, wish.features),
        plugins=_union(
            "licensed_plugins", tier.plugins, wish.plugins, [NICHE_PLUGINS[n] for n in niches]
        ),
        themes=_union(
            "licensed_themes", tier.themes, wish.themes, [NICHE_THEMES[n] for n in niches]
        ),
        niches=niches,
        domains=domains,
        stores=tier.stores_with(wish.features),
        expires_at=first_end(wish.kind, now),
        support_until=support_end(now, wish.support_period, tier.support_days),
    )


def _union(field: str, *parts: Iterable[str]) -> list[str]:
    names = {name for part in parts for name in part}
    if wrong := [name for name in names if not NAME.fullmatch(name)]:
        raise Invalid("name_malformed", "%(name)s is no name.", field=field, name=wrong[0])
    return ["*"] if "*" in names else sorted(names)


def _niches(tier: Tier, wanted: Iterable[str]) -> list[str]:
    niches = sorted(set(wanted))
    if not niches or not set(niches) <= NICHES:
        text = "Name one or more of: ecommerce, real-estate, services, travel."
        raise Invalid("niche_unknown", text, field="niche_packages")
    if tier.niches is not None and len(niches) > tier.niches:
        text = "The most niche packages that the tier %(tier)s takes: %(most)s."
        raise Invalid(
            "too_many_niches", text, field="niche_packages", tier=tier.code, most=tier.niches
        )
    return niches


def domains_of(tier: Tier, wanted: Iterable[str]) -> list[str]:
    """Registrable domains, as a license binds them; Invalid for none, bad ones or too many."""
    domains = set()
    for text in wanted:
        root = registrable(text.strip().rstrip(".").lower())
        if root is None:
            raise Invalid(
                "domain_malformed",
                "%(domain)s is no domain that can be registered; write it like acme.ro.",
                field="domain_binding",
                domain=text,
            )
        domains.add(root)
    if not domains:
        text = "Name the domain that the license is for."
        raise Invalid("domain_missing", text, field="domain_binding")
    if tier.domains is not None and len(domains) > tier.domains:
        text = "The most domains that the tier %(tier)s takes: %(most)s."
        raise Invalid(
            "too_many_domains", text, field="domain_binding", tier=tier.code, most=tier.domains
        )
    return sorted(domains)


def first_end(kind: str, now: datetime) -> datetime | None:
    """When a new license ends: trials after 30 days, monthly ones a little after a month, others
    never."""
    return {"trial": now + TRIAL, "saas-monthly": add_months(now, 1) + LATE}.get(kind)


def months_of(period: str) -> int:
    """``12mo`` → 12."""
    found = PERIOD.fullmatch(period)
    if not found:
        text = "Write a period like 12mo."
        raise Invalid("period_malformed", text, field="support_period")
    return int(found[1])


def support_end(now: datetime, period: str, free_days: int) -> datetime:
    """What was paid for comes after what the tier gives for nothing."""
    free = now + timedelta(days=free_days)
    return add_months(free, months_of(period)) if period else free


def add_months(start: datetime, months: int) -> datetime:
    """The same day some months on, or the last of a shorter month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return start.replace(year=year, month=month + 1, day=day)
