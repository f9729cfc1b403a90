"""The server's parent process: reaps it, and stops it when its last client is gone.

A client that is killed cannot stop the server; the kernel frees its share, and this notices. Run as
a script by ``cluster``, with the standard library only: it stays small and starts in 20 ms.
"""

import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
import time

CHECK_EVERY = 2.0  # seconds
PATIENCE = 30.0  # seconds for a fast shutdown, before an immediate one


def exclusive(path: str | os.PathLike[str]) -> int | None:
    """An exclusive flock on ``path``, as a file descriptor; None when somebody else has one."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def release(descriptor: int) -> None:
    """Free a flock, in forked copies of the descriptor as well."""
    fcntl.flock(descriptor, fcntl.LOCK_UN)
    os.close(descriptor)


def unused(shares: str | os.PathLike[str]) -> bool:
    """Whether no client has a share. Ask only with the start lock held: asking takes the lock."""
    descriptor = exclusive(shares)
    if descriptor is None:
        return False
    release(descriptor)
    return True


def stop_when_unused(lock: str, shares: str, server: subprocess.Popen) -> None:
    """Fast shutdown of ``server`` once nobody has a share; the start lock is ours until it ends."""
    while True:
        time.sleep(CHECK_EVERY)
        descriptor = exclusive(lock)
        if descriptor is None:
            continue
        if unused(shares):
            server.send_signal(signal.SIGINT)
            time.sleep(PATIENCE)  # the process ends with the server, so mostly not this far
            server.send_signal(signal.SIGQUIT)
            return
        release(descriptor)


def main(lock: str, shares: str, command: list[str], options: dict) -> None:
    """Run ``command`` until it ends. Standard error is the log; standard output is held open."""
    # The client waits for the first process only, and never has us as a zombie.
    if os.fork():
        return
    server = subprocess.Popen(command, stdout=sys.stderr, **options)  # noqa: S603
    arguments = (lock, shares, server)
    threading.Thread(target=stop_when_unused, args=arguments, daemon=True).start()
    server.wait()


if __name__ == "__main__":
    main(**json.loads(sys.argv[1]))
