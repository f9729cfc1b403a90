"""What is looked up: customers, keys and the log."""

from typing import Any

from ecommus.core.ids import parse_uuid
from license_service.pages import labels, page
from license_service.reading import number_of
from license_service.services import access, customers, finding, forensic, keys
from license_service.tree import Customer, Customers, Keys, Log

PAGE = 50


@page(Customers, "customers")
def customer_list(_context: Customers, request: Any) -> dict[str, Any]:
    """``?q=``, ``?after=``."""
    q, after = request.GET.get("q", "").strip(), parse_uuid(request.GET.get("after", ""))
    rows = customers.search(request.work, q, PAGE, after)
    return {"rows": rows, "q": q, "more": rows[-1].id if len(rows) == PAGE else None}


@page(Customer, "customer")
def customer(context: Customer, request: Any) -> dict[str, Any]:
    """With the licenses."""
    found = finding.search(request.work, customer=context.row.id, most=200)
    return {"customer": context.row, "found": found}


@page(Keys, "keys")
def key_list(_context: Keys, request: Any) -> dict[str, Any]:
    """Which keys there are and which of them signs; and who may call the API."""
    work = request.work
    return {"key_set": keys.current(work), "rows": keys.listed(work),
            "machines": access.listed(work)}  # fmt: skip


@page(Log, "log")
def log(_context: Log, request: Any) -> dict[str, Any]:
    """A page of the forensic log; ``?kind=``, ``?before=``."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in labels.KINDS else ""
    entries = forensic.newest(request.db, kind=kind, before=number_of(request, "before"), most=PAGE)
    events = [finding.event_of(entry) for entry in entries]
    return {
        "events": events,
        "domains": finding.domains_of(request.work, events),
        "kind": kind,
        "more": entries[-1].seq if len(entries) == PAGE else None,
    }
