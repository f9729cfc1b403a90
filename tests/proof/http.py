"""A small HTTP client for load and races: one kept-alive loopback connection, JSON both ways."""

import json
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any

TRIES = 40


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def reason(self) -> str:
        """The problem's stable reason, "" for what is no problem."""
        return self.json.get("reason", "") if self.status >= 400 else ""


class Api:
    """Requests to one port, addressed to one host. Use it from one thread, and ``with`` it."""

    def __init__(self, port: int, host: str, token: str | None = None, timeout: float = 60):
        self.port, self.host = port, host
        self._connection = HTTPConnection("127.0.0.1", port, timeout=timeout)
        self._headers = {"Host": f"{host}:{port}", "Accept": "application/json"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"

    def __enter__(self) -> "Api":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def call(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """One request. OSError when the server is away or ends in the middle of it."""
        sent = self._headers | (headers or {})
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            sent |= {"Content-Type": "application/json"}
        try:
            self._connection.request(method, path, data, sent)
            response = self._connection.getresponse()
            answer = response.read()
        except (HTTPException, OSError) as error:
            self.close()
            raise ConnectionError(f"{method} {path}: {error!r}") from error
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, answer)

    def patient(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """The same, but a 503 is tried again, as its Retry-After says."""
        for _ in range(TRIES):
            answer = self.call(method, path, body, headers)
            if answer.status != 503:
                return answer
            time.sleep(float(answer.headers["retry-after"]) / 4)
        return answer

    def good(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The JSON of a call that must succeed."""
        answer = self.patient(method, path, body, headers or None)
        assert answer.status < 300, f"{method} {path}: {answer.status} {answer.body[:500]!r}"
        return answer.json if answer.body else None
