"""The tokens of a license: signed, kept sealed, replaced. One is current at a time."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select, update

from ecommus.core.license import TYPE
from ecommus.core.signed import sign
from license_service.db.tables import customers, issuances, licenses
from license_service.services import keys
from license_service.services.work import Work


def claims_of(license: Any, customer: Any, jti: UUID, now: int) -> dict[str, Any]:
    """What the license says, as ``ecommus.core.license`` reads it."""

    def seconds(value: Any) -> int | None:
        return None if value is None else int(value.timestamp())

    return {
        "jti": str(jti),
        "install_id": license.install_id,
        "tier": license.tier,
        "kind": license.kind,
        "features": license.features,
        "licensed_themes": license.themes,
        "licensed_plugins": license.plugins,
        "niche_packages": license.niches,
        "domain_binding": license.domains,
        "stores": license.stores,
        "issued_at": now,
        "expires_at": seconds(license.expires_at),
        "support_until": seconds(license.support_until),
        "customer_email": customer.email,
        "customer_company": customer.company,
        "customer_cif": customer.cif,
    }


def issue(work: Work, license_id: UUID, why: str) -> str:
    """A new token for the license as it stands now; the one before is replaced."""
    license = locked(work, license_id)
    customer = work.db.execute(select(customers).where(customers.c.id == license.customer_id)).one()
    held = keys.current(work)
    jti = uuid4()
    claims = claims_of(license, customer, jti, int(work.now.timestamp()))
    token = sign(claims, keys.signer(work, held.active), held.active, TYPE, work.now)
    work.db.execute(
        update(issuances)
        .where(issuances.c.license_id == license_id, issuances.c.replaced_at.is_(None))
        .values(replaced_at=work.now)
    )
    work.db.execute(
        insert(issuances).values(
            jti=jti,
            license_id=license_id,
            install_id=license.install_id,
            kid=held.active,
            token=work.config.box.seal(token),
            issued_at=work.now,
        )
    )
    work.note("issue", license_id, jti=str(jti), kid=held.active, why=why,
              install_id=license.install_id)  # fmt: skip
    return token


def locked(work: Work, license_id: UUID) -> Any:
    """The license's row, nobody else's until the end of this work."""
    query = select(licenses).where(licenses.c.id == license_id)
    return work.db.execute(query.with_for_update()).one()


def current(work: Work, license_id: UUID) -> Any:
    """The issuance that is in use."""
    query = select(issuances).where(
        issuances.c.license_id == license_id, issuances.c.replaced_at.is_(None)
    )
    return work.db.execute(query).one()


def bundle(work: Work, token: str) -> str:
    """What a shop is given to install: the license, and the key set that verifies it."""
    return f"{token}\n{keys.current(work).token}"


def token_of(work: Work, license_id: UUID) -> str:
    """The token in use, as it was signed. NoKeys when it cannot be opened."""
    token = work.config.box.open(current(work, license_id).token)
    if not token:
        raise keys.NoKeys("the token cannot be opened: is LICENSE_SERVICE_KEY the right one?")
    return token
