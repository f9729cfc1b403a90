"""The package index as the command line asks it: by HTTP for reasons, by pip for wheels.

The license goes to the index alone, in a header or a netrc file that nobody else can read: never on
a command line, which every user of the machine sees.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from ecommus.cli.app import Mistake

SIMPLE_JSON = "application/vnd.pypi.simple.v1+json"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
# What a developer's pip is set to must not bring in another index; how it gets out may stay.
KEPT = ("PIP_CERT", "PIP_CLIENT_CERT", "PIP_PROXY", "PIP_DEFAULT_TIMEOUT", "PIP_RETRIES")
TEXTS = {
    "authentication_required": "the package index wants a license, and this installation runs"
    " without one; see: ecommus license show",
    "unknown_kid": "the package index does not know this license; it takes those of its own license"
    " service only",
    "expired": "the license has expired; the index gives nothing out under it. Renew it, then"
    " try again",
    "revoked": "the license is no longer in force: {detail}",
    "plugin_not_licensed": "the license does not include {package}; see: ecommus license show",
    "theme_not_licensed": "the license does not include {package}; see: ecommus license show",
    "license_service_away": "the package index cannot check the license at present; try again in"
    " a minute",
}


@dataclass(frozen=True, slots=True)
class Index:
    """``url`` ends in a slash: ``https://packages.acme.ro/ecommus/packages/``."""

    url: str
    user: str
    password: str
    http: httpx.Client

    @property
    def simple(self) -> str:
        return self.url + "+simple/"

    def get(self, path: str, package: str = "", accept: str = "*/*") -> httpx.Response:
        """An answer of the index; Mistake in words for a refusal. ``path``: or a whole address."""
        address = urljoin(self.url, path)
        if urlsplit(address)[:2] != urlsplit(self.url)[:2]:
            raise Mistake(f"the index sends to {urlsplit(address).netloc}; the license stays here")
        return self._answer("GET", address, package, headers={"Accept": accept})

    def post(self, **what: Any) -> httpx.Response:
        return self._answer("POST", self.url, "", **what)

    def _answer(self, method: str, address: str, package: str, **what: Any) -> httpx.Response:
        auth = httpx.BasicAuth(self.user, self.password) if self.password else None
        try:
            answer = self.http.request(method, address, auth=auth, **what)
        except httpx.HTTPError as error:
            raise Mistake(f"the package index {self.url} does not answer: {error}") from error
        if answer.status_code == 200:
            return answer
        reason = answer.headers.get("X-Ecommus-Reason", "")
        if reason in TEXTS:
            raise Mistake(TEXTS[reason].format(package=package, detail=_detail(answer)))
        if answer.status_code == 404 and package:
            raise Mistake(f"the package index has no {package}; check the name")
        said = _detail(answer) or f"{answer.status_code} {answer.reason_phrase}"
        raise Mistake(f"the package index refused: {said}")

    def files(self, package: str) -> dict[str, str]:
        """File name → address of what there is of a package. Mistake says why there is nothing."""
        answer = self.get(f"+simple/{package}/", package, SIMPLE_JSON)
        try:
            found = answer.json()["files"]
            return {f["filename"]: urljoin(str(answer.url), f["url"]) for f in found}
        except (ValueError, KeyError, TypeError):
            raise Mistake(f"{self.url} does not answer as a package index") from None

    def download(self, requirement: str, folder: Path) -> Path:
        """The wheel that pip chooses for ``requirement``, from this index or not at all."""
        before = set(folder.iterdir())
        with netrc(self) as environ:
            pip(
                ["download", "--quiet", "--no-deps", "--only-binary", ":all:", "--no-cache-dir",
                 "--index-url", self.simple, "--dest", str(folder), "--", requirement],
                environ,
            )  # fmt: skip
        (found,) = set(folder.iterdir()) - before
        return found


def _detail(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return ""


@contextmanager
def opened(url: str, user: str, password: str) -> Iterator[Index]:
    """The index at ``url``. Mistake when the license would travel in the clear."""
    parts = urlsplit(url)
    if parts.scheme != "https" and (parts.scheme != "http" or parts.hostname not in LOOPBACK):
        raise Mistake(f"license.index_url is {url!r}; it must begin with https://")
    if parts.username or parts.password:
        raise Mistake("license.index_url names a user; the license is sent by itself")
    with httpx.Client(timeout=30) as http:
        yield Index(url.rstrip("/").removesuffix("/+simple") + "/", user, password, http)


@contextmanager
def netrc(index: Index) -> Iterator[dict[str, str]]:
    """pip's environment with the license in a file that is gone afterwards."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith("PIP_") or k in KEPT}
    environ["PIP_CONFIG_FILE"] = os.devnull
    with tempfile.TemporaryDirectory(prefix="ecommus-") as folder:
        path = Path(folder) / "netrc"
        path.touch(mode=0o600)
        host = urlsplit(index.url).hostname
        if index.password:
            path.write_text(f"machine {host} login {index.user} password {index.password}\n")
        yield environ | {"NETRC": str(path)}


def pip(arguments: list[str], environ: dict[str, str] | None = None) -> None:
    """Run pip; its last words become a Mistake."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input"]
    done = subprocess.run(  # noqa: S603  our own interpreter; what follows "--" are names and files
        [*command, *arguments], env=environ, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR: ")]
        why = said[-1].removeprefix("ERROR: ") if said else done.stderr.strip()[-300:]
        raise Mistake(f"pip could not do it: {why}")
