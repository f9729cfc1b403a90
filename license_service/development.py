"""A developer's first start: migrations, a root key, a key set, an operator and a service key.

All of it lies in ``service.folder``; production has none and refuses to start without the real
things.
"""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from ecommus.core import keysets
from ecommus.db.base import upgrade
from license_service.db.migrations import SCRIPTS
from license_service.db.session import ServiceSession
from license_service.services import access, keys, operators, roots
from license_service.services.work import Work
from license_service.settings import Config, made

EMAIL = "operator@example.com"
LOCK = text("SELECT pg_advisory_xact_lock(7310007)")


def prepare(engine: Engine, config: Config) -> Config:
    """The configuration with the development root, over a database that is ready."""
    folder = config.folder
    assert folder is not None
    upgrade(config.url, SCRIPTS)
    passphrase = made(folder / "root-passphrase")
    path = folder / "root.pem"
    if not path.exists():
        roots.make(path, passphrase)
    root = roots.load(path, passphrase)
    public = root.public_key()
    config = replace(config, roots=config.roots | {keysets.root_id(public): public})
    with ServiceSession(engine) as db:
        db.execute(LOCK)
        work = Work(db, config, datetime.now(UTC), "development")
        if not keys.newest_version(work):
            keys.make_key(work)
            keys.take_in(work, roots.sign_set(keys.proposal(work), root, work.now))
        _people(work, folder / "access.json", keysets.pinned(public))
        db.commit()
    return config


def _people(work: Work, path: Path, root: str) -> None:
    """Somebody to sign in, and a key for the shop's panels; written down beside the root."""
    if path.exists():
        return
    password = access.new_token()
    if not operators.anybody(work):
        operators.create(work, EMAIL, password)
    told: dict[str, Any] = {
        "operator": {"email": EMAIL, "password": password},
        "service_key": access.make(work, "development", access.SCOPES),
        "root_key": root,
    }
    path.touch(mode=0o600)
    path.write_text(json.dumps(told, indent=2) + "\n")
