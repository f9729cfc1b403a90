"""Pages of things that are no more than a form: a new one, one to change, taking it away.

A subject says what its form shows and which service it calls; the views of a module hand their
place on to the functions here. Used by ``taxes``, ``zones`` and ``delivery``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import deform

from ecommus.core.errors import Refusal
from ecommus.core.permissions import Permission as P
from ecommus.web import forms
from ecommus.web.admin import notices
from ecommus.web.back_office import editing
from ecommus.web.problems import translate

DONE = {
    "created": "It is there now.",
    "saved": "The changes were saved.",
    "deleted": "It was deleted.",
}


@dataclass(frozen=True)
class Subject:
    """``schema``, ``values`` and ``fields``: a form's nodes, what it shows of a row, and the
    service's fields of what was sent. ``make``: the button that makes one.
    ``paths``: a rule's field → its path in the form."""

    plural: str
    new: str
    make: str
    schema: Callable[[Any, Any], Any]
    values: Callable[[Any, Any], dict[str, Any]]
    fields: Callable[[Any, dict[str, Any], Any], dict[str, Any]]
    create: Callable[[Any, dict[str, Any]], Any]
    change: Callable[[Any, Any, dict[str, Any]], tuple[str, ...]]
    remove: Callable[[Any, Any], None]
    gone: str
    paths: Callable[[str], str] = str
    aside: Callable[[Any, Any], str | None] = lambda _request, _row: None


def build(request: Any, subject: Subject, row: Any = None) -> deform.Form:
    """The form, with its button for who may press it."""
    schema = subject.schema(request, row)
    title = None if row else translate(request, subject.make)
    buttons = editing.buttons(request, P.SETTINGS_EDIT, title)
    return forms.form(schema, request, buttons=buttons, hidden=editing.hidden(request, row))


def blank(context: Any, request: Any, subject: Subject, form: str) -> dict[str, Any]:
    notices.lead(request, subject.plural, context)
    return {
        "title": translate(request, subject.new),
        "form": form,
        "intro": subject.aside(request, None),
    }


def new(context: Any, request: Any, subject: Subject) -> dict[str, Any]:
    """The empty form."""
    return blank(context, request, subject, build(request, subject).render())


def create(context: Any, request: Any, subject: Subject) -> Any:
    """Make it, or show what is in the way."""
    form = build(request, subject)
    try:
        given = subject.fields(request, form.validate(request.POST.items()), None)
        entity_id = subject.create(request, given)
    except deform.ValidationFailure as failure:
        request.response.status_int = 422
        return blank(context, request, subject, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, subject.paths)
        return blank(context, request, subject, form.render())
    request.audit.update(id=str(entity_id), name=given["name"])
    return notices.done(request, context, "created")


def shown(
    context: Any, request: Any, subject: Subject, form: str, differences: Any = None
) -> dict[str, Any]:
    notices.lead(request, subject.plural, context.__parent__)
    links = []
    if request.identity.may(P.SETTINGS_EDIT):
        url = request.to(context, "delete")
        links.append((translate(request, "Delete"), url, "trash", "danger"))
    return {
        "title": context.entity.name,
        "form": form,
        "differences": differences,
        "links": links,
        "intro": subject.aside(request, context.entity),
    }


def show(context: Any, request: Any, subject: Subject) -> dict[str, Any]:
    """The form with what is stored."""
    row = context.entity
    form = build(request, subject, row).render(subject.values(request, row))
    return shown(context, request, subject, form)


def save(context: Any, request: Any, subject: Subject) -> Any:
    """Save the form; somebody else's change in between is shown first."""
    row = context.entity
    form = build(request, subject, row)
    if editing.is_stale(request, row):
        differences = editing.stale(request, form, subject.values(request, row))
        return shown(context, request, subject, form.render(), differences)
    try:
        given = subject.fields(request, form.validate(request.POST.items()), row)
        changed = subject.change(request, row, given)
    except deform.ValidationFailure as failure:
        request.response.status_int = 422
        return shown(context, request, subject, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, subject.paths)
        return shown(context, request, subject, form.render())
    request.audit.update(name=row.name, changed=list(changed))
    return notices.done(request, context.__parent__, "saved")


def ask_delete(
    context: Any, request: Any, subject: Subject, reason: str | None = None
) -> dict[str, Any]:
    """What deleting means, before it is done; or why it cannot be."""
    name = context.entity.name
    notices.lead(request, subject.plural, context.__parent__)
    notices.lead(request, name, context)
    return {
        "title": translate(request, "Delete “%(name)s”?", {"name": name}),
        "texts": [reason or translate(request, subject.gone)],
        "action": request.to(context, "delete"),
        "button": translate(request, "Delete for good"),
        "look": "danger",
        "cancel_url": request.to(context),
    }


def delete(context: Any, request: Any, subject: Subject) -> Any:
    """Take it away, or say what still names it."""
    request.audit.update(name=context.entity.name)
    try:
        subject.remove(request, context.entity)
    except Refusal as refusal:
        return ask_delete(context, request, subject, notices.undo(request, refusal))
    return notices.done(request, context.__parent__, "deleted")
