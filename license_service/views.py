"""The pages of the license service, and what it says when there is none.

Under ``/api`` every refusal is a problem (RFC 9457), elsewhere a line of text.
"""

import html
import json
import logging
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from pyramid.response import Response
from pyramid.view import exception_view_config, notfound_view_config, view_config

from license_service.tree import Health, Root

log = logging.getLogger(__name__)
VERSION = version("ecommus")
NOT_BUILT = "Issuing licenses is not built yet."
INDEX = f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>ecommus license service</title>
</head>
<body>
<main>
<h1>ecommus license service</h1>
<p>Version {html.escape(VERSION)}. {NOT_BUILT}</p>
<p>Health: <a href="/health/live">live</a>, <a href="/health/ready">ready</a>.</p>
</main>
</body>
</html>
"""


@view_config(context=Root, request_method="GET")
def index(_context: Root, _request: Any) -> Response:
    """What this is, for people."""
    return Response(INDEX, content_type="text/html", charset="utf-8")


@view_config(context=Health, name="live", request_method="GET", renderer="json")
def live(_context: Health, _request: Any) -> dict[str, Any]:
    """The process answers."""
    return {"status": "ok"}


@view_config(context=Health, name="ready", request_method="GET", renderer="json")
def ready(_context: Health, _request: Any) -> dict[str, Any]:
    """It can do all that it does so far, which needs no database."""
    return {"status": "ok", "version": VERSION, "issuing": False}


@notfound_view_config()
def not_found(_error: Any, request: Any) -> Response:
    """Nothing at this address, and why that may surprise."""
    return refusal(request, HTTPStatus.NOT_FOUND, "not_found", NOT_BUILT)


@exception_view_config(Exception)
def broken(error: Exception, request: Any) -> Response:
    """Our own fault; the log has the rest."""
    log.error("request failed", exc_info=error)
    text = "Something went wrong on our side. It has been noted."
    return refusal(request, HTTPStatus.INTERNAL_SERVER_ERROR, "internal_error", text)


def refusal(request: Any, status: HTTPStatus, reason: str, detail: str) -> Response:
    """A problem under ``/api``, else a line of text."""
    if request.path_info != "/api" and not request.path_info.startswith("/api/"):
        text = f"{status.value} {status.phrase}. {detail}\n"
        return Response(text, status=status.value, content_type="text/plain", charset="utf-8")
    body = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "reason": reason,
        "detail": detail,
    }
    return Response(
        json.dumps(body), status=status.value, content_type="application/problem+json",
        charset="utf-8",
    )  # fmt: skip
