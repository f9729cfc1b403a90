"""Super-admin's first page: how many shops there are, and whether anything needs a hand."""

from functools import lru_cache
from typing import Any

from alembic.script import ScriptDirectory

from ecommus.core.permissions import Permission as P
from ecommus.db.base import migration_config
from ecommus.db.migrations import SCRIPTS
from ecommus.db.queries import tenants as queries
from ecommus.plugin_sdk.interfaces import ISuperAdmin
from ecommus.plugin_sdk.views import page
from ecommus.web import license_words
from ecommus.web.problems import translate
from ecommus.web.super_admin import office_words
from ecommus.web.super_admin.license import GRACE

ACTIONS = {
    "tenants.create_tenant": "Tenant created",
    "tenantentry.suspend_tenant": "Tenant suspended",
    "tenantentry.restore_tenant": "Tenant restored",
    "tenantentry.archive_tenant": "Tenant archived",
    "license.install": "License installed",
    "license.heartbeat": "A heartbeat was asked for",
    "licenses.asked.new": "About to issue a license",
    "licenses.asked.resend": "About to send a license again",
    "licenses.asked.transfer": "About to transfer a license",
    "licenses.asked.extend": "About to extend support",
    "licenses.asked.add": "About to add to a license",
    "licenses.asked.refund": "About to mark a license as refunded",
    "licenses.asked.revoke": "About to revoke a license",
    "licenses.asked.token": "About to look at a token",
    "issuedlicenses.issued": "License issued",
    "issuedlicense.resend": "License sent again",
    "issuedlicense.transfer": "License transferred",
    "issuedlicense.extend": "Support extended",
    "issuedlicense.add": "Added to a license",
    "issuedlicense.refund": "License refunded",
    "issuedlicense.revoke": "License revoked",
    "issuedlicense.token": "Token looked at",
    "forensiclog.check": "Forensic log checked",
}


@lru_cache(maxsize=1)
def newest_revision() -> str:
    """The revision of the schema that this program was written for."""
    return ScriptDirectory.from_config(migration_config("", SCRIPTS)).get_current_head() or ""


@page(ISuperAdmin, within=ISuperAdmin, permission=P.PLATFORM_VIEW, template="overview.pt")
def overview(context: Any, request: Any) -> dict[str, Any]:
    """The platform at a glance."""
    registry = request.registry
    held = registry.licensing.held
    revision = queries.revision(request.db)
    return {
        "states": queries.states(request.db),
        "held": held,
        "problem": held.problem and license_words.why(request, held.problem),
        "tier": office_words.tier(held.license.tier),
        "kind": translate(request, office_words.KIND.get(held.license.kind, held.license.kind)),
        "grace": GRACE[held.grace],
        "expired": held.license.expired(request.now),
        "failed_plugins": sorted(registry.failed_plugins),
        "failed_themes": sorted(registry.failed_themes),
        "pending": registry.pending_plugins,
        "revision": revision,
        "newest": newest_revision(),
        "current": revision == newest_revision(),
        "installed": len(registry.plugins),
        "entries": [
            (entry.at, ACTIONS.get(entry.action, entry.action), entry.actor, entry.data)
            for entry in queries.audit(request.db)
        ],
        "urls": {name: request.to(context, name) for name in ("tenants", "license", "plugins")},
    }
