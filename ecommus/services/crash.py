"""Where the proofs let a process die: nothing happens unless ECOMMUS_DIE_AT names the boundary."""

import os
import signal
from typing import Any

DIE_AT = os.environ.get("ECOMMUS_DIE_AT", "")


def committed(work: Any, name: str) -> None:
    """The boundary between the commit of the work at hand and its answer."""
    if name == DIE_AT:
        work.afterwards(lambda _open_work: boundary(name))


def boundary(name: str) -> None:
    """Die here, as by a power cut, when this is the boundary that was asked for."""
    if name == DIE_AT:
        os.kill(os.getpid(), signal.SIGKILL)
