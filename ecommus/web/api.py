"""What all API views share: listings with cursors, created answers, the OpenAPI-known headers."""

import base64
import json
from typing import Any
from urllib.parse import urlencode

from pyramid.events import NewResponse
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from ecommus.core.errors import Invalid
from ecommus.core.ids import parse_uuid
from ecommus.core.money import Money
from ecommus.plugin_sdk.interfaces import IApi

VERSION = "2026-11-23"


def money(amount: int | None, currency: str) -> Money | None:
    """A stored amount as the API shows it."""
    return None if amount is None else Money(amount, currency)


def encode_cursor(values: list[Any]) -> str:
    raw = json.dumps(values, default=str, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode_cursor(cursor: str, length: int) -> list[Any]:
    """The values in a cursor. Invalid when we did not make it."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        values = json.loads(raw)
    except ValueError:
        values = None
    if not isinstance(values, list) or len(values) != length:
        raise Invalid("cursor_invalid", "This cursor is not one of ours.", field="cursor")
    return values


def listing(
    request: Any, items: list[Any], *, next_cursor: str | None, total: int, **extra: Any
) -> dict[str, Any]:
    """The body of a list, and its ``Link: rel="next"`` header."""
    if next_cursor is not None:
        query = dict(request.GET) | {"cursor": next_cursor}
        url = f"{request.path_url}?{urlencode(query)}"
        request.response.headers["Link"] = f'<{url}>; rel="next"'
    return {"items": items, "next": next_cursor, "total": total, **extra}


def newest_first(request: Any, statement: Select, key: Any) -> tuple[list[Any], str | None, int]:
    """A page of rows by descending id (UUIDv7: newest first): rows, next cursor, total.

    Two statements, and no OFFSET: the cursor is the last id seen.
    """
    db: Session = request.db
    total = db.execute(select(func.count()).select_from(statement.subquery())).scalar_one()
    limit, cursor = request.query["limit"], request.query["cursor"]
    if cursor is not None:
        (last,) = decode_cursor(cursor, 1)
        last_id = parse_uuid(last) if isinstance(last, str) else None
        if last_id is None:
            raise Invalid("cursor_invalid", "This cursor is not one of ours.", field="cursor")
        statement = statement.where(key < last_id)
    rows = list(db.execute(statement.order_by(key.desc()).limit(limit + 1)))
    more = len(rows) > limit
    rows = rows[:limit]
    return rows, encode_cursor([rows[-1].id]) if more else None, total


def offset_of(request: Any) -> int:
    """How far into the list the cursor stands: for lists that are not ordered by time."""
    cursor = request.query["cursor"]
    offset = 0
    if cursor is not None:
        (offset,) = decode_cursor(cursor, 1)
        if type(offset) is not int or not 0 <= offset <= 1_000_000:
            raise Invalid("cursor_invalid", "This cursor is not one of ours.", field="cursor")
    return offset


def next_offset(request: Any, offset: int, total: int) -> str | None:
    """The cursor of the page after the one at ``offset``; None when it is the last."""
    after = offset + request.query["limit"]
    return encode_cursor([after]) if after < total else None


def created(request: Any, resource: Any) -> None:
    """201 with Location."""
    request.response.status_int = 201
    request.response.location = request.host_url + request.to(resource)
    etag = getattr(resource, "etag", None)
    if etag is not None:
        request.response.etag = etag


def no_content(request: Any) -> None:
    """204."""
    request.response.status_int = 204


def stamp(event: Any) -> None:
    """Subscriber: every API answer says which version of the API it is."""
    if IApi.providedBy(event.request):
        event.response.headers["Ecommus-Version"] = VERSION
        event.response.headers.setdefault("Cache-Control", "no-store")
        event.response.headers.setdefault("Vary", "Accept-Language, Origin")
        if event.response.status_int == 204:
            # RFC 9110, 15.3.5: nothing follows, not even the renderer's "null" and its type.
            event.response.app_iter = ()
            event.response.content_length = event.response.content_type = None


def includeme(config: Any) -> None:
    config.add_subscriber(stamp, NewResponse)
