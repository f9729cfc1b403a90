"""Customers, plans and tiers, keys and the log."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from ecommus.core.errors import Invalid
from ecommus.core.license import NICHES
from license_service.pages import action, forms, page
from license_service.pages.words import KINDS
from license_service.reading import number_of
from license_service.services import access, customers, finding, forensic, keys, plans
from license_service.tree import Customer, Customers, Keys, Log, Plan, Plans, Tier, Tiers

PAGE = 50


@page(Customers, "customers")
def customer_list(_context: Customers, request: Any) -> dict[str, Any]:
    q = request.GET.get("q", "").strip()
    return {"rows": customers.search(request.work, q, PAGE), "q": q}


@page(Customer, "customer")
def customer(context: Customer, request: Any) -> dict[str, Any]:
    """With the licenses."""
    found = finding.search(request.work, customer=context.row.id, most=200)
    return {"customer": context.row, "found": found}


@page(Plans, "plans")
def plan_list(_context: Plans, request: Any) -> dict[str, Any]:
    """What is sold."""
    return {"rows": plans.plans_of(request.work)}


CATEGORIES = ("plugin", "theme", "support", "package")


def _choices(request: Any) -> dict[str, Any]:
    return {
        "categories": CATEGORIES,
        "tiers": plans.tiers_of(request.work),
        "niches": sorted(NICHES),
    }


@page(Plans, "new_plan", "new")
def new_plan(_context: Plans, request: Any) -> dict[str, Any]:
    """The form."""
    return _choices(request)


@action(Plans, "new_plan", "new")
def make_plan(_context: Plans, request: Any) -> Any:
    """Then to its own page, where the price is set."""

    def do() -> str:
        names = ("code", "category", "name", "tier", "niche", "item")
        given = {name: forms.text(request, name) for name in names}
        months = forms.whole(request, "months", 1000) or 0
        plans.make_plan(request.work, plans.NewPlan(**given, months=months))
        return given["code"]

    code, errors = forms.attempt(request, do)
    if errors:
        request.response.status_int = 422
        return _choices(request) | {"errors": errors, "values": request.POST}
    return HTTPSeeOther(f"/plans/{code}")


@page(Plan, "plan")
def plan(context: Plan, _request: Any) -> dict[str, Any]:
    return {"plan": context.row, "values": dict(context.row._mapping)}


@action(Plan, "plan")
def change_plan(context: Plan, request: Any) -> Any:
    """Name, price, currency, Stripe price, on sale."""

    def do() -> bool:
        name, currency = forms.text(request, "name"), forms.text(request, "currency").upper()
        if not name:
            raise Invalid("name_missing", "Name the plan.", field="name")
        if len(currency) != 3 or not currency.isalpha():
            raise Invalid("currency_malformed", "Three letters: EUR, RON.", field="currency")
        values = {
            "name": name,
            "price": forms.whole(request, "price"),
            "currency": currency,
            "stripe_price": forms.text(request, "stripe_price") or None,
            "active": bool(forms.text(request, "active")),
        }
        version = forms.whole(request, "version") or 0
        plans.change_plan(request.work, context.row.code, version, values)
        return True

    return _kept(request, do, {"plan": context.row}, "/plans")


@page(Tiers, "tiers")
def tier_list(_context: Tiers, request: Any) -> dict[str, Any]:
    """The matrix."""
    rows = plans.tiers_of(request.work)
    axes = list(dict.fromkeys(axis for row in rows for axis in row.axes))
    return {"rows": rows, "axes": axes}


@page(Tier, "tier")
def tier(context: Tier, _request: Any) -> dict[str, Any]:
    row = context.row
    lists = {name: "\n".join(getattr(row, name)) for name in ("features", "plugins", "themes")}
    return {"tier": row, "values": dict(row._mapping) | lists}


@action(Tier, "tier")
def change_tier(context: Tier, request: Any) -> Any:
    """What new licenses of the tier hold."""

    def do() -> bool:
        days = forms.whole(request, "support_days", 10_000)
        if days is None:
            raise Invalid("days_missing", "Write a number of days.", field="support_days")
        lists = ("features", "plugins", "themes")
        values: dict[str, Any] = {name: sorted(set(forms.texts(request, name))) for name in lists}
        values |= {
            "domains": forms.whole(request, "domains", 10_000),
            "niches": forms.whole(request, "niches", 4),
            "support_days": days,
        }
        version = forms.whole(request, "version") or 0
        plans.change_tier(request.work, context.row.code, version, values)
        return True

    return _kept(request, do, {"tier": context.row}, "/tiers")


def _kept(request: Any, do: Any, again: dict[str, Any], where: str) -> Any:
    _done, errors = forms.attempt(request, do)
    if errors:
        request.response.status_int = 422
        return again | {"errors": errors, "values": request.POST}
    return HTTPSeeOther(where)


@page(Keys, "keys")
def key_list(_context: Keys, request: Any) -> dict[str, Any]:
    """Which keys there are and which of them signs; and who may call the API."""
    work = request.work
    return {"held": keys.current(work), "rows": keys.listed(work), "machines": access.listed(work)}


@page(Log, "log")
def log(_context: Log, request: Any) -> dict[str, Any]:
    """A page of the forensic log; ``?kind=``, ``?before=``."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    entries = forensic.newest(request.db, kind=kind, before=number_of(request, "before"), most=PAGE)
    more = entries[-1].seq if len(entries) == PAGE else None
    return {
        "events": [finding.event_of(entry) for entry in entries],
        "hashes": {entry.seq: entry.hash for entry in entries},
        "kind": kind,
        "kinds": KINDS,
        "more": more,
    }
