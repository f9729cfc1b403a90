"""What is looked up: customers, keys and the log."""

from typing import Any

from ecommus.core.ids import parse_uuid
from license_service.i18n import _
from license_service.pages import action, done, forms, labels, page
from license_service.pages.fields import Field, Form, Group
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


CHANGE = (
    Field("company", _("Company"), _("As letters and new licenses say it.")),
    Field("language", _("Language of the e-mails"), kind="choice",
          options=tuple(labels.LANGUAGES.items())),
)  # fmt: skip


def _form(row: Any) -> Form:
    where, name = f"/customers/{row.id}", row.company or row.email
    crumbs = (("/customers", _("Customers")), (where, name))
    return Form(_("Change the customer"), _("Save"), where, (Group("", CHANGE),), crumbs=crumbs)


@page(Customer, "form", "change")
def ask(context: Customer, _request: Any) -> dict[str, Any]:
    """Company and language; e-mail and tax number are who the customer is."""
    return _form(context.row).page(dict(context.row._mapping))


@action(Customer, "form", "change")
def change(context: Customer, request: Any) -> Any:
    """Then back to the customer."""

    def do() -> bool:
        company, language = forms.text(request, "company"), forms.text(request, "language")
        customers.change(request.work, context.row, company=company, language=language)
        return True

    form = _form(context.row)
    _done, errors = forms.attempt(request, do)
    if errors:
        request.response.status_int = 422
        return form.page(request.POST, errors)
    return done(form.back, "saved")


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
