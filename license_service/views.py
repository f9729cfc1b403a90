"""Health, and the keys that everybody may have."""

from typing import Any

from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ecommus.db.base import OutOfDate
from license_service.db.migrations import check
from license_service.errors import Refused
from license_service.services import keys
from license_service.tree import Health, WellKnown


@view_config(
    context=Health, name="live", request_method="GET", renderer="json",
    permission=NO_PERMISSION_REQUIRED,
)  # fmt: skip
def live(_context: Health, _request: Any) -> dict[str, Any]:
    """The process answers."""
    return {"status": "ok"}


@view_config(
    context=Health, name="ready", request_method="GET", renderer="json",
    permission=NO_PERMISSION_REQUIRED,
)  # fmt: skip
def ready(_context: Health, request: Any) -> dict[str, Any]:
    """The database is there and of this release, and there is a key to sign with. New installations
    and the package index take the key set until ``keys_until``: watch it."""
    try:
        with request.registry.engine.connect() as connection:
            check(connection)
    except OutOfDate as error:
        raise Refused(503, "out_of_date", str(error)) from None
    held = keys.current(request.work)
    keys.signer(request.work, held.active)
    return {"status": "ok", "issuing": True, "keys_version": held.version,
            "keys_until": held.expires_at}  # fmt: skip


@view_config(
    context=WellKnown, name="jwks.json", request_method="GET", renderer="json",
    permission=NO_PERMISSION_REQUIRED,
)  # fmt: skip
def jwks(_context: WellKnown, request: Any) -> dict[str, Any]:
    """The public keys as RFC 7517 has them."""
    return keys.jwks(request.work)
