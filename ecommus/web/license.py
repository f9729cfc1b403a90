"""The installation's license: found at start, held in one reference, asked on every request.

Source, in this order: the environment (``ECOMMUS_LICENSE``, alias ``ECOMMUS_LICENSE_JWT``), then
``license.token_file``. In development a license is made at first start, by a key that production
refuses. Without a valid one the installation runs as *community* and says why.
"""

import logging
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from ecommus.core.entitlements import Entitlements, Grace
from ecommus.core.license import COMMUNITY, License, LicenseError, verify
from ecommus.core.tenants import Tenant
from ecommus.web import devlicense

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Held:
    """What holds at present: a license, its state, and why it is not another one."""

    license: License
    grace: Grace = Grace.OK
    source: str = "none"
    problem: LicenseError | None = None


class Licensing:
    """The one reference. ``held`` is replaced as a whole, never changed."""

    def __init__(self, held: Held, domain: str):
        self.held = held
        self.domain = domain
        self._known: dict[tuple[int, Grace, bool], tuple[License, Entitlements]] = {}

    def entitlements(self, tenant: Tenant | None) -> Entitlements:
        """License ∩ tenant. An expired license leaves what community has."""
        held = self.held
        license = COMMUNITY if held.license.expired(datetime.now(UTC)) else held.license
        key = (id(license), held.grace, tenant is None or tenant.open)
        if key not in self._known:
            # Asked several times a request. The license is kept beside the answer: an id belongs to
            # an object only as long as it lives.
            now_held = (held.license, COMMUNITY)
            self._known = {k: v for k, v in self._known.items() if v[0] in now_held}
            answer = license.entitlements(held.grace, self.domain, tenant_open=key[2])
            self._known[key] = license, answer
        return self._known[key][1]


def trusted_keys(settings: Any) -> dict[str, Ed25519PublicKey]:
    """``kid`` → key: the .ini's ``license.keys`` folder of ``<kid>.pem`` files."""
    folder = settings.get("license.keys")
    keys: dict[str, Ed25519PublicKey] = {}
    for path in sorted(Path(folder).glob("*.pem")) if folder else ():
        key = load_pem_public_key(path.read_bytes())
        if isinstance(key, Ed25519PublicKey):
            keys[path.stem] = key
    return keys


def find_token(settings: Any) -> tuple[str, str]:
    """``(token, where it was found)``; both empty when there is none."""
    for name in ("ECOMMUS_LICENSE", "ECOMMUS_LICENSE_JWT"):
        if os.environ.get(name):
            return os.environ[name], name
    path = settings.get("license.token_file")
    if path and Path(path).is_file():
        return Path(path).read_text(), path
    return "", "none"


def hold(settings: Any, now: datetime) -> Held:
    """The license to run under; never raises: a bad one is said, and community holds."""
    keys = trusted_keys(settings)
    token, source = find_token(settings)
    if settings.get("license.development") == "true":
        folder = Path(settings.get("license.folder", "var/license"))
        keys |= devlicense.keys(folder)
        if not token:
            token, source = devlicense.token(folder, now), "development"
    if not token:
        return Held(COMMUNITY)
    try:
        return Held(verify(token, keys, now), source=source)
    except LicenseError as error:
        log.warning("license from %s refused (%s): %s", source, error.code, error)
        return Held(COMMUNITY, source=source, problem=error)


def includeme(config: Any) -> None:
    """``registry.licensing`` and ``request.entitlements``."""
    settings = config.registry.settings
    held = settings.get("ecommus.license") or hold(settings, datetime.now(UTC))
    config.registry.licensing = Licensing(held, settings.get("platform.host", "localhost"))
    config.add_request_method(
        lambda request: request.registry.licensing.entitlements(request.tenant),
        "entitlements",
        reify=True,
    )
