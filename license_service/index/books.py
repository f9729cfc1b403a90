"""What the license service says, asked over HTTP and remembered for at most a minute.

When the service is away, what is remembered runs out and then nobody is let in: a revoked license
must not come back with a broken wire.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx

from ecommus.core.keysets import KeySet, newer, verify_keys
from ecommus.core.packages import Publisher, verify_publishers, verify_withdrawn
from ecommus.core.signed import Keys, SignedError
from license_service.errors import Refused

KEPT = 60.0
MOST = 10_000


class Books:
    """Answers of the service at ``url``, read with the index's service key."""

    def __init__(self, url: str, key: str, roots: Keys, http: httpx.Client | None = None):
        self._roots = roots
        self._key = key
        self._http = http or httpx.Client(base_url=url, timeout=5.0)
        self._kept: dict[str, tuple[float, Any]] = {}
        self._set: KeySet | None = None

    def keys(self) -> Keys:
        """The keys that sign licenses, under the pinned root. Refused (503) when not to be had."""

        def read() -> KeySet:
            offered = verify_keys(self._ask("/v1/keys")["keys"], self._roots, datetime.now(UTC))
            self._set = newer(self._set, offered)
            return self._set

        return self._remember("keys", read).keys

    def standing(self, jti: str) -> tuple[str, str]:
        """(state, reason) of a token."""

        def read() -> tuple[str, str]:
            said = self._ask(f"/v1/standings/{jti}")
            return str(said["state"]), str(said["reason"])

        return self._remember(f"standing {jti}", read)

    def publishers(self) -> tuple[str, dict[str, Publisher]]:
        """The signed list, as it came and as it reads."""
        token, publishers, _withdrawn = self._list()
        return token, publishers

    def withdrawn(self) -> dict[str, str]:
        """Wheels that are withdrawn, and why, by the same list."""
        return self._list()[2]

    def _list(self) -> tuple[str, dict[str, Publisher], dict[str, str]]:
        def read() -> tuple[str, dict[str, Publisher], dict[str, str]]:
            token, now = self._ask("/v1/publishers")["publishers"], datetime.now(UTC)
            publishers = verify_publishers(token, self.keys(), now)
            return token, publishers, verify_withdrawn(token, self.keys(), now)

        return self._remember("publishers", read)

    def is_operator(self, key: str) -> bool:
        """Whether a service key may publish for the operator. Asked every time."""
        try:
            answer = self._get("/v1/publishers/operator", key)
        except httpx.HTTPError as error:
            raise _away() from error
        if answer.status_code >= 500:
            raise _away()
        return answer.status_code == 200

    def _remember(self, name: str, read: Callable[[], Any]) -> Any:
        at, value = self._kept.get(name, (0.0, None))
        # Before the question: an answer on its way may be old already.
        now = time.monotonic()
        if value is None or now - at >= KEPT:
            if len(self._kept) >= MOST:
                self._kept = {}
            try:
                value = read()
            except (httpx.HTTPError, SignedError, ValueError, KeyError, TypeError) as error:
                raise _away() from error
            self._kept[name] = now, value
        return value

    def _get(self, path: str, key: str) -> httpx.Response:
        return self._http.get(path, headers={"Authorization": f"Bearer {key}"})

    def _ask(self, path: str) -> dict[str, Any]:
        answer = self._get(path, self._key)
        answer.raise_for_status()
        return answer.json()


def _away() -> Refused:
    text = "The license service cannot be asked at present; try again in a minute."
    return Refused(503, "license_service_away", text)
