"""Browsing: category, product, search."""

import json
from typing import Any
from uuid import UUID

from markupsafe import Markup

from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.core.text import words
from ecommus.db.queries import cards as queries
from ecommus.db.queries.cards import Wanted
from ecommus.plugin_sdk.interfaces import ICategory, IProduct, ISearch, IStorefront
from ecommus.plugin_sdk.views import page
from ecommus.services.html import plain
from ecommus.web.storefront import own_prices, shapes, variants
from ecommus.web.storefront.shapes import Choice, Link

PAGE_SIZE = 24
SORT_LABELS = {
    "newest": "Newest first",
    "price": "Price: low to high",
    "-price": "Price: high to low",
    "title": "Name",
}


def page_number(request: Any) -> int:
    """The page asked for; anything else is the first."""
    text = request.GET.get("page", "1")
    return min(max(int(text), 1), 10_000) if text.isascii() and text.isdigit() else 1


def listing(request: Any, wanted: Wanted) -> dict[str, Any]:
    """A page of cards with its pager and sorts: one statement."""
    sort = request.GET.get("sort", "newest")
    sort = sort if sort in queries.SORTS else "newest"
    number = page_number(request)
    total, rows = _page(request, wanted, sort, number)
    pages = max((total + PAGE_SIZE - 1) // PAGE_SIZE, 1)
    if number > pages:
        # Past the end: the last page there is.
        number = pages
        total, rows = _page(request, wanted, sort, number)
    kept = [(key, value) for key, value in request.GET.items() if key not in ("page", "sort")]
    sorts = [
        Choice(
            code,
            request.localizer.translate(label, domain="ecommus"),
            shapes.with_query(request, kept + ([("sort", code)] if code != "newest" else [])),
            code == sort,
        )
        for code, label in SORT_LABELS.items()
    ]
    return {
        "cards": shapes.cards(request, rows),
        "pager": shapes.pager(request, total, number, PAGE_SIZE),
        "sorts": sorts,
        "total": total,
        # Filtered and later pages are the same shop in another order: one of them is enough.
        "robots": "noindex,follow" if request.GET else None,
    }


def _page(request: Any, wanted: Wanted, sort: str, number: int) -> tuple[int, Any]:
    offset = (number - 1) * PAGE_SIZE
    return queries.counted(request.db, wanted, sort=sort, limit=PAGE_SIZE, offset=offset)


def trail(request: Any, nodes: list[Any]) -> tuple[Link, ...]:
    """Breadcrumbs: home, then categories from the top down."""
    categories = request.storefront.child("categories")
    home = Link(request.localizer.translate("Home", domain="ecommus"), request.shop.home_url)
    return (
        home,
        *(
            Link(node.text("name", request.locale_name), request.to(categories, node.slug))
            for node in nodes
        ),
    )


@page(ICategory, within=IStorefront, permission=P.SHOP_VIEW, template="category.pt", public=True)
def category(context: Any, request: Any) -> dict[str, Any]:
    """A category with its products and those below it."""
    node, locale = context.entity, request.locale_name
    categories = request.storefront.child("categories")
    values = listing(request, Wanted(categories=node.below))
    title = node.text("name", locale)
    crumbs = trail(request, node.path)
    return values | {
        "category": shapes.Category(
            title=title,
            description=node.text("description", locale),
            children=tuple(
                Link(child.text("name", locale), request.to(categories, child.slug))
                for child in node.children
            ),
            total=values["total"],
        ),
        "breadcrumbs": crumbs,
        "description": plain(node.text("description", locale), 160),
        "canonical": request.path,
        "alternates": request.shop.locales,
        "json_ld": breadcrumb_ld(request, crumbs),
    }


@page(ISearch, within=IStorefront, permission=P.SHOP_VIEW, template="search.pt", public=True)
def search(_context: Any, request: Any) -> dict[str, Any]:
    """Products that have every word (its beginning is enough) in title, vendor, tags or codes, in
    any language of the shop."""
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:200]
    wanted = Wanted(words=words(query, 10))
    values = listing(request, wanted) if wanted.words else _nothing(request)
    roots = request.menu.roots
    categories = request.storefront.child("categories")
    return values | {
        "query": query,
        "suggestions": tuple(
            Link(node.text("name", request.locale_name), request.to(categories, node.slug))
            for node in roots
        ),
        "robots": "noindex,follow",
        "alternates": (),
    }


def _nothing(request: Any) -> dict[str, Any]:
    return {
        "cards": [],
        "pager": shapes.pager(request, 0, 1, PAGE_SIZE),
        "sorts": [],
        "total": 0,
    }


@page(IProduct, within=IStorefront, permission=P.SHOP_VIEW, template="product.pt", public=True)
def product(context: Any, request: Any) -> dict[str, Any]:
    """A product; ``?variant=`` chooses one, so that no script is needed."""
    row, locale = context.entity, request.locale_name
    own_prices.product(request, row)
    chosen = variants.choose(row, request.GET.get("variant"))
    texts = row.translations.get(locale, {})
    title = texts.get("title") or row.title
    images = variants.images(request, row, chosen, title)
    known = request.menu.by_id
    node = next((known[i] for i in map(UUID, row.categories or ()) if i in known), None)
    related = Wanted(categories=node.below, but_not=row.id) if node else Wanted(but_not=row.id)
    description = texts.get("description") or row.description
    view = variants.variant(request, row, chosen)
    crumbs = trail(request, node.path if node else [])
    return {
        "product": shapes.Product(
            title=title,
            description=Markup(description),
            vendor=row.vendor,
            images=images,
            options=variants.options(request, row, chosen),
            variant=view,
            attributes=variants.attributes(request, row),
            sku=view.sku,
            tax_note=request.localizer.translate("VAT included", domain="ecommus")
            if request.tenant.legal.vat_registered
            else "",
        ),
        "breadcrumbs": crumbs,
        "buy_url": request.to(request.storefront.child("cart"), "add"),
        "notify_url": request.to(context, "notify"),
        "related": shapes.cards(request, queries.cards(request.db, related, limit=4)),
        "description": row.seo_description or plain(description, 160),
        "canonical": request.path,
        "alternates": request.shop.locales,
        "json_ld": product_ld(request, row, title, description, images),
    }


def safe_json(value: Any) -> Markup:
    """JSON that can stand in a script block: nothing in it ends the block."""
    text = json.dumps(value, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))


def breadcrumb_ld(request: Any, crumbs: tuple[Link, ...]) -> Markup:
    """schema.org BreadcrumbList."""
    items = [
        {
            "@type": "ListItem",
            "position": index,
            "name": crumb.title,
            "item": request.host_url + crumb.url,
        }
        for index, crumb in enumerate(crumbs, 1)
    ]
    return safe_json(
        {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}
    )


def product_ld(request: Any, row: Any, title: str, description: str, images: Any) -> Markup:
    """schema.org Product with an Offer per variant."""
    offers = [
        {
            "@type": "Offer",
            "sku": entry["sku"],
            "price": str(Money(entry["price"], request.currency).decimal),
            "priceCurrency": request.currency,
            "availability": "https://schema.org/"
            + ("InStock" if variants.available(entry) else "OutOfStock"),
            "url": f"{request.host_url}{request.path}?variant={entry['id']}",
        }
        for entry in row.variants or ()
    ]
    data = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": title,
        "description": plain(description, 500),
        "image": [request.host_url + image.src for image in images],
        "offers": offers,
    }
    if row.vendor:
        data["brand"] = {"@type": "Brand", "name": row.vendor}
    return safe_json(data)
