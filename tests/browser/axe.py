"""axe-core, Deque's accessibility checker: fetched by npm once, kept under ``var``."""

import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

from .server import ROOT

VERSION = "4.12.1"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CACHE = ROOT / "var" / "axe"


class NoAxe(RuntimeError):
    """axe-core is not here and npm cannot fetch it; the text says why."""


def source() -> str:
    """The script. NoAxe when it cannot be had."""
    kept = CACHE / f"axe-{VERSION}.min.js"
    if not kept.is_file():
        _fetch(kept)
    return kept.read_text()


def _fetch(kept: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise NoAxe("accessibility is not checked: npm, which fetches axe-core, is not installed")
    CACHE.mkdir(parents=True, exist_ok=True)
    command = [npm, "pack", "--silent", f"axe-core@{VERSION}"]
    done = subprocess.run(command, cwd=CACHE, capture_output=True, text=True, check=False)
    archive = CACHE / f"axe-core-{VERSION}.tgz"
    if done.returncode or not archive.is_file():
        why = done.stderr.strip()[-300:]
        raise NoAxe(f"accessibility is not checked: npm pack axe-core@{VERSION}: {why}")
    with tarfile.open(archive) as packed:
        kept.write_bytes(packed.extractfile("package/axe.min.js").read())
    archive.unlink()


def violations(page: Any, script: str) -> list[str]:
    """What the page as it is now does wrong, one line each: rule, impact, where."""
    # Evaluated through the debugger, so the page's own policy need not be loosened.
    page.evaluate(script)
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{rule['id']} ({rule['impact']}): {' '.join(map(str, node['target']))}"
        f" {_why(node)}\n    {node['html'][:160]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def _why(node: dict[str, Any]) -> str:
    checks = [*node["any"], *node["all"], *node["none"]]
    return "; ".join(dict.fromkeys(check["message"] for check in checks))
