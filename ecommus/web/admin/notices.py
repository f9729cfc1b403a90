"""What happened, told to whoever did it: on the next page when it worked, on this one when not.

``?done=confirmed`` names a text of a page's own table, so no address can put words into our mouth.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from ecommus.core.errors import Conflict, Refusal
from ecommus.web.problems import translate


@dataclass(frozen=True, slots=True)
class Message:
    """An alert above a page; ``kind`` is success, info, warning or error."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way back."""

    title: str
    url: str


def lead(request: Any, title: str, place: Any) -> None:
    """Say where the page hangs: one more breadcrumb."""
    request.shell.breadcrumbs.append(Crumb(translate(request, title), request.to(place)))


def say(request: Any, kind: str, text: str, **params: Any) -> None:
    """Put an alert above the page."""
    request.shell.messages.append(Message(kind, translate(request, text, params)))


def told(request: Any, texts: Mapping[str, str]) -> None:
    """Show the text that ``?done=`` names, if it is one of ``texts``."""
    text = texts.get(request.GET.get("done", ""))
    if text is not None:
        say(request, "success", text)


def done(request: Any, place: Any, what: str, *path: str) -> HTTPSeeOther:
    """It worked: go on to ``place`` and say so there."""
    return HTTPSeeOther(request.to(place, *path, query={"done": what}))


def undo(request: Any, refusal: Refusal) -> str:
    """It was refused: nothing of it stays written. Answers the reason, in the reader's words."""
    request.db.rollback_to_start()
    request.response.status_int = 409 if isinstance(refusal, Conflict) else 422
    return translate(request, refusal.message, refusal.params)


def refused(request: Any, refusal: Refusal) -> None:
    """The same, told above the page."""
    request.shell.messages.append(Message("error", undo(request, refusal)))
