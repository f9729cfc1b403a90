"""The server of ``make run``, with the demo, in a folder of its own that is gone afterwards."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
# Of two test processes each looks among its own.
FIRST = 8300 + 50 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
PORTS = range(FIRST, FIRST + 50)
START = 120


class NotServing(RuntimeError):
    """The server did not come up; the text ends with what it said last."""


def free_port() -> int:
    """The first port of ``PORTS`` that nobody listens on. NotServing when all are taken."""
    for port in PORTS:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise NotServing(f"every port from {PORTS[0]} to {PORTS[-1]} is taken")


class Server:
    """``with Server(folder) as server``: answers on ``127.0.0.1``; stopped by Ctrl-C's signal."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.port = free_port()
        self.log = folder / "server.log"
        self._process: subprocess.Popen | None = None

    def __enter__(self) -> "Server":
        shutil.copy(ROOT / "development.ini", self.folder)
        with self.log.open("w") as log:
            self._process = subprocess.Popen(
                self.command("serve", "--demo", "--port", str(self.port)),
                cwd=self.folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self.environment,
            )
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_error: Any) -> None:
        self.stop()

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {"PYTHONUNBUFFERED": "1"}

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "ecommus", "-c", "development.ini", *arguments]

    def run(self, *arguments: str, given: str | None = None) -> str:
        """Another command of ecommus on the same data; answers what it printed."""
        done = subprocess.run(
            self.command(*arguments),
            cwd=self.folder,
            env=self.environment,
            input=given,
            text=True,
            capture_output=True,
            check=True,
            timeout=START,
        )
        return done.stdout

    def _wait(self) -> None:
        end = time.monotonic() + START
        while time.monotonic() < end:
            if self._process.poll() is not None:
                raise NotServing(f"the server ended at once:\n{self.log.read_text()[-2000:]}")
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5):
                    return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.2)
        raise NotServing(f"no answer within {START} s:\n{self.log.read_text()[-2000:]}")

    def stop(self) -> None:
        """Like Ctrl-C: the database stops with it."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @property
    def demo(self) -> dict[str, Any]:
        """Who is who, as the server wrote it down."""
        return json.loads((self.folder / "var" / "demo.json").read_text())

    @property
    def mails(self) -> list[Path]:
        """What was sent, oldest first."""
        return sorted((self.folder / "var" / "mail").glob("*.eml"))

    def url(self, slug: str | None = None, path: str = "/") -> str:
        """An address in a shop, or on the platform's own host."""
        host = f"{slug}.localhost" if slug else "localhost"
        return f"http://{host}:{self.port}{path}"
