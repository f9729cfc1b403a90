"""Form widgets that deform lacks: rows without script, decimals as people type them.

``ecommus.web.forms`` puts them in place of deform's defaults; ``templates/forms/`` draws them.
"""

from typing import Any

from colander import Invalid, null
from deform import Field
from deform.widget import SequenceWidget, TextInputWidget
from translationstring import TranslationStringFactory

from ecommus.core.money import plain

_ = TranslationStringFactory("ecommus")

REMOVE = "__remove__"
# Browsers fill these in by themselves, so they say nothing about whether a row was used.
SELF_FILLING = {"select", "radio_choice", "checkbox", "hidden"}


def identify(field: Field, prefix: str) -> None:
    """Give a field and all below it readable, stable ids: ``form-address-city``."""
    field.oid = getattr(field.schema, "oid", None) or prefix
    for child in field.children:
        identify(child, f"{field.oid}-{child.name}")


class Rows(SequenceWidget):
    """A sequence edited without script: the rows that are there, then ``extra`` empty ones.

    A row left empty is not there, a row whose "Remove" box is ticked is taken out. Lists of
    selects or checkboxes count as used when anything is chosen.
    """

    category = "structural"
    extra = 2

    def serialize(self, field: Field, cstruct: Any, **kw) -> str:
        values = [] if cstruct in (null, None) else list(cstruct)
        # After a failed validation the rows carry their errors; else they are made from the values.
        rows = getattr(field, "sequence_fields", [])
        if len(rows) != len(values):
            rows = [_row(field, value) for value in values]
        readonly = kw.get("readonly", self.readonly)
        room = self.extra if self.max_len is None else max(self.max_len - len(rows), 0)
        spare = 0 if readonly else max(min(self.extra, room), (self.min_len or 0) - len(rows))
        filled = len(rows)
        rows = [*rows, *(_row(field, null) for _spare in range(spare))]
        for number, row in enumerate(rows):
            identify(row, f"{field.oid}-{number}")
            if number >= filled:
                _make_optional(row)
        kw.update(rows=rows, filled=filled)
        template = self.readonly_template if readonly else self.template
        return field.renderer(template, **self.get_template_values(field, cstruct, kw))

    def deserialize(self, field: Field, pstruct: Any) -> list:
        if not isinstance(pstruct, list):
            return super().deserialize(field, pstruct)
        rows: list = []
        for row in pstruct:
            # The tick is posted right after the row it stands in.
            if row == REMOVE:
                del rows[-1:]
            else:
                rows.append(row)
        item = field.children[0]
        return super().deserialize(field, [row for row in rows if not _blank(item, row)])


def _row(field: Field, value: Any) -> Field:
    row = field.children[0].clone()
    if value is not null:
        row.cstruct = value
    return row


def _make_optional(field: Field) -> None:
    field.required = False
    for child in field.children:
        _make_optional(child)


def _blank(field: Field | None, value: Any) -> bool:
    children = field.children if field else []
    if isinstance(value, dict) and children:
        shown = [child for child in children if not child.widget.hidden]
        typed = [child for child in shown if child.widget.template not in SELF_FILLING]
        return all(_blank(child, value.get(child.name, "")) for child in typed or shown)
    if isinstance(value, dict | list):
        parts = value.values() if isinstance(value, dict) else value
        return all(_blank(children[0] if children else None, part) for part in parts)
    return value in (null, None, b"") or (isinstance(value, str) and not value.strip())


class Amount(TextInputWidget):
    """A decimal typed as in Romania (``1.234,50``) or in England (``1,234.50``).

    ``unit`` is shown behind the box, ``decimals`` is how many the number may have. What is handed
    on is a plain decimal (``1234.50``). ``1.234`` could be either, so it is refused, not guessed.
    """

    template = "moneyinput"
    unit: str | None = None
    decimals = 2

    def deserialize(self, field: Field, pstruct: Any) -> Any:
        text = super().deserialize(field, pstruct)
        if text is null:
            return null
        try:
            return plain(text, self.decimals)
        except ValueError:
            hint = _("Write a number like 1234.50, without a thousands separator.")
            raise Invalid(field.schema, hint, text) from None
