"""The devpi-server plugin (entry point group ``devpi_server``): settings, the gate, the index.

devpi does not start with the plugin but without its settings: an index that is open by mistake is
worse than none.
"""

import os
from pathlib import Path
from typing import Any

from devpi_server.config import hookimpl

from ecommus.core.keysets import root_of
from license_service.index.addresses import INDEX, USER
from license_service.index.books import Books
from license_service.index.callers import LICENSE, OPERATOR
from license_service.index.gate import CALLER
from license_service.index.signatures import Signatures
from license_service.settings import BadSettings

PUBLISHERS = "publishers"
SETTINGS = {
    "LICENSE_SERVICE_URL": "where the license service is, for example https://licenses.acme.ro",
    "LICENSE_INDEX_KEY": "a service key with the scope index.read",
    "LICENSE_ROOT_KEY": "the public root key, root-…:…",
}


def make_books() -> Books:
    """By the environment. BadSettings names what is missing."""
    for name, meaning in SETTINGS.items():
        if not os.environ.get(name):
            raise BadSettings(f"{name} is not set: {meaning}")
    url, key, roots = (os.environ[name] for name in SETTINGS)
    return Books(url, key, dict(root_of(root) for root in roots.split()))


@hookimpl
def devpiserver_pyramid_configure(config: Any, pyramid_config: Any) -> None:
    """The gate, above devpi's transaction and so above all of devpi's views."""
    pyramid_config.registry.books = make_books()
    pyramid_config.registry.signatures = Signatures(Path(config.server_path))
    pyramid_config.add_tween(
        "license_service.index.gate.gate",
        under="devpi_server.views.tween_request_logging",
        over="devpi_server.views.tween_keyfs_transaction",
    )


@hookimpl(tryfirst=True)
def devpiserver_auth_request(request: Any, username: str) -> dict[str, Any] | None:
    """devpi believes what the gate found out, and nobody whom it did not see."""
    if username not in (LICENSE, OPERATOR):
        return None
    caller = request.environ.get(CALLER) if request is not None else None
    if caller is None or caller.name != username:
        return {"status": "reject"}
    return {"status": "ok", "groups": [PUBLISHERS] if caller.may_publish else []}


def make_index(xom: Any) -> None:
    """The one index there is: nothing above it, and what is released stays as it is."""
    with xom.keyfs.write_transaction():
        if xom.model.getstage(USER, INDEX) is not None:
            return
        user = xom.model.get_user(USER) or xom.model.create_user(USER, None)
        user.create_stage(
            INDEX, type="stage", bases=(), volatile=False, acl_upload=[f":{PUBLISHERS}"]
        )
