"""Who uses the server: a shared flock per client, which the kernel frees however the client ends.

The start lock makes starting and stopping one at a time; ``supervisor`` takes part in both.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ecommus.db.embedded import supervisor
from ecommus.db.embedded.binaries import EmbeddedError

LIMIT = 60  # seconds
POLL = 0.02


class Shares:
    """This process's share in the server of ``data``."""

    def __init__(self, data: Path):
        self.lock = data.with_name(f"{data.name}.lock")
        self.clients = data.with_name(f"{data.name}.clients")
        self._owner = 0
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        """Whether this process has a share. A fork inherits the descriptor, not the share."""
        return self._descriptor is not None and self._owner == os.getpid()

    def take(self) -> None:
        """Have a share; once is enough."""
        if self.held:
            return
        if self._descriptor is not None:
            # The parent's: closing our copy leaves the parent its lock.
            os.close(self._descriptor)
        self._descriptor = os.open(self.clients, os.O_RDWR | os.O_CREAT, 0o600)
        self._owner = os.getpid()
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def give_back(self) -> None:
        """Have no share, nor any forked child through this one."""
        if self.held and self._descriptor is not None:
            supervisor.release(self._descriptor)
            self._descriptor = None

    def unused(self) -> bool:
        """Whether nobody has a share. Only inside ``one_at_a_time``."""
        return supervisor.unused(self.clients)

    @contextmanager
    def one_at_a_time(self) -> Iterator[None]:
        """Hold the start lock. EmbeddedError when another process keeps it for too long."""
        deadline = time.monotonic() + LIMIT
        while (descriptor := supervisor.exclusive(self.lock)) is None:
            if time.monotonic() > deadline:
                raise EmbeddedError(
                    f"Another process has been starting or stopping PostgreSQL for {LIMIT} s. If "
                    f"it hangs, end it: it has {self.lock} open."
                )
            time.sleep(POLL)
        try:
            yield
        finally:
            supervisor.release(descriptor)
