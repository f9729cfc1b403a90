"""What is sold: plans and the tiers they stand on."""

from typing import Any

from ecommus.core.errors import Invalid
from ecommus.core.money import Money, exponent
from license_service.i18n import _
from license_service.pages import action, done, forms, labels, page
from license_service.pages.fields import Field, Form, Group
from license_service.services import plans
from license_service.tree import Plan, Plans, Tier, Tiers

LISTS = ("features", "plugins", "themes")
ANY = _("Empty: any number.")
PLANS, TIERS = ("/plans", _("Plans")), ("/tiers", _("Tiers"))
CHANGE_PLAN = (
    Field("name", _("Name"), required=True),
    Field("price", _("Price"), _("Like 499.00. Empty: not set.")),
    Field("currency", _("Currency"), _("EUR or RON, for example."), required=True),
    Field("stripe_price", _("Stripe price"),
          _("price_… – a paid invoice line with it is for this plan.")),
    Field("active", _("On sale"), kind="tick"),
)  # fmt: skip
CHANGE_TIER = (
    Field("domains", _("Domains"), ANY, "number"),
    Field("niches", _("Niche packages"), ANY, "number"),
    Field("stores", _("Shops"), _("Counts with multi_tenant. Empty: any number."), "number"),
    Field("support_days", _("Free support, days"), kind="number", required=True),
    Field("features", _("Features"), _("One a line."), "long", rows=5),
    Field("plugins", _("Plugins"), _("One a line, * is every one. The niche brings its own along."),
          "long", rows=5),
    Field("themes", _("Themes"), _("One a line, * is every one."), "long", rows=5),
)  # fmt: skip


@page(Plans, "plans")
def plan_list(_context: Plans, request: Any) -> dict[str, Any]:
    """What is sold, by category."""
    rows = plans.plans_of(request.work)
    grouped = {code: [row for row in rows if row.category == code] for code in labels.CATEGORIES}
    return {"grouped": grouped}


def _new_plan(request: Any) -> Form:
    tiers = (("", "–"), *((row.code, row.name) for row in plans.tiers_of(request.work)))
    niches = (("", "–"), *sorted(labels.NICHES.items()))
    given = (
        Field("category", _("Category"), kind="choice", options=tuple(labels.CATEGORIES.items())),
        Field("code", _("Code"), _("Small letters, digits, hyphens. It stays."), required=True),
        Field("name", _("Name"), _("As customers know it."), required=True),
        Field("tier", _("Tier"), _("For a website package."), "choice", options=tiers),
        Field("niche", _("Niche"), _("For a website package."), "choice", options=niches),
        Field("item", _("Plugin or theme"), _("For an add-on: niche-booking, theme-fashion.")),
        Field("months", _("Months"), _("For support."), "number"),
    )
    return Form(
        _("New plan"), _("Make the plan"), "/plans", (Group("", given),),
        (_("Its price and its Stripe price are set on the next page."),), (PLANS,),
    )  # fmt: skip


@page(Plans, "form", "new")
def new_plan(_context: Plans, request: Any) -> dict[str, Any]:
    """The form."""
    return _new_plan(request).page()


@action(Plans, "form", "new")
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
        return _new_plan(request).page(request.POST, errors)
    return done(f"/plans/{code}", "plan.made")


def _plan_form(row: Any) -> Form:
    return Form(row.name, _("Save"), "/plans", (Group("", CHANGE_PLAN),), crumbs=(PLANS,))


@page(Plan, "form")
def plan(context: Plan, request: Any) -> dict[str, Any]:
    """The price as a reader of the language writes it."""
    row = context.row
    price = ""
    if row.price is not None:
        price = f"{Money(row.price, row.currency).decimal:f}"
        price = price.replace(".", ",") if request.locale_name == "ro" else price
    return _plan_form(row).page(dict(row._mapping) | {"price": price})


@action(Plan, "form")
def change_plan(context: Plan, request: Any) -> Any:
    """Name, price, currency, Stripe price, on sale."""

    def do() -> bool:
        name, currency = forms.text(request, "name"), forms.text(request, "currency").upper()
        if not name:
            raise Invalid("name_missing", "Name the plan.", field="name")
        try:
            exponent(currency)
        except ValueError:
            text = "Three letters of a currency: EUR, RON."
            raise Invalid("currency_malformed", text, field="currency") from None
        values = {
            "name": name,
            "price": forms.amount(request, "price", currency),
            "currency": currency,
            "stripe_price": forms.text(request, "stripe_price") or None,
            "active": bool(forms.text(request, "active")),
        }
        version = forms.whole(request, "version") or 0
        plans.change_plan(request.work, context.row.code, version, values)
        return True

    return _kept(request, do, _plan_form(context.row))


@page(Tiers, "tiers")
def tier_list(_context: Tiers, request: Any) -> dict[str, Any]:
    """The matrix."""
    rows = plans.tiers_of(request.work)
    axes = list(dict.fromkeys(axis for row in rows for axis in row.axes))
    return {"rows": rows, "axes": axes}


def _tier_form(row: Any) -> Form:
    text = _("What new licenses hold; those that were issued stay as they are.")
    given = (Group("", CHANGE_TIER),)
    return Form(row.name, _("Save"), "/tiers", given, (text,), (TIERS,))


@page(Tier, "form")
def tier(context: Tier, _request: Any) -> dict[str, Any]:
    row = context.row
    lists = {name: "\n".join(getattr(row, name)) for name in LISTS}
    return _tier_form(row).page(dict(row._mapping) | lists)


@action(Tier, "form")
def change_tier(context: Tier, request: Any) -> Any:
    """What new licenses of the tier hold."""

    def do() -> bool:
        days = forms.whole(request, "support_days", 10_000)
        if days is None:
            raise Invalid("days_missing", "Write a number of days.", field="support_days")
        values: dict[str, Any] = {name: sorted(set(forms.texts(request, name))) for name in LISTS}
        values |= {
            "domains": forms.whole(request, "domains", 10_000),
            "niches": forms.whole(request, "niches", 4),
            "stores": forms.whole(request, "stores", 10_000),
            "support_days": days,
        }
        version = forms.whole(request, "version") or 0
        plans.change_tier(request.work, context.row.code, version, values)
        return True

    return _kept(request, do, _tier_form(context.row))


def _kept(request: Any, do: Any, form: Form) -> Any:
    _done, errors = forms.attempt(request, do)
    if errors:
        request.response.status_int = 422
        return form.page(request.POST, errors)
    return done(form.back, "saved")
