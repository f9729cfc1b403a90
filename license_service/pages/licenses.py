"""Licenses: searched, issued, and one license's whole story."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from ecommus.core.ids import parse_uuid
from ecommus.core.license import KINDS, NICHES
from license_service.pages import action, forms, page
from license_service.rules.grants import ISSUED
from license_service.services import finding, issuing, plans
from license_service.services.issuing import Order
from license_service.tree import License, Licenses

PAGE = 50


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


def _choices(request: Any) -> dict[str, Any]:
    packages = [p for p in plans.plans_of(request.work) if p.category == "package" and p.active]
    return {"packages": packages, "tiers": ISSUED, "kinds": KINDS, "niches": sorted(NICHES)}


@page(Licenses, "issue", "new")
def new(_context: Licenses, request: Any) -> dict[str, Any]:
    """The form."""
    return _choices(request)


@action(Licenses, "issue", "new")
def issue(_context: Licenses, request: Any) -> Any:
    """Issue it, then show its story."""

    def do() -> Any:
        return issuing.issue(
            request.work,
            Order(
                customer_email=forms.text(request, "customer_email"),
                customer_company=forms.text(request, "customer_company"),
                customer_cif=forms.text(request, "customer_cif"),
                language=forms.text(request, "language") or "ro",
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
        return _choices(request) | {"errors": errors, "values": request.POST}
    return HTTPSeeOther(f"/licenses/{made.id}")


@page(License, "license")
def show(context: License, request: Any) -> dict[str, Any]:
    """Everything there is to know of it."""
    key = context.row.license.id
    return {
        "found": context.row,
        "license": context.row.license,
        "issuances": finding.issuances_of(request.work, key),
        "heartbeats": finding.heartbeats_of(request.work, key, 20),
        "story": finding.story(request.work, key),
    }
