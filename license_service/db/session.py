"""The session of a request or a command, joined to one transaction."""

from typing import Any

import transaction
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session
from zope.sqlalchemy import datamanager


class ServiceSession(Session):
    """``make_engine`` hands out connections in autocommit; this one sends its own BEGIN."""

    def __init__(self, engine: Engine):
        super().__init__(engine, autoflush=False, expire_on_commit=False)


@event.listens_for(ServiceSession, "after_begin")
def _begin(_session: ServiceSession, begun: Any, connection: Any) -> None:
    if not begun.nested:
        connection.connection.dbapi_connection.execute("BEGIN", prepare=False)


def rows_of(result: Any) -> int:
    """How many rows an UPDATE or DELETE found."""
    return result.rowcount


def join(session: ServiceSession, manager: transaction.TransactionManager) -> None:
    """Commit and abort with ``manager``, also when all was written through Core."""
    datamanager.join_transaction(
        session, initial_state=datamanager.STATUS_CHANGED, transaction_manager=manager
    )
