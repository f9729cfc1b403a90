"""Pages for operators: plain forms and tables, no script."""

from collections.abc import Callable

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from license_service.security import OPERATOR


def page(context: type, template: str, name: str = "", permission: str = OPERATOR) -> Callable:
    """A page that is looked at."""
    return view_config(
        context=context,
        name=name,
        request_method="GET",
        permission=permission,
        renderer=f"license_service:pages/templates/{template}.pt",
        machine=False,
    )


def action(context: type, template: str, name: str = "", permission: str = OPERATOR) -> Callable:
    """What a form posts to; it answers with a redirect, or with the form and what is wrong."""
    return view_config(
        context=context,
        name=name,
        request_method="POST",
        permission=permission,
        renderer=f"license_service:pages/templates/{template}.pt",
        machine=False,
    )


def done(where: str, what: str) -> HTTPSeeOther:
    """On to a page, which says what was done: one of ``labels.DONE``."""
    return HTTPSeeOther(f"{where}?done={what}")
