"""``/api/openapi.json`` and ``/api/docs``, a page that reads well: what each host's API can do.

``reference`` arranges the OpenAPI file for reading; the page is ``templates/api_docs.pt``. It is
English: it is for those who write programs.
"""

import re
from typing import Any

from markupsafe import Markup, escape
from pyramid.renderers import render
from pyramid.response import Response

from ecommus import web
from ecommus.core.permissions import STAFF
from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import IAdmin, IApiRoot, IStorefront, ISuperAdmin
from ecommus.plugin_sdk.views import api
from ecommus.web import static
from ecommus.web.apidocs import reference, schemas
from ecommus.web.openapi import document

OPEN = {"within": IApiRoot, "permission": P.OPS_READ}


def scopes_of(request: Any) -> tuple[Any, ...]:
    """The parts of the API that a host answers for."""
    return (ISuperAdmin,) if request.tenant is None else (IStorefront, IAdmin)


def of_host(request: Any) -> dict[str, Any]:
    """The document of what can be called on this host."""
    scopes, cache = scopes_of(request), request.registry.openapi
    if scopes not in cache:
        cache[scopes] = document(request.registry, scopes)
    return cache[scopes]


@api(IApiRoot, name="openapi.json", **OPEN)
def openapi_json(_context: Any, request: Any) -> dict[str, Any]:
    """This API, described by itself (OpenAPI 3.1)."""
    request.response.headers["Cache-Control"] = "public, max-age=60"
    return of_host(request)


@api(IApiRoot, name="docs", **OPEN)
def docs(_context: Any, request: Any) -> Response:
    """This API, for people."""
    scopes, cache = scopes_of(request), request.registry.api_reference
    if scopes not in cache:
        found = of_host(request)
        cache[scopes] = (reference.arrange(found), schemas.shapes(found))
    groups, shapes = cache[scopes]
    values = {
        "groups": groups,
        "shapes": shapes,
        "version": of_host(request)["info"]["version"],
        "host": request.host_url,
        "shop": request.tenant,
        "scopes": sorted(STAFF),
        "prose": prose,
        "css": [static.admin_static("admin.css"), static.admin_static("docs.css")],
    }
    response = Response(render("api_docs.pt", values, request, package=web))
    response.headers["Cache-Control"] = "public, max-age=60"
    response.headers["Content-Language"] = "en"
    return response


def prose(text: str) -> Markup:
    """A text with its ``code`` marked up."""
    return Markup(re.sub(r"`+([^`]+)`+", r"<code>\1</code>", str(escape(text))))


def includeme(config: Any) -> None:
    config.registry.openapi = {}
    config.registry.api_reference = {}
    config.scan("ecommus.web.apidocs")
