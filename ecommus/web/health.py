"""Whether the process lives, and whether it can work: for supervisors and load balancers.

``/health/domain`` answers Caddy's on-demand TLS: certificates only for hosts that belong to a shop.
"""

from typing import Any

from pyramid.security import NO_PERMISSION_REQUIRED
from sqlalchemy import text

_REVISION = text("SELECT version_num FROM alembic_version")


def live(_request: Any) -> dict[str, Any]:
    """The process answers."""
    return {"status": "ok"}


def ready(request: Any) -> dict[str, Any]:
    """The database answers, its schema is this release's, plugins are well."""
    registry = request.registry
    checks: dict[str, str] = {}
    try:
        with registry.databases.platform.connect() as connection:
            checks["database"] = "ok"
            checks["migrations"] = connection.execute(_REVISION).scalar() or "none"
    except Exception as error:
        checks["database"] = type(error).__name__
    for name, check in registry.extensions.health.items():
        try:
            check(registry)
            checks[f"plugin:{name}"] = "ok"
        except Exception as error:
            checks[f"plugin:{name}"] = str(error) or type(error).__name__
    checks["license"] = registry.licensing.held.state.value
    good = checks["database"] == "ok"
    request.response.status_int = 200 if good else 503
    return {"status": "ok" if good else "unavailable", "checks": checks}


def domain(request: Any) -> dict[str, Any]:
    """200 when ``?domain=`` is a host of ours, else 404."""
    wanted = request.GET.get("domain", "").lower().rstrip(".")
    sites = request.registry.sites
    slug, _, parent = wanted.partition(".")
    known = (
        wanted == sites.host
        or (parent == sites.host and sites.directory.find("slug", slug) is not None)
        or sites.directory.find("host", wanted) is not None
    )
    request.response.status_int = 200 if known else 404
    return {"domain": wanted, "known": known}


def includeme(config: Any) -> None:
    for name, view in (("live", live), ("ready", ready), ("domain", domain)):
        config.add_route(f"health.{name}", f"/health/{name}", request_method="GET")
        config.add_view(
            view, route_name=f"health.{name}", renderer="json", permission=NO_PERMISSION_REQUIRED
        )
