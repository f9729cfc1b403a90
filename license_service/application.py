"""What every request has: one transaction, a time, a caller, and its piece of work."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pyramid.csrf import CookieCSRFStoragePolicy
from pyramid.renderers import JSON
from pyramid.request import Request

from ecommus.db.base import make_engine
from license_service import development, postman
from license_service.db.migrations import check
from license_service.db.session import ServiceSession, join
from license_service.security import OPERATOR, Policy, caller
from license_service.services.work import Work
from license_service.settings import configure


class ServiceRequest(Request):
    """Bodies are small (the server allows a megabyte): none goes into a file to be read twice."""

    request_body_tempfile_limit = 2**20


def session(request: Any) -> ServiceSession:
    """The request's session, in its transaction."""
    made = ServiceSession(request.registry.engine)
    join(made, request.tm)
    return made


def now(_request: Any) -> datetime:
    return datetime.now(UTC)


def work(request: Any) -> Work:
    """In the name of whoever asks; a view that knows better says so."""
    name = request.caller.name if request.caller else "nobody"
    return Work(request.db, request.registry.config, request.now, name)


def _json() -> JSON:
    renderer = JSON()
    renderer.add_adapter(datetime, lambda value, _request: value.isoformat())
    renderer.add_adapter(UUID, lambda value, _request: str(value))
    return renderer


def includeme(config: Any) -> None:
    """All of it. BadSettings and OutOfDate before it serves anything."""
    registry, settings = config.registry, config.registry.settings
    registry.config = configure(settings)
    registry.engine = make_engine(
        registry.config.url, pool_size=int(settings.get("sqlalchemy.pool_size", 5))
    )
    if registry.config.folder:
        registry.config = development.prepare(registry.engine, registry.config)
    with registry.engine.connect() as connection:
        check(connection)
    settings["tm.annotate_user"] = "false"
    settings["tm.manager_hook"] = "pyramid_tm.explicit_manager"
    settings["retry.attempts"] = "3"
    settings["retry.activate_hook"] = "license_service.hygiene.attempts"
    config.include("pyramid_retry")
    config.include("pyramid_tm")
    config.include("license_service.i18n")
    config.include("license_service.pages.templating")
    config.include("license_service.hygiene")
    config.include("license_service.predicates")
    for make in (session, now, work, caller):
        name = "db" if make is session else make.__name__
        config.add_request_method(make, name, reify=True)
    config.set_request_factory(ServiceRequest)
    config.set_security_policy(Policy())
    config.set_default_permission(OPERATOR)
    config.set_csrf_storage_policy(
        CookieCSRFStoragePolicy(
            cookie_name="license_csrf",
            secure=registry.config.secure,
            httponly=True,
            samesite="Strict",
        )
    )
    config.set_default_csrf_options(require_csrf=True)
    config.add_renderer("json", _json())
    config.add_static_view("static", "license_service:pages/static", cache_max_age=3600)
    for module in ("views", "errors", "api", "pages"):
        config.scan(f"license_service.{module}")
    postman.begin(registry)
