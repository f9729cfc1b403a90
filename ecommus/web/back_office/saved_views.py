"""Saved views of a list: above it the own ones to choose, and a form that saves this one.

They are offered where a place has a sheet (``spreadsheet``), by the shell; everybody of the staff
has their own. Read from memory: a list costs no statement for them.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from pyramid.httpexceptions import HTTPSeeOther

from ecommus.db.queries import saved_views as queries
from ecommus.web.back_office import spreadsheet

PARTS = ("save-view", "delete-view")


@dataclass(frozen=True, slots=True)
class View:
    """A saved view as a tab of its list."""

    id: str
    name: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Views:
    """What the shell shows above a list: the own views, where to save and delete one."""

    views: tuple[View, ...]
    query: str
    save_url: str
    delete_url: str


def filters(pairs: Any) -> str:
    """The filters of a list's address, in an order of their own: what a view keeps."""
    kept = [(key, value) for key, value in pairs if key not in spreadsheet.NOT_FILTERS and value]
    return urlencode(sorted(kept))


def of_request(request: Any) -> Views | None:
    """The views of this page's list, for a member of staff."""
    context, identity = getattr(request, "context", None), request.identity
    sheet = spreadsheet.of(context)
    if sheet is None or request.view_name or identity.kind != "staff":
        return None
    own = request.remembered("saved_views", lambda: queries.of_shop(request.db))
    here, path = filters(request.GET.items()), request.to(context)
    return Views(
        tuple(
            View(str(row.id), row.name, f"{path}?{row.query}" if row.query else path,
                 row.query == here)
            for row in own.get((identity.id, sheet.name), ())
        ),
        here,
        *(request.to(context, part) for part in PARTS),
    )  # fmt: skip


def back(context: Any, request: Any, query: str) -> HTTPSeeOther:
    """To the list, as the filters say that were sent with the form."""
    clean = filters(parse_qsl(query))
    path = request.to(context)
    return HTTPSeeOther(f"{path}?{clean}" if clean else path)
