"""Bringing a catalogue in from a file, and taking it out again. One import is ``import_page``.

The reading of files is ``core.catalog_csv``, the importing ``services.importing``, done by the
worker.
"""

from typing import Any

import colander
import deform
from deform.widget import FileUploadWidget
from pyramid.i18n import TranslationStringFactory
from pyramid.response import Response

from ecommus.core.catalog_csv.own import PRODUCT_FIELDS, VARIANT_FIELDS
from ecommus.core.errors import Refusal
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import imports as queries
from ecommus.plugin_sdk.interfaces import IAdmin, IImports
from ecommus.plugin_sdk.views import page
from ecommus.services import exporting, importing
from ecommus.web import forms
from ecommus.web.admin import lists, notices
from ecommus.web.admin.order_words import Badge, badge
from ecommus.web.back_office import editing, nodes
from ecommus.web.jobs import shop_url
from ecommus.web.widgets import Rows

_ = TranslationStringFactory("ecommus")

FORMATS = (
    ("auto", _("Find out from the first line")),
    ("ecommus", _("ecommus")),
    ("shopify", _("Shopify")),
    ("woocommerce", _("WooCommerce")),
)
STATUS = {
    "queued": ("neutral", _("Waiting")),
    "running": ("info", _("Running")),
    "done": ("success", _("Done")),
    "failed": ("error", _("Failed")),
}
COLUMNS = ("handle", *PRODUCT_FIELDS, *VARIANT_FIELDS)
_import = {"within": IAdmin, "permission": P.CATALOG_IMPORT}


class Uploads(dict):
    """Where deform puts a file while its form is read. A refused form asks for the file again."""

    def preview_url(self, _uid: str) -> None:
        return None


def schema() -> colander.SchemaNode:
    """File, format, trial, and columns with names of their own."""
    column = nodes.section(
        "column", _("Column"),
        nodes.text("theirs", _("Column in the file"), css="field--half"),
        nodes.text("ours", _("What it holds"), css="field--half"),
    )  # fmt: skip
    upload = FileUploadWidget(Uploads(), accept=".csv,.tsv,.txt,text/csv")
    return nodes.schema(
        colander.SchemaNode(
            deform.FileData(), name="file", title=_("File"), widget=upload,
            description=_("CSV with a header line, at most 50 MB"),
        ),
        nodes.choice("format", _("Format"), FORMATS),
        nodes.flag(
            "dry_run", _("Try it first"),
            description=_("Reads the whole file and says what would happen; nothing is changed."),
        ),
        colander.SchemaNode(
            colander.Sequence(), column, name="mapping", title=_("Columns with other names"),
            missing=(), widget=Rows(),
            description=_("Only where the file names a column differently, for example: Preț "
                          "holds price. Our own names: ${names}",
                          mapping={"names": ", ".join(COLUMNS)}),
        ),
    )  # fmt: skip


def status(request: Any, row: Any) -> Badge:
    return badge(request, STATUS, row.status)


def made_by(request: Any, row: Any) -> str:
    """The shop that a file was made by, in words."""
    return request.localizer.translate(dict(FORMATS)[row.format])


@page(IImports, template="imports.pt", **_import)
def imports(context: Any, request: Any) -> dict[str, Any]:
    """All imports, newest first."""
    rows, pager = lists.fetch(request, queries.import_list(), queries.NEWEST)
    return {
        "rows": [
            (row, request.to(context, str(row.id)), status(request, row),
             made_by(request, row), lists.when(request, row.created_at))
            for row in rows
        ],
        "pager": pager,
        "new_url": request.to(context, "new"),
        "export_url": request.to(context, "export"),
    }  # fmt: skip


def _form(request: Any) -> deform.Form:
    return forms.form(
        schema(),
        request,
        action=request.to(request.context, "new"),
        buttons=(deform.Button("save", title=_("Import")),),
        hidden=editing.hidden(request),
    )


def _shown(request: Any, form: str) -> dict[str, Any]:
    notices.lead(request, "Imports", request.context)
    title = request.localizer.translate(_("Import a catalogue"))
    intro = _(
        "Products are found again by SKU, else by the file's handle, and only what differs is "
        "changed; importing the same file twice changes nothing. A row that is wrong is told with "
        "its number and never keeps the others out."
    )
    return {"title": title, "form": form, "intro": request.localizer.translate(intro)}


@page(IImports, name="new", template="form_page.pt", **_import)
def new_import(_context: Any, request: Any) -> dict[str, Any]:
    """The upload form."""
    return _shown(request, _form(request).render({"format": "auto", "dry_run": True}))


@page(IImports, name="new", method="POST", rate="upload", template="form_page.pt", **_import)
def start_import(context: Any, request: Any) -> Any:
    """Put the file down; the worker does the rest."""
    form = _form(request)
    try:
        given = form.validate(request.POST.items())
    except deform.ValidationFailure as failure:
        request.response.status_int = 422
        return _shown(request, failure.render())
    upload = given.pop("file")
    with upload["fp"] as file:
        data = file.read(importing.MAX_BYTES + 1)
    try:
        import_id = importing.start(
            request,
            upload["filename"] or "catalogue.csv",
            data,
            format=given["format"],
            mapping={column["theirs"]: column["ours"] for column in given["mapping"]},
            dry_run=given["dry_run"],
        )
    except Refusal as refusal:
        editing.refuse(request, form, refusal)
        return _shown(request, form.render(given))
    request.defer("catalog.import", import_id)
    request.audit.update(filename=upload["filename"][:200], dry_run=given["dry_run"])
    return notices.done(request, context, "started", str(import_id))


@page(IImports, within=IAdmin, name="export", permission=P.CATALOG_EXPORT)
def export_catalogue(_context: Any, request: Any) -> Response:
    """The whole catalogue as a file of our own format."""
    data = exporting.to_csv(request, shop_url(request.registry, request.tenant))
    name = f"{request.tenant.slug}-{lists.today(request):%Y-%m-%d}.csv"
    response = Response(data, content_type="text/csv", charset="utf-8")
    response.content_disposition = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
