"""One data directory and its server, shared by every process that starts it.

``start`` takes a share and sees that the server runs; the last one to ``stop`` takes it down. Files
beside the data: ``<data>.log`` is the server's, ``<data>.lock`` and ``<data>.clients`` are ours.
"""

import time
from pathlib import Path

from ecommus.db.embedded import processes, server, sockets
from ecommus.db.embedded.binaries import EmbeddedError
from ecommus.db.embedded.shares import Shares


class Cluster:
    """PostgreSQL in ``data``. ``durable=False`` is for tests: fast, and lost if the machine dies.

    Superuser is ``postgres``, without password: only the data directory's owner reaches the socket.
    """

    def __init__(self, data: Path, *, durable: bool = True):
        self.data = Path(data).expanduser().resolve()
        self.durable = durable
        self._shares = Shares(self.data)

    def __enter__(self) -> "Cluster":
        self.start()
        return self

    def __exit__(self, *_) -> None:
        self.stop()

    @property
    def running(self) -> bool:
        """Whether the server answers."""
        return sockets.answers(self.data)

    def conninfo(self, database: str, *, user: str = "postgres") -> str:
        """A libpq connection string."""
        return sockets.conninfo(self.data, database, user)

    def url(self, database: str, *, user: str = "postgres") -> str:
        """The same as a URL for SQLAlchemy."""
        return sockets.url(self.data, database, user)

    def start(self) -> None:
        """Take a share and see that the server runs: made, recovered or joined. May be repeated.

        EmbeddedError, with the end of the server's log, when it does not within 60 s.
        """
        try:
            self.data.parent.mkdir(parents=True, exist_ok=True)
            with self._shares.one_at_a_time():
                had_share = self._shares.held
                self._shares.take()
                try:
                    self._bring_up()
                except BaseException:
                    if not had_share:
                        self._shares.give_back()
                    raise
        except PermissionError as error:
            raise EmbeddedError(
                f"{error.filename or self.data}: permission denied. Run as the user who owns it, "
                "or choose another directory for the data."
            ) from error

    def stop(self) -> None:
        """Give this process's share back, and stop the server if nobody else has one."""
        if not self._shares.held:
            return
        with self._shares.one_at_a_time():
            self._shares.give_back()
            if self._shares.unused():
                server.shut_down(self.data)

    def _bring_up(self) -> None:
        deadline = time.monotonic() + server.LIMIT
        while not self.running:
            if time.monotonic() > deadline:
                raise server.failure(self.data, "A PostgreSQL is there and does not answer")
            if processes.postmaster(self.data) or sockets.listening(self.data):
                # On its way up or down: whoever began that was killed, or was not one of us.
                time.sleep(server.POLL)
                continue
            if not self.data.exists() or not any(self.data.iterdir()):
                server.create(self.data, durable=self.durable)
            server.launch(self.data, self._shares, deadline, durable=self.durable)
        if self.durable and not server.is_durable(self.data):
            raise EmbeddedError(
                f"PostgreSQL in {self.data} runs with durable=False, as for tests: stop the "
                "processes that use it first, or choose another directory for the data."
            )
