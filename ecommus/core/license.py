"""The license: an Ed25519-signed JWT that says what an installation may use.

Verification is strict and pure; ``entitlements`` is what the rest of the code looks at. The
neighbour that finds the token (database, environment, file) is ``ecommus.web.license``.
Source of the claims: design/licensing, the token.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from publicsuffixlist import PublicSuffixList

from ecommus.core.entitlements import Entitlements, Grace
from ecommus.core.signed import SignedError, claim, names_of, read, time_of

TYPE = "ecommus-license+jwt"
WHAT = "license"
TIERS = ("starter", "pro", "growth", "enterprise", "trial", "beta", "dev", "community")
KINDS = ("perpetual", "trial", "saas-monthly")
NICHES = frozenset({"services", "real-estate", "travel", "ecommerce"})

# Several shops, and domains of their own.
MULTI_TENANT = "multi_tenant"
# Letters that older rules for names in other scripts wrote as other ones or dropped, and today's
# keep: straße.de is another domain than strasse.de, and is written xn--strae-oqa.de.
DEVIATING = frozenset("ßẞς\u200c\u200d")


LicenseError = SignedError


@dataclass(frozen=True)
class License:
    """A verified license. Times are aware UTC; ``expires_at`` None: for ever."""

    install_id: str
    tier: str
    kind: str
    features: frozenset[str]
    licensed_themes: frozenset[str]
    licensed_plugins: frozenset[str]
    niche_packages: frozenset[str]
    domain_binding: tuple[str, ...]
    issued_at: datetime | None
    expires_at: datetime | None
    support_until: datetime | None
    customer_email: str = ""
    customer_company: str = ""
    customer_cif: str = ""
    kid: str = ""
    jti: str = ""
    # The most shops, with the feature ``multi_tenant``; None: any number. One without it.
    stores: int | None = None

    def expired(self, now: datetime) -> bool:
        return self.expires_at is not None and now >= self.expires_at

    def demand_time(self, now: datetime) -> None:
        """LicenseError ``expired`` when its time is over."""
        if self.expired(now):
            day = f"{self.expires_at:%Y-%m-%d}"
            raise LicenseError("expired", f"The license expired on {day}.", day=day)

    def binds(self, domain: str) -> bool:
        """Whether the platform's ``domain`` is one this license was issued for."""
        host = domain.rstrip(".").lower()
        if host == "localhost" or host.endswith(".localhost"):
            return True
        root = registrable(host)
        return root is not None and root in {registrable(d.lower()) for d in self.domain_binding}

    def entitlements(self, grace: Grace, domain: str, *, tenant_open: bool = True) -> Entitlements:
        """What may be used under this license in its present state."""
        return Entitlements(
            features=self.features,
            themes=self.licensed_themes | {"base"},
            plugins=self.licensed_plugins,
            niches=self.niche_packages,
            grace=grace,
            stores=self.stores if MULTI_TENANT in self.features else 1,
            domain_bound=self.tier == "community" or self.binds(domain),
            tenant_open=tenant_open,
        )


COMMUNITY = License(
    install_id="",
    tier="community",
    kind="perpetual",
    features=frozenset(),
    licensed_themes=frozenset({"base"}),
    licensed_plugins=frozenset(),
    niche_packages=frozenset({"ecommerce"}),
    domain_binding=(),
    issued_at=None,
    expires_at=None,
    support_until=None,
)


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def registrable(host: str) -> str | None:
    """The registrable domain (eTLD+1) by the public suffix list, or None: ``shop.acme.co.uk`` →
    ``acme.co.uk``."""
    if DEVIATING & set(host):
        return None
    try:
        ascii_host = host.encode("idna").decode()
    except UnicodeError:
        return None
    # The last label of a name is never a number: 10.0.0.1 is an address, and nobody registers 0.1.
    if ascii_host.rstrip(".").rpartition(".")[2].isdecimal():
        return None
    return _suffixes().privatesuffix(ascii_host)


def verify(
    token: str, keys: Mapping[str, Ed25519PublicKey], now: datetime, *, ended: bool = False
) -> License:
    """The license in ``token``, or LicenseError. ``keys`` maps each known ``kid`` to its key.

    ``ended``: one whose time is over is read too, so that its renewal can be asked for.
    """
    claims, kid = read(token, keys, TYPE, WHAT, now)
    license = _license(claims, kid)
    if not ended:
        license.demand_time(now)
    return license


def _license(claims: dict[str, Any], kid: str) -> License:
    def text(name: str, default: Any = None) -> str:
        return claim(claims, name, str, WHAT, default)

    def names(name: str) -> frozenset[str]:
        return names_of(claims, name, WHAT)

    def time(name: str) -> datetime | None:
        return time_of(claims, name, WHAT)

    tier, kind, niches = text("tier"), text("kind"), names("niche_packages")
    install_id, jti = text("install_id"), text("jti")
    stores = None if claims.get("stores") is None else claim(claims, "stores", int, WHAT)
    if stores is not None and stores < 1:
        raise LicenseError("claim_invalid", "The license is for less than one shop.")
    if not install_id or not jti:
        raise LicenseError("claim_invalid", "The license names no installation, or has no id.")
    if tier not in TIERS or kind not in KINDS:
        raise LicenseError("claim_invalid", "The license names an unknown tier or kind.")
    if not niches <= NICHES:
        raise LicenseError("claim_invalid", "The license names an unknown niche package.")
    return License(
        install_id=install_id,
        tier=tier,
        kind=kind,
        features=names("features"),
        licensed_themes=names("licensed_themes"),
        licensed_plugins=names("licensed_plugins"),
        niche_packages=niches,
        domain_binding=tuple(sorted(names("domain_binding"))),
        issued_at=time("issued_at"),
        expires_at=time("expires_at"),
        support_until=time("support_until"),
        customer_email=text("customer_email", ""),
        customer_company=text("customer_company", ""),
        customer_cif=text("customer_cif", ""),
        kid=kid,
        jti=jti,
        stores=stores,
    )
