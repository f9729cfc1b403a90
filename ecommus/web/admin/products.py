"""The list of products.

One change for many of them is in ``product_bulk``, a single product in ``product_edit``, its
variants in ``variants``, its pictures in ``media``.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.core.text import words
from ecommus.db.queries import products as queries
from ecommus.plugin_sdk.interfaces import IAdmin, IProducts
from ecommus.plugin_sdk.views import page
from ecommus.web.admin import lists, notices, product_bulk
from ecommus.web.admin.product_bulk import STATUSES
from ecommus.web.problems import translate
from ecommus.web.storefront.shapes import media_url

DONE = {"same": "The selected products were so already.", "deleted": "The product was deleted."}
SORTED = ("title", "price", "stock", "changed")
SORT_LABELS = {
    "-changed": "Last changed", "title": "Title, A–Z", "-title": "Title, Z–A",
    "price": "Price, lowest first", "-price": "Price, highest first",
    "stock": "Least stock first", "-stock": "Most stock first",
}  # fmt: skip


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
    node = request.menu.by_slug.get(request.GET.get("category", ""))
    status = lists.chosen(request, "status", STATUSES)
    asked = lists.search(request)
    below = node.below if node else ()
    return queries.Wanted(words(asked, 10) if asked else None, status, below)


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
    sort, heads = lists.sorting(request, SORTED, "-changed")
    counts = queries.counts(request.db, asked)
    total = counts.get(asked.status, 0) if asked.status else sum(counts.values())
    pager = lists.pager(request, total)
    found = queries.rows(request.db, asked, sort=sort, limit=lists.SIZE, offset=pager.offset)
    labels = {"": "All"} | {code: label for code, (_kind, label) in STATUSES.items()}
    return {
        "rows": [row(context, request, entry) for entry in found],
        "pager": pager,
        "query": lists.search(request),
        "filtered": bool(asked.words is not None or asked.categories or asked.status),
        "reset_url": request.to(context) if lists.search(request) or asked.categories else None,
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
        "categories": product_bulk.category_choices(request),
        "category": request.GET.get("category", ""),
        "all_url": lists.url(request, page=request.GET.get("page"), select="all"),
        "all": request.GET.get("select") == "all",
        "new_url": request.to(context, "new"),
        "bulk_url": request.to(context, "bulk"),
        "actions": [
            (code, translate(request, text))
            for code, (*_rest, text) in product_bulk.ACTIONS.items()
        ],
        "changes_url": request.to(context.__parent__["bulk-changes"]),
    }
