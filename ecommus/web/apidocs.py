"""``/api/openapi.json`` and a page that reads well: what each host's API can do."""

from typing import Any

from pyramid.renderers import render
from pyramid.response import Response

from ecommus import web
from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import IAdmin, IApiRoot, IStorefront, ISuperAdmin
from ecommus.plugin_sdk.views import api
from ecommus.web import static
from ecommus.web.openapi import document

OPEN = {"within": IApiRoot, "permission": P.OPS_READ}


def of_host(request: Any) -> dict[str, Any]:
    """The document of what can be called on this host."""
    scopes = (ISuperAdmin,) if request.tenant is None else (IStorefront, IAdmin)
    cache = request.registry.openapi
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
    values = {"api": of_host(request), "css": static.admin_static("admin.css")}
    response = Response(render("api_docs.pt", values, request, package=web))
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def includeme(config: Any) -> None:
    config.registry.openapi = {}
    config.scan("ecommus.web.apidocs")
