"""The JSON API under ``/v1``: heartbeats, and what programs with a service key may do.

``api`` declares a view; its permission is a scope of the key, or ``PUBLIC``.
"""

from collections.abc import Callable
from typing import Any

from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from license_service.reading import number_of

PUBLIC = NO_PERMISSION_REQUIRED
MOST = 200


def api(context: type, permission: str, name: str = "", method: str = "GET") -> Callable:
    """A view of the API: JSON, no cookie, no CSRF token. The same places stand beside ``/v1``, as
    pages; ``machine`` tells them apart."""
    return view_config(
        context=context,
        name=name,
        request_method=method,
        permission=permission,
        renderer="json",
        require_csrf=False,
        machine=True,
    )


def limit_of(request: Any) -> int:
    """How many are wanted, at most 200."""
    return min(max(number_of(request, "limit", 50), 1), MOST)
