"""Whole pages, kept in memory and looked up before a database session is open.

Only views declared public take part, and only requests that carry no session, no cart and no
Authorization. What is kept holds no token, key, badge or name, so it is the same for everyone.
"""

import hashlib
import threading
import time
from collections import OrderedDict
from typing import Any

from pyramid.response import Response

from ecommus.core.entitlements import Entitlements

TTL = 60.0
MOST = 2_000
QUERY = frozenset({"page", "sort", "variant", "q"})


class PageCache:
    """Least recently used pages, each at most ``TTL`` seconds old (stock may change meanwhile)."""

    def __init__(self, most: int = MOST, ttl: float = TTL):
        self._pages: OrderedDict[tuple, tuple[float, Response]] = OrderedDict()
        self._most, self._ttl = most, ttl
        self._lock = threading.Lock()

    def get(self, key: tuple) -> Response | None:
        with self._lock:
            entry = self._pages.get(key)
            if entry is None or entry[0] < time.monotonic():
                return None
            self._pages.move_to_end(key)
            return entry[1]

    def put(self, key: tuple, response: Response) -> None:
        with self._lock:
            self._pages[key] = (time.monotonic() + self._ttl, response)
            self._pages.move_to_end(key)
            while len(self._pages) > self._most:
                self._pages.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()


def key_of(request: Any, entitlements: Entitlements) -> tuple | None:
    """What a page depends on, or None when it must not be kept."""
    tenant = request.tenant
    if request.method not in ("GET", "HEAD") or tenant is None or request.in_back_office:
        return None
    environ = request.environ
    # A cart or a session of ours; cookies of others change nothing.
    if "HTTP_AUTHORIZATION" in environ or "ecommus-" in environ.get("HTTP_COOKIE", ""):
        return None
    try:
        # Parsed only where there is one: most pages have none.
        query = tuple(sorted(request.GET.items())) if environ.get("QUERY_STRING") else ()
    except UnicodeDecodeError:
        return None
    if not QUERY.issuperset(name for name, _value in query):
        return None
    return (
        tenant.id,
        tenant.version,
        tenant.catalogue_version,
        entitlements,
        request.currency,
        request.host,
        request.path_info,
        query,
    )


def tween(handler: Any, registry: Any) -> Any:
    """Answers from the cache; keeps what a public view answered with 200."""
    if registry.settings.get("pagecache.enabled", "true") == "false":
        registry.pages = PageCache(most=0)
        return handler
    registry.pages = cache = PageCache()

    def answer(request: Any) -> Response:
        key = key_of(request, request.entitlements)
        if key is None:
            return handler(request)
        kept = cache.get(key)
        if kept is None:
            response = handler(request)
            if not getattr(request, "public_view", False) or response.status_int != 200:
                return response
            if "Set-Cookie" in response.headers or request.method == "HEAD":
                return response
            response.etag = hashlib.sha256(response.body).hexdigest()[:32]
            response.headers["Cache-Control"] = "public, max-age=0, s-maxage=60"
            response.headers["Vary"] = "Accept-Encoding, Cookie"
            cache.put(key, response.copy())
            kept = response
        return _deliver(request, kept)

    return answer


def _deliver(request: Any, kept: Response) -> Response:
    request.environ["ecommus.kept"] = True
    if request.if_none_match and kept.etag in request.if_none_match:
        response = Response(status=304)
        response.headers.pop("Content-Type", None)
        for name in ("ETag", "Cache-Control", "Vary"):
            response.headers[name] = kept.headers[name]
        return response
    return kept.copy()


def includeme(config: Any) -> None:
    """Marks requests whose view is public (the tween itself is placed by the pipeline)."""
    config.add_view_deriver(public, under="decorated_view", over="rendered_view")


def public(view: Any, info: Any) -> Any:
    declared = info.options.get("declared")
    if not declared or not declared.options.get("public"):
        return view

    def wrapper(context: Any, request: Any) -> Any:
        request.public_view = True
        return view(context, request)

    return wrapper


public.options = ("declared",)
