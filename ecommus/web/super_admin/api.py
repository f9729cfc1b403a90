"""The platform in JSON (``/api/super-admin``): tenants, the license, what is installed."""

import secrets
from typing import Any

from sqlalchemy import select

from ecommus.core.entitlements import require_niche, require_theme
from ecommus.core.errors import Invalid
from ecommus.core.license import LicenseError
from ecommus.core.permissions import Permission as P
from ecommus.core.tenants import TenantState
from ecommus.db.tables import platform
from ecommus.plugin_sdk.interfaces import ILicense, IPlugins, ISuperAdmin, ITenantEntry, ITenants
from ecommus.plugin_sdk.views import Listing, api
from ecommus.services import tenants
from ecommus.web import license_words
from ecommus.web import schema as s
from ecommus.web.api import created, listing, newest_first, next_offset, no_content, offset_of
from ecommus.web.entitled import demand
from ecommus.web.jobs import shop_url
from ecommus.web.storefront.api.schemas import NULLABLE
from ecommus.web.super_admin.license import ask_soon, put_in
from ecommus.web.tree.super_admin import PROVISIONING

IN = {"within": ISuperAdmin}


class LicenseInput(s.Shape):
    """``token``: the license, and its key set after a space if there is one."""

    token = s.text(1, 64_000)


class TenantInput(s.Shape):
    """``password`` of the owner; left out, one is made and shown this once."""

    slug = s.text(1, 63)
    name = s.text(1, 200)
    owner_email = s.email()
    password = s.text(10, 1000, missing=None)
    niche = s.choice(*tenants.NICHES, missing="ecommerce")
    theme = s.text(1, 100, missing="base")


class Tenant(s.Shape):
    id = s.uuid()
    slug = s.text()
    name = s.text()
    state = s.text()
    niche = s.text()
    theme = s.text()
    currency = s.text()
    created_at = s.time()
    url = s.text(0, 500, **NULLABLE)


class NewTenant(Tenant):
    initial_password = s.text(**NULLABLE)


class License(s.Shape):
    """What this installation may use, and why."""

    tier = s.text()
    kind = s.text()
    install_id = s.text()
    kid = s.text()
    jti = s.text()
    features = s.list_of(s.text(name="feature"))
    licensed_themes = s.list_of(s.text(name="theme"))
    licensed_plugins = s.list_of(s.text(name="plugin"))
    niche_packages = s.list_of(s.text(name="niche"))
    domain_binding = s.list_of(s.text(name="domain"))
    stores = s.integer(**NULLABLE)
    expires_at = s.time(**NULLABLE)
    support_until = s.time(**NULLABLE)
    grace = s.text()
    closes = s.text()
    source = s.text()
    problem = s.text(0, 2000, **NULLABLE)


class Installed(s.Shape):
    id = s.text()
    version = s.text(**NULLABLE)
    title = s.text(**NULLABLE)
    failed = s.text(0, 100_000, **NULLABLE)


def shape(request: Any, row: Any) -> dict[str, Any]:
    names = ("id", "slug", "name", "state", "niche", "theme", "currency", "created_at")
    tenant = request.registry.directory.find("slug", row.slug)
    url = shop_url(request.registry, tenant) if tenant else None
    return {name: getattr(row, name) for name in names} | {"url": url}


@api(ITenants, permission=P.TENANT_READ, returns=Listing(Tenant), **IN)
def index(_context: Any, request: Any) -> dict[str, Any]:
    """All tenants, newest first."""
    table = platform.tenants
    rows, cursor, total = newest_first(request, select(table), table.c.id)
    return listing(request, [shape(request, r) for r in rows], next_cursor=cursor, total=total)


@api(ITenants, method="POST", permission=P.TENANT_CREATE, schema=TenantInput, returns=NewTenant,
     status=201, errors=(409,), requires=(PROVISIONING,), secret=True, **IN)  # fmt: skip
def create(context: Any, request: Any) -> dict[str, Any]:
    """A new shop that can sell at once; needs the feature ``tenant_provisioning``."""
    given = dict(request.validated)
    wanted = (require_niche(given["niche"]), require_theme(given["theme"]))
    demand(request, context, P.TENANT_CREATE, wanted)
    initial = None
    if given["password"] is None:
        initial = given["password"] = secrets.token_urlsafe(12)
    most = request.entitlements.stores
    tenant_id = tenants.create(request.db, tenants.NewTenant(**given), most=most)
    leaf = context.wrap(context.load(str(tenant_id)))
    created(request, leaf)
    request.add_response_callback(lambda req, _response: req.registry.directory.forget())
    request.audit.update(slug=given["slug"])
    return shape(request, leaf.entity) | {"initial_password": initial, "url": None}


@api(ITenantEntry, permission=P.TENANT_READ, returns=Tenant, **IN)
def show(context: Any, request: Any) -> dict[str, Any]:
    """One tenant."""
    return shape(request, context.entity)


def _move(context: Any, request: Any, state: TenantState) -> dict[str, Any]:
    tenants.set_state(request.db, context.entity, state)
    tenant_id = context.entity.id
    request.tm.get().addAfterCommitHook(
        lambda ok, forget=request.registry.directory.forget: ok and forget(tenant_id)
    )
    request.audit.update(state=state.value)
    return shape(request, context.entity) | {"state": state.value}


STATE = IN | {"method": "POST", "permission": P.TENANT_MANAGE, "returns": Tenant,
              "errors": (409,)}  # fmt: skip


@api(ITenantEntry, name="suspend", requires=(PROVISIONING,), **STATE)
def suspend(context: Any, request: Any) -> dict[str, Any]:
    """Close selling and changing; reading and exporting stay open."""
    return _move(context, request, TenantState.SUSPENDED)


@api(ITenantEntry, name="restore", **STATE)
def restore(context: Any, request: Any) -> dict[str, Any]:
    """Open a suspended shop again."""
    return _move(context, request, TenantState.ACTIVE)


@api(ITenantEntry, name="archive", requires=(PROVISIONING,), **STATE)
def archive(context: Any, request: Any) -> dict[str, Any]:
    """Close a shop for good; its data stays for export."""
    return _move(context, request, TenantState.ARCHIVED)


@api(ILicense, permission=P.LICENSE_READ, returns=License, **IN)
def license_show(_context: Any, request: Any) -> dict[str, Any]:
    """This installation's license."""
    held = request.registry.licensing.held
    names = ("tier", "kind", "install_id", "kid", "jti", "expires_at", "support_until")
    sets = ("features", "licensed_themes", "licensed_plugins", "niche_packages", "domain_binding")
    return (
        {name: getattr(held.license, name) for name in names}
        | {name: sorted(getattr(held.license, name)) for name in sets}
        | {
            "stores": request.registry.licensing.entitlements(None).stores,
            "grace": held.state.value,
            "closes": held.grace.value,
            "source": held.source,
            "problem": license_words.why(request, held.problem) if held.problem else None,
        }
    )


@api(ILicense, name="install", method="POST", permission=P.LICENSE_INSTALL,
     schema=LicenseInput, status=204, secret=True, **IN)  # fmt: skip
def license_install(_context: Any, request: Any) -> None:
    """Install a license; its key set may stand beside it. 422 names why it is none."""
    try:
        made = put_in(request, request.validated["token"])
    except LicenseError as error:
        raise Invalid(error.code, license_words.why(request, error), field="token") from None
    request.audit.update(jti=made.jti, tier=made.tier)
    no_content(request)


@api(ILicense, name="heartbeat", method="POST", permission=P.LICENSE_INSTALL, status=204, **IN)
def license_heartbeat(_context: Any, request: Any) -> None:
    """Have the worker ask the license service at once."""
    ask_soon(request)
    no_content(request)


@api(IPlugins, permission=P.PLATFORM_VIEW, returns=Listing(Installed), **IN)
def plugins(_context: Any, request: Any) -> dict[str, Any]:
    """Installed plugins, and those that failed to start, with the reason."""
    registry = request.registry
    items = [
        {"id": p.id, "version": p.version, "title": str(p.title), "failed": None}
        for p in registry.plugins.values()
    ] + [
        {"id": name, "version": None, "title": None, "failed": reason}
        for name, reason in registry.failed_plugins.items()
    ]
    items.sort(key=lambda item: item["id"])
    offset = offset_of(request)
    shown = items[offset : offset + request.query["limit"]]
    cursor = next_offset(request, offset, len(items))
    return listing(request, shown, next_cursor=cursor, total=len(items))
