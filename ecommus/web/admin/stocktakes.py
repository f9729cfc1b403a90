"""Stock-takes: the sheet to count with, the counted one sent in. One of them is ``stocktake``."""

from typing import Any

import colander
import deform
from deform.widget import FileUploadWidget
from pyramid.i18n import TranslationStringFactory
from pyramid.response import Response

from ecommus.core.counting import Basis
from ecommus.core.errors import Refusal
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import locations as places
from ecommus.db.queries import stocktakes as queries
from ecommus.plugin_sdk.interfaces import IAdmin, IStockTakes
from ecommus.plugin_sdk.views import page
from ecommus.services import stocktakes as service
from ecommus.web import forms
from ecommus.web.admin import lists, notices
from ecommus.web.admin.files import csv_file
from ecommus.web.admin.imports import Uploads
from ecommus.web.admin.order_words import badge
from ecommus.web.back_office import editing, nodes
from ecommus.web.problems import translate
from ecommus.web.tree.resource import find

_ = TranslationStringFactory("ecommus")
READ = {"within": IAdmin, "permission": P.STOCK_READ}
EDIT = {"within": IAdmin, "permission": P.STOCK_ADJUST}
TITLE = "Stock-takes"
STATES = {
    service.State.OPEN: ("info", _("Not applied yet")),
    service.State.APPLYING: ("info", _("Being applied")),
    service.State.APPLIED: ("success", _("Applied")),
}
DONE = {"discarded": "The sheet was thrown away; nothing was changed."}
BASES = (
    (Basis.SHEET.value, _("As the sheet was downloaded: what was sent since is taken off")),
    (Basis.NOW.value, _("Just now: the count is what lies there")),
)


def lead(request: Any, context: Any) -> None:
    notices.lead(request, "Stock", find(context, IAdmin)["stock"])


@page(IStockTakes, template="stocktakes.pt", **READ)
def stock_takes(context: Any, request: Any) -> dict[str, Any]:
    """All counts, newest first."""
    notices.told(request, DONE)
    lead(request, context)
    rows, pager = lists.fetch(request, queries.listed(), queries.NEWEST)
    return {
        "rows": [
            (row, request.to(context, str(row.id)), lists.when(request, row.created_at),
             badge(request, STATES, service.state(row)))
            for row in rows
        ],
        "pager": pager,
        "new_url": request.to(context, "new"),
    }  # fmt: skip


@page(IStockTakes, name="sheet", **READ)
def sheet(context: Any, request: Any) -> Response:
    """The sheet to count with; ``?location=`` is the code of one place."""
    try:
        data = service.sheet(request, request.GET.get("location") or None)
    except Refusal:
        data = service.sheet(request)
    return csv_file(request, "stock", data)


def build(context: Any, request: Any) -> deform.Form:
    upload = FileUploadWidget(Uploads(), accept=".csv,.tsv,.txt,text/csv")
    day = lists.today(request).isoformat()
    schema = nodes.schema(
        colander.SchemaNode(
            deform.FileData(), name="file", title=_("Counted sheet"), widget=upload,
            description=_("CSV with the columns sku, location, counted. Rows with an empty"
                          " “counted” are left alone."),
        ),
        nodes.choice("basis", _("When were the shelves counted?"), BASES, radio=True),
        nodes.text("reason", _("Why"), default=translate(request, "Stock-take %(day)s",
                                                         {"day": day}),
                   description=_("Stands in the ledger beside every difference.")),
    )  # fmt: skip
    return forms.form(
        schema,
        request,
        action=request.to(context, "new"),
        buttons=(deform.Button("save", title=_("Look at the differences")),),
        hidden=editing.hidden(request),
    )


def shown(context: Any, request: Any, form: str) -> dict[str, Any]:
    lead(request, context)
    notices.lead(request, TITLE, context)
    everywhere = places.everywhere(request.db)
    sheets = [(translate(request, "All shelves"), request.to(context, "sheet"))]
    if len(everywhere) > 1:
        sheets += [
            (place.name, request.to(context, "sheet", query={"location": place.code}))
            for place in everywhere
        ]
    return {"form": form, "sheets": sheets}


@page(IStockTakes, name="new", template="stocktake_new.pt", **EDIT)
def new_stock_take(context: Any, request: Any) -> dict[str, Any]:
    """Sheets to download, and the form to send a counted one."""
    return shown(context, request, build(context, request).render({"basis": Basis.SHEET.value}))


@page(IStockTakes, name="new", method="POST", rate="upload", template="stocktake_new.pt", **EDIT)
def upload_sheet(context: Any, request: Any) -> Any:
    """Read a counted sheet; nothing is changed before it is applied."""
    form = build(context, request)
    try:
        given = form.validate(request.POST.items())
    except deform.ValidationFailure as failure:
        request.response.status_int = 422
        return shown(context, request, failure.render())
    upload = given.pop("file")
    with upload["fp"] as file:
        data = file.read(service.MAX_BYTES + 1)
    try:
        take_id = service.draft(request, upload["filename"] or "stock.csv", data, **given)
    except Refusal as refusal:
        editing.refuse(request, form, refusal)
        return shown(context, request, form.render(given))
    request.audit.update(filename=upload["filename"][:200], reason=given["reason"])
    return notices.done(request, context, "read", str(take_id))
