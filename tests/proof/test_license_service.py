"""The license service as it is run: two hundred at a time lose nothing, the log is one chain.

It is started as ``make license-service`` does: with a database lent by the shop's embedded server.
"""

import json
import os
import secrets
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from configparser import RawConfigParser
from contextlib import suppress
from datetime import UTC, datetime
from threading import Barrier

import pytest

from ecommus.core.heartbeats import Beat, verify_answer
from ecommus.core.keysets import root_of, verify_keys
from ecommus.core.license import verify
from license_service.cli import main

from .http import Api
from .installation import ROOT, Installation, Process

AT_ONCE = 200
STARTS_WITHIN = 60


class Running:
    """The service's process, and what its first start wrote down."""

    def __init__(self, folder, port):
        self.port, self.folder = port, folder
        self.shop = Installation(folder, port + 1)
        ini = RawConfigParser()
        ini.optionxform = str
        ini.read(ROOT / "license_service/development.ini")
        ini["app:main"]["service.folder"] = str(folder / "made")
        ini["app:main"]["mail.url"] = f"folder:{folder / 'mail'}"
        ini["server:main"]["threads"] = "8"
        self.ini = folder / "license.ini"
        with self.ini.open("w") as file:
            ini.write(file)
        # Before a command that needs the service's database.
        self.lend = [sys.executable, "-m", "ecommus", "-c", str(self.shop.ini), "db", "lend",
                     "ecommus_license", "LICENSE_DATABASE_URL", "--"]  # fmt: skip
        serve = [sys.executable, "-m", "license_service", "-c", str(self.ini), "serve"]
        self.process = Process(
            "license",
            [*self.lend, *serve, "--port", str(port)],
            folder,
            {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])},
        )
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def _start(self):
        """Wait until it answers, and read who may call it."""
        deadline = time.monotonic() + STARTS_WITHIN
        while not self._well():
            assert self.process.alive, self.process.log.read_text()[-3000:]
            assert time.monotonic() < deadline, "the service did not start"
            time.sleep(0.1)
        told = json.loads((self.folder / "made/access.json").read_text())
        self.key, self.root = told["service_key"], told["root_key"]

    def _well(self):
        with suppress(OSError), self.api() as api:
            return api.call("GET", "/health/ready").status == 200
        return False

    def api(self, token=None):
        return Api(self.port, "localhost", token)

    def keys(self):
        with self.api() as api:
            token = api.good("GET", "/v1/keys")["keys"]
        return verify_keys(token, dict([root_of(self.root)]), datetime.now(UTC))

    def close(self):
        self.process.stop()
        self.shop.close()


@pytest.fixture(scope="module")
def running(tmp_path_factory, port):
    made = Running(tmp_path_factory.mktemp("license"), port)
    try:
        yield made
    finally:
        made.close()


def at_once(tasks):
    """Run all of them in the same moment, a thread each."""
    start = Barrier(len(tasks))

    def run(task):
        start.wait()
        return task()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def issue(running, number):
    body = {
        "customer_email": f"buyer{number % 20}@acme.ro", "plan": "ecommerce-starter",
        "domain_binding": [f"shop{number}.ro"], "send_email": False,
    }  # fmt: skip
    with running.api(running.key) as api:
        return api.good("POST", "/v1/licenses", body)


def beat(running, keys, token):
    license = verify(token, keys, datetime.now(UTC))
    said = Beat(
        license.install_id, license.kid, license.jti, secrets.token_urlsafe(24),
        datetime.now(UTC).isoformat(), domain=license.domain_binding[0],
    )  # fmt: skip
    with running.api(token) as api:
        answer = api.good("POST", "/v1/heartbeat", said.dump())
    return verify_answer(answer["answer"], keys, said, datetime.now(UTC))


def test_two_hundred_at_once_lose_nothing(running, tmp_path, capsys):
    first = at_once([lambda n=n: issue(running, n) for n in range(AT_ONCE)])
    keys = running.keys().keys
    mixed = [lambda t=made["token"]: beat(running, keys, t) for made in first[: AT_ONCE // 2]]
    mixed += [lambda n=n: issue(running, AT_ONCE + n) for n in range(AT_ONCE // 2)]
    done = at_once(mixed)
    beats, second = done[: AT_ONCE // 2], done[AT_ONCE // 2 :]
    assert not any(answer.revoked for answer in beats)
    everybody = first + second
    assert len({made["id"] for made in everybody}) == AT_ONCE * 3 // 2
    for answer in at_once(
        [lambda t=made["token"]: beat(running, keys, t) for made in everybody[-AT_ONCE:]]
    ):
        assert (answer.revoked, answer.license) == (False, None)

    with running.api(running.key) as api:
        head = api.call("GET", "/v1/log/head").body
        keyset = api.call("GET", "/v1/keys").body
        export = api.call("GET", "/v1/log/export").body
    for name, content in (("log", export), ("head", head), ("keys", keyset)):
        (tmp_path / name).write_bytes(content)
    arguments = ["--head", str(tmp_path / "head"), "--keys", str(tmp_path / "keys")]
    verified = main(["log", "verify", str(tmp_path / "log"), *arguments, "--root", running.root])
    assert (verified, "whole" in capsys.readouterr().out) == (0, True)
    noted = [json.loads(json.loads(line)["body"]) for line in export.decode().splitlines()]
    issued = {entry["license_id"] for entry in noted if entry["kind"] == "issue"}
    heard = [entry for entry in noted if entry["kind"] == "heartbeat"]
    assert issued == {made["id"] for made in everybody}
    assert len(heard) == AT_ONCE // 2 + AT_ONCE
