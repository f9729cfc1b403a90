"""Publishers of the package index: registered, their keys rotated, suspended, restored, revoked.

Who counts, signed, is ``/v1/publishers`` itself (``api.index``); here are the keys behind it.
"""

from typing import Any

from ecommus.core.errors import Invalid
from ecommus.core.ids import parse_uuid
from license_service.api import api
from license_service.reading import Fields, json_of
from license_service.services import publishers
from license_service.tree import Publisher, Publishers

READ, WRITE = "publishers.read", "publishers.write"


def dump_publisher(row: Any) -> dict[str, Any]:
    return {
        "kid": row.kid, "name": row.name, "packages": row.packages, "public": row.public,
        "state": publishers.state_of(row), "license_id": row.license_id,
        "created_at": row.created_at, "suspended_at": row.suspended_at,
        "revoked_at": row.revoked_at,
    }  # fmt: skip


def _after(request: Any, kid: str) -> dict[str, Any]:
    return dump_publisher(publishers.get(request.work, kid))


@api(Publishers, READ, "keys")
def listed(_context: Publishers, request: Any) -> dict[str, Any]:
    """Every key there ever was, the newest first."""
    items = [dump_publisher(row) for row in publishers.listed(request.work)]
    return {"items": items, "next": None}


@api(Publishers, WRITE, "keys", "POST")
def register(_context: Publishers, request: Any) -> dict[str, Any]:
    """A publisher's key; 201."""
    fields = Fields(json_of(request))
    name, key = fields.text("name", None, 200), fields.text("key", None)
    packages, named = fields.texts("packages"), fields.text("license_id")
    fields.done()
    if named and parse_uuid(named) is None:
        raise Invalid("license_unknown", "There is no such license.", field="license_id")
    public = publishers.key_of(key.encode())
    kid = publishers.register(request.work, name, public, packages, parse_uuid(named))
    request.response.status_int = 201
    return _after(request, kid)


@api(Publisher, READ)
def show(context: Publisher, _request: Any) -> dict[str, Any]:
    return dump_publisher(context.row)


@api(Publisher, WRITE, "rotate", "POST")
def rotate(context: Publisher, request: Any) -> dict[str, Any]:
    """A new key for the same packages; 201. ``end_old`` revokes the one before."""
    fields = Fields(json_of(request))
    key, end_old = fields.text("key", None), fields.flag("end_old", False)
    fields.done()
    public = publishers.key_of(key.encode())
    kid = publishers.rotate(request.work, context.row.kid, public, end_old=end_old)
    request.response.status_int = 201
    return _after(request, kid)


def _reason(request: Any) -> str:
    fields = Fields(json_of(request))
    reason = fields.text("reason", None)
    fields.done()
    return reason


@api(Publisher, WRITE, "suspend", "POST")
def suspend(context: Publisher, request: Any) -> dict[str, Any]:
    """Counts for nothing until it is restored; ``reason``."""
    publishers.suspend(request.work, context.row.kid, _reason(request))
    return _after(request, context.row.kid)


@api(Publisher, WRITE, "restore", "POST")
def restore(context: Publisher, request: Any) -> dict[str, Any]:
    """Counts again."""
    publishers.restore(request.work, context.row.kid)
    return _after(request, context.row.kid)


@api(Publisher, WRITE, "revoke", "POST")
def revoke(context: Publisher, request: Any) -> dict[str, Any]:
    """For good; ``reason``."""
    publishers.revoke(request.work, context.row.kid, _reason(request))
    return _after(request, context.row.kid)
