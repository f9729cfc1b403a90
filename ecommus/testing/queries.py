"""Counting what a request asks of the database: budgets are kept by number, not by feeling."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from ecommus.db.session import TenantSession


@dataclass
class Sent:
    """The statements that went out, and how many transactions were begun for them."""

    statements: list[str] = field(default_factory=list)
    begins: int = 0

    def __len__(self) -> int:
        return len(self.statements)

    def __str__(self) -> str:
        """One line each, for the message of a test that fails."""
        return "\n".join(" ".join(statement.split())[:120] for statement in self.statements)


@contextmanager
def counted(kit: Any) -> Iterator[Sent]:
    """``with counted(kit) as sent: …; len(sent)``: what this thread sends over a ``Kit``'s engines.

    BEGIN goes out on its own way (``db.session``) and is counted apart, in ``sent.begins``.
    """
    sent, here = Sent(), threading.get_ident()
    engines = (kit.databases.app, kit.databases.platform)

    def statement(_connection: Any, _cursor: Any, text: str, *_rest: Any) -> None:
        # The tenant directory is the process's own: it watches from another thread, and looks a
        # shop up once per change, not once per request.
        if threading.get_ident() == here and "tenant_lookup" not in text:
            sent.statements.append(text)

    def begin(_session: Any, transaction: Any, _connection: Any) -> None:
        sent.begins += threading.get_ident() == here and not transaction.nested

    for engine in engines:
        event.listen(engine, "before_cursor_execute", statement)
    event.listen(TenantSession, "after_begin", begin)
    try:
        yield sent
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", statement)
        event.remove(TenantSession, "after_begin", begin)
