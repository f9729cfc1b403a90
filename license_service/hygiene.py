"""The headers of every answer, and how much is read. Nothing is framed, scripted or cached."""

from typing import Any

from pyramid.events import NewRequest
from pyramid.tweens import INGRESS

from license_service.errors import Refused

MOST_BYTES = 2**20
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
HSTS = ("Strict-Transport-Security", "max-age=31536000")


def tween(handler: Any, _registry: Any) -> Any:
    """Sets the headers; HSTS only where the request came by TLS (``X-Forwarded-Proto``)."""

    def answer(request: Any) -> Any:
        # A path that is no UTF-8, or has a NUL in it, names nothing: as one that could be read and
        # looked up, it is not found.
        path = request.environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
        path = path.replace("\0", "\N{REPLACEMENT CHARACTER}")
        request.environ["PATH_INFO"] = path.encode().decode("latin-1")
        response = handler(request)
        response.headers.update(HEADERS)
        if request.scheme == "https":
            response.headers[HSTS[0]] = HSTS[1]
        return response

    return answer


def large(request: Any) -> bool:
    return (request.content_length or 0) > MOST_BYTES


def attempts(request: Any) -> int | None:
    """How often ``pyramid_retry`` tries; for more than once it keeps a copy of the body."""
    return 1 if large(request) else None


def small(event: Any) -> None:
    """Refused (413) before anything of a large body is read; nothing is uploaded here."""
    if large(event.request):
        raise Refused(413, "body_too_large", "The body is larger than any that is sent here.")


def includeme(config: Any) -> None:
    config.add_subscriber(small, NewRequest)
    config.add_tween("license_service.hygiene.tween", under=INGRESS)
