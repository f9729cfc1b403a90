"""What happens to a license afterwards: sent again, transferred, extended, revoked, refunded."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.ids import uuid7
from ecommus.core.license import MULTI_TENANT
from license_service.db.tables import licenses
from license_service.rules import grants
from license_service.rules.grants import Wish
from license_service.services import customers, issuing, mail, tokens
from license_service.services.work import Work


def get(work: Work, license_id: UUID) -> Any:
    """The license's row, or None."""
    return work.db.execute(select(licenses).where(licenses.c.id == license_id)).one_or_none()


def _active(work: Work, license_id: UUID) -> Any:
    license = tokens.locked(work, license_id)
    if license.state != "active":
        text = "The license has ended; nothing can be done with it any more."
        raise Conflict("license_closed", text, state=license.state)
    return license


def _change(work: Work, license: Any, **values: Any) -> None:
    statement = update(licenses).where(licenses.c.id == license.id)
    work.db.execute(statement.values(version=license.version + 1, **values))


def resend(work: Work, license_id: UUID) -> None:
    """The token in use, by mail to the customer."""
    _active(work, license_id)
    mail.instructions(work, license_id, tokens.token_of(work, license_id))
    work.note("resend", license_id)


def transfer(
    work: Work,
    license_id: UUID,
    *,
    email: str = "",
    company: str = "",
    cif: str = "",
    language: str = "",
    domains: tuple[str, ...] = (),
    new_install: bool = True,
    send_email: bool = True,
) -> str:
    """To another owner, installation or domains. What runs under the old token is told that it
    was transferred, unless the installation stays."""
    license = _active(work, license_id)
    if license.kind == "trial":
        raise Conflict("trial_stays", "A trial is not transferred; issue a license instead.")
    values: dict[str, Any] = {}
    if email:
        values["customer_id"] = customers.find_or_make(work, email, company, cif, language)
    if domains:
        values["domains"] = grants.domains_of(issuing.tier_of(work, license.tier), domains)
    if new_install:
        values["install_id"] = str(uuid7())
    if not values:
        text = "Name a new owner, new domains or a new installation."
        raise Invalid("nothing_to_do", text, field="customer_email")
    _change(work, license, **values)
    work.note("transfer", license_id, before=license.install_id, email=email,
              changed=sorted(values), domains=values.get("domains", license.domains))  # fmt: skip
    token = tokens.issue(work, license_id, "transfer")
    if send_email:
        mail.instructions(work, license_id, token)
    return token


def extend(work: Work, license_id: UUID, period: str, why: str = "") -> str:
    """Support for a while longer: from its end, or from today when it ended before."""
    license = _active(work, license_id)
    start = max(license.support_until or work.now, work.now)
    until = grants.add_months(start, grants.months_of(period))
    _change(work, license, support_until=until)
    work.note("extend", license_id, period=period, support_until=until.isoformat(), why=why)
    return tokens.issue(work, license_id, "extend")


def add(
    work: Work,
    license_id: UUID,
    *,
    tier: str = "",
    niches: tuple[str, ...] = (),
    features: tuple[str, ...] = (),
    plugins: tuple[str, ...] = (),
    themes: tuple[str, ...] = (),
    why: str = "",
) -> str:
    """Plugins, themes, features, niches bought afterwards, or a higher tier with all it grants.

    Without a new tier the old grants stay as they were issued, whatever the tier says by now.
    """
    license = _active(work, license_id)
    if not (tier or niches or features or plugins or themes):
        raise Invalid("nothing_to_do", "Name what to add.", field="licensed_plugins")
    grants_of = replace(issuing.tier_of(work, tier or license.tier), domains=None)
    if not tier and not niches:
        grants_of = replace(grants_of, niches=None)
    if not tier:
        none: frozenset[str] = frozenset()
        grants_of = replace(grants_of, features=none, plugins=none, themes=none)
    wish = Wish(
        license.kind, (*license.niches, *niches), tuple(license.domains),
        (*license.features, *features), (*license.plugins, *plugins), (*license.themes, *themes),
    )  # fmt: skip
    grant, new = grants.grant(grants_of, wish, work.now), set(features) - set(license.features)
    values = {
        "tier": grants_of.code, "features": grant.features, "plugins": grant.plugins,
        "themes": grant.themes, "niches": grant.niches,
        "stores": grant.stores if tier or MULTI_TENANT in new else license.stores,
    }  # fmt: skip
    _change(work, license, **values)
    work.note("add", license_id, tier=tier, niches=niches, features=features, plugins=plugins,
              themes=themes, why=why)  # fmt: skip
    return tokens.issue(work, license_id, "add")


def prolong(work: Work, license_id: UUID, months: int, why: str) -> str:
    """A license that is paid by the month lasts longer, and so does its support."""
    license = _active(work, license_id)
    until = grants.add_months(max(license.expires_at or work.now, work.now), months)
    support = max(license.support_until or until, until)
    _change(work, license, expires_at=until, support_until=support)
    work.note("prolong", license_id, months=months, expires_at=until.isoformat(), why=why)
    return tokens.issue(work, license_id, "prolong")


def close(work: Work, license_id: UUID, state: str, reason: str) -> None:
    """Revoked or refunded: the installation hears of it with its next heartbeat."""
    if state not in ("revoked", "refunded"):
        raise ValueError(state)
    if not reason.strip():
        raise Invalid("reason_missing", "Say why; the customer is told.", field="reason")
    license = _active(work, license_id)
    _change(work, license, state=state, reason=reason.strip())
    work.note("revoke" if state == "revoked" else "refund", license_id, reason=reason.strip())
