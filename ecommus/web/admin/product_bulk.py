"""One change for many products: shown first, then done, and taken back if it was wrong.

The list with the boxes is ``products``, the rules are ``core.bulk``; what was done stands in
``bulk_changes`` with its way back.
"""

from decimal import Decimal, InvalidOperation
from typing import Any

from pyramid.i18n import TranslationStringFactory

from ecommus.core import bulk
from ecommus.core.errors import Invalid, Refusal
from ecommus.core.ids import parse_uuid
from ecommus.core.money import Money, plain
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import products as queries
from ecommus.plugin_sdk.interfaces import IAdmin, IProducts
from ecommus.plugin_sdk.views import page
from ecommus.services import bulk_products as service
from ecommus.web.admin import notices
from ecommus.web.problems import translate

_ = TranslationStringFactory("ecommus")

# status → (kind of badge, label)
STATUSES = {
    "active": ("success", "Active"),
    "draft": ("neutral", "Draft"),
    "archived": ("warning", "Archived"),
}
# action → (argument of the service, its value; None: it is asked for, question, button)
ACTIONS = {
    "activate": ("status", "active", _("Put these products on sale?"), _("Activate")),
    "draft": ("status", "draft", _("Make these products drafts?"), _("Make drafts")),
    "archive": ("status", "archived", _("Archive these products?"), _("Archive")),
    "price": ("price_percent", None, _("Change the prices of these products"), _("Change prices")),
    "into": ("add_category", None, _("Put these products into a category"), _("Into a category")),
    "out": ("remove_category", None, _("Take these products out of a category"),
            _("Out of a category")),
}  # fmt: skip
SHOWN = 200


def selected(request: Any, values: Any) -> list[Any]:
    ids = filter(None, (parse_uuid(value) for value in values.getall("product")))
    return queries.by_ids(request.db, list(dict.fromkeys(ids))[: service.MOST])


def _change(request: Any, action: str, values: Any) -> bulk.Change | None:
    """The change that the address or form names; None as long as its value is not said."""
    name, value, _question, _button = ACTIONS[action]
    given = value or values.get("value", "").replace("\0", "").strip()
    if not given:
        return None
    if name == "price_percent":
        try:
            given = Decimal(plain(given.removesuffix("%").strip()))
        except (ValueError, InvalidOperation):
            text = "Write a percentage such as 10 or -7,5."
            raise Invalid("percent_invalid", text, field="price_percent") from None
    return service.asked(request, {name: given})


def _bulk(method: str) -> Any:
    return page(
        IProducts, within=IAdmin, name="bulk", method=method, permission=P.PRODUCT_EDIT,
        template="product_bulk.pt",
    )  # fmt: skip


@_bulk("GET")
def ask_bulk(context: Any, request: Any) -> dict[str, Any]:
    """What a change of the ticked products would do: nothing is changed yet."""
    return _asked(context, request, request.GET)


def _asked(context: Any, request: Any, values: Any) -> dict[str, Any]:
    action = values.get("action", "") if values.get("action", "") in ACTIONS else "draft"
    chosen, steps = selected(request, values), []
    if chosen:
        try:
            change = _change(request, action, values)
            steps = service.plan(request, change, chosen) if change is not None else []
        except Refusal as refusal:
            notices.refused(request, refusal)
            chosen = selected(request, values)
    changing = [step for step in steps if step.rows]
    _name, value, question, button = ACTIONS[action]
    numbers = {"selected": len(chosen), "changing": len(changing), "refused": len(refused(steps)),
               "same": len(steps) - len(changing) - len(refused(steps))}  # fmt: skip
    text = "Selected: %(selected)s. Will change: %(changing)s. Already so: %(same)s."
    notices.lead(request, "Products", context)
    return {
        "title": translate(request, question),
        "text": translate(request, text, numbers) if steps else None,
        "none": not chosen,
        "asks": None if value else action,
        "value": values.get("value", ""),
        "categories": category_choices(request),
        "rows": [row for step in changing for row in _rows(request, action, step)][:SHOWN],
        "more": max(sum(len(step.rows) for step in changing) - SHOWN, 0),
        "refused": [
            (step.product.title, translate(request, step.refusal.message, step.refusal.params))
            for step in refused(steps)
        ],
        "action": request.to(context, "bulk"),
        "button": translate(request, button) if changing else None,
        "fields": [("action", action), *(("product", str(p.id)) for p in chosen)],
        "cancel_url": request.to(context),
    }


def refused(steps: list[bulk.Step]) -> list[bulk.Step]:
    return [step for step in steps if step.refusal is not None]


def _rows(request: Any, action: str, step: bulk.Step) -> list[tuple[str, str, str, str]]:
    kind = {"price": "price", "into": "category", "out": "category"}.get(action, "status")
    return [
        (step.product.title, row.name if len(step.product.variants) > 1 else "",
         told(request, kind, row.before), told(request, kind, row.after))
        for row in step.rows
    ]  # fmt: skip


def told(request: Any, kind: str, value: Any) -> str:
    """What stood there before, or stands there after, in words."""
    if kind == "price":
        return Money(value, request.tenant.currency).format(request.locale_name)
    if kind == "status":
        return translate(request, STATUSES[value][1])
    return translate(request, "In the category" if value else "Not in the category")


def category_choices(request: Any) -> list[tuple[str, str]]:
    """(slug, name) of the category tree, indented by depth."""

    def walk(nodes: Any, depth: int):
        for node in nodes:
            yield node.slug, "\u2003" * depth + node.name
            yield from walk(node.children, depth + 1)

    return list(walk(request.menu.roots, 0))


@_bulk("POST")
def change_products(context: Any, request: Any) -> Any:
    """Change the confirmed products, and go to what was done and its way back."""
    action = request.POST.get("action", "")
    action = action if action in ACTIONS else "draft"
    try:
        change = _change(request, action, request.POST)
        if change is None:
            return _asked(context, request, request.POST)
        change_id, steps = service.carry_out(request, change, selected(request, request.POST))
    except Refusal as refusal:
        notices.refused(request, refusal)
        return _asked(context, request, request.POST)
    request.audit.update(action=action, products=[str(s.product.id) for s in steps if s.rows])
    if change_id is None:
        return notices.done(request, context, "same")
    return notices.done(request, context.__parent__["bulk-changes"], "changed", str(change_id))
