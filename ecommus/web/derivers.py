"""What stands between a request and its view, outermost first.

rate limit → strict path → view's own requirements → (Pyramid: permission) → origin and CSRF →
preconditions → idempotency → schema → audit → view → flush
"""

from itertools import pairwise
from typing import Any

from pyramid.exceptions import BadCSRFToken, ConfigurationError
from pyramid.httpexceptions import HTTPNotFound
from pyramid.viewderivers import INGRESS

from ecommus.plugin_sdk.interfaces import IAdmin, ISuperAdmin, IWebhooks
from ecommus.web import audit, csrf, idempotency, preconditions, ratelimit, validation
from ecommus.web.entitled import demand
from ecommus.web.plugins import find_owner, requirements_of

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def declared(info: Any) -> Any:
    """The declaration of the view being derived; None for static, health and exception views."""
    return info.options.get("declared")


def _deriver(function):
    function.options = ("declared",)
    return function


@_deriver
def owned(view, info):
    """A plugin's views carry its id: one without would exist in every shop. Runs at start-up."""
    plugin = find_owner(info.registry, info.package)
    if plugin is not None:
        if not declared(info) or declared(info).plugin != plugin.id:
            raise ConfigurationError(
                f"{plugin.id}: make views with @plugin.page or @plugin.api, not with"
                f" config.add_view or the plain decorators ({info.original_view!r})"
            )
        plugin.demand("routes.register")
    return view


@_deriver
def rate_limited(view, info):
    """Limits by address come before anybody is asked who they are."""
    rule = declared(info) and declared(info).options.get("rate")
    if not rule:
        return view

    def wrapper(context, request):
        ratelimit.spend(request, rule)
        return view(context, request)

    return wrapper


@_deriver
def strict_path(view, info):
    """Left-over path segments are a 404, unless the view asked for them (``subpath=True``)."""
    if not declared(info) or declared(info).options.get("subpath"):
        return view

    def wrapper(context, request):
        if request.subpath:
            raise HTTPNotFound()
        return view(context, request)

    return wrapper


@_deriver
def required(view, info):
    """Requirements of one view, refused like those of its place; a plugin's license is one."""
    requires = declared(info) and declared(info).options.get("requires", ())
    plugin = declared(info) and declared(info).plugin
    if not requires and not plugin:
        return view
    permission = declared(info).permission

    def wrapper(context, request):
        licensed = requirements_of(request.registry.plugins[plugin]) if plugin else ()
        demand(request, context, permission, (*licensed, *requires))
        return view(context, request)

    return wrapper


@_deriver
def protected(view, info):
    """A form must come from our page: exact origin, and a token where somebody is signed in."""
    kind, options = (declared(info).kind, declared(info).options) if declared(info) else ("", {})
    # What another system reports is signed, and so is a link that says so: no page of ours has it.
    signed = kind and (declared(info).within is IWebhooks or options.get("sealed"))
    if kind != "page" or signed:
        return view
    token = declared(info).options.get("csrf", True)

    def wrapper(context, request):
        if request.method not in SAFE:
            problem = csrf.problem(request, token=token)
            if problem:
                raise BadCSRFToken(problem)
        return view(context, request)

    return wrapper


@_deriver
def conditional(view, info):
    """If-Match before a change, ETag after an answer."""
    if not declared(info) or declared(info).kind != "api":
        return view
    strict = declared(info).within is IAdmin and declared(info).options.get("conditional", True)

    def wrapper(context, request):
        preconditions.check(context, request, strict=strict)
        response = view(context, request)
        return preconditions.tag(context, request, response)

    return wrapper


@_deriver
def repeatable(view, info):
    """Idempotency-Key: the same request twice has one effect and one answer."""
    if not declared(info) or declared(info).options.get("secret"):
        return view

    def wrapper(context, request):
        if request.method in SAFE or not idempotency.key_of(request):
            return view(context, request)
        return idempotency.once(request, lambda: view(context, request))

    return wrapper


@_deriver
def validated(view, info):
    """Body and query against their schemas: 422 names each field."""
    if not declared(info) or declared(info).kind != "api":
        return view
    schema = declared(info).options.get("schema")
    query = declared(info).options.get("query")
    listing = validation.is_listing(declared(info).options.get("returns"))

    def wrapper(context, request):
        request.query = validation.query(request, query, listing=listing)
        if request.method not in SAFE:
            request.validated = validation.body(request, schema)
        return view(context, request)

    return wrapper


@_deriver
def audited(view, info):
    """Every change by staff or platform leaves a row, in the transaction of the change."""
    scopes = (IAdmin, ISuperAdmin)
    if not declared(info) or declared(info).within not in scopes:
        return view
    action = declared(info).options.get("audit", f"{info.original_view.__name__}")

    def wrapper(context, request):
        response = view(context, request)
        if request.method not in SAFE and action and response.status_int < 400:
            audit.record(request, context, action)
        return response

    return wrapper


@_deriver
def flushed(view, info):
    """Flush while an error still finds an exception view, and a retry its marker."""
    if not declared(info):
        return view

    def wrapper(context, request):
        response = view(context, request)
        if "db" in request.__dict__ and request.method not in SAFE and request.db.is_active:
            request.db.flush()
        return response

    return wrapper


def includeme(config: Any) -> None:
    """In the order of the list above; each one is placed over the next."""
    config.add_view_deriver(owned, under=INGRESS, over="rate_limited")
    config.add_view_deriver(rate_limited, under=INGRESS, over="secured_view")
    config.add_view_deriver(strict_path, under="rate_limited", over="secured_view")
    config.add_view_deriver(required, under="strict_path", over="secured_view")
    inner = (protected, conditional, repeatable, validated, audited, flushed)
    config.add_view_deriver(protected, under="decorated_view", over="rendered_view")
    for before, deriver in pairwise(inner):
        config.add_view_deriver(deriver, under=before.__name__, over="rendered_view")
