"""PostgreSQL: tables, sessions, the stock ledger, the outbox. Imports ``core`` only.

``includeme`` gives requests their session. The tree locks it to a tenant when it crosses into one.
"""

from pyramid.request import Request

from ecommus.db.connect import Databases, connect
from ecommus.db.directory import Directory
from ecommus.db.mappers import configure
from ecommus.db.session import TenantSession, join

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
STATEMENT_TIMEOUT = 15_000


def request_db(request: Request) -> TenantSession:
    """The request's session. It begins at the first statement, and ends with the request.

    GET and HEAD get a read-only transaction.
    """
    databases: Databases = request.registry.databases
    engine = databases.platform if request.on_platform else databases.app
    # A job may take its time; a visitor's statement may not.
    timeout = 0 if request.environ.get("ecommus.job") else STATEMENT_TIMEOUT
    read_only = request.method in SAFE
    session = TenantSession(engine, read_only=read_only, timeout=timeout)
    join(session, request.tm)
    return session


def includeme(config) -> None:
    """Engines, the tenant directory, ``request.db``; refuses roles that would not isolate."""
    configure()
    registry = config.registry
    databases = config.registry.settings.get("ecommus.databases")
    registry.databases = databases or connect(registry.settings)
    registry.directory = Directory(registry.databases.app)
    config.add_request_method(request_db, "db", reify=True)
