"""What every edit form does: hidden fields, refusals beside their field, and two people at once.

A view builds a form (``web.forms``) and calls ``refuse`` or ``stale`` where a rule or somebody
else's change is in the way: the page is shown again, with what was entered and nothing written.
Alerts and the words after a success are in ``ecommus.web.admin.notices``.
"""

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import colander
import deform

from ecommus.core.permissions import Permission
from ecommus.services import secretbox
from ecommus.web import forms

LONGEST = 160
# Also the storefront's, so it stands with the forms.
refuse = forms.refuse


def hidden(request: Any, entity: Any = None) -> dict[str, str]:
    """Hidden fields: the form token, and the version that is being edited."""
    version = {} if entity is None else {"version": str(entity.version)}
    return {"csrf_token": request.shell.csrf_token} | version


def buttons(request: Any, permission: Permission, title: Any = None) -> tuple[deform.Button, ...]:
    """The save button, for who may use it."""
    if request.identity is None or not request.identity.may(permission):
        return ()
    return (deform.Button("save", title=title),) if title else (forms.SAVE,)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Stands in for the version of what has none: settings of a shop, a plugin, a theme."""

    version: str


def snapshot(schema: colander.SchemaNode, current: Any) -> Snapshot:
    """The version of what a form shows: the same as long as nobody changed it."""
    shown = json.dumps(schema.serialize(current), default=_plain, sort_keys=True)
    return Snapshot(hashlib.sha256(shown.encode()).hexdigest()[:16])


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, set | frozenset) else str(value)


def is_stale(request: Any, entity: Any) -> bool:
    """Whether somebody else saved since this form was opened."""
    return request.POST.get("version", "") != str(entity.version)


def stale(request: Any, form: deform.Form, current: Any) -> list[tuple[str, str, str]]:
    """409: (field, what is stored now, what was entered) where the two differ.

    The form keeps what was entered and carries the new version: saving again is a decision then.
    """
    request.response.status_int = 409
    with suppress(deform.ValidationFailure):
        form.validate(request.POST.items())
    return list(_differences(form, form.schema.serialize(current), form.cstruct))


def _differences(field: Any, theirs: Any, ours: Any):
    for child in field.children:
        if secretbox.is_secret(child):
            continue
        stored, entered = (_part(value, child.name) for value in (theirs, ours))
        if child.children and not isinstance(child.widget, deform.widget.SequenceWidget):
            yield from _differences(child, stored, entered)
        elif _shown(stored) != _shown(entered):
            yield field.translate(child.title), _shown(stored), _shown(entered)


def _part(value: Any, name: str) -> Any:
    return value.get(name, colander.null) if isinstance(value, dict) else colander.null


def _shown(value: Any) -> str:
    if value in (colander.null, None):
        return ""
    if isinstance(value, list | tuple | set):
        return ", ".join(sorted(map(_shown, value)))
    text = str(value).replace("\r\n", "\n").strip()
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
