"""Work that nobody waits for: deferred in the transaction that asks for it, done by the worker.

A job is a request that nobody sent: the same session, tenant, events and templates, addressed to
the shop's own host. Arguments are ids only. The queue is procrastinate's.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import procrastinate
from pyramid.request import Request
from pyramid.scripting import prepare

from ecommus.core.tenants import Tenant

log = logging.getLogger(__name__)
# Jobs can be done twice: what is there already they leave alone. 3, 9, 27 … seconds apart.
RETRY = procrastinate.RetryStrategy(max_attempts=6, exponential_wait=3)


def shop_url(registry: Any, tenant: Tenant) -> str:
    """The shop's own address, no slash at its end: its first custom domain, else its slug."""
    settings = registry.settings
    scheme = settings.get("site.scheme", "https")
    port = settings.get("site.port", "")
    host = tenant.hosts[0] if tenant.hosts else f"{tenant.slug}.{registry.sites.host}"
    return f"{scheme}://{host}{':' + port if port else ''}"


@contextmanager
def work(
    registry: Any, tenant: Tenant, *, actor: str = "worker", locale: str | None = None
) -> Iterator[Any]:
    """One transaction in one shop: committed at the end, aborted by an exception."""
    prefix = f"/{locale}" if locale and locale != tenant.locale else ""
    request = Request.blank(f"{prefix}/", base_url=shop_url(registry, tenant), method="POST")
    request.environ["ecommus.job"] = True
    with prepare(request=request, registry=registry) as env:
        request.__dict__.update(tenant=tenant, actor=actor, on_platform=False)
        manager = request.tm
        manager.begin()
        try:
            request.root = env["root"]
            request.db.lock_to(tenant.id)
            yield request
            request.db.flush()
        except BaseException:
            manager.abort()
            raise
        manager.commit()


def in_language(request: Any, locale: str) -> Any:
    """The same work, speaking another language of the shop."""
    for name in ("localizer", "shop", "storefront", "menu"):
        request.__dict__.pop(name, None)
    request.__dict__["locale_name"] = locale
    return request


@contextmanager
def speaking(request: Any, locale: str) -> Iterator[None]:
    """For a while in another language: what staff order for somebody is kept in theirs."""
    before = request.locale_name
    in_language(request, locale)
    try:
        yield
    finally:
        in_language(request, before)


def opener(registry: Any, tenant: Tenant, actor: str = "worker") -> Callable:
    """What a long job is given: each call opens one transaction of it."""
    return lambda: work(registry, tenant, actor=actor)


def actor(request: Any) -> str:
    """Who does it, for ledger and timeline: there a shopper has no name."""
    identity = request.identity
    return identity.label if identity and identity.kind != "customer" else "shopper"


class Queue:
    """The names of jobs and what does them: ``function(open_work, row_id)``."""

    def __init__(self, url: str):
        connector = procrastinate.SyncPsycopgConnector(conninfo=conninfo(url))
        self.app = procrastinate.App(connector=connector)
        self.functions: dict[str, Callable] = {}

    def task(self, name: str, function: Callable) -> None:
        self.functions[name] = function
        task = self.app.task(name=name, queue="ecommus", retry=RETRY)
        task(lambda tenant_id, row_id: None)

    def defer(self, db: Any, name: str, tenant_id: UUID, row_id: UUID) -> None:
        """Put a job down in the transaction of ``db``: abort, and there is no job."""
        connection = db.connection().connection.dbapi_connection
        task = self.app.configure_task(name, connection=connection)
        task.defer(tenant_id=str(tenant_id), row_id=str(row_id))


def conninfo(url: str) -> str:
    """libpq's form of an SQLAlchemy URL."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def defer(request: Any, name: str, row_id: UUID) -> None:
    """``request.defer("catalog.import", import_id)``."""
    request.registry.queue.defer(request.db, name, request.tenant.id, row_id)


def afterwards(request: Any, function: Callable) -> None:
    """``function(open_work)`` once this transaction is committed: it may wait for the network."""
    opened = opener(request.registry, request.tenant, request.actor)

    def run(committed: bool) -> None:
        if committed:
            function(opened)

    request.tm.get().addAfterCommitHook(run)


def includeme(config: Any) -> None:
    """``request.defer``, ``afterwards``, ``actor``; picture files; the jobs that there are."""
    registry = config.registry
    registry.queue = Queue(registry.databases.listen_url)
    config.add_request_method(defer, "defer")
    config.add_request_method(afterwards, "afterwards")
    config.add_request_method(actor, "actor", reify=True)
    config.add_request_method(lambda request: datetime.now(UTC), "now", reify=True)
    config.include("ecommus.web.tasks")
