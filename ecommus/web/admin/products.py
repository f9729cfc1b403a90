"""The list of products, and one change for many of them (first shown, then done).

A single product is in ``product_edit``, its variants in ``variants``, its pictures in ``media``.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ecommus.core.errors import Refusal
from ecommus.core.ids import parse_uuid
from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.core.text import fold
from ecommus.db.queries import products as queries
from ecommus.plugin_sdk.interfaces import IAdmin, IProducts
from ecommus.plugin_sdk.views import page
from ecommus.services import catalog
from ecommus.web.admin import lists, notices
from ecommus.web.problems import translate
from ecommus.web.storefront.shapes import media_url

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
DONE = {"changed": "The selected products were changed.", "deleted": "The product was deleted."}
SORT_LABELS = {
    "-changed": "Last changed", "title": "Title, A–Z", "-title": "Title, Z–A",
    "price": "Price, lowest first", "-price": "Price, highest first",
    "stock": "Least stock first", "-stock": "Most stock first",
}  # fmt: skip
MOST = 500


@dataclass(frozen=True, slots=True)
class Row:
    """A product in the list."""

    id: str
    url: str
    title: str
    vendor: str | None
    thumb: str | None
    kind: str
    status: str
    variants: int
    lowest: Money | None
    highest: Money | None
    stock: int | None
    changed: datetime


def wanted(request: Any) -> queries.Wanted:
    """The filters in the address; what is not known is left out."""
    words = tuple(dict.fromkeys(fold(lists.search(request)).split()))[:10]
    node = request.menu.by_slug.get(request.GET.get("category", ""))
    status = lists.chosen(request, "status", STATUSES)
    return queries.Wanted(words, status, node.below if node else ())


def row(context: Any, request: Any, found: Any) -> Row:
    currency = request.tenant.currency
    kind, label = STATUSES[found.status]
    prices = [
        None if amount is None else Money(amount, currency)
        for amount in (found.lowest, found.highest)
    ]
    return Row(
        id=str(found.id),
        url=request.to(context, str(found.id)),
        title=found.title,
        vendor=found.vendor,
        thumb=media_url(found.renditions[0]["path"]) if found.renditions else None,
        kind=kind,
        status=translate(request, label),
        variants=found.variants,
        lowest=prices[0],
        highest=prices[1],
        stock=None if found.stock is None else int(found.stock),
        changed=found.updated_at,
    )


@page(IProducts, within=IAdmin, permission=P.PRODUCT_READ, template="products.pt")
def products(context: Any, request: Any) -> dict[str, Any]:
    """All products: search, states, categories, sorts."""
    notices.told(request, DONE)
    asked = wanted(request)
    sort, heads = lists.sorting(request, ("title", "price", "stock", "changed"), "-changed")
    counts = queries.counts(request.db, asked)
    total = counts.get(asked.status, 0) if asked.status else sum(counts.values())
    pager = lists.pager(request, total)
    found = queries.rows(request.db, asked, sort=sort, limit=lists.SIZE, offset=pager.offset)
    labels = {"": "All"} | {code: label for code, (_kind, label) in STATUSES.items()}
    return {
        "rows": [row(context, request, entry) for entry in found],
        "pager": pager,
        "query": lists.search(request),
        "filtered": bool(asked.words or asked.categories or asked.status),
        "reset_url": request.to(context) if asked.words or asked.categories else None,
        "tabs": [
            (
                translate(request, label),
                lists.url(request, status=code, select=None, done=None),
                asked.status == code,
                counts.get(code, 0) if code else sum(counts.values()),
            )
            for code, label in labels.items()
        ],
        "status": asked.status,
        "sort": sort,
        "heads": heads,
        "sorts": [(code, translate(request, label)) for code, label in SORT_LABELS.items()],
        "categories": category_choices(request),
        "category": request.GET.get("category", ""),
        "all_url": lists.url(request, page=request.GET.get("page"), select="all"),
        "all": request.GET.get("select") == "all",
        "new_url": request.to(context, "new"),
        "bulk_url": request.to(context, "bulk"),
        "actions": [(code, translate(request, text)) for code, (_s, _q, text) in ACTIONS.items()],
    }


def category_choices(request: Any) -> list[tuple[str, str]]:
    """(slug, name) of the category tree, indented by depth."""

    def walk(nodes: Any, depth: int):
        for node in nodes:
            yield node.slug, "\u2003" * depth + node.name
            yield from walk(node.children, depth + 1)

    return list(walk(request.menu.roots, 0))


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
