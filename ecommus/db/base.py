"""What every database of ours shares: naming, engines, and the migration runner.

The license service uses this module too, and nothing else of ``ecommus.db``.
"""

from pathlib import Path

import orjson
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, create_engine, event
from sqlalchemy.pool import NullPool, QueuePool

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def new_metadata() -> MetaData:
    """Metadata with our constraint names, so that migrations can name what they change."""
    return MetaData(naming_convention=NAMING)


def make_engine(url: str, *, pool_size: int = 5, prepare: bool = True, **options) -> Engine:
    """An engine whose connections are in autocommit: ``session`` sends its own BEGIN.

    ``prepare=False`` for PgBouncer in transaction mode before 1.21.
    """
    connect_args = {"autocommit": True, "prepare_threshold": 5 if prepare else None}
    engine = create_engine(
        url,
        connect_args=connect_args,
        poolclass=QueuePool,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=False,
        pool_use_lifo=True,
        # Our own BEGIN is sent in autocommit: there is nothing for the pool to roll back.
        skip_autocommit_rollback=False,
        json_deserializer=orjson.loads,
        # What a statement is about (tokens, addresses) does not belong into the log of its failure.
        hide_parameters=True,
        **options,
    )
    event.listen(engine, "handle_error", _drop_dead_pool)
    return engine


def _drop_dead_pool(context) -> None:
    """After a server restart every pooled connection is dead: forget them all at once."""
    if context.is_disconnect:
        context.invalidate_pool_on_disconnect = True


def migration_config(url: str, scripts: Path) -> Config:
    """Alembic's configuration for ``scripts`` against ``url``; no .ini of its own."""
    config = Config()
    config.set_main_option("script_location", str(scripts))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


class OutOfDate(Exception):
    """The database's schema is not this release's; the text says what to run."""


def check_revision(
    connection: Connection, scripts: Path, command: str = "ecommus -c YOUR.ini db upgrade"
) -> None:
    """OutOfDate unless every migration has run; ``command`` is what runs them."""
    current = MigrationContext.configure(connection).get_current_revision()
    head = ScriptDirectory(str(scripts)).get_current_head()
    if current != head:
        raise OutOfDate(
            f"the database is at revision {current or 'none'}, this release needs {head};"
            f" run: {command}"
        )


def upgrade(url: str, scripts: Path, revision: str = "head") -> None:
    """Bring a database to ``revision``. Safe to run from several processes at once."""
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            config = migration_config(url, scripts)
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            connection.commit()
    finally:
        engine.dispose()


def downgrade(url: str, scripts: Path, revision: str) -> None:
    """Take a database back to ``revision``."""
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            config = migration_config(url, scripts)
            config.attributes["connection"] = connection
            command.downgrade(config, revision)
            connection.commit()
    finally:
        engine.dispose()
