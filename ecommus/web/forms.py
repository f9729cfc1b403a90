"""Forms: colander schemas drawn by our own templates, in the language of the request.

``templates/forms/`` holds one template per deform widget; nothing falls back to deform's own, which
need Bootstrap and scripts. The class names (``field``, ``field__label``, ``field__help``,
``field__error``) are shared by ``static/admin.css`` and the storefront themes. Widgets of ours are
in ``ecommus.web.widgets``.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import colander
import deform
from chameleon import PageTemplateLoader
from chameleon.utils import Markup
from deform.widget import FileUploadWidget, SequenceWidget
from translationstring import ChameleonTranslate, TranslationString, TranslationStringFactory

from ecommus import plugin_sdk
from ecommus.core.errors import Conflict, Refusal
from ecommus.web.problems import translate
from ecommus.web.widgets import Amount, Rows, identify

_ = TranslationStringFactory("ecommus")

SAVE = deform.Button("save", title=_("Save"))
TEMPLATES = Path(__file__).parent / "templates" / "forms"

AMOUNTS = (colander.Money, plugin_sdk.Amount)
# deform's names that one template of ours serves together with another.
ALIASES = {
    "select2": "select",
    "selectize": "select",
    "richtext": "textarea",
    "mapping_accordion": "mapping",
    "checked_input": "checked_password",
    "readonly/radio_choice": "readonly/select",
    "readonly/checkbox_choice": "readonly/select",
    "readonly/checked_password": "readonly/password",
    "readonly/dateparts": "readonly/textinput",
    "readonly/datetimeinput": "readonly/textinput",
    "readonly/richtext": "readonly/textinput",
    "readonly/textarea": "readonly/textinput",
}
# Several controls under one name: a fieldset with a legend, not a label.
GROUPS = {
    "radio_choice",
    "checkbox_choice",
    "checked_input",
    "checked_password",
    "dateparts",
    "datetimeinput",
}


def form(
    schema: colander.SchemaNode,
    request: Any,
    *,
    buttons: Sequence[str | deform.Button] = (SAVE,),
    action: str = "",
    formid: str = "form",
    hidden: Mapping[str, str] | None = None,
    **options: Any,
) -> deform.Form:
    """A deform form over a bound ``schema``; ``form.render(appstruct)`` gives markup.

    ``hidden`` are plain inputs outside of the schema (``csrf_token``, ``version``,
    ``idempotency_key``). ``options`` go to ``deform.Form`` (``method``, ``appstruct`` …). Two forms
    on one page need two ``formid``s. A sequence without a widget becomes ``Rows``, a type of
    ``AMOUNTS`` an ``Amount``.
    """
    built = deform.Form(
        schema,
        action=action,
        buttons=buttons,
        formid=formid,
        focus="off",
        renderer=Renderer(request),
        **options,
    )
    built.hidden = dict(hidden or {})
    identify(built, formid)
    for field in walk(built):
        if field.schema.widget is None and type(field.typ) is colander.Sequence:
            field.widget = Rows()
        elif field.schema.widget is None and type(field.typ) in AMOUNTS:
            field.widget = Amount()
    return built


class Renderer:
    """What deform draws with: our templates (cooked once a process) and one request's language."""

    def __init__(self, request: Any):
        settings = getattr(request.registry, "settings", None) or {}
        self.loader = _loader(bool(settings.get("pyramid.reload_templates")))
        self.localizer = request.localizer
        self.chameleon_translate = ChameleonTranslate(self.translate)

    def translate(self, text: str) -> str:
        """Our wording of colander's and deform's messages where there is one, else their own."""
        if getattr(text, "domain", None) in ("colander", "deform"):
            ours = TranslationString(text, domain="ecommus")
            translated = self.localizer.translate(ours)
            if translated != ours.interpolate():
                return translated
        return self.localizer.translate(text)

    def __call__(self, name: str, **values: Any) -> Markup:
        template = self.loader[f"{ALIASES.get(name, name)}.pt"]
        return Markup(template(translate=self.chameleon_translate, **HELPERS, **values))


@lru_cache
def _loader(reload: bool) -> PageTemplateLoader:
    return PageTemplateLoader([str(TEMPLATES)], auto_reload=reload)


def walk(field: deform.Field) -> Iterator[deform.Field]:
    """Every field below ``field``; of a sequence its prototype."""
    for child in field.children:
        yield child
        yield from walk(child)


def has_upload(field: deform.Field) -> bool:
    """Whether a form must be sent as multipart."""
    return any(isinstance(child.widget, FileUploadWidget) for child in walk(field))


def layout(field: deform.Field) -> str:
    """How a field is framed: ``bare``, ``check`` (box before label), ``group`` or ``field``."""
    widget = field.widget
    structural = widget.category == "structural" or isinstance(widget, SequenceWidget)
    if widget.hidden or structural:
        return "bare"
    if widget.template == "checkbox":
        return "check"
    return "group" if widget.template in GROUPS else "field"


def messages(field: deform.Field) -> list[str]:
    """A field's own errors, none of its children's."""
    return [message for message in field.error.messages() if message] if field.error else []


def described_by(field: deform.Field) -> str | None:
    """Ids of the help, unit and error texts of a field, for ``aria-describedby``."""
    texts = {
        "help": field.description,
        "unit": getattr(field.widget, "unit", None) or getattr(field.widget, "input_append", None),
        "error": messages(field),
    }
    return " ".join(f"{field.oid}-{name}" for name, text in texts.items() if text) or None


def control(field: deform.Field, **own: Any) -> dict[str, Any]:
    """Attributes of a field's input: ours, then the template's, then ``widget.attributes``."""
    grouped = layout(field) == "group"
    attributes = {
        "id": field.oid,
        "name": field.name,
        "class": field.widget.css_class,
        "required": "required" if field.required else None,
        "aria-invalid": "true" if messages(field) else None,
        # A group's fieldset carries the description for all of its inputs.
        "aria-describedby": None if grouped else described_by(field),
    }
    attributes |= own | dict(getattr(field.widget, "attributes", None) or {})
    return {name: value for name, value in attributes.items() if value is not None}


@dataclass(frozen=True)
class Failure:
    """A line of the error summary. ``target`` is the id to jump to, "" where there is none."""

    target: str
    label: str
    message: str


def failures(field: deform.Field, label: str = "") -> list[Failure]:
    """All errors below a field in document order, each with a label that says where it is."""
    target = f"{field.oid}-0" if layout(field) == "group" else field.oid
    if field.widget.hidden or isinstance(field, deform.Form):
        target = ""
    found = [Failure(target, label, message) for message in messages(field)]
    rows = getattr(field, "sequence_fields", [])
    for number, row in enumerate(rows):
        # The summary is drawn before the rows are, and has to know their ids.
        identify(row, f"{field.oid}-{number}")
        found += failures(row, f"{label} {number + 1}")
    for child in [] if isinstance(field.widget, SequenceWidget) else field.children:
        # The translation of nothing is a catalogue's header.
        title = child.title and field.translate(child.title)
        found += failures(child, " › ".join(filter(None, (label, title))))
    return found


def refuse(
    request: Any, form: deform.Form, refusal: Refusal, at: Callable[[str], str] = str
) -> None:
    """Put a rule's refusal beside its field; nothing of the attempt is kept.

    ``at`` turns the rule's field name into the form's path (``"texts.title"``). What the form does
    not have is said above it.
    """
    request.db.rollback_to_start()
    request.response.status_int = 409 if isinstance(refusal, Conflict) else 422
    error = colander.Invalid(form.schema)
    text = translate(request, refusal.message, refusal.params)
    if not _pin(form, error, at(refusal.field).split("."), text):
        error.msg = text
    form.widget.handle_error(form, error)


def _pin(field: deform.Field, error: colander.Invalid, path: list[str], text: str) -> bool:
    for position, child in enumerate(field.children):
        if child.name != path[0]:
            continue
        below = colander.Invalid(child.schema, text if len(path) == 1 else None)
        if len(path) > 1 and not _pin(child, below, path[1:], text):
            below.msg = text
        error.add(below, position)
        return True
    return False


# What the templates may call.
HELPERS = {
    "control": control,
    "described": described_by,
    "failures": failures,
    "layout": layout,
    "messages": messages,
    "multipart": has_upload,
}
