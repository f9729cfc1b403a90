"""Publishers of the package index: registered by the operator, listed under a signature.

A name has one publisher, so that nobody releases a newer version of somebody else's plugin.
"""

from base64 import b64decode, b64encode
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from sqlalchemy import insert, or_, select, text, update

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.keysets import jwk
from ecommus.core.packages import PUBLISHER, TYPE, key_id, normalize, package_of
from ecommus.core.signed import sign
from license_service.db.publishers import publishers
from license_service.db.session import rows_of
from license_service.db.tables import licenses
from license_service.services import keys, withdrawals
from license_service.services.work import Work

LOCK = text("SELECT pg_advisory_xact_lock(7310008)")


def key_of(pem: bytes) -> Ed25519PublicKey:
    """The public key of a PEM file. Invalid for any other kind."""
    try:
        key = load_pem_public_key(pem)
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PublicKey):
        wrong = "This is no public Ed25519 key in PEM form; make one with openssl."
        raise Invalid("key_malformed", wrong, field="key")
    return key


def register(
    work: Work, name: str, key: Ed25519PublicKey, packages: tuple[str, ...], license_id: UUID | None
) -> str:
    """A publisher's key, good for ``packages`` from now on; answers its id."""
    work.db.execute(LOCK)
    names = sorted({normalize(package) for package in packages})
    if not names or not all(package_of(package) for package in names):
        wrong = "Packages are called ecommus-plugin-… or ecommus-theme-…"
        raise Invalid("package_malformed", wrong, field="packages")
    if license_id is not None:
        _may_publish(work, license_id)
    for row in _living(work):
        taken = set(names) & set(row.packages)
        if row.kid == key_id(key):
            raise Conflict("key_registered", "This key is registered for %(name)s.", name=row.name)
        if taken and row.license_id != license_id:
            wrong = "%(package)s is published by %(name)s."
            raise Conflict("package_taken", wrong, package=min(taken), name=row.name)
    kid = key_id(key)
    if work.db.execute(select(publishers.c.kid).where(publishers.c.kid == kid)).first():
        raise Conflict("key_revoked", "This key was revoked; make a new one.")
    work.db.execute(
        insert(publishers).values(
            kid=kid,
            name=name.strip(),
            public=b64encode(key.public_bytes_raw()).decode(),
            packages=names,
            license_id=license_id,
            created_at=work.now,
        )
    )
    work.note("publisher.made", license_id, kid=kid, name=name.strip(), packages=names)
    return kid


def _may_publish(work: Work, license_id: UUID) -> None:
    query = select(licenses.c.state, licenses.c.features).where(licenses.c.id == license_id)
    row = work.db.execute(query).one_or_none()
    if row is None or row.state != "active" or PUBLISHER not in row.features:
        wrong = "Publishing needs a license in force with the feature %(feature)s."
        raise Conflict("feature_not_licensed", wrong, feature=PUBLISHER)


def _living(work: Work) -> list[Any]:
    """Publishers that count: not revoked, and with a license in force."""
    query = (
        select(publishers, licenses.c.install_id)
        .outerjoin(licenses, licenses.c.id == publishers.c.license_id)
        .where(
            publishers.c.revoked_at.is_(None),
            or_(publishers.c.license_id.is_(None), licenses.c.state == "active"),
        )
    )
    return list(work.db.execute(query.order_by(publishers.c.created_at, publishers.c.kid)))


def revoke(work: Work, kid: str) -> None:
    """What the key signed is installed no more where signatures are insisted on."""
    statement = update(publishers).where(publishers.c.kid == kid, publishers.c.revoked_at.is_(None))
    if not rows_of(work.db.execute(statement.values(revoked_at=work.now))):
        raise Conflict("no_such_key", "There is no publisher's key %(kid)s in use.", kid=kid)
    work.note("publisher.revoked", kid=kid)


def signed_list(work: Work) -> str:
    """All that count, for whoever trusts the service's keys and nobody in between."""
    held = keys.current(work)
    entries = [
        {
            "kid": row.kid,
            "x": jwk(row.kid, Ed25519PublicKey.from_public_bytes(b64decode(row.public)))["x"],
            "packages": row.packages,
            "install_id": row.install_id or "",
        }
        for row in _living(work)
    ]
    said = {"publishers": entries, "withdrawn": withdrawals.listed(work)}
    return sign(said, keys.signer(work, held.active), held.active, TYPE,
                work.now)  # fmt: skip


def listed(work: Work) -> list[Any]:
    return list(work.db.execute(select(publishers).order_by(publishers.c.created_at)))
