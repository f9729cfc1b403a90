"""The headers of every answer. The service is never framed, scripted, cached or indexed."""

from typing import Any

from pyramid.tweens import INGRESS

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
        # A path that is no UTF-8 names nothing: as one that could be read, it is not found.
        path = request.environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
        request.environ["PATH_INFO"] = path.encode().decode("latin-1")
        response = handler(request)
        response.headers.update(HEADERS)
        if request.scheme == "https":
            response.headers[HSTS[0]] = HSTS[1]
        return response

    return answer


def includeme(config: Any) -> None:
    config.add_tween("license_service.hygiene.tween", under=INGRESS)
