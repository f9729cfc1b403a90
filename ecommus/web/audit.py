"""Who changed what: one row, in the transaction of the change."""

from typing import Any
from uuid import UUID

from pyramid.traversal import resource_path
from sqlalchemy import insert

from ecommus.core.ids import uuid7
from ecommus.db.tables import ops, platform


def record(request: Any, context: Any, action: str) -> None:
    """Write the audit row of a request. Views add details in ``request.audit`` (no secrets)."""
    identity = request.identity
    # A plugin's id is a name: it stands in the action's data.
    entity_id = getattr(getattr(context, "entity", None), "id", None)
    target = type(context).__name__.lower()
    data = request.audit
    if request.tenant is None:
        request.db.execute(
            insert(platform.platform_audit).values(
                id=uuid7(),
                actor=identity.label if identity else "anonymous",
                action=f"{target}.{action}",
                target=resource_path(context),
                data=data,
            )
        )
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
