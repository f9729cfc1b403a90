"""How many statements a request sends: counted in a request of its own, where nobody measures."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from webtest import TestApp

import ecommus
from ecommus.cli.app import settings_of
from ecommus.db.connect import connect
from tests.proof.installation import Installation

from .load import Ask


@contextmanager
def counter(installation: Installation, slug: str, **settings: str) -> Iterator[Any]:
    """``count(ask, warm=True)`` over an application of this process, on the same database."""
    values = settings_of(str(installation.ini)) | settings
    databases = connect(values)
    app = ecommus.main({}, **values, **{"ecommus.databases": databases})
    host = f"{slug}.localhost:{installation.port}"
    client = TestApp(app, extra_environ={"HTTP_HOST": host, "REMOTE_ADDR": "127.0.0.1"})
    sent: list[str] = []
    for engine in (databases.app, databases.platform):
        event.listen(engine, "before_cursor_execute", lambda *given: sent.append(given[2]))

    def send(ask: Ask) -> None:
        if ask.method == "GET":
            client.get(ask.path, headers=ask.headers)
        else:
            send_json = getattr(client, f"{ask.method.lower()}_json")
            send_json(ask.path, ask.body, headers=ask.headers)

    def count(ask: Ask, *, warm: bool = True) -> int:
        if warm:
            send(ask)
        sent.clear()
        send(ask)
        return len(sent)

    try:
        yield count
    finally:
        app.registry.directory.close()
        databases.close()
