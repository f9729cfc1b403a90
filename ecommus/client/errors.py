"""What the API refused, as exceptions: one class per kind of refusal, the problem's fields on it.

What never reached the server stays an ``httpx.TransportError``.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

import httpx


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field that is not right: its path from the body's root, ``lines.0.quantity``."""

    field: str
    code: str
    message: str


class ApiError(Exception):
    """A refusal (RFC 9457). ``reason`` is stable, ``detail`` is for people.

    ``request_id`` is what to name when asking the operator about it.
    """

    statuses: ClassVar[tuple[int, ...]] = ()

    def __init__(
        self,
        status: int,
        reason: str,
        detail: str,
        *,
        errors: tuple[FieldError, ...] = (),
        request_id: str = "",
        retry_after: float | None = None,
    ):
        fields = "; ".join(f"{error.field}: {error.message}" for error in errors if error.field)
        super().__init__(f"{status} {reason}: {detail}" + (f" ({fields})" if fields else ""))
        self.status, self.reason, self.detail = status, reason, detail
        self.errors = errors
        self.request_id = request_id
        self.retry_after = retry_after


class Unauthorized(ApiError):
    """401: no token, or one that is no longer good."""

    statuses = (401,)


class Forbidden(ApiError):
    """403: ``reason`` says whether a permission, a license or the shop's state is in the way."""

    statuses = (403,)


class NotFound(ApiError):
    """404: nothing at this address."""

    statuses = (404,)


class Conflict(ApiError):
    """409: it does not fit the state things are in."""

    statuses = (409,)


class PreconditionFailed(ApiError):
    """412: changed since it was read; 428: say which version was read."""

    statuses = (412, 428)


class Invalid(ApiError):
    """422: ``errors`` names each field. 400 and 415: the body could not be read at all."""

    statuses = (400, 415, 422)


class RateLimited(ApiError):
    """429, and trying again within reason did not help; ``retry_after`` is in seconds."""

    statuses = (429,)


class Unavailable(ApiError):
    """502, 503 or 504, and trying again did not help."""

    statuses = (502, 503, 504)


_BY_STATUS = {status: kind for kind in ApiError.__subclasses__() for status in kind.statuses}


def error_of(response: httpx.Response) -> ApiError:
    """The exception for a refusal; a proxy's answer without a problem in it has reason ``""``."""
    problem = _problem(response)
    kind = _BY_STATUS.get(response.status_code, ApiError)
    return kind(
        response.status_code,
        problem.get("reason", ""),
        problem.get("detail") or response.reason_phrase,
        errors=tuple(
            FieldError(error["field"], error["code"], error["message"])
            for error in problem.get("errors", ())
        ),
        request_id=response.headers.get("X-Request-Id", ""),
        retry_after=seconds(response.headers.get("Retry-After")),
    )


def _problem(response: httpx.Response) -> dict[str, Any]:
    if not response.headers.get("Content-Type", "").startswith("application/problem+json"):
        return {}
    problem = response.json()
    return problem if isinstance(problem, dict) else {}


def seconds(retry_after: str | None) -> float | None:
    """``Retry-After`` in seconds; the form with a date is not one that the API sends."""
    return (
        float(retry_after)
        if retry_after and retry_after.isascii() and retry_after.isdigit()
        else None
    )
