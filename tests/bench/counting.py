"""How many statements a request sends: counted in a request of its own, where nobody measures."""

import threading
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
    mine = threading.get_ident()

    def note(*given: Any) -> None:
        # The directory's watcher asks for versions in a thread of its own.
        if threading.get_ident() == mine:
            sent.append(given[2])

    for engine in (databases.app, databases.platform):
        event.listen(engine, "before_cursor_execute", note)

    def send(ask: Ask) -> int:
        sent.clear()
        if ask.method == "GET":
            etag = client.get(ask.path, headers=ask.headers).etag
            if "If-None-Match" in ask.headers and etag:
                # The tag of this host's page: its address, and so its port, is part of the page.
                sent.clear()
                client.get(ask.path, headers={"If-None-Match": f'"{etag}"'}, status=304)
        else:
            send_json = getattr(client, f"{ask.method.lower()}_json")
            send_json(ask.path, ask.body, headers=ask.headers)
        return len(sent)

    def count(ask: Ask, *, warm: bool = True) -> int:
        # The watcher's first news makes one of the first requests look its tenant up again.
        return min(send(ask) for _ in range(4)) if warm else send(ask)

    try:
        yield count
    finally:
        app.registry.directory.close()
        databases.close()
