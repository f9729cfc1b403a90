"""Chromium of the distribution: found, or installed where that is possible without asking."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

PACKAGES = ("chromium", "fonts-dejavu-core")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Milliseconds: a page that is not there by then will not come, even on a busy machine.
PATIENCE = 30_000
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP *.localhost 127.0.0.1",
]


class NoChromium(RuntimeError):
    """There is none, and it could not be installed; the text says what to do."""


def find() -> str | None:
    """``$CHROMIUM``, else one of the usual names in ``PATH``."""
    if named := os.environ.get("CHROMIUM"):
        return named if Path(named).is_file() else None
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def find_or_install() -> str:
    """The program's path. NoChromium when there is no way to get one."""
    found = find()
    if found is None and not os.environ.get("CHROMIUM") and _may_install():
        _install()
        found = find()
    if found is None:
        raise NoChromium(
            "no Chromium: install it (Debian, Ubuntu: apt-get install chromium) or set CHROMIUM "
            "to its path"
        )
    return found


def _may_install() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _install() -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ("apt-get", "update", "-qq"),
        ("apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES),
    ):
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)


def launch(playwright: Any) -> Any:
    """A browser; close it yourself. Its checks wait for ``PATIENCE``."""
    expect.set_options(timeout=PATIENCE)
    return playwright.chromium.launch(executable_path=find_or_install(), args=ARGUMENTS)
