"""What the commands share: the .ini, one piece of work, output."""

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import plaster

from ecommus.db.base import make_engine
from license_service import development
from license_service.db.migrations import check
from license_service.db.session import ServiceSession
from license_service.services.work import Work
from license_service.settings import BadSettings, Config, configure


def say(text: str = "") -> None:
    print(text, flush=True)  # noqa: T201  a command talks


def config_of(arguments: Any) -> Config:
    if not Path(arguments.config).is_file():
        raise BadSettings(f"{arguments.config} does not exist; name the .ini file with -c")
    loader = plaster.get_loader(arguments.config)
    return configure(dict(loader.get_wsgi_app_settings()))


@contextmanager
def work(arguments: Any) -> Iterator[Work]:
    """One transaction in the .ini's database; it commits when nothing was raised."""
    config = config_of(arguments)
    engine = make_engine(config.url)
    try:
        if config.folder:
            config = development.prepare(engine, config)
        with engine.connect() as connection:
            check(connection)
        with ServiceSession(engine) as db:
            yield Work(db, config, datetime.now(UTC), "cli")
            db.commit()
    finally:
        engine.dispose()


def secret(variable: str, prompt: str, *, twice: bool = False) -> str:
    """From the environment, or asked for where there is a terminal."""
    if os.environ.get(variable):
        return os.environ[variable]
    if not sys.stdin.isatty():
        raise BadSettings(f"set {variable} in the environment, or run this in a terminal")
    value = getpass.getpass(f"{prompt}: ")
    if twice and getpass.getpass("Once more: ") != value:
        raise BadSettings("the two were not the same")
    return value


def read(path: str) -> str:
    """A file, or standard input for ``-``."""
    return sys.stdin.read() if path == "-" else Path(path).read_text()
