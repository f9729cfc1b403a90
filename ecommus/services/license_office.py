"""The license service, asked and told in the vendor's name: with a service key, over HTTP.

The vendor's own installation has one; everywhere else the panels do not exist. What the service
refuses comes back as ``Refused``, that it cannot be asked as ``Away``.
"""

import hashlib
import json
from typing import Any

from ecommus.services.service_calls import Away, call, fetch, odd, other

READ_WITHIN, ACT_WITHIN = 5.0, 15.0
REFUSALS = (400, 409, 412, 422)
LONGEST_LOG = 40_000_000


class Refused(Exception):
    """The service said no: ``code`` is its reason, ``field`` what is to blame; the text is English
    and complete, ``params`` are for words of our own."""

    def __init__(self, status: int, said: dict[str, Any]):
        super().__init__(_text(said, "detail") or f"HTTP {status}")
        self.status, self.code, self.field = status, _text(said, "reason"), _text(said, "field")
        given = said.get("params")
        self.params = given if isinstance(given, dict) else {}


class Office:
    """The service at ``url``, asked with a key."""

    def __init__(self, url: str, key: str):
        self.url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {key}", "Accept": "application/json"}

    def ask(self, path: str, **query: Any) -> dict[str, Any]:
        """The JSON of a call. Away; KeyError where it knows nothing by this address."""
        given = {name: value for name, value in query.items() if value not in ("", None)}
        status, said = call("GET", f"{self.url}{path}", within=READ_WITHIN, params=given,
                            headers=self._headers)  # fmt: skip
        if status != 200:
            raise self._no(path, status)
        return said

    def tell(self, path: str, body: dict[str, Any], key: str) -> dict[str, Any]:
        """Have something done, once under one ``key``. Refused, Away, KeyError."""
        status, said = call("POST", f"{self.url}{path}", within=ACT_WITHIN, json=body,
                            headers=self._headers | {"Idempotency-Key": key})  # fmt: skip
        if status in REFUSALS:
            raise Refused(status, said)
        if status not in (200, 201):
            raise self._no(path, status)
        return said

    def lines(self, path: str, **query: Any) -> list[str]:
        """A call that answers a line an entry."""
        status, body = fetch("GET", f"{self.url}{path}", within=ACT_WITHIN, most=LONGEST_LOG,
                             params=query, headers=self._headers)  # fmt: skip
        if status != 200:
            raise self._no(path, status)
        try:
            return body.decode().splitlines()
        except UnicodeDecodeError:
            raise other() from None

    def _no(self, path: str, status: int) -> Exception:
        if status == 404:
            return KeyError(path)
        if status == 401:
            return Away("key_unknown", "it does not know our service key")
        if status == 403:
            return Away("key_refused", "our service key may not do this")
        return odd(status)


def request_key(nonce: str, path: str, body: dict[str, Any]) -> str:
    """The name of a request: of one form (``nonce``) and what was typed into it. A second click
    sends the same one, a changed form another."""
    said = json.dumps([nonce, path, body], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def office_of(settings: Any) -> Office | None:
    """The service as the settings name it: ``license.url`` and ``license.service_key``."""
    url, key = settings.get("license.url", ""), settings.get("license.service_key", "")
    return Office(url, key) if url and key else None


def _text(said: dict[str, Any], name: str) -> str:
    value = said.get(name)
    return value[:1000] if isinstance(value, str) else ""
