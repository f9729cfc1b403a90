"""From a declaration to a Pyramid view: ``config.add_page`` and ``config.add_api``.

Every declaration is kept in ``registry.declared``: 405 answers, ``ecommus tree``, the OpenAPI file
and the permission matrix all read the same list.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pyramid.exceptions import ConfigurationError
from pyramid.interfaces import IExceptionResponse
from pyramid.location import lineage

from ecommus.core.permissions import Permission
from ecommus.plugin_sdk.interfaces import (
    IAdmin,
    IApi,
    IApiRoot,
    IPage,
    IStorefront,
    ISuperAdmin,
    IWebhooks,
)

SCOPES = (IStorefront, IAdmin, ISuperAdmin, IWebhooks, IApiRoot)
OWN_OPTIONS = (
    "schema", "query", "returns", "status", "errors", "secret", "public", "requires", "rate",
    "audit", "subpath", "csrf", "sealed", "conditional",
)  # fmt: skip


@dataclass(frozen=True)
class Declared:
    """One view as it was declared."""

    kind: str
    view: Callable
    context: Any
    name: str
    within: Any
    methods: tuple[str, ...]
    permission: Permission
    plugin: str | None
    options: dict[str, Any] = field(hash=False, compare=False)

    @property
    def summary(self) -> str:
        return (inspect.getdoc(self.view) or self.view.__name__).partition("\n")[0]

    @property
    def where(self) -> str:
        return f"{self.view.__module__}.{self.view.__name__}"

    def applies(self, request: Any, context: Any, name: str) -> bool:
        """Whether this view is meant for a place, whatever the method."""
        return (
            self.name == name
            and self.context.providedBy(context)
            and (IApi if self.kind == "api" else IPage).providedBy(request)
            and Within(self.within, None)(context, request)
            and PluginOn(self.plugin, None)(context, request)
        )


class Within:
    """View predicate: below a scope (``within=IAdmin``)."""

    def __init__(self, interface: Any, config: Any):
        self.interface = interface

    def text(self) -> str:
        return f"within = {self.interface.__name__}"

    phash = text

    def __call__(self, context: Any, request: Any) -> bool:
        return any(self.interface.providedBy(place) for place in lineage(context))


class PluginOn:
    """View predicate: the plugin is on for the tenant (in super-admin: installed)."""

    def __init__(self, plugin: str | None, config: Any):
        self.plugin = plugin

    def text(self) -> str:
        return f"plugin = {self.plugin}"

    phash = text

    def __call__(self, context: Any, request: Any) -> bool:
        return (
            self.plugin is None or request.tenant is None or self.plugin in request.tenant.plugins
        )


def add_view_declared(config: Any, kind: str, view: Callable, context: Any, options: dict) -> None:
    """Register a view under our rules: a scope, a permission, a known owner."""
    options = dict(options)
    within = options.pop("within", None)
    permission = options.pop("permission", None)
    where = f"{view.__module__}.{view.__name__}"
    if within not in SCOPES:
        raise ConfigurationError(f"{where}: say which scope it is within=")
    if not isinstance(permission, Permission) or permission is Permission.UNDECLARED:
        raise ConfigurationError(f"{where}: say which permission= it needs")
    methods = options.pop("method", "GET")
    methods = (methods,) if isinstance(methods, str) else tuple(methods)
    plugin = options.pop("plugin", None)
    name = options.pop("name", "")
    overrides = options.pop("overrides", False)
    template = options.pop("template", None)
    own = {key: options.pop(key) for key in OWN_OPTIONS if key in options}
    declared = Declared(kind, view, context, name, within, methods, permission, plugin, own)
    _refuse_shadow(config.registry.declared, declared, overrides)
    config.registry.declared.append(declared)
    predicates: dict[str, Any] = {"within": within}
    if plugin is not None:
        predicates["plugin"] = plugin
    config.add_view(
        view,
        context=context,
        name=name,
        request_type=IApi if kind == "api" else IPage,
        request_method=methods,
        permission=permission,
        renderer="json" if kind == "api" else template,
        declared=declared,
        **predicates,
        **options,
    )


def _refuse_shadow(known: list[Declared], new: Declared, overrides: bool) -> None:
    """Two views for one place: Pyramid sees different predicates and would let one win silently."""
    for other in known:
        same = (other.kind, other.name, other.within) == (new.kind, new.name, new.within)
        if not same or not set(other.methods) & set(new.methods):
            continue
        if other.context is new.context and not overrides:
            raise ConfigurationError(
                f"{new.where} ({new.plugin or 'core'}) and {other.where}"
                f" ({other.plugin or 'core'}) are both {new.methods} of {new.context.__name__}"
                f" {new.name!r} within {new.within.__name__}; say overrides=True if that is meant"
            )


def add_page(config: Any, view: Callable, context: Any, **options: Any) -> None:
    """Directive behind ``@page``."""
    add_view_declared(config, "page", view, context, options)


def add_api(config: Any, view: Callable, context: Any, **options: Any) -> None:
    """Directive behind ``@api``."""
    add_view_declared(config, "api", view, context, options)


def check_permissions(registry: Any) -> None:
    """ConfigurationError when a view slipped past the decorators without a permission."""
    for entry in registry.introspector.get_category("views") or ():
        view = entry["introspectable"]
        if view["context"] is not None and _is_exception(view["context"]):
            continue
        permissions = [
            related["value"]
            for related in entry["related"]
            if related.category_name == "permissions"
        ]
        if view["route_name"] or (permissions and permissions[0] != Permission.UNDECLARED):
            continue
        raise ConfigurationError(f"view {view['callable']!r} declares no permission")


def _is_exception(context: Any) -> bool:
    if isinstance(context, type):
        return issubclass(context, Exception)
    return context is not None and context.isOrExtends(IExceptionResponse)


def includeme(config: Any) -> None:
    """The directives and predicates that every scan needs; nothing is allowed by default."""
    config.registry.declared = []
    config.add_view_predicate("within", Within)
    config.add_view_predicate("plugin", PluginOn)
    config.add_directive("add_page", add_page)
    config.add_directive("add_api", add_api)
    config.set_default_permission(Permission.UNDECLARED)
