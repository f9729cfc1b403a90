"""A call to the license service, bounded in time and size; what goes wrong has a code.

Whoever calls holds no transaction that has written: the network is waited for here.
"""

import json
import re
import time
from typing import Any

import httpx

CONNECT = 3.0
# Neither a page nor PostgreSQL takes NUL or half a surrogate pair; JSON can spell both.
UNSHOWABLE = re.compile("[\ud800-\udfff]|\\\\u0000")
MOST_BYTES = 2_000_000


class Away(Exception):
    """The service did not answer, or not as one does. ``code`` and ``params`` are for pages
    (``web.license_words``), the text is for logs and commands."""

    def __init__(self, code: str, text: str, **params: Any):
        super().__init__(text)
        self.code, self.params = code, params

    @property
    def undone(self) -> bool:
        """Whether nothing can have come of it: the request never arrived, or was turned away."""
        return self.code in ("unreachable", "key_unknown", "key_refused")


def fetch(
    method: str, url: str, *, within: float, most: int = MOST_BYTES, **options: Any
) -> tuple[int, bytes]:
    """(status, body), or Away: nobody there, too slow, too much."""
    ends, body = time.monotonic() + within, b""
    patience = httpx.Timeout(within, connect=min(within, CONNECT))
    # Read as it is sent: a few packed bytes could be many.
    plain = {"Accept-Encoding": "identity"}
    slow = Away("slow", f"it did not answer within {within:g} seconds", seconds=f"{within:g}")
    try:
        with (
            httpx.Client(timeout=patience, follow_redirects=False, headers=plain) as client,
            client.stream(method, url, **options) as answer,
        ):
            # Each read is bounded by the timeout, all of them together by the clock.
            for part in answer.iter_raw():
                body += part
                if len(body) > most:
                    raise Away("too_long", "it answered more than any answer is")
                if time.monotonic() > ends:
                    raise slow
            return answer.status_code, body
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.InvalidURL) as error:
        name = type(error).__name__
        raise Away("unreachable", f"it cannot be reached ({name})", error=name) from None
    except httpx.TimeoutException:
        raise slow from None
    except httpx.HTTPError as error:
        name = type(error).__name__
        raise Away("broken_off", f"it broke off while answering ({name})", error=name) from None


def call(method: str, url: str, *, within: float, **options: Any) -> tuple[int, dict[str, Any]]:
    """(status, JSON object), or Away. What is no JSON is told by its status, if that says more."""
    status, body = fetch(method, url, within=within, **options)
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise (odd(status) if status != 200 else no_json()) from None
    if not isinstance(said, dict) or UNSHOWABLE.search(json.dumps(said, ensure_ascii=False)):
        raise odd(status) if status != 200 else other()
    return status, said


def odd(status: int) -> Away:
    """It answered with a status that nobody expects."""
    return Away("status", f"it answered {status}", status=status)


def no_json() -> Away:
    return Away("no_json", "it answered no JSON")


def other() -> Away:
    """It answered in a form of its own."""
    return Away("other", "it answered something else")
