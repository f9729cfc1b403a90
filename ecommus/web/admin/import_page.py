"""One import: how far it is, what it did, and each row it refused with the reason."""

from typing import Any

from ecommus.core.errors import Refusal
from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import IAdmin, IImport
from ecommus.plugin_sdk.views import page
from ecommus.services import importing
from ecommus.web.admin import imports, lists, notices
from ecommus.web.problems import translate

DONE = {"started": "The file is read; this page says how far it is."}
COUNTS = {
    "created": "Created",
    "updated": "Updated",
    "unchanged": "Unchanged",
    "failed": "Refused",
}
TRIAL = COUNTS | {"created": "Would be created", "updated": "Would be updated"}


def values(context: Any, request: Any) -> dict[str, Any]:
    """What the page shows."""
    row = context.entity
    notices.lead(request, "Imports", context.__parent__)
    going = row.status in ("queued", "running")
    pager = lists.pager(request, len(row.errors))
    labels = TRIAL if row.dry_run else COUNTS
    return {
        "row": row,
        "status": imports.status(request, row),
        "made_by": imports.made_by(request, row),
        "going": going,
        "counts": [(translate(request, labels[name]), getattr(row, name)) for name in labels],
        "started": lists.when(request, row.created_at),
        "refused": [
            (error["row"], error["field"], translate(request, error["message"], error["params"]))
            for error in row.errors[pager.offset : pager.offset + pager.size]
        ],
        "pager": pager,
        "cut": len(row.errors) >= importing.MAX_ERRORS,
        "real_url": request.to(context, "for-real"),
        "new_url": request.to(context.__parent__, "new"),
        "products_url": request.to(context.__parent__.__parent__, "products"),
        "offer": row.dry_run and not going and row.kept and bool(row.created or row.updated),
    }


@page(IImport, within=IAdmin, permission=P.CATALOG_IMPORT, template="import.pt")
def import_page(context: Any, request: Any) -> dict[str, Any]:
    """One import; while it runs the page looks again every few seconds."""
    if context.entity.status == "queued":
        notices.told(request, DONE)
    return values(context, request)


@page(
    IImport, within=IAdmin, name="for-real", method="POST", permission=P.CATALOG_IMPORT,
    template="import.pt",
)  # fmt: skip
def import_for_real(context: Any, request: Any) -> Any:
    """Do what a trial tried."""
    try:
        import_id = importing.for_real(request, context.entity.id)
    except Refusal as refusal:
        notices.refused(request, refusal)
        return values(context, request)
    request.defer("catalog.import", import_id)
    request.audit.update(filename=context.entity.filename)
    return notices.done(request, context.__parent__, "started", str(import_id))
