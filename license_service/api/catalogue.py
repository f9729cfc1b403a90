"""Customers, installations, plans and tiers."""

from typing import Any

from ecommus.core.errors import Invalid
from ecommus.core.ids import parse_uuid
from license_service.api import api, limit_of
from license_service.api.dumps import (
    dump_customer,
    dump_install,
    dump_license,
    dump_plan,
    dump_tier,
)
from license_service.reading import Fields, json_of
from license_service.services import customers, finding, overview, plans
from license_service.tree import Customer, Customers, Installs, Plan, Plans, Tier, Tiers


@api(Customers, "customers.read")
def customer_list(_context: Customers, request: Any) -> dict[str, Any]:
    """``?q=``: part of the e-mail, the company or the tax number."""
    most, after = limit_of(request), parse_uuid(request.GET.get("after", ""))
    rows = customers.search(request.work, request.GET.get("q", ""), most, after)
    following = rows[-1].id if len(rows) == most else None
    return {"items": [dump_customer(row) for row in rows], "next": following}


@api(Customer, "customers.read")
def customer(context: Customer, request: Any) -> dict[str, Any]:
    """With the licenses."""
    found = finding.search(request.work, customer=context.row.id, most=200)
    return dump_customer(context.row) | {"licenses": [dump_license(each) for each in found]}


@api(Installs, "installs.read")
def installs(_context: Installs, request: Any) -> dict[str, Any]:
    """Every license's installation and when it was last heard of; ``?q=``, ``?state=``,
    ``?tier=`` as for licenses."""
    most, after = limit_of(request), parse_uuid(request.GET.get("after", ""))
    found = finding.search(
        request.work,
        request.GET.get("q", ""),
        state=request.GET.get("state", ""),
        tier=request.GET.get("tier", ""),
        after=after,
        most=most,
    )
    following = found[-1].license.id if len(found) == most else None
    return {"items": [dump_install(each) for each in found], "next": following}


@api(Installs, "installs.read", "health")
def installs_health(_context: Installs, request: Any) -> dict[str, Any]:
    """How many stand how, and how many were heard of on each of the last thirty days."""
    seen = overview.overview(request.work)
    days = [{"day": day.isoformat(), "installs": count} for day, count in seen.days]
    return {"health": seen.health, "states": seen.states, "days": days,
            "suspicious_week": seen.suspicious_week}  # fmt: skip


@api(Plans, "plans.read")
def plan_list(_context: Plans, request: Any) -> dict[str, Any]:
    """What is sold."""
    return {"items": [dump_plan(row) for row in plans.plans_of(request.work)], "next": None}


@api(Plans, "plans.write", method="POST")
def make_plan(_context: Plans, request: Any) -> dict[str, Any]:
    """Something more that is sold."""
    fields = Fields(json_of(request))
    new = plans.NewPlan(
        code=fields.text("code", None, 60),
        category=fields.text("category", None),
        name=fields.text("name", None, 200),
        tier=fields.text("tier"),
        niche=fields.text("niche"),
        item=fields.text("item"),
        months=fields.number("months", 0),
    )
    fields.done()
    plans.make_plan(request.work, new)
    request.response.status_int = 201
    return dump_plan(plans.plan(request.work, new.code))


@api(Plan, "plans.read")
def plan(context: Plan, _request: Any) -> dict[str, Any]:
    return dump_plan(context.row)


@api(Plan, "plans.write", method="PATCH")
def change_plan(context: Plan, request: Any) -> dict[str, Any]:
    """Name, price, currency, Stripe price, on sale; with the ``version`` that was read."""
    fields = Fields(json_of(request))
    values: dict[str, Any] = {}
    version = fields.number("version")
    if fields.has("name"):
        values["name"] = fields.text("name", None)
    if fields.has("price"):
        values["price"] = fields.number("price", most=10**12)
    if fields.has("currency"):
        values["currency"] = fields.text("currency", None, 3)
    if fields.has("stripe_price"):
        values["stripe_price"] = fields.text("stripe_price") or None
    if fields.has("active"):
        values["active"] = fields.flag("active", True)
    fields.done()
    _something(values)
    plans.change_plan(request.work, context.row.code, version, values)
    return dump_plan(plans.plan(request.work, context.row.code))


@api(Tiers, "plans.read")
def tier_list(_context: Tiers, request: Any) -> dict[str, Any]:
    """The tier matrix."""
    return {"items": [dump_tier(row) for row in plans.tiers_of(request.work)], "next": None}


@api(Tier, "plans.read")
def tier(context: Tier, _request: Any) -> dict[str, Any]:
    return dump_tier(context.row)


@api(Tier, "plans.write", method="PATCH")
def change_tier(context: Tier, request: Any) -> dict[str, Any]:
    """What new licenses of the tier hold; with the ``version`` that was read."""
    fields = Fields(json_of(request))
    values: dict[str, Any] = {}
    version = fields.number("version")
    for name in ("features", "plugins", "themes"):
        if fields.has(name):
            values[name] = sorted(set(fields.texts(name)))
    for name in ("domains", "niches", "stores", "support_days"):
        if fields.has(name):
            values[name] = fields.number(name, most=10_000)
    fields.done()
    _something(values)
    plans.change_tier(request.work, context.row.code, version, values)
    return dump_tier(plans.tier(request.work, context.row.code))


def _something(values: dict[str, Any]) -> None:
    if not values:
        raise Invalid("nothing_to_do", "Name a field to change.")
