"""How rows look as JSON."""

from typing import Any
from uuid import UUID

from license_service.api.statements import dump_event
from license_service.services import finding
from license_service.services.finding import Found
from license_service.services.work import Work


def dump_license(found: Found) -> dict[str, Any]:
    row = found.license
    return {
        "id": row.id,
        "install_id": row.install_id,
        "state": row.state,
        "reason": row.reason,
        "tier": row.tier,
        "kind": row.kind,
        "plan": row.plan,
        "features": row.features,
        "licensed_plugins": row.plugins,
        "licensed_themes": row.themes,
        "niche_packages": row.niches,
        "domain_binding": row.domains,
        "stores": row.stores,
        "early_adopter": row.early_adopter,
        "issued_at": row.issued_at,
        "expires_at": row.expires_at,
        "support_until": row.support_until,
        "customer": {
            "id": row.customer_id, "email": row.email, "company": row.company, "cif": row.cif,
        },
        "health": found.health,
        "last_heartbeat": found.last,
        "version": row.version,
    }  # fmt: skip


def dump_install(found: Found) -> dict[str, Any]:
    """An installation, as far as it was heard of."""
    row = found.license
    return {
        "license_id": row.id, "install_id": row.install_id, "tier": row.tier, "kind": row.kind,
        "state": row.state, "health": found.health, "last_heartbeat": found.last,
        "domain": row.heard_domain or "", "version": row.heard_version or "",
        "address": row.heard_address or "", "domain_binding": row.domains,
    }  # fmt: skip


def dump_customer(row: Any) -> dict[str, Any]:
    return {
        "id": row.id, "email": row.email, "company": row.company, "cif": row.cif,
        "language": row.language, "stripe_customer": row.stripe_customer,
        "created_at": row.created_at,
    }  # fmt: skip


def dump_plan(row: Any) -> dict[str, Any]:
    return {
        "code": row.code, "category": row.category, "name": row.name, "tier": row.tier,
        "niche": row.niche, "item": row.item, "months": row.months, "price": row.price,
        "currency": row.currency, "stripe_price": row.stripe_price, "active": row.active,
        "version": row.version,
    }  # fmt: skip


def dump_tier(row: Any) -> dict[str, Any]:
    return {
        "code": row.code, "name": row.name, "domains": row.domains, "niches": row.niches,
        "stores": row.stores, "support_days": row.support_days, "features": row.features,
        "plugins": row.plugins, "themes": row.themes, "axes": row.axes, "version": row.version,
    }  # fmt: skip


def dump_story(work: Work, license_id: UUID) -> dict[str, Any]:
    """Tokens (without the tokens), heartbeats, letters and everything that was noted."""
    return {
        "issuances": [
            {"jti": i.jti, "kid": i.kid, "install_id": i.install_id, "issued_at": i.issued_at,
             "replaced_at": i.replaced_at}
            for i in finding.issuances_of(work, license_id)
        ],
        "heartbeats": [
            {"at": h.at, "last_seen": h.last_seen, "install_id": h.install_id,
             "domain": h.domain, "version": h.version, "address": h.address, "kid": h.kid,
             "revoked": h.revoked, "plugin_versions": h.plugin_versions, "kpis": h.kpis}
            for h in finding.heartbeats_of(work, license_id)
        ],
        "letters": [
            {"to": letter.recipient, "subject": letter.subject, "created_at": letter.created_at,
             "sent_at": letter.sent_at, "tries": letter.tries, "error": letter.error}
            for letter in finding.letters_of(work, license_id)
        ],
        "story": [dump_event(event) for event in finding.story(work, license_id)],
    }  # fmt: skip
