"""Where the server is reached: a Unix socket in the data directory, never TCP.

A socket's path is limited to some 100 bytes. Where the data directory's is longer, the socket goes
to a private directory under the temporary one, named by a hash of the data directory. (Not under
XDG_RUNTIME_DIR: that vanishes when its user logs out, under a server that may still be in use.)
"""

import hashlib
import os
import socket
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping

from ecommus.db.embedded import processes
from ecommus.db.embedded.accounts import Account
from ecommus.db.embedded.binaries import EmbeddedError

PORT = 5432
NAME = f".s.PGSQL.{PORT}"
LONGEST = 100  # bytes; Linux allows 107, macOS 103


def directory(data: Path) -> Path:
    """Where the socket of a running server is, or would be."""
    if _fits(data):
        return data
    place = _short(data)
    # Another client may have started it under another TMPDIR.
    recorded = Path("".join(processes.pid_file(data)[4:5]))
    return recorded if recorded.name == place.name else place


def prepare(data: Path, account: Account) -> Path:
    """The directory for a new server's socket, without what the last one left in it.

    EmbeddedError when others could enter it.
    """
    place = data if _fits(data) else _short(data)
    if place != data:
        _make_private(place, account)
    for name in (NAME, f"{NAME}.lock"):
        (place / name).unlink(missing_ok=True)
    return place


def discard(data: Path, place: Path) -> None:
    """Remove ``place``, which ``directory`` returned, after its server."""
    if place != data:
        with suppress(OSError):
            place.rmdir()


def conninfo(data: Path, database: str, user: str, **options) -> str:
    """A libpq connection string."""
    host = str(directory(data))
    return make_conninfo(host=host, port=PORT, dbname=database, user=user, **options)


def url(data: Path, database: str, user: str) -> str:
    """A URL for SQLAlchemy."""
    # The port is spelled out because a PGPORT in the environment would win.
    query = f"host={quote(str(directory(data)))}&port={PORT}"
    return f"postgresql+psycopg://{quote(user)}@/{quote(database)}?{query}"


def answers(data: Path) -> bool:
    """Whether the server accepts sessions."""
    server = conninfo(data, "postgres", "postgres", connect_timeout=2)
    return PGconn.ping(server.encode()) == Ping.OK


def listening(data: Path) -> bool:
    """Whether any process, answering or not, has the socket open."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1)
        try:
            client.connect(str(directory(data) / NAME))
        except TimeoutError:
            return True
        except OSError:
            return False
    return True


def _fits(place: Path) -> bool:
    """Short enough; and without a comma, which libpq takes for the end of a host."""
    return len(os.fsencode(place / NAME)) <= LONGEST and "," not in str(place)


def _make_private(place: Path, account: Account) -> None:
    """The temporary directory is everybody's, and so may be what is there under our name."""
    with suppress(FileExistsError):
        place.mkdir(mode=0o700)
        account.own(place)
    found = place.lstat()
    owner = os.geteuid() if account.uid is None else account.uid
    private = stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077
    if not private or found.st_uid != owner:
        raise EmbeddedError(
            f"{place} should be a directory that only uid {owner} can enter, and is not: remove "
            "it, or set TMPDIR."
        )


def _short(data: Path) -> Path:
    name = f"ecommus-{hashlib.sha256(os.fsencode(data)).hexdigest()[:16]}"
    places = (Path(base).resolve() / name for base in (tempfile.gettempdir(), "/tmp"))  # noqa: S108
    return next(place for place in places if _fits(place))
