"""The list of customers, and the form of one: new, and on the page of ``customer``.

The rules are ``services.customers``; the groups are ``customer_groups``.
"""

from typing import Any

import deform
from pyramid.i18n import TranslationStringFactory
from sqlalchemy import Select, select

from ecommus.core.errors import Refusal
from ecommus.core.ids import parse_uuid
from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import customers as queries
from ecommus.db.tables.customers import customer_groups, customers
from ecommus.plugin_sdk.interfaces import IAdmin, ICustomers
from ecommus.plugin_sdk.views import page
from ecommus.services.customers import profile
from ecommus.web import forms
from ecommus.web.admin import lists, notices
from ecommus.web.back_office import editing
from ecommus.web.back_office import nodes as n
from ecommus.web.problems import translate
from ecommus.web.storefront.shop import LANGUAGE_NAMES

_ = TranslationStringFactory("ecommus")
DONE = {"erased": "The customer is erased. Their orders keep what the law wants kept."}
_manage = {"within": IAdmin, "permission": P.CUSTOMER_MANAGE}


def group_choices(request: Any) -> list[tuple[str, str]]:
    """(id, name) of the groups, "" for none."""
    g = customer_groups.c
    rows = request.db.execute(select(g.id, g.name).order_by(g.name, g.id))
    return [("", translate(request, "None")), *((str(row.id), row.name) for row in rows)]


def name_of(row: Any) -> str:
    return f"{row.first_name} {row.last_name}".strip() or row.company or row.email


def wanted(request: Any, groups: list[tuple[str, str]]) -> Select:
    """The customers that the address asks for; a group that is none of ``groups`` is no filter."""
    group = lists.chosen(request, "group", [code for code, _label in groups])
    return queries.customer_list(q=lists.search(request), group_id=parse_uuid(group))


@page(ICustomers, within=IAdmin, permission=P.CUSTOMER_READ, template="customers.pt")
def customer_index(context: Any, request: Any) -> dict[str, Any]:
    """All customers, newest first; searched by name, e-mail, company and VAT number."""
    notices.told(request, DONE)
    q, groups = lists.search(request), group_choices(request)
    group = lists.chosen(request, "group", [code for code, _label in groups])
    rows, pager = lists.fetch(request, wanted(request, groups), customers.c.id.desc())
    currency = request.tenant.currency
    return {
        "rows": [
            (
                row,
                name_of(row),
                request.to(context, str(row.id)),
                Money(int(row.spent), currency),
                lists.when(request, row.created_at),
            )
            for row in rows
        ],
        "pager": pager,
        "q": q,
        "group": group,
        "groups": groups[1:],
        "filtered": bool(q or group),
        "list_url": request.to(context),
        "new_url": request.to(context, "new"),
        "groups_url": request.to(context.__parent__["customer-groups"]),
    }


def build(request: Any, customer: Any = None) -> deform.Form:
    """The form of a customer's details."""
    half = "field--half"
    names = ((code, LANGUAGE_NAMES.get(code, code)) for code in request.tenant.locales)
    locales = [("", _("The shop's own")), *names]
    schema = n.schema(
        n.section(
            "customer", _("Customer"),
            n.text("first_name", _("First name"), high=120, css=half, missing=""),
            n.text("last_name", _("Last name"), high=120, css=half, missing=""),
            n.text("email", _("E-mail"), high=254, css=half, attributes={"autocomplete": "off"}),
            n.text("phone", _("Phone"), high=30, css=half, missing=""),
            n.choice("locale", _("Language of our mails"), locales, css=half, missing=""),
            n.choice("group_id", _("Group"), group_choices(request), css=half, missing=""),
        ),
        n.section(
            "company", _("Company"),
            n.text("company", _("Company"), high=120, css=half, missing=""),
            n.text("vat_id", _("VAT number (CUI)"), high=20, css=half, missing=""),
            n.text("registration_number", _("Trade register number"), high=30, css=half,
                   missing=""),
            n.flag("tax_exempt", _("No tax is due from this customer")),
            n.text("tax_exempt_reason", _("Why no tax is due"), high=100, missing="",
                   description=_("It stands on the customer's invoices, in place of the general"
                                 " words, for example: Scutit, art. 294 alin. (1) lit. l) din"
                                 " Codul fiscal.")),
        ),
    )  # fmt: skip
    title = None if customer else _("Add the customer")
    return forms.form(
        schema,
        request,
        buttons=editing.buttons(request, P.CUSTOMER_MANAGE, title),
        hidden=editing.hidden(request, customer),
    )


COMPANY = ("company", "vat_id", "registration_number", "tax_exempt", "tax_exempt_reason")


def values(customer: Any) -> dict[str, Any]:
    """What the form shows of a customer."""
    names = ("first_name", "last_name", "email", "phone")
    own = {name: getattr(customer, name) for name in names}
    own |= {"locale": customer.locale or "", "group_id": str(customer.group_id or "")}
    return {"customer": own, "company": {name: getattr(customer, name) for name in COMPANY}}


def fields(given: dict[str, Any]) -> dict[str, Any]:
    """The service's fields from a validated form."""
    found = given["customer"] | given["company"]
    return found | {
        "locale": found["locale"] or None,
        "group_id": parse_uuid(found["group_id"]),
    }


def at(name: str) -> str:
    """Where in the form a field of the service stands."""
    return f"company.{name}" if name in COMPANY else f"customer.{name}"


def _shown(request: Any, form: str) -> dict[str, Any]:
    notices.lead(request, "Customers", request.context)
    return {"title": translate(request, "New customer"), "form": form}


@page(ICustomers, name="new", template="form_page.pt", **_manage)
def new_customer(_context: Any, request: Any) -> dict[str, Any]:
    """The empty form."""
    return _shown(request, build(request).render())


@page(ICustomers, name="new", method="POST", template="form_page.pt", **_manage)
def add_customer(context: Any, request: Any) -> Any:
    """Make an account; its owner proves the address by asking for a password in the shop."""
    form = build(request)
    try:
        given = form.validate(request.POST.items())
        customer_id = profile.create(request, fields(given))
    except deform.ValidationFailure as failure:
        request.response.status_int = 422
        return _shown(request, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, at)
        return _shown(request, form.render(given))
    request.audit.update(customer=str(customer_id))
    return notices.done(request, context, "added", str(customer_id))
