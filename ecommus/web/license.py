"""The installation's license in memory: one reference, replaced as a whole, asked on every request.

A token comes from, in this order: the database (installed here, or brought by a heartbeat), the
environment (``ECOMMUS_LICENSE``, alias ``ECOMMUS_LICENSE_JWT``), ``license.token_file``. In
development one is made at first start, by a key that production refuses. Without a valid one the
installation runs as *community* and says why.
"""

import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from sqlalchemy import Row, select
from sqlalchemy.exc import SQLAlchemyError

from ecommus.core.entitlements import Entitlements, Grace
from ecommus.core.grace import Enforcement
from ecommus.core.keysets import root_of
from ecommus.core.license import COMMUNITY, License, LicenseError, verify
from ecommus.core.tenants import Tenant
from ecommus.db.tables.licensing import license_state
from ecommus.services.license_state import Trust, parts_of, policy_of, standing
from ecommus.web import devlicense
from ecommus.web.settings import BadSettings

log = logging.getLogger(__name__)
# Times pass without anybody changing anything: how it stands is reckoned anew this often.
RECKON = 60.0
DATABASE = "database"


@dataclass(frozen=True)
class Held:
    """What holds at present: a license, what its state closes, where it is from, and why it is not
    another one. ``label``: how it stands, where that closes less (``report``). ``ended``: one that
    expired; the service is asked after it still, for it may have been renewed."""

    license: License
    grace: Grace = Grace.OK
    source: str = "none"
    problem: LicenseError | None = None
    label: Grace | None = None
    token: str = ""
    ended: License | None = None

    @property
    def asked(self) -> License:
        """The license that ``token`` is, in force or not."""
        return self.ended or self.license

    @property
    def state(self) -> Grace:
        return self.label or self.grace


class Licensing:
    """The one reference. ``held`` is replaced as a whole, never changed."""

    def __init__(self, held: Held, domain: str, watch: "Watch | None" = None):
        self.held = held
        self.domain = domain
        self.watch = watch
        self._known: dict[tuple[int, Grace, bool], tuple[License, Entitlements]] = {}

    def poll(self) -> None:
        """Look whether another license holds now, or it stands otherwise."""
        if self.watch is not None:
            self.held = self.watch.look(self.held)

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


class Watch:
    """Reads what is stored when its version rises, and reckons how the license stands."""

    def __init__(self, settings: Any, databases: Any, clock: Callable[[], datetime] | None = None):
        self._settings, self._databases = settings, databases
        self._now = clock or (lambda: datetime.now(UTC))
        self._version = -1
        self._reckoned = float("-inf")

    def look(self, held: Held) -> Held:
        """What holds now; ``held`` when nothing changed."""
        columns = select(license_state.c.version)
        with self._databases.platform.connect() as connection:
            version = connection.execute(columns).scalar_one()
        if version == self._version and time.monotonic() - self._reckoned < RECKON:
            return held
        return self._read()

    def load(self) -> Held:
        """At the start; never raises: what cannot be read is said, and community holds."""
        try:
            return self._read()
        except SQLAlchemyError:
            # Before the first migration there is no table; the watch finds it later.
            return hold(self._settings, self._now())

    def _read(self) -> Held:
        with self._databases.platform.connect() as connection:
            stored = connection.execute(select(license_state)).one()
        self._version, self._reckoned = stored.version, time.monotonic()
        return hold(self._settings, self._now(), stored)


def trusted_keys(settings: Any) -> dict[str, Ed25519PublicKey]:
    """``kid`` → key: the .ini's ``license.keys`` folder of ``<kid>.pem`` files."""
    folder = settings.get("license.keys")
    keys: dict[str, Ed25519PublicKey] = {}
    for path in sorted(Path(folder).glob("*.pem")) if folder else ():
        try:
            key = load_pem_public_key(path.read_bytes())
        except (OSError, ValueError):
            raise LicenseError("keys_unreadable", f"{path} is no public key in PEM.") from None
        if isinstance(key, Ed25519PublicKey):
            keys[path.stem] = key
    return keys


def trust_of(settings: Any) -> Trust:
    """Whom this installation believes: ``license.root_key`` (``root-…:…``, several with spaces
    between) for key sets, ``license.keys`` for single keys, its own in development."""
    roots = dict(root_of(text) for text in settings.get("license.root_key", "").split())
    pinned = trusted_keys(settings)
    if settings.get("license.development") == "true":
        pinned |= devlicense.keys(_folder(settings))
    return Trust(roots, pinned)


def _folder(settings: Any) -> Path:
    return Path(settings.get("license.folder", "var/license"))


def find_token(settings: Any, stored: Row | None = None) -> tuple[str, str]:
    """``(text, where it was found)``: the license, perhaps its key set beside it (``parts_of``);
    empty when there is none. LicenseError ``unreadable``: there is a file, and it cannot be."""
    if stored is not None and stored.token:
        return stored.token, DATABASE
    for name in ("ECOMMUS_LICENSE", "ECOMMUS_LICENSE_JWT"):
        if os.environ.get(name):
            return os.environ[name], name
    path = settings.get("license.token_file")
    try:
        if path and Path(path).is_file():
            return Path(path).read_text(), path
    except (OSError, ValueError):
        text = f"license.token_file: {path} cannot be read, or is no text."
        raise LicenseError("unreadable", text) from None
    return "", "none"


def hold(settings: Any, now: datetime, stored: Row | None = None) -> Held:
    """The license to run under; never raises: a bad one is said, and community holds."""
    source, token, ended = "none", "", None
    try:
        text, source = find_token(settings, stored)
        if not text and settings.get("license.development") == "true":
            text, source = devlicense.token(_folder(settings), now), "development"
        if not text:
            return Held(COMMUNITY)
        token, beside = parts_of(text)
        keys, _kept = trust_of(settings).keys((stored.keys if stored else None) or beside, now)
        made = verify(token, keys, now, ended=True)
        ended = made
        made.demand_time(now)
    except LicenseError as error:
        log.warning("license from %s refused (%s): %s", source, error.code, error)
        return Held(
            COMMUNITY, source=source, problem=error, token=token if ended else "", ended=ended
        )
    if stored is None:
        return Held(made, source=source, token=token)
    enforcement = Enforcement(settings.get("license.enforcement", "auto"))
    stands = standing(made, stored, now, policy_of(settings), enforcement)
    return Held(made, stands.grace, source, label=stands.label, token=token)


def includeme(config: Any) -> None:
    """``registry.licensing`` and ``request.entitlements``. BadSettings: ``license.enforcement``,
    ``license.grace`` or ``license.root_key`` is not what it may be."""
    settings = config.registry.settings
    try:
        policy_of(settings)
        trust_of(settings)
        Enforcement(settings.get("license.enforcement", "auto"))
    except (ValueError, LicenseError) as error:
        raise BadSettings(f"license: {error}") from None
    domain = settings.get("platform.host", "localhost")
    given = settings.get("ecommus.license")
    watch = None if given else Watch(settings, config.registry.databases)
    held = given or (watch.load() if watch else Held(COMMUNITY))
    config.registry.licensing = Licensing(held, domain, watch)
    config.registry.directory.also(config.registry.licensing.poll)
    config.add_request_method(
        lambda request: request.registry.licensing.entitlements(request.tenant),
        "entitlements",
        reify=True,
    )
