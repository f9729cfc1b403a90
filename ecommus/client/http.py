"""One call: its headers, its repetition when the server is busy, its refusal as an exception.

A change that is sent twice (the first answer was lost, or the server said 503) carries the same
Idempotency-Key both times, so it has one effect.
"""

import random
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import httpx

from ecommus.client.errors import ApiError, error_of
from ecommus.client.records import Record

ATTEMPTS = 4
LONGEST_WAIT = 30.0
BUSY = frozenset({429, 503})
RUNNING = "idempotency_in_progress"


def segment(value: str) -> str:
    """An id or slug as one segment of a path. ValueError when it would lead elsewhere."""
    if value in ("", ".", "..") or "/" in value:
        raise ValueError(f"{value!r} is not an id or slug of this API")
    return quote(value, safe="")


class Http:
    """The calls of one ``Client``. ``token`` is the bearer token, an API key or of a sign-in."""

    def __init__(
        self, client: httpx.Client, token: str | None, sleep: Callable[[float], None] = time.sleep
    ):
        self._client = client
        self._sleep = sleep
        self._lock = threading.Lock()
        self.token = token
        # Set by a sign-in: gets a new access token, or says by Unauthorized that it is over.
        self.renew: Callable[[], object] | None = None

    def get(self, path: str, *, query: Mapping[str, Any] | None = None) -> Any:
        return self.send("GET", path, query=query)

    def post(self, path: str, body: Any = None, **options: Any) -> Any:
        return self.send("POST", path, body=body, **options)

    def patch(self, path: str, body: Any, **options: Any) -> Any:
        return self.send("PATCH", path, body=body, **options)

    def put(self, path: str, body: Any, **options: Any) -> Any:
        return self.send("PUT", path, body=body, **options)

    def delete(self, path: str, **options: Any) -> Any:
        return self.send("DELETE", path, **options)

    def send(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        query: Mapping[str, Any] | None = None,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        once: bool = False,
        renewing: bool = False,
    ) -> Any:
        """The answer's body; None for 204.

        ``once``: the server keeps no idempotency record of this call, so it is not sent again when
        its answer was lost. Raises ApiError, or httpx.TransportError when nobody answered.
        """
        headers = {}
        if method != "GET" and not once:
            headers["Idempotency-Key"] = idempotency_key or secrets.token_urlsafe(18)
        if if_match is not None:
            headers["If-Match"] = if_match
        params = {key: _text(value) for key, value in (query or {}).items() if value is not None}

        def perform() -> httpx.Response:
            request = self._client.build_request(
                method, path, params=params, json=body, headers={**headers, **self._authorization()}
            )
            return self._client.send(request)

        repeatable = method == "GET" or "Idempotency-Key" in headers
        return self._answer(self._repeated(perform, repeatable, renewing))

    def _authorization(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def _repeated(
        self, perform: Callable[[], httpx.Response], repeatable: bool, renewing: bool
    ) -> httpx.Response:
        renewed = renewing
        for attempt in range(1, ATTEMPTS + 1):
            token = self.token
            try:
                response = perform()
            except httpx.TransportError:
                if attempt == ATTEMPTS or not repeatable:
                    raise
                self._sleep(_backoff(attempt))
                continue
            if response.status_code == 401 and self.renew is not None and not renewed:
                renewed = True
                self._renew(token)
                continue
            if not _busy(response) or attempt == ATTEMPTS:
                return response
            wait = error_of(response).retry_after
            if wait is not None and wait > LONGEST_WAIT:
                return response
            self._sleep(wait if wait is not None else _backoff(attempt))
        return response

    def _renew(self, token: str | None) -> None:
        # The refresh token changes with every use: of several threads one uses it.
        with self._lock:
            if self.token == token and self.renew is not None:
                self.renew()

    def _answer(self, response: httpx.Response) -> Any:
        if not response.is_success:
            raise error_of(response)
        if response.status_code == 204 or not response.content:
            return None
        if not response.headers.get("Content-Type", "").startswith("application/json"):
            raise ApiError(response.status_code, "", "The answer is not JSON; is this the API?")
        body = response.json()
        if isinstance(body, dict):
            body = Record(body)
            body.etag = response.headers.get("ETag")
        return body


def _busy(response: httpx.Response) -> bool:
    running = response.status_code == 409 and error_of(response).reason == RUNNING
    return running or response.status_code in BUSY


def _backoff(attempt: int) -> float:
    return 0.2 * 2 ** (attempt - 1) * random.uniform(0.5, 1.5)  # noqa: S311


def _text(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value
