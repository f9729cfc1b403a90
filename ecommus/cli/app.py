"""What every command needs: settings from the .ini, an application, mistakes put into one line."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import plaster
import psycopg
from sqlalchemy.exc import DBAPIError

import ecommus
from ecommus.core.errors import Refusal
from ecommus.core.tenants import Tenant
from ecommus.db.base import OutOfDate
from ecommus.db.connect import Databases, NoDatabase, connect
from ecommus.db.embedded import EmbeddedError
from ecommus.db.plugin_schema import PluginMigrationError
from ecommus.db.security import UnsafeDatabase
from ecommus.web.settings import BadSettings, prepare
from ecommus.web.site import NotOneTenant


class Mistake(Exception):
    """Something the user can mend; the text says how."""


EXPECTED = (
    Refusal, UnsafeDatabase, EmbeddedError, BadSettings, NotOneTenant, PluginMigrationError,
    OutOfDate,
    NoDatabase,
)  # fmt: skip


def say(text: str = "") -> None:
    print(text, flush=True)  # noqa: T201


def answer(value: Any) -> None:
    """JSON for programs."""
    say(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def configure_logging(config: str) -> None:
    """Logging as the .ini has it; a missing file is reported by the command itself."""
    if Path(config).is_file():
        plaster.setup_logging(config)


def settings_of(config: str) -> dict[str, Any]:
    """The settings of ``[app:main]``, environment included. Mistake when there is no such file."""
    if not Path(config).is_file():
        raise Mistake(f"{config} does not exist; name the .ini file with -c")
    return prepare(dict(plaster.get_loader(config).get_wsgi_app_settings()))


@contextmanager
def mistakes() -> Iterator[None]:
    """What is expected to go wrong becomes a Mistake."""
    try:
        yield
    except EXPECTED as error:
        raise Mistake(str(error)) from error
    except (DBAPIError, psycopg.Error) as error:
        cause = getattr(error, "orig", None) or error
        raise Mistake(f"the database said: {str(cause).strip().splitlines()[0]}") from error
    except (OSError, UnicodeError) as error:
        raise Mistake(str(error)) from error


@contextmanager
def databases(arguments: Any) -> Iterator[Databases]:
    """The databases of the .ini; closed (and an embedded server given back) at the end."""
    with mistakes():
        opened = connect(settings_of(arguments.config))
        try:
            yield opened
        finally:
            opened.close()


@contextmanager
def application(arguments: Any, **more: Any) -> Iterator[Any]:
    """The application of the .ini, over its databases. Answers its registry."""
    settings = settings_of(arguments.config) | more
    with databases(arguments) as opened:
        app = ecommus.main({}, **settings, **{"ecommus.databases": opened})
        try:
            yield app.registry
        finally:
            app.registry.directory.close()


def tenant_of(registry: Any, slug: str) -> Tenant:
    """The tenant called ``slug``. Mistake when there is none."""
    tenant = registry.directory.find("slug", slug)
    if tenant is None:
        raise Mistake(f"there is no tenant {slug!r}; see: ecommus tenant list")
    return tenant


def read_file(path: str) -> bytes:
    """A file, or standard input for ``-``."""
    return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
