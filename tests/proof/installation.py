"""An installation of its own to be raced, killed and measured: a folder, an .ini, real processes.

Nothing here knows the application from inside: it starts ``python -m ecommus`` as an operator does,
talks HTTP over loopback (``http``), and ends only processes that it started.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from configparser import RawConfigParser
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from ecommus.db.embedded import processes
from ecommus.db.embedded.cluster import Cluster

from .http import Api

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 60.0


class Process:
    """One of the installation's processes, started with its output in a file of its own."""

    def __init__(self, name: str, command: list[str], folder: Path, environ: dict[str, str]):
        self.name = name
        self.log = folder / f"{name}.log"
        with self.log.open("ab") as log:
            self._popen = subprocess.Popen(
                command,
                cwd=folder,
                env=os.environ | environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.pid = self._popen.pid

    @property
    def alive(self) -> bool:
        return self._popen.poll() is None

    def says(self, text: str, within: float = STARTS_WITHIN) -> None:
        """Wait until the log holds ``text``; AssertionError with the log when it does not."""
        deadline = time.monotonic() + within
        while text not in self.log.read_text(errors="replace"):
            assert self.alive, f"{self.name} ended:\n{self.log.read_text()[-3000:]}"
            assert time.monotonic() < deadline, f"{self.name} never said {text!r}"
            time.sleep(0.05)

    def kill(self) -> None:
        """SIGKILL: no chance to say good-bye."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """SIGTERM, and SIGKILL for who does not listen."""
        self._end(signal.SIGTERM)

    def _end(self, number: int) -> None:
        if self.alive:
            self._popen.send_signal(number)
        try:
            self._popen.wait(15)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()


class Installation:
    """A folder with a durable embedded database; ``settings`` replace those of development.ini.

    Two of them in one folder, with two ``ini`` names, are one installation configured twice.
    """

    def __init__(self, folder: Path, port: int, ini: str = "shop.ini", **settings: str):
        self.folder, self.port = folder, port
        folder.mkdir(parents=True, exist_ok=True)
        self.ini = folder / ini
        self.processes: list[Process] = []
        self.cluster = Cluster(folder / "var/postgres")
        self._write_ini(
            {
                "worker.in_process": "false",
                "pyramid.reload_templates": "false",
                "demo.file": "%(here)s/var/demo.json",
                "site.port": str(port),
                # Hundreds of buyers share this machine's one address.
                "rate.checkout": "1000000",
                "rate.auth": "1000000",
                "rate.upload": "1000000",
            }
            | settings
        )

    def _write_ini(self, settings: dict[str, str]) -> None:
        ini = RawConfigParser()
        ini.optionxform = str  # type: ignore[assignment,method-assign]
        ini.read(ROOT / "development.ini")
        ini["app:main"].update(settings)
        with self.ini.open("w") as file:
            ini.write(file)

    @property
    def demo(self) -> dict[str, Any]:
        """Who is who (``var/demo.json``)."""
        return json.loads((self.folder / "var/demo.json").read_text())

    def run(self, *arguments: str) -> Process:
        """Start ``ecommus …``; a second process of a kind has a log of its own."""
        command = [sys.executable, "-m", "ecommus", "-c", str(self.ini), *arguments]
        name = f"{self.ini.stem}-{arguments[0]}-{len(self.processes)}"
        process = Process(name, command, self.folder, {"PYTHONDONTWRITEBYTECODE": "1"})
        self.processes.append(process)
        return process

    def serve(self, port: int | None = None, *more: str, within: float = STARTS_WITHIN) -> Process:
        """A web process that answers; on the first start it makes the demo shops."""
        port = port or self.port
        process = self.run("serve", "--port", str(port), *more)
        deadline = time.monotonic() + within
        while not _answers(port):
            assert process.alive, f"serve ended:\n{process.log.read_text()[-3000:]}"
            assert time.monotonic() < deadline, f"no answer on port {port} within {within} s"
            time.sleep(0.05)
        return process

    def worker(self) -> Process:
        """A worker process that has begun."""
        process = self.run("worker")
        process.says("Working (pid")
        return process

    def kill_database(self) -> None:
        """SIGKILL for the postmaster and every child of it."""
        data = self.cluster.data
        for pid in processes.living(data):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while processes.living(data):
            time.sleep(0.01)

    def stop(self) -> None:
        """Stop the processes; the last one takes the database down."""
        for process in reversed(self.processes):
            process.stop()

    def close(self) -> None:
        """Stop whatever of this installation still runs, the database last."""
        self.stop()
        deadline = time.monotonic() + 20
        # The last client of the server stops it; a killed one leaves that to the supervisor.
        while processes.living(self.cluster.data) and time.monotonic() < deadline:
            time.sleep(0.1)
        if processes.living(self.cluster.data):
            self.kill_database()

    def api(self, slug: str, token: str | None = None, port: int | None = None) -> Api:
        """A client of a shop, or of the platform when ``slug`` is empty."""
        host = f"{slug}.localhost" if slug else "localhost"
        return Api(port or self.port, host, token)

    def owner(self, slug: str) -> Api:
        """A client that may do everything in a demo shop."""
        return self.api(slug, self.token(slug))

    def token(self, slug: str) -> str:
        """The API key of a demo shop that may do everything."""
        return next(e["api_key"] for e in self.demo["tenants"] if e["slug"] == slug)


def _answers(port: int) -> bool:
    with Api(port, "localhost") as api:
        try:
            return api.call("GET", "/health/ready").status == 200
        except OSError:
            return False


@contextmanager
def installed(folder: Path, port: int, **settings: str) -> Iterator[Installation]:
    """A demo installation whose first web process answers; everything is stopped at the end."""
    made = Installation(folder, port, **settings)
    try:
        made.serve(None, "--demo")
        yield made
    finally:
        made.close()
