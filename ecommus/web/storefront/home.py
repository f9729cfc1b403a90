"""The shop's front page, its texts, its picture files, and the sheet of its theme settings."""

import re
from typing import Any

from markupsafe import Markup
from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import FileResponse, Response

from ecommus.core.permissions import Permission as P
from ecommus.db.queries import cards as queries
from ecommus.db.queries.cards import Wanted
from ecommus.plugin_sdk.interfaces import IContentPage, IMedia, IStorefront
from ecommus.plugin_sdk.views import page
from ecommus.web.static import TYPES
from ecommus.web.storefront import shapes
from ecommus.web.storefront.shop import localized

COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}")


@page(IStorefront, within=IStorefront, permission=P.SHOP_VIEW, template="home.pt", public=True)
def home(storefront: Any, request: Any) -> dict[str, Any]:
    """The front page."""
    locale = request.locale_name
    hero = request.tenant.settings.get("hero", {})
    categories = storefront.child("categories")
    roots = request.menu.roots
    first = request.to(categories, roots[0].slug) if roots else request.shop.search_url
    return {
        "hero": shapes.Hero(
            title=localized(hero.get("title"), locale) or request.tenant.name,
            text=localized(hero.get("text"), locale) or request.shop.tagline,
            button=localized(hero.get("button"), locale),
            url=hero.get("url") or first,
            image=shapes.image(request, hero.get("image")),
        ),
        "categories": [
            shapes.Tile(
                node.text("name", locale),
                request.to(categories, node.slug),
                shapes.image(request, node.media, node.text("name", locale)),
                node.total,
            )
            for node in roots
        ],
        "featured": shapes.cards(
            request, queries.cards(request.db, Wanted(featured=True), limit=8)
        ),
        "newest": shapes.cards(request, queries.cards(request.db, Wanted(), limit=8)),
        "description": request.shop.description,
        "canonical": request.shop.home_url,
        "alternates": request.shop.locales,
    }


@page(IContentPage, within=IStorefront, permission=P.SHOP_VIEW, template="page.pt", public=True)
def content_page(page_: Any, request: Any) -> dict[str, Any]:
    """A text of the shop."""
    row, locale = page_.entity, request.locale_name
    texts = row.translations.get(locale, {})
    title = texts.get("title") or row.title
    home_link = shapes.Link(request.tenant.name, request.shop.home_url)
    return {
        "page": {
            "title": title,
            "body": Markup(texts.get("body") or row.body),
            "breadcrumbs": (home_link,),
        },
        "alternates": request.shop.locales,
        "canonical": request.path,
    }


@page(IMedia, within=IStorefront, permission=P.SHOP_VIEW)
def media_file(file: Any, request: Any) -> Response:
    """A picture file: ``/media/<first two>/<digest>-<width>.webp``."""
    return send_file(request, file.path)


def send_file(request: Any, path: str) -> Response:
    """A file of this tenant's folder, to be kept by browsers for ever: its name is its content."""
    file = request.registry.media.open(request.tenant.id, path)
    content_type = TYPES.get(file.suffix) if file else None
    if file is None or content_type is None:
        raise HTTPNotFound()
    response = FileResponse(str(file), request, content_type=content_type)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    # An SVG opened by itself is a document: it may draw, and nothing else.
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response


@page(IStorefront, within=IStorefront, name="theme.css", permission=P.SHOP_VIEW)
def theme_css(_storefront: Any, request: Any) -> Response:
    """The theme's settings as custom properties (inline styles are forbidden by the policy)."""
    rules = []
    for name, value in request.shop.settings.items():
        if isinstance(value, str) and COLOUR.fullmatch(value):
            rules.append(f"--{name.replace('_', '-')}: {value};")
        elif isinstance(value, int) and not isinstance(value, bool):
            rules.append(f"--{name.replace('_', '-')}: {value}px;")
    response = Response(":root { " + " ".join(rules) + " }\n", content_type="text/css")
    response.charset = "utf-8"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
