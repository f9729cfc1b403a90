"""The license: an Ed25519-signed JWT that says what an installation may use.

Verification is strict and pure; ``entitlements`` is what the rest of the code looks at. The
neighbour that finds the token (database, environment, file) is ``ecommus.web.license``.
Source of the claims: design/licensing, the token.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from publicsuffixlist import PublicSuffixList

from ecommus.core.entitlements import Entitlements, Grace

TYPE = "ecommus-license+jwt"
ISSUER = "ecommus-license-service"
AUDIENCE = "ecommus"
TIERS = ("starter", "pro", "growth", "enterprise", "trial", "beta", "dev", "community")
KINDS = ("perpetual", "trial", "saas-monthly")
NICHES = frozenset({"services", "real-estate", "travel", "ecommerce"})
MAX_TOKEN = 16_384
CLOCK_SKEW = timedelta(minutes=5)


class LicenseError(Exception):
    """The token is not a license. ``code`` is stable; the text says what to do."""

    def __init__(self, code: str, text: str):
        super().__init__(text)
        self.code = code


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

    def expired(self, now: datetime) -> bool:
        return self.expires_at is not None and now >= self.expires_at

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
    try:
        ascii_host = host.encode("idna").decode()
    except UnicodeError:
        return None
    return _suffixes().privatesuffix(ascii_host)


def verify(token: str, keys: Mapping[str, Ed25519PublicKey], now: datetime) -> License:
    """The license in ``token``, or LicenseError. ``keys`` maps each known ``kid`` to its key."""
    token = token.strip()
    header, claims = _split(token)
    if header.get("alg") != "EdDSA":
        raise LicenseError("alg_refused", "A license is signed with EdDSA; nothing else counts.")
    if header.get("typ") != TYPE:
        raise LicenseError("wrong_type", "This token is not a license.")
    kid = header.get("kid")
    if not isinstance(kid, str) or kid not in keys:
        raise LicenseError("unknown_kid", "The license was signed with a key not known here.")
    try:
        jwt.decode(
            token,
            keys[kid],
            algorithms=["EdDSA"],
            audience=AUDIENCE,
            issuer=ISSUER,
            # Times are held against ``now`` below; PyJWT would ask the machine's clock.
            options={
                "require": ["iss", "aud", "iat", "jti"],
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )
    except jwt.InvalidSignatureError:
        raise LicenseError("bad_signature", "The license was changed after signing.") from None
    except jwt.InvalidTokenError as error:
        raise LicenseError("malformed", f"The license cannot be read: {error}") from None
    license = _license(claims, kid)
    if license.expired(now):
        raise LicenseError("expired", f"The license expired on {license.expires_at:%Y-%m-%d}.")
    begins = [_time(claims, name) for name in ("iat", "nbf", "issued_at")]
    if any(time is not None and time > now + CLOCK_SKEW for time in begins):
        raise LicenseError("issued_in_future", "Issued in the future: check the clock.")
    return license


def _split(token: str) -> tuple[dict, dict]:
    """Header and claims, before anything is believed; repeated JSON keys are refused."""
    if len(token) > MAX_TOKEN:
        raise LicenseError("oversized", "The license is larger than any license is.")
    parts = token.split(".")
    if len(parts) != 3:
        raise LicenseError("malformed", "A license has three parts separated by dots.")
    header, claims = (_segment(part) for part in parts[:2])
    return header, claims


def _segment(text: str) -> dict:
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        value = json.loads(raw, object_pairs_hook=_unique)
    except (binascii.Error, ValueError, RecursionError):
        raise LicenseError("malformed", "The license cannot be read.") from None
    if not isinstance(value, dict):
        raise LicenseError("malformed", "The license cannot be read.")
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise LicenseError("duplicate_key", "The license names a claim twice.")
    return result


def _license(claims: dict[str, Any], kid: str) -> License:
    text = lambda name, default=None: _claim(claims, name, str, default)  # noqa: E731
    tier, kind = text("tier"), text("kind")
    if tier not in TIERS or kind not in KINDS:
        raise LicenseError("claim_invalid", "The license names an unknown tier or kind.")
    niches = _names(claims, "niche_packages")
    if not niches <= NICHES:
        raise LicenseError("claim_invalid", "The license names an unknown niche package.")
    return License(
        install_id=text("install_id"),
        tier=tier,
        kind=kind,
        features=_names(claims, "features"),
        licensed_themes=_names(claims, "licensed_themes"),
        licensed_plugins=_names(claims, "licensed_plugins"),
        niche_packages=niches,
        domain_binding=tuple(sorted(_names(claims, "domain_binding"))),
        issued_at=_time(claims, "issued_at"),
        expires_at=_time(claims, "expires_at"),
        support_until=_time(claims, "support_until"),
        customer_email=text("customer_email", ""),
        customer_company=text("customer_company", ""),
        customer_cif=text("customer_cif", ""),
        kid=kid,
        jti=text("jti"),
    )


def _claim(claims: dict, name: str, kind: type, default=None):
    value = claims.get(name, default)
    # bool is an int to Python, and is none here.
    if type(value) is not kind:
        raise LicenseError("claim_invalid", f"The license's {name} is missing or malformed.")
    return value


def _names(claims: dict, name: str) -> frozenset[str]:
    values = _claim(claims, name, list)
    if not all(isinstance(value, str) and value for value in values):
        raise LicenseError("claim_invalid", f"The license's {name} is malformed.")
    return frozenset(values)


def _time(claims: dict, name: str) -> datetime | None:
    if claims.get(name) is None:
        return None
    seconds = _claim(claims, name, int)
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        raise LicenseError("claim_invalid", f"The license's {name} is no time.") from None


@dataclass(frozen=True, slots=True)
class GracePolicy:
    """Days of silence after which a state begins."""

    warning: int = 14
    reduced: int = 30
    locked: int = 60


def compute_grace_state(
    last_heartbeat: datetime, now: datetime, policy: GracePolicy = GracePolicy()
) -> Grace:
    """The state that silence since ``last_heartbeat`` has led to. A clock gone back is ``ok``."""
    silent = now - last_heartbeat
    if silent < timedelta(days=policy.warning):
        return Grace.OK
    if silent < timedelta(days=policy.reduced):
        return Grace.WARNING
    if silent < timedelta(days=policy.locked):
        return Grace.REDUCED
    return Grace.LOCKED
