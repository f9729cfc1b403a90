"""The two floors: what no shop can be faster than, on the server that the shop runs on.

``hello`` answers a few bytes. ``sql`` sends the product route's own statement through psycopg, in
one transaction with the tenant set, and dumps the row as JSON. Run as
``python -m tests.bench.floors hello|sql PORT [CONNINFO TENANT]``; ``/<slug>`` names the product.
"""

import json
import logging
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row
from waitress import serve

from ecommus.db.queries.storefront import PRODUCT

THREADS = 2  # as production.ini
STATEMENT = PRODUCT.replace(":slug", "%(slug)s")
Answer = tuple[str, bytes]


def hello(_path: str) -> Answer:
    return "text/plain", b"Hello, world"


class Sql:
    """One connection a thread, prepared statements on, as the shop has them."""

    def __init__(self, conninfo: str, tenant: str):
        self._conninfo = conninfo
        self._begin = f"BEGIN READ ONLY; SET LOCAL ecommus.tenant = '{UUID(tenant)}'"
        self._mine = threading.local()

    def __call__(self, path: str) -> Answer:
        if not hasattr(self._mine, "connection"):
            self._mine.connection = psycopg.connect(
                self._conninfo, autocommit=True, row_factory=dict_row, prepare_threshold=5
            )
        connection = self._mine.connection
        connection.execute(self._begin, prepare=False)
        row = connection.execute(STATEMENT, {"slug": path[1:]}).fetchone()
        connection.execute("COMMIT", prepare=False)
        return "application/json", json.dumps(row, default=str).encode()


def application(answer: Callable[[str], Answer]) -> Callable:
    """WSGI and nothing else."""

    def app(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        kind, body = answer(environ["PATH_INFO"])
        start_response("200 OK", [("Content-Type", kind), ("Content-Length", str(len(body)))])
        return [body]

    return app


if __name__ == "__main__":
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    name, port, *rest = sys.argv[1:]
    serve(
        application(hello if name == "hello" else Sql(*rest)),
        host="127.0.0.1",
        port=int(port),
        threads=THREADS,
        ident="ecommus",
        _quiet=True,
    )
