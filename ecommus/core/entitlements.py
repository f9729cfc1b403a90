"""What must be held: requirements, and the license ∩ tenant they are held against.

A requirement is used as the *principal* of a Deny entry: the security policy hands the ACL a set of
principals that contains every requirement which is not met. Nothing else asks about the license.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from ecommus.core.permissions import Effect


class Reason(StrEnum):
    """Why a request was refused (403, or 401 for the last but two); stable for machines."""

    LICENSE_LOCKED = "license_locked"
    LICENSE_REDUCED = "license_reduced"
    DOMAIN_NOT_LICENSED = "domain_not_licensed"
    FEATURE_NOT_LICENSED = "feature_not_licensed"
    THEME_NOT_LICENSED = "theme_not_licensed"
    PLUGIN_NOT_LICENSED = "plugin_not_licensed"
    NICHE_REQUIRED = "niche_required"
    TENANT_SUSPENDED = "tenant_suspended"
    PERMISSION_DENIED = "permission_denied"
    AUTHENTICATION_REQUIRED = "authentication_required"
    CSRF_FAILED = "csrf_failed"


class Grace(StrEnum):
    """The license's state: what silence or revocation has closed so far."""

    OK = "ok"
    WARNING = "warning"
    REDUCED = "reduced"
    LOCKED = "locked"


@dataclass(frozen=True)
class Entitlements:
    """What this installation may use, seen from one tenant (or from the platform: no tenant)."""

    features: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset({"base"})
    plugins: frozenset[str] = frozenset()
    niches: frozenset[str] = frozenset()
    # The most shops that may be open; None: any number.
    stores: int | None = None
    grace: Grace = Grace.OK
    domain_bound: bool = True
    tenant_open: bool = True

    def has_plugin(self, plugin_id: str) -> bool:
        return "*" in self.plugins or plugin_id in self.plugins


CHANGING = frozenset({Effect.WRITE, Effect.SELL, Effect.ACTIVATE})
ALL = frozenset(Effect)


@dataclass(frozen=True)
class Requirement:
    """Closes ``effects`` for ``reason`` while the entitlements do not hold ``name``."""

    reason: Reason
    name: str = ""
    effects: frozenset[Effect] = field(default=ALL, compare=False)

    def met(self, held: Entitlements) -> bool:
        """True when ``held`` satisfies this requirement."""
        match self.reason:
            case Reason.LICENSE_LOCKED:
                return held.grace is not Grace.LOCKED
            case Reason.LICENSE_REDUCED:
                return held.grace not in (Grace.REDUCED, Grace.LOCKED)
            case Reason.DOMAIN_NOT_LICENSED:
                return held.domain_bound
            case Reason.FEATURE_NOT_LICENSED:
                return self.name in held.features
            case Reason.THEME_NOT_LICENSED:
                return "*" in held.themes or self.name in held.themes
            case Reason.PLUGIN_NOT_LICENSED:
                return held.has_plugin(self.name)
            case Reason.NICHE_REQUIRED:
                return self.name in held.niches
            case Reason.TENANT_SUSPENDED:
                return held.tenant_open
        raise ValueError(f"{self.reason} is no requirement")


def require_feature(name: str) -> Requirement:
    """The license's ``features`` must name it."""
    return Requirement(Reason.FEATURE_NOT_LICENSED, name)


def require_theme(name: str) -> Requirement:
    """The license's ``licensed_themes`` must name it; ``base`` is always held."""
    return Requirement(Reason.THEME_NOT_LICENSED, name)


# Reading and exporting stay open when a plugin's license ends: what a merchant entered is theirs.
def require_plugin(name: str) -> Requirement:
    """The license's ``licensed_plugins`` must name it; free plugins carry no requirement."""
    return Requirement(Reason.PLUGIN_NOT_LICENSED, name, ALL - {Effect.EXPORT})


def require_niche(name: str) -> Requirement:
    """The license's ``niche_packages`` must name it."""
    return Requirement(Reason.NICHE_REQUIRED, name)


def require_license() -> tuple[Requirement, ...]:
    """Locked closes write, sell and activate; reduced closes activate. Never read, never export."""
    return (
        Requirement(Reason.LICENSE_LOCKED, effects=CHANGING),
        Requirement(Reason.LICENSE_REDUCED, effects=frozenset({Effect.ACTIVATE})),
        Requirement(Reason.DOMAIN_NOT_LICENSED, effects=CHANGING),
    )


def require_open_tenant() -> Requirement:
    """A suspended tenant neither changes nor sells; it reads and exports."""
    return Requirement(Reason.TENANT_SUSPENDED, effects=CHANGING)


def unmet(requirements: Iterable[Requirement], held: Entitlements) -> list[Requirement]:
    """Those of ``requirements`` that ``held`` does not satisfy, in their order."""
    return [requirement for requirement in requirements if not requirement.met(held)]
