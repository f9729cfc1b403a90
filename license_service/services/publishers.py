"""Publishers of the package index: registered by the operator, listed under a signature.

A name has one publisher, so that nobody releases a newer version of somebody else's plugin.
"""

from base64 import b64decode, b64encode
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from sqlalchemy import any_, insert, or_, select, text, update

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.keysets import jwk
from ecommus.core.packages import PUBLISHER, TYPE, key_id, normalize, package_of
from ecommus.core.signed import sign
from license_service.db.publishers import publishers
from license_service.db.session import rows_of
from license_service.db.tables import customers, licenses
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
    if not name.strip():
        raise Invalid("name_missing", "Name the publisher.", field="name")
    names = sorted({normalize(package) for package in packages})
    if not names or not all(package_of(package) for package in names):
        wrong = "Packages are called ecommus-plugin-… or ecommus-theme-…"
        raise Invalid("package_malformed", wrong, field="packages")
    if license_id is not None:
        _may_publish(work, license_id)
    for row in _holding(work):
        taken = set(names) & set(row.packages)
        if row.kid == key_id(key):
            wrong = "This key is registered for %(name)s."
            raise Conflict("key_registered", wrong, field="key", name=row.name)
        if taken and row.license_id != license_id:
            wrong = "%(package)s is published by %(name)s."
            package = min(taken)
            raise Conflict("package_taken", wrong, field="packages", package=package, name=row.name)
    kid = key_id(key)
    if work.db.execute(select(publishers.c.kid).where(publishers.c.kid == kid)).first():
        raise Conflict("key_revoked", "This key was revoked; make a new one.", field="key")
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
        raise Conflict("feature_not_licensed", wrong, field="license_id", feature=PUBLISHER)


def _with_license() -> Any:
    held = licenses.c
    return (
        select(
            publishers, held.install_id, held.state.label("license_state"), held.domains,
            customers.c.company, customers.c.email,
        )
        .outerjoin(licenses, held.id == publishers.c.license_id)
        .outerjoin(customers, customers.c.id == held.customer_id)
    )  # fmt: skip


def _holding(work: Work) -> list[Any]:
    """Publishers that keep their names: not revoked, and with a license in force."""
    query = _with_license().where(
        publishers.c.revoked_at.is_(None),
        or_(publishers.c.license_id.is_(None), licenses.c.state == "active"),
    )
    return list(work.db.execute(query.order_by(publishers.c.created_at, publishers.c.kid)))


def state_of(row: Any) -> str:
    """How a key of ``listed`` or ``get`` stands: only ``active`` ones count."""
    if row.revoked_at is not None:
        return "revoked"
    if row.license_id is not None and row.license_state != "active":
        return "unlicensed"
    return "suspended" if row.suspended_at is not None else "active"


def _move(work: Work, kid: str, *wanted: Any, **values: Any) -> None:
    where = (publishers.c.kid == kid, publishers.c.revoked_at.is_(None), *wanted)
    if not rows_of(work.db.execute(update(publishers).where(*where).values(**values))):
        text = "The publisher's key %(kid)s is not one that this can be done with."
        raise Conflict("no_such_key", text, kid=kid)


def revoke(work: Work, kid: str, reason: str = "") -> None:
    """What the key signed is installed no more where signatures are insisted on."""
    _move(work, kid, revoked_at=work.now)
    work.note("publisher.revoked", kid=kid, reason=reason)


def suspend(work: Work, kid: str, reason: str) -> None:
    """As if revoked, until it is restored: nobody else gets its names meanwhile."""
    if not reason.strip():
        raise Invalid("reason_missing", "Say why; it is kept in the log.", field="reason")
    _move(work, kid, publishers.c.suspended_at.is_(None), suspended_at=work.now)
    work.note("publisher.suspended", kid=kid, reason=reason.strip())


def restore(work: Work, kid: str) -> None:
    """A suspended key counts again, and so does all that it signed."""
    _move(work, kid, publishers.c.suspended_at.is_not(None), suspended_at=None)
    work.note("publisher.restored", kid=kid)


def rotate(work: Work, kid: str, key: Ed25519PublicKey, *, end_old: bool) -> str:
    """A new key for the same publisher and names. The old one goes on until it is revoked, so that
    releases can be signed anew; with ``end_old`` it ends now."""
    row = get(work, kid)
    if row is None or state_of(row) != "active":
        text = "The publisher's key %(kid)s is not one that this can be done with."
        raise Conflict("no_such_key", text, kid=kid)
    successor = register(work, row.name, key, tuple(row.packages), row.license_id)
    work.note("publisher.rotated", row.license_id, kid=kid, successor=successor)
    if end_old:
        revoke(work, kid)
    return successor


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
        for row in _holding(work)
        if row.suspended_at is None
    ]
    said = {"publishers": entries, "withdrawn": withdrawals.listed(work)}
    return sign(said, keys.signer(work, held.active), held.active, TYPE,
                work.now)  # fmt: skip


def listed(work: Work) -> list[Any]:
    """Every key there ever was, the newest first."""
    return list(work.db.execute(_with_license().order_by(publishers.c.created_at.desc())))


def get(work: Work, kid: str) -> Any:
    """A key with its license, or None."""
    return work.db.execute(_with_license().where(publishers.c.kid == kid)).one_or_none()


def holders(work: Work) -> list[Any]:
    """Licenses in force that let their holders publish, the newest first."""
    held = licenses.c
    query = select(held.id, held.domains, customers.c.company, customers.c.email).join(customers)
    may = (held.state == "active", any_(held.features) == PUBLISHER)
    return list(work.db.execute(query.where(*may).order_by(held.id.desc()).limit(200)))
