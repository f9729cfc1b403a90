"""Licenses: searched, issued, and one license's whole story."""

from typing import Any

from ecommus.core.ids import parse_uuid
from license_service.i18n import _
from license_service.pages import action, done, forms, labels, page
from license_service.pages.fields import Field, Form, Group
from license_service.rules.grants import ISSUED
from license_service.services import finding, issuing, plans
from license_service.services.issuing import Order
from license_service.tree import License, Licenses

PAGE = 50
NEW_ONES = _("New customers are written in Romanian unless you choose.")
LANGUAGES = (("", _("As before")), *labels.LANGUAGES.items())
SUPPORT = (("", _("None")), *labels.MONTHS.items())


@page(Licenses, "licenses")
def search(_context: Licenses, request: Any) -> dict[str, Any]:
    """``?q=`` and ``?state=``."""
    q, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    after = parse_uuid(request.GET.get("after", ""))
    found = finding.search(
        request.work, q, after=after, most=PAGE,
        state=state if state in finding.STATES else "",
    )  # fmt: skip
    more = found[-1].license.id if len(found) == PAGE else None
    return {"found": found, "q": q, "state": state, "states": finding.STATES, "more": more}


def _form(request: Any) -> Form:
    rows = [p for p in plans.plans_of(request.work) if p.category == "package" and p.active]
    packages = (("", _("None: tier and niches as below")), *((p.code, p.name) for p in rows))
    tiers = {row.code: row.name for row in plans.tiers_of(request.work)}
    customer = Group(_("Customer"), (
        Field("customer_email", _("E-mail"), _("The license is sent here."), "email",
              required=True),
        Field("customer_company", _("Company")),
        Field("customer_cif", _("Tax number (CIF)"),
              _("RO12345678. Its check digit is looked at. May be empty.")),
        Field("language", _("Language of the e-mails"), NEW_ONES, "choice",
              options=LANGUAGES),
    ))  # fmt: skip
    grants = Group(_("What it grants"), (
        Field("plan", _("Package"), _("Names the tier and the niche."), "choice",
              options=packages),
        Field("tier", _("Tier"), _("Only without a package. A trial ends after 30 days."),
              "choice", options=tuple((code, tiers.get(code, code)) for code in ISSUED)),
        Field("kind", _("License kind"), kind="choice", options=tuple(labels.SOLD_AS.items())),
        Field("niche_packages", _("More niche packages"), kind="ticks",
              options=tuple(sorted(labels.NICHES.items()))),
        Field("domain_binding", _("Domains"),
              _("The platform's domain, like acme.ro; one a line."), "long", required=True,
              rows=2),
    ))  # fmt: skip
    beyond = Group(_("Beyond the tier"), (
        Field("licensed_plugins", _("Plugins"),
              _("Their ids, like niche-booking, audit-log; with commas between.")),
        Field("licensed_themes", _("Themes"), _("Their ids, like theme-travel.")),
        Field("features", _("Features"), _("Their ids, like b2b, multi_tenant.")),
        Field("support_period", _("Paid support"),
              _("Comes after the free support of the tier."), "choice", options=SUPPORT),
        Field("early_adopter", _("Early adopter"), kind="tick"),
    ))  # fmt: skip
    send = Group("", (
        Field("send_email", _("Send it to the customer, with how to install it"), kind="tick",
              value="yes"),
    ))  # fmt: skip
    return Form(
        _("Issue a license"), _("Issue the license"), "/licenses",
        (customer, grants, beyond, send), crumbs=(("/licenses", _("Licenses")),),
    )  # fmt: skip


@page(Licenses, "form", "new")
def new(_context: Licenses, request: Any) -> dict[str, Any]:
    """The form."""
    return _form(request).page()


@action(Licenses, "form", "new")
def issue(_context: Licenses, request: Any) -> Any:
    """Issue it, then show its story."""

    def do() -> Any:
        return issuing.issue(
            request.work,
            Order(
                customer_email=forms.text(request, "customer_email"),
                customer_company=forms.text(request, "customer_company"),
                customer_cif=forms.text(request, "customer_cif"),
                language=forms.text(request, "language"),
                plan=forms.text(request, "plan"),
                tier="" if forms.text(request, "plan") else forms.text(request, "tier"),
                kind=forms.text(request, "kind") or "perpetual",
                niche_packages=forms.ticked(request, "niche_packages"),
                domain_binding=forms.texts(request, "domain_binding"),
                features=forms.texts(request, "features"),
                licensed_plugins=forms.texts(request, "licensed_plugins"),
                licensed_themes=forms.texts(request, "licensed_themes"),
                support_period=forms.text(request, "support_period"),
                early_adopter=bool(forms.text(request, "early_adopter")),
                send_email=bool(forms.text(request, "send_email")),
            ),
        )

    made, errors = forms.attempt(request, do)
    if errors:
        request.response.status_int = 422
        return _form(request).page(request.POST, errors)
    return done(f"/licenses/{made.id}", "license.issue")


@page(License, "license")
def show(context: License, request: Any) -> dict[str, Any]:
    """Everything there is to know of it."""
    key = context.row.license.id
    return {
        "found": context.row,
        "license": context.row.license,
        "issuances": finding.issuances_of(request.work, key),
        "heartbeats": finding.heartbeats_of(request.work, key, 20),
        "events": finding.story(request.work, key),
    }
