"""Fields of the back office's forms in one line each: a colander node with its widget and limits.

``web.forms`` draws them. All give stored values: stripped text without NUL, minor units, codes.
"""

from collections.abc import Sequence
from typing import Any

import colander
from deform import widget as w
from translationstring import TranslationStringFactory

from ecommus.core.money import Money, exponent, parse
from ecommus.web.widgets import Amount

_ = TranslationStringFactory("ecommus")


def storable(node: Any, value: str) -> None:
    """Validator: PostgreSQL takes neither NUL nor half a surrogate pair."""
    if "\0" in value or any("\ud800" <= c <= "\udfff" for c in value):
        raise colander.Invalid(node, _("This text holds characters that cannot be stored."))


def text(
    name: str, title: Any, *, high: int = 200, rows: int = 0, css: str | None = None, **options: Any
) -> colander.SchemaNode:
    """A line, or with ``rows`` an area. Optional: pass ``missing=""``."""
    attributes = options.pop("attributes", {}) | {"maxlength": str(high)}
    kind = w.TextAreaWidget if rows else w.TextInputWidget
    shown = kind(item_css_class=css, attributes=attributes, **({"rows": rows} if rows else {}))
    return colander.SchemaNode(
        colander.String(),
        name=name,
        title=title,
        widget=shown,
        validator=colander.All(colander.Length(max=high), storable),
        **options,
    )


def choice(
    name: str, title: Any, values: Sequence[tuple[str, Any]], *, css: str | None = None,
    radio: bool = False, **options: Any,
) -> colander.SchemaNode:  # fmt: skip
    """One of ``values`` (code, label)."""
    kind = w.RadioChoiceWidget if radio else w.SelectWidget
    return colander.SchemaNode(
        colander.String(),
        name=name,
        title=title,
        widget=kind(values=list(values), item_css_class=css),
        validator=colander.OneOf([code for code, _label in values]),
        **options,
    )


def choices(
    name: str, title: Any, values: Sequence[tuple[str, Any]], **options: Any
) -> colander.SchemaNode:
    """Any of ``values``, as boxes."""
    return colander.SchemaNode(
        colander.Set(),
        name=name,
        title=title,
        widget=w.CheckboxChoiceWidget(values=list(values)),
        validator=colander.ContainsOnly([code for code, _label in values]),
        **({"missing": frozenset()} | options),
    )


def flag(
    name: str, title: Any, *, css: str | None = None, attributes: dict[str, str] | None = None,
    **options: Any,
) -> colander.SchemaNode:  # fmt: skip
    """A box to tick."""
    return colander.SchemaNode(
        colander.Boolean(),
        name=name,
        title=title,
        missing=False,
        widget=w.CheckboxWidget(item_css_class=css, attributes=attributes or {}),
        **options,
    )


def whole(
    name: str, title: Any, low: int, high: int, *, css: str | None = None, **options: Any
) -> colander.SchemaNode:
    """A whole number from ``low`` to ``high``."""
    attributes = {"inputmode": "numeric"} | options.pop("attributes", {})
    return colander.SchemaNode(
        colander.Integer(strict=True),
        name=name,
        title=title,
        validator=colander.Range(low, high),
        widget=w.TextInputWidget(item_css_class=css, attributes=attributes),
        **options,
    )


class MinorUnits(colander.SchemaType):
    """An amount: people type ``19,99``, the program gets 1999."""

    def __init__(self, currency: str):
        self.currency = currency

    def serialize(self, _node: Any, appstruct: Any) -> Any:
        if appstruct in (colander.null, None):
            return colander.null
        return str(Money(appstruct, self.currency).decimal)

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        if cstruct is colander.null:
            return colander.null
        try:
            found = parse(cstruct, self.currency).amount
        except ValueError:
            raise colander.Invalid(node, _("Write an amount like 19.99.")) from None
        if found < 0:
            raise colander.Invalid(node, _("An amount is zero or more."))
        return found


def amount(
    name: str, title: Any, currency: str, *, css: str | None = None, unit: bool = True,
    attributes: dict[str, str] | None = None, **options: Any,
) -> colander.SchemaNode:  # fmt: skip
    """An amount of ``currency``, in minor units."""
    shown = Amount(
        item_css_class=css, unit=currency if unit else None, decimals=exponent(currency),
        attributes=attributes or {},
    )  # fmt: skip
    return colander.SchemaNode(
        MinorUnits(currency), name=name, title=title, widget=shown, **options
    )


def section(name: str, title: Any, *nodes: Any, **options: Any) -> colander.SchemaNode:
    """A titled part of a form."""
    return colander.SchemaNode(colander.Mapping(), *nodes, name=name, title=title, **options)


def schema(*nodes: Any) -> colander.SchemaNode:
    """A whole form."""
    return colander.SchemaNode(colander.Mapping(), *nodes)
