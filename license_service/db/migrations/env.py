"""Alembic's entry: runs the migrations on the connection that ``db.base.upgrade`` hands over."""

from alembic import context
from sqlalchemy import text

from license_service.db.ledger import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    # Two processes that start together: the second one waits, then finds nothing to do.
    connection.execute(text("SELECT pg_advisory_xact_lock(7310002)"))
    context.run_migrations()
