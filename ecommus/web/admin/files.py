"""Files that the back office hands out."""

from typing import Any

from pyramid.response import Response

from ecommus.web.admin import lists


def csv_file(request: Any, what: str, data: bytes) -> Response:
    """A CSV to download, named after the shop, what it holds, and the day."""
    name = f"{request.tenant.slug}-{what}-{lists.today(request):%Y-%m-%d}.csv"
    response = Response(data, content_type="text/csv", charset="utf-8")
    response.content_disposition = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
