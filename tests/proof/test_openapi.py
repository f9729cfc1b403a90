"""Fuzzing both APIs by their own description: schemathesis against a server that really runs.

Every call that the OpenAPI files know is tried with what they allow and with what they forbid; each
answer must be one that they announce. ``SEED`` makes it the same run every time; the whole report
is in the test's folder.
"""

import subprocess
import sys
from pathlib import Path

from .http import Api

# Refusing what may not be sent: any of these says so. 412 comes from an If-Match that is no tag,
# 409 from a thing that is gone.
CONFIG = """
[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 409, 412, 415, 422, 428, 429, "5xx"]
"""
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_headers_conformance,response_schema_conformance,negative_data_rejection"
)
# Signing in and out ends the session that the run is made with; tests/functional proves those.
SESSIONS = "/auth/(login|logout|refresh)$"
# The run with a key must not delete that key; the keys have a run of their own, with a session.
KEYS = "/api-keys"
SEED = "1"


def fuzz(folder: Path, api: Api, token: str, *options: str) -> None:
    """One run over the API of a host; AssertionError, with the report, when an answer is not as
    described."""
    (folder / "openapi.json").write_bytes(api.call("GET", "/api/openapi.json").body)
    (folder / "schemathesis.toml").write_text(CONFIG)
    # One worker: with two, ast.parse of CPython 3.11 loses count of its recursion (SystemError).
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "run", "openapi.json",
        "--url", f"http://127.0.0.1:{api.port}", "--header", f"Host: {api.host}:{api.port}",
        "--header", f"Authorization: Bearer {token}", "--checks", CHECKS,
        "--phases", "coverage,fuzzing", "--seed", SEED, "--workers", "1",
        "--request-timeout", "20", "--no-color", "--continue-on-failure", *options,
    ]  # fmt: skip
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    (folder / "report.txt").write_text(done.stdout + done.stderr)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2000:]


def sign_in(api: Api, scope: str, email: str, password: str) -> str:
    """An access token."""
    given = {"email": email, "password": password}
    return api.good("POST", f"/api/{scope}/auth/login", given)["access_token"]


def test_the_shops_api_is_as_described(installation, tmp_path):
    with installation.api("home") as api:
        without = ["--exclude-path-regex", f"{SESSIONS}|{KEYS}"]
        fuzz(tmp_path, api, installation.token("home"), "--max-examples", "12", *without)


def test_the_api_of_keys_is_as_described(installation, tmp_path):
    shop = next(entry for entry in installation.demo["tenants"] if entry["slug"] == "home")
    with installation.api("home") as api:
        token = sign_in(api, "admin", shop["admin_email"], shop["admin_password"])
        fuzz(tmp_path, api, token, "--max-examples", "20", "--include-path-regex", KEYS)


def test_the_platforms_api_is_as_described(installation, tmp_path):
    owner = installation.demo["super_admin"]
    with installation.api("") as api:
        token = sign_in(api, "super-admin", owner["email"], owner["password"])
        without = ["--exclude-path-regex", SESSIONS]
        fuzz(tmp_path, api, token, "--max-examples", "20", *without)
