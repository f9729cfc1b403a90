"""One change for many products: shown first, then done. The list with the boxes is ``products``."""

from typing import Any

from ecommus.core.errors import Refusal
from ecommus.core.ids import parse_uuid
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import products as queries
from ecommus.plugin_sdk.interfaces import IAdmin, IProducts
from ecommus.plugin_sdk.views import page
from ecommus.services import catalog
from ecommus.web.admin import lists, notices
from ecommus.web.problems import translate

# status → (kind of badge, label)
STATUSES = {
    "active": ("success", "Active"),
    "draft": ("neutral", "Draft"),
    "archived": ("warning", "Archived"),
}
# action → (status, question, button)
ACTIONS = {
    "activate": ("active", "Put these products on sale?", "Activate"),
    "draft": ("draft", "Make these products drafts?", "Make drafts"),
    "archive": ("archived", "Archive these products?", "Archive"),
}
MOST = 500


def selected(request: Any, values: Any) -> list[Any]:
    ids = filter(None, (parse_uuid(value) for value in values.getall("product")))
    return queries.by_ids(request.db, list(dict.fromkeys(ids))[:MOST])


def _bulk(method: str, permission: P) -> Any:
    return page(
        IProducts, within=IAdmin, name="bulk", method=method, permission=permission,
        template="confirm.pt",
    )  # fmt: skip


@_bulk("GET", P.PRODUCT_EDIT)
def ask_bulk(context: Any, request: Any) -> dict[str, Any]:
    """What a change of the ticked products would do: nothing is changed yet."""
    action = lists.chosen(request, "action", ACTIONS) or "draft"
    status, question, button = ACTIONS[action]
    chosen = selected(request, request.GET)
    changing = [product for product in chosen if product.status != status]
    text = "Selected: %(selected)s. Will change: %(changing)s. Already so: %(same)s."
    numbers = {
        "selected": len(chosen),
        "changing": len(changing),
        "same": len(chosen) - len(changing),
    }
    notices.lead(request, "Products", context)
    return {
        "title": translate(request, question),
        "texts": [
            translate(request, text, numbers)
            if chosen
            else translate(request, "Nothing is selected. Go back and tick some products.")
        ],
        "rows": [(p.title, translate(request, STATUSES[p.status][1])) for p in changing],
        "rows_title": translate(request, "Products that will change"),
        "action": request.to(context, "bulk"),
        "button": translate(request, button) if changing else None,
        "look": "primary",
        "fields": [("action", action), *(("product", str(p.id)) for p in changing)],
        "cancel_url": request.to(context),
    }


@_bulk("POST", P.PRODUCT_EDIT)
def change_products(context: Any, request: Any) -> Any:
    """Give the confirmed products their new status: all of them or none."""
    status = ACTIONS.get(request.POST.get("action", ""), ACTIONS["draft"])[0]
    chosen = selected(request, request.POST)
    try:
        for product in chosen:
            catalog.change(request, product, {"status": status})
    except Refusal as refusal:
        notices.say(request, "error", f"{product.title}: {notices.undo(request, refusal)}")
        return ask_bulk(context, request)
    request.audit.update(status=status, products=[str(product.id) for product in chosen])
    return notices.done(request, context, "changed")
