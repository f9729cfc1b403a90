"""Saving this view of a list under a name, and deleting one: for every list that has a sheet."""

from typing import Any
from urllib.parse import parse_qsl

from pyramid.httpexceptions import HTTPNotFound

from ecommus.core.ids import parse_uuid
from ecommus.plugin_sdk.interfaces import IAdmin
from ecommus.plugin_sdk.views import page
from ecommus.services import saved_views as service
from ecommus.web.admin import sheets
from ecommus.web.back_office import saved_views, spreadsheet


def _mine(request: Any) -> Any:
    """Who of the staff asks: keys have no lists to look at."""
    if request.identity.kind != "staff":
        raise HTTPNotFound()
    return request.identity.id


def save(context: Any, request: Any) -> Any:
    """Keep the filters of this list under a name."""
    sheet = spreadsheet.of(context)
    query = saved_views.filters(parse_qsl(request.POST.get("query", "")))
    service.save(request, _mine(request), sheet.name, request.POST.get("name", ""), query)
    return saved_views.back(context, request, query)


def remove(context: Any, request: Any) -> Any:
    """Delete one of one's own views."""
    view_id = parse_uuid(request.POST.get("view", ""))
    if view_id is not None:
        service.forget(request, _mine(request), view_id)
    return saved_views.back(context, request, "")


for _place, _sheet in sheets.SHEETS.items():
    _post = {"within": IAdmin, "method": "POST", "permission": _sheet.permission}
    page(_place, name=saved_views.PARTS[0], **_post)(save)
    page(_place, name=saved_views.PARTS[1], **_post)(remove)
