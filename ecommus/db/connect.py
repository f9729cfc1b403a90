"""From settings to databases: which server, which roles, and an embedded one when none is named."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from ecommus.db import security
from ecommus.db.base import check_revision, make_engine, upgrade
from ecommus.db.embedded import Cluster
from ecommus.db.migrations import SCRIPTS
from ecommus.db.provision import provision

EMBEDDED = "embedded:"


class NoDatabase(Exception):
    """The settings name no database; the text says where to name one."""


@dataclass
class Databases:
    """The three logins of one database, and the embedded server behind them if there is one."""

    owner_url: str
    app_url: str
    platform_url: str
    listen_url: str
    cluster: Cluster | None = None
    pool_size: int = 5
    prepare: bool = True

    def __post_init__(self):
        self._engines: dict[str, Engine] = {}

    def _engine(self, url: str) -> Engine:
        if url not in self._engines:
            self._engines[url] = make_engine(url, pool_size=self.pool_size, prepare=self.prepare)
        return self._engines[url]

    @property
    def app(self) -> Engine:
        """The engine that row-level security binds."""
        return self._engine(self.app_url)

    @property
    def platform(self) -> Engine:
        """Super-admin's engine: every tenant."""
        return self._engine(self.platform_url)

    def upgrade(self, revision: str = "head") -> None:
        """Run the migrations, as the owner."""
        upgrade(self.owner_url, SCRIPTS, revision)

    def check(self) -> None:
        """OutOfDate before the migrations ran; UnsafeDatabase when roles would not isolate."""
        with self.platform.connect() as connection:
            check_revision(connection, SCRIPTS)
        with self.app.connect() as connection:
            security.check_roles(connection, "application")
            security.check_tables(connection)
        with self.platform.connect() as connection:
            security.check_roles(connection, "platform")

    def close(self) -> None:
        for engine in self._engines.values():
            engine.dispose()
        self._engines.clear()
        if self.cluster:
            self.cluster.stop()


def connect(settings: Mapping[str, Any]) -> Databases:
    """The databases that ``settings`` name; starts and provisions the embedded server if asked to.

    ``sqlalchemy.url`` is ``embedded:`` or the application role's URL on a server of one's own;
    then ``sqlalchemy.owner_url`` and ``sqlalchemy.platform_url`` name the other two logins.
    """
    url = settings.get("sqlalchemy.url", EMBEDDED)
    if not url:
        raise NoDatabase(
            "no database is named: set ECOMMUS_DATABASE_URL to the application role's URL, or"
            " sqlalchemy.url = embedded: in the .ini"
        )
    options = {
        "pool_size": int(settings.get("sqlalchemy.pool_size", 5)),
        "prepare": settings.get("sqlalchemy.prepare", "true") != "false",
    }
    if not url.startswith(EMBEDDED):
        return Databases(
            owner_url=settings.get("sqlalchemy.owner_url", url),
            app_url=url,
            platform_url=settings.get("sqlalchemy.platform_url", url),
            listen_url=settings.get("listen_url", url),
            **options,
        )
    database = url.removeprefix(EMBEDDED) or "ecommus"
    durable = settings.get("embedded.durable", "true") != "false"
    cluster = Cluster(Path(settings.get("embedded.data", "var/postgres")), durable=durable)
    cluster.start()
    provision(cluster.conninfo("postgres", user="postgres"), database)
    return Databases(
        owner_url=cluster.url(database, user=security.OWNER),
        app_url=cluster.url(database, user=security.APP),
        platform_url=cluster.url(database, user=security.PLATFORM),
        listen_url=cluster.url(database, user=security.APP),
        cluster=cluster,
        **options,
    )
