"""The session of a request or a job: locked to one tenant, joined to one transaction.

BEGIN and the tenant go to the server as one simple query, because the extra round trip would cost a
fifth of a fast request (design, stack). The tenant is transaction-local: nothing survives in the
connection, which is what lets it work behind PgBouncer.
"""

from uuid import UUID

import psycopg
import transaction
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session
from zope.sqlalchemy import datamanager


class DatabaseAway(Exception):
    """The transaction could not even begin: nothing happened, so trying again is safe."""


class TenantSession(Session):
    """A session that knows its tenant. ``read_only``: a write is an error, not a silent loss.

    ``timeout``: the most that one statement may take, in milliseconds; 0 for no bound.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        tenant: UUID | None = None,
        read_only: bool = False,
        timeout: int = 0,
    ):
        super().__init__(engine, autoflush=False, expire_on_commit=False)
        self.tenant = tenant
        self.read_only = read_only
        self.timeout = timeout
        self.opened = False
        self.keyed = False

    def lock_to(self, tenant: UUID) -> None:
        """Bind to a tenant, once, before the first statement."""
        if self.tenant is not None and self.tenant != tenant:
            raise RuntimeError("a session never changes its tenant")
        if self.opened:
            raise RuntimeError("the tenant must be known before the first statement")
        self.tenant = tenant

    def by_keys(self) -> None:
        """What follows finds its rows by keys: a plan for any key will do, and is made once for a
        connection. Without this the planner makes one for each array of ids: half a millisecond.
        """
        self.keyed = not self.opened

    def rollback_to_start(self) -> None:
        """Throw away everything written so far, and begin anew in the same transaction manager.

        For views that answer a refusal with a page: the attempt leaves nothing behind, and the page
        may read.
        """
        with self.no_autoflush:
            self.expunge_all()
            if self.in_transaction():
                self.connection().connection.dbapi_connection.execute("ROLLBACK", prepare=False)
                _open(self, self.connection())


@event.listens_for(TenantSession, "after_begin")
def _begin(session: TenantSession, _transaction, connection) -> None:
    if not _transaction.nested:
        session.opened = True
        _open(session, connection)


def _open(session: TenantSession, connection) -> None:
    begin = "BEGIN READ ONLY" if session.read_only else "BEGIN"
    if session.timeout:
        begin += f"; SET LOCAL statement_timeout = {int(session.timeout)}"
    if session.keyed:
        begin += "; SET LOCAL plan_cache_mode = force_generic_plan"
    if session.tenant is not None:
        # A UUID object prints as hex and hyphens only: nothing to quote.
        begin += f"; SET LOCAL ecommus.tenant = '{UUID(str(session.tenant))}'"
    try:
        connection.connection.dbapi_connection.execute(begin, prepare=False)
    except psycopg.OperationalError as error:
        # The server was restarted: this connection is dead, and so are the others in the pool.
        connection.invalidate(error)
        connection.engine.dispose()
        raise DatabaseAway(str(error).strip()) from error


@event.listens_for(TenantSession, "before_flush")
def _stamp(session: TenantSession, _context, _instances) -> None:
    for entity in session.new:
        if getattr(entity, "tenant_id", session.tenant) is None:
            entity.tenant_id = session.tenant


def join(session: TenantSession, manager: transaction.TransactionManager) -> None:
    """Commit and abort with ``manager``.

    ``changed`` from the start: zope.sqlalchemy would roll a session back that wrote only through
    Core or text().
    """
    datamanager.join_transaction(
        session, initial_state=datamanager.STATUS_CHANGED, transaction_manager=manager
    )
