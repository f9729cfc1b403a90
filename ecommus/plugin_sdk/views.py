"""The two view decorators, used by the platform itself and by plugins alike.

They only note what was said; ``config.add_page`` and ``config.add_api`` (``ecommus.web.views``)
make Pyramid views of it when a package is scanned.
"""

from collections.abc import Callable, Sequence
from typing import Any

import venusian

CATEGORY = "pyramid"


class _View:
    directive = ""

    def __init__(self, context: Any, **options: Any):
        self.context = context
        self.options = options

    def __call__(self, function: Callable) -> Callable:
        def register(scanner, _name, _ob):
            config = scanner.config.with_package(info.module)
            getattr(config, self.directive)(function, self.context, **self.options)

        info = venusian.attach(function, register, category=CATEGORY, depth=1)
        return function


class page(_View):
    """A page.

    ``within``: the scope interface. ``name``: last segment, "" for the resource itself. ``method``:
    GET by default. ``permission``: who may. ``template``: looked up in the shop's theme, its
    parents, then the package of the view; what the view answers (a dict) is given to it.
    ``public``: may be kept by the page cache. ``csrf=False`` leaves the token out (never the origin
    check). ``sealed``: the address itself proves who sends it, and no cookie is asked: no origin is
    demanded (RFC 8058's one click comes from a mail server). ``rate``: a named limit. ``requires``:
    requirements of this view alone. ``subpath``: the name of one more segment that the view reads
    itself (``request.subpath``).
    """

    directive = "add_page"


class api(_View):
    """A JSON call.

    ``method``, ``permission``, ``within``, ``name`` as for a page. ``schema``: what the body must
    be (422 otherwise; ``request.validated``); ``query``: the same for the query string
    (``request.query``). ``returns``: the answer's schema, or ``Listing(schema)``. ``status``: of a
    success. ``errors``: statuses that the view may answer besides those that its declaration
    implies. ``secret``: the answer hands out a secret and is never replayed.
    """

    directive = "add_api"


class Listing:
    """``returns=Listing(X)``: a page of X with ``items``, ``next`` and ``total``."""

    def __init__(self, schema: Any, *, extra: Sequence[tuple[str, Any]] = ()):
        self.schema = schema
        self.extra = tuple(extra)
