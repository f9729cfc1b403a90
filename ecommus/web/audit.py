"""Who changed what: one row, in the transaction of the change."""

from typing import Any
from uuid import UUID

from pyramid.traversal import resource_path
from sqlalchemy import insert

from ecommus.core.ids import uuid7
from ecommus.db.session import TenantSession
from ecommus.db.tables import ops, platform


def record(request: Any, context: Any, action: str) -> None:
    """Write the audit row of a request. Views add details in ``request.audit`` (no secrets)."""
    identity = request.identity
    # A plugin's id is a name: it stands in the action's data.
    entity_id = getattr(getattr(context, "entity", None), "id", None)
    target = type(context).__name__.lower()
    data = request.audit
    if request.tenant is None:
        _platform(request, request.db, f"{target}.{action}", resource_path(context), data)
        return
    request.db.execute(
        insert(ops.audit_log).values(
            id=uuid7(),
            actor_kind=identity.kind if identity else "anonymous",
            actor_id=identity.id if identity else None,
            actor=identity.label if identity else "",
            action=f"{target}.{action}",
            target=target,
            target_id=entity_id if isinstance(entity_id, UUID) else None,
            data=data,
            request_id=request.request_id,
        )
    )


def ahead(request: Any, action: str, data: dict[str, Any]) -> None:
    """The platform's, committed at once: what another service is about to be asked, whatever
    becomes of this request."""
    with TenantSession(request.registry.databases.platform) as db:
        _platform(request, db, action, resource_path(request.context), data)
        db.commit()


def _platform(request: Any, db: Any, action: str, target: str, data: dict[str, Any]) -> None:
    who = request.identity.label if request.identity else "anonymous"
    row = {"id": uuid7(), "actor": who, "action": action, "target": target, "data": data}
    db.execute(insert(platform.platform_audit).values(**row))
