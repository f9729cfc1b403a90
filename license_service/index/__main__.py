"""``python -m license_service.index``: devpi-server with the gate, made ready at first start.

By the environment (``license_service.index.plugin.SETTINGS``), or, beside a license service on a
developer's machine, by the file that it wrote at its own first start (``--development``).
"""

import argparse
import json
import os
import secrets
import sys
from pathlib import Path

from license_service.index import plugin
from license_service.settings import BadSettings


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m license_service.index")
    parser.add_argument("--folder", default="var/package-index", type=Path)
    parser.add_argument("--listen", default="127.0.0.1:6545")
    parser.add_argument("--outside-url", default="", help="as clients see it, behind a proxy")
    parser.add_argument("--development", type=Path, help="the license service's access.json")
    parser.add_argument("--service", default="http://127.0.0.1:6544", help="with --development")
    arguments = parser.parse_args()
    try:
        if arguments.development:
            _borrow(arguments.development, arguments.service)
        plugin.make_books()
    except BadSettings as error:
        print(f"package index: {error}", file=sys.stderr)  # noqa: T201  a command talks
        return 1
    return serve(arguments.folder, arguments.listen, arguments.outside_url)


def _borrow(access: Path, service: str) -> None:
    if not access.is_file():
        raise BadSettings(f"{access} is not there yet: start `make license-service` first")
    told = json.loads(access.read_text())
    os.environ.setdefault("LICENSE_SERVICE_URL", service)
    os.environ.setdefault("LICENSE_INDEX_KEY", told["service_key"])
    os.environ.setdefault("LICENSE_ROOT_KEY", told["root_key"])


def serve(folder: Path, listen: str, outside_url: str = "") -> int:
    """devpi over ``folder``. Not by devpi's own command: there the gate would hang on a package's
    entry point being found."""
    from devpi_server import init, main
    from devpi_server.config import get_pluginmanager, parseoptions

    manager = get_pluginmanager()
    if not manager.is_registered(plugin):
        manager.register(plugin, "ecommus-index")
    place = ["--serverdir", str(folder)]
    if not (folder / ".nodeinfo").exists():
        folder.mkdir(parents=True, exist_ok=True)
        # Nobody signs in as devpi's root: the gate has no door for it.
        words = ["--no-root-pypi", "--root-passwd", secrets.token_hex(32)]
        init.init(manager, ["devpi-init", *place, *words])
    plugin.make_index(main.xom_from_config(parseoptions(manager, ["devpi-server", *place])))
    outside = ["--outside-url", outside_url] if outside_url else []
    limits = ["--listen", listen, "--max-request-body-size", str(64 * 2**20), "--offline-mode"]
    with main.CommandRunner(pluginmanager=manager) as runner:
        runner.return_code = main._main(manager, ["devpi-server", *place, *limits, *outside])
    return runner.return_code or 0


if __name__ == "__main__":
    sys.exit(main())
