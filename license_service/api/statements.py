"""What is public: the key set and the log's signed head; and the log itself for who may read it."""

from typing import Any

from pyramid.response import Response

from ecommus.core import log_chain as chain
from license_service.api import PUBLIC, api, limit_of
from license_service.reading import number_of
from license_service.services import finding, forensic, keys
from license_service.tree import Keys, Log

EXPORTED = 20_000


@api(Keys, PUBLIC)
def key_set(_context: Keys, request: Any) -> dict[str, Any]:
    """The newest key set, signed by the root."""
    held = keys.current(request.work)
    return {"version": held.version, "active": held.active, "expires_at": held.expires_at,
            "keys": held.token}  # fmt: skip


@api(Keys, "keys.read", "status")
def status(_context: Keys, request: Any) -> dict[str, Any]:
    """Every key there ever was and how it stands; never a private half."""
    rows = keys.listed(request.work)
    items = [
        {"kid": r.kid, "state": r.state, "created_at": r.created_at, "changed_at": r.changed_at}
        for r in rows
    ]
    return {"items": items, "next": None}


@api(Log, PUBLIC, "head")
def head(_context: Log, request: Any) -> dict[str, Any]:
    """So many entries, ending in this hash, signed. Whoever keeps it can tell a log cut short."""
    held = keys.current(request.work)
    return forensic.head(request.work, held.active, keys.signer(request.work, held.active))


@api(Log, "log.read")
def log(_context: Log, request: Any) -> dict[str, Any]:
    """A page of it, the newest first; ``?kind=``, ``?before=`` a number."""
    found = forensic.newest(
        request.db,
        kind=request.GET.get("kind", ""),
        before=number_of(request, "before"),
        most=limit_of(request),
    )
    items = [dump_event(finding.event_of(entry)) for entry in found]
    full = len(found) == limit_of(request)
    return {"items": items, "next": found[-1].seq if full and found[-1].seq > 1 else None}


@api(Log, "log.read", "export")
def export(_context: Log, request: Any) -> Response:
    """A line an entry, for ``python -m license_service log verify FILE``: the first ones after
    ``?after=``. Whoever goes on until nothing comes has all of it."""
    found = forensic.entries(request.db, after=number_of(request, "after"), most=EXPORTED)
    lines = "".join(chain.dump(entry) + "\n" for entry in found)
    answer = Response(lines, charset="utf-8")
    answer.content_type = "application/x-ndjson"
    return answer


def dump_event(event: finding.Event) -> dict[str, Any]:
    return {
        "license_id": event.license_id,
        "seq": event.seq, "at": event.at, "kind": event.kind, "actor": event.actor,
        "data": event.data,
    }  # fmt: skip
