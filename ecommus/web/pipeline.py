"""One request, one transaction: retry → hygiene → page cache → transaction → router.

``tm.annotate_user`` is off: identity would be read before there is a tenant. The transaction
manager is explicit and belongs to the request.
"""

import logging
import secrets
import time
from typing import Any

import structlog
from pyramid.response import Response
from pyramid.tweens import EXCVIEW, INGRESS

structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.stdlib.add_log_level,
        structlog.processors.JSONRenderer(),
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
log = structlog.get_logger("ecommus.request")

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'; manifest-src 'self'"
    ),
}
# What only we may set: the virtual root decides whose shop it is.
STRIPPED = ("HTTP_X_VHM_ROOT",)


def hygiene(handler: Any, registry: Any) -> Any:
    """Outermost: drops headers a client must not send, gives the request an id, logs it, and puts
    the security headers on whatever comes back."""
    secure = list(SECURITY_HEADERS.items())
    if registry.secure_cookies:
        secure.append(("Strict-Transport-Security", "max-age=31536000"))

    def tween(request: Any) -> Any:
        for name in STRIPPED:
            request.environ.pop(name, None)
        # A path that is no UTF-8 names nothing: as one that could be read, it is not found.
        path = request.environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
        request.environ["PATH_INFO"] = path.encode().decode("latin-1")
        started = time.perf_counter()
        try:
            response = handler(request)
        except Exception:
            # Before there was a tenant to ask for an error page: most likely no database.
            log.exception("failed before the application", id=request.request_id)
            response = Response("Try again in a moment.\n", status=503, charset="utf-8")
            response.content_type = "text/plain"
            response.headers["Retry-After"] = "5"
        # One pass over the list: a header at a time costs a cached page a sixth of its time.
        headers = response.headerlist
        there = {name.lower() for name, _value in headers}
        headers.extend(pair for pair in secure if pair[0].lower() not in there)
        headers.append(("X-Request-Id", request.request_id))
        # A page from memory is no news: the proxy in front has it in its own log.
        note = log.debug if request.environ.get("ecommus.kept") else log.info
        note(
            "request",
            method=request.method,
            path=_redacted(request.path_info),
            status=response.status_int,
            ms=round((time.perf_counter() - started) * 1000, 1),
            id=request.request_id,
            tenant=_slug(request),
        )
        return response

    return tween


def cors(handler: Any, registry: Any) -> Any:
    """Cross-origin calls to the API, from the origins that the .ini names (none by default)."""
    allowed = frozenset(registry.settings.get("cors.origins", "").split())

    def tween(request: Any) -> Any:
        origin = request.headers.get("Origin")
        if origin not in allowed or not request.path_info.startswith("/api/"):
            return handler(request)
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            response = request.response
            response.status_int = 204
            response.headers["Access-Control-Allow-Methods"] = "GET, POST, PUT, PATCH, DELETE"
            response.headers["Access-Control-Allow-Headers"] = (
                "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match,"
                " Accept-Language"
            )
            response.headers["Access-Control-Max-Age"] = "600"
        else:
            response = handler(request)
            response.headers["Access-Control-Expose-Headers"] = (
                "ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After,"
                " Idempotent-Replayed, X-Request-Id, Ecommus-Version"
            )
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers.add("Vary", "Origin")
        return response

    return tween


def _slug(request: Any) -> str | None:
    """The tenant's slug, when it is known already: the log asks nothing."""
    site = request.__dict__.get("site")
    return site.tenant.slug if site and site.tenant else None


def _redacted(path: str) -> str:
    """Cart and order tokens open what they name: the log must not."""
    parts = path.split("/")
    return "/".join("…" if _opens(part.rpartition(".")[2]) else part for part in parts)


def _opens(part: str) -> bool:
    """Whether it is a token, or the signature of a sealed one."""
    return len(part) == 32 and "-" not in part[8:9]


def request_id(request: Any) -> str:
    """An id of ours, never the client's."""
    return secrets.token_hex(8)


def includeme(config: Any) -> None:
    """Outermost first; the page cache stands inside, before any session is open."""
    settings = config.registry.settings
    settings.setdefault("tm.annotate_user", "false")
    settings.setdefault("tm.manager_hook", "pyramid_tm.explicit_manager")
    settings.setdefault("retry.attempts", "3")
    config.include("pyramid_retry")
    config.include("pyramid_tm")
    config.add_request_method(request_id, "request_id", reify=True)
    config.add_tween("ecommus.web.pipeline.hygiene", under=INGRESS)
    config.add_tween("ecommus.web.pipeline.cors", under="ecommus.web.pipeline.hygiene")
    config.add_tween(
        "ecommus.web.pagecache.tween",
        under="ecommus.web.pipeline.cors",
        over=("pyramid_tm.tm_tween_factory", EXCVIEW),
    )
    logging.getLogger("ecommus").addHandler(logging.NullHandler())
