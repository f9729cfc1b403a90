"""The license service's log, and whether it still holds what was read of it before."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from translationstring import TranslationStringFactory

from ecommus.core.log_chain import Broken
from ecommus.core.permissions import Permission as P
from ecommus.core.signed import SignedError
from ecommus.db.session import TenantSession
from ecommus.plugin_sdk.interfaces import IForensicLog, ISuperAdmin
from ecommus.plugin_sdk.views import page
from ecommus.services import log_reading
from ecommus.services.service_calls import Away, other
from ecommus.web import license_words
from ecommus.web.admin import lists, notices
from ecommus.web.license import trust_of
from ecommus.web.problems import translate
from ecommus.web.super_admin import office_calls as calls
from ecommus.web.super_admin import office_words as words
from ecommus.web.tree.resource import find

_ = TranslationStringFactory("ecommus")


def _entry(request: Any, row: dict[str, Any]) -> dict[str, Any]:
    kind, what, facts, who, at = words.entry(request, row)
    licenses = find(request.context, ISuperAdmin)["licenses"]
    of = row.get("license_id")
    return {
        "seq": int(row["seq"]), "kind": kind, "what": what, "facts": facts, "who": who, "at": at,
        "url": request.to(licenses, of) if isinstance(of, str) and of else None,
    }  # fmt: skip


def standing(request: Any, service: str) -> dict[str, Any]:
    """How far the chain holds, and what is wrong with it."""
    row = log_reading.stored(request.db)
    ours = row.service == service
    broken = ours and str(row.problem_told.get("code", "")).startswith("log_")
    wrong = license_words.noted(request, row) if ours else ""
    read = ours and row.read_at is not None
    held = {"size": row.size, "head": row.head_size}
    if not read:
        text = translate(request, _("The chain was not checked from here yet."))
    elif row.size < row.head_size:
        part = _("The chain verifies up to entry %(size)s; %(head)s are signed for: check again.")
        text = translate(request, part, held)
    else:
        text = translate(request, _("The chain verifies up to entry %(size)s."), held)
    good = ("success", _("In order")) if read else ("neutral", _("Not checked"))
    doubt = ("warning", _("Not checked"))
    kind, label = ("error", _("Broken")) if broken else doubt if wrong else good
    return {
        "text": text,
        "wrong": wrong,
        "kind": kind,
        "label": translate(request, label),
        "read_at": row.read_at if read else None,
        "hash": row.hash if read else "",
    }


@page(IForensicLog, within=ISuperAdmin, permission=P.LICENSE_READ, template="forensic.pt")
def forensic_log(context: Any, request: Any) -> dict[str, Any]:
    """What happened to licenses: a chain that nobody can change unseen."""
    before = request.GET.get("before", "")
    before = before if before.isascii() and before.isdigit() and len(before) < 19 else ""
    kind = lists.chosen(request, "kind", words.ENTRIES)
    service = calls.office(request).url

    def read(said: dict[str, Any]) -> Any:
        return [_entry(request, row) for row in said["items"]], said.get("next")

    found, away = calls.ask(request, "/v1/log", read, kind=kind, before=before)
    rows, following = found or ([], None)
    kinds = [(code, translate(request, label)) for code, (_k, label) in words.ENTRIES.items()]
    return {
        "rows": rows,
        "away": away,
        "service": service,
        "standing": standing(request, service),
        "check_url": request.to(context, "check"),
        "kinds": sorted(kinds, key=lambda pair: pair[1].casefold()),
        "kind": kind,
        "next_url": lists.url(request, before=str(following)) if following else None,
        "first_url": lists.url(request, before=None) if before else None,
    }


@page(IForensicLog, within=ISuperAdmin, name="check", method="POST", permission=P.LICENSE_READ)
def check(context: Any, request: Any) -> HTTPSeeOther:
    """Read the log from where it was read last, and hold it against what the service signed."""
    office, registry = calls.office(request), request.registry
    request.db.rollback_to_start()
    platform = registry.databases.platform
    with TenantSession(platform) as db:
        before = log_reading.known(log_reading.stored(db), office)
        db.commit()
    failure: Any = None
    try:
        roots = trust_of(registry.settings).roots
        reading = log_reading.read_on(office, before, roots, request.now)
    except KeyError:
        failure = other()
    except (Away, SignedError, Broken) as error:
        failure = error
    if failure is not None:
        log_reading.failed(request.db, office, failure)
        request.audit.update(problem=str(failure)[:200])
    else:
        log_reading.record(request.db, office, reading, request.now)
        request.audit.update(size=reading.end.size)
    return notices.done(request, context, "checked")
