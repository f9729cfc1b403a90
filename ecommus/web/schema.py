"""Strict schema nodes for JSON: a string is no number, ``7.9`` no integer, unknown keys no keys.

Stock colander types coerce; these do not. Each type also says what it is in JSON Schema, which is
how the OpenAPI file is made (``openapi``).
"""

import math
import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import colander
from translationstring import TranslationStringFactory

from ecommus.core.customers import is_email
from ecommus.core.ids import parse_uuid
from ecommus.core.money import MAX_AMOUNT

_ = TranslationStringFactory("ecommus")

drop = colander.drop
required = colander.required


class Node(colander.SchemaNode):
    """A node that says no to JSON's null unless ``nullable``."""

    nullable = False

    def deserialize(self, cstruct: Any = colander.null) -> Any:
        if cstruct is None:
            if self.nullable:
                return None
            raise colander.Invalid(self, "This must not be null.")
        return super().deserialize(cstruct)


class Strict(colander.SchemaType):
    """Base: ``check`` gets a JSON value and answers ours, or raises ValueError with a message."""

    json: dict[str, Any] = {}

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        if cstruct is colander.null:
            return colander.null
        try:
            return self.check(cstruct)
        except ValueError as error:
            raise colander.Invalid(node, str(error)) from None

    def check(self, value: Any) -> Any:
        raise NotImplementedError

    def serialize(self, node: Any, appstruct: Any) -> Any:
        return appstruct


class Text(Strict):
    json = {"type": "string"}

    def check(self, value: Any) -> str:
        if not isinstance(value, str):
            raise ValueError("This must be a text.")
        # PostgreSQL takes neither NUL nor half a surrogate pair.
        if "\0" in value or any("\ud800" <= c <= "\udfff" for c in value):
            raise ValueError("This text holds characters that cannot be stored.")
        return value


class Integer(Strict):
    json = {"type": "integer"}

    def check(self, value: Any) -> int:
        if type(value) is float and value.is_integer() and abs(value) < 2**53:
            # JSON knows one kind of number: 7.0 is 7.
            return int(value)
        if type(value) is not int:
            raise ValueError("This must be a whole number.")
        return value


class Boolean(Strict):
    json = {"type": "boolean"}

    def check(self, value: Any) -> bool:
        if type(value) is not bool:
            raise ValueError("This must be true or false.")
        return value


class Id(Strict):
    json = {"type": "string", "format": "uuid"}

    def check(self, value: Any) -> Any:
        found = parse_uuid(value) if isinstance(value, str) else None
        if found is None:
            raise ValueError("This must be an id.")
        return found


class Time(Strict):
    json = {"type": "string", "format": "date-time"}

    def check(self, value: Any) -> datetime:
        try:
            found = datetime.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            found = None
        # Near the ends of the calendar there is no other zone's time.
        if found is None or found.tzinfo is None or not 1900 <= found.year <= 9000:
            raise ValueError("This must be a time with zone, as 2026-11-24T12:00:00Z.")
        return found.astimezone(UTC)


class Percent(Strict):
    json = {"type": "string", "pattern": r"^\d{1,2}(\.\d{1,3})?$"}
    pattern = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,3})?")

    def check(self, value: Any) -> Decimal:
        if not isinstance(value, str) or not self.pattern.fullmatch(value):
            raise ValueError('This must be a percentage as text, as "21.00".')
        return Decimal(value)


class Anything(Strict):
    """JSON of no particular shape, that can be stored."""

    json = {}

    def check(self, value: Any) -> Any:
        if isinstance(value, float) and not math.isfinite(value):
            raise ValueError("This is no number that can be stored.")
        if isinstance(value, str):
            return Text().check(value)
        if isinstance(value, list):
            return [self.check(item) for item in value]
        if isinstance(value, dict):
            return {Text().check(key): self.check(item) for key, item in value.items()}
        return value


class Object(colander.Mapping):
    """A mapping that refuses what it does not know."""

    def __init__(self):
        super().__init__(unknown="raise")

    def _validate(self, node: Any, value: Any) -> dict:
        if not isinstance(value, dict):
            raise colander.Invalid(node, "This must be an object.")
        return dict(value)

    def _impl(self, node: Any, value: Any, callback: Any, default_or_missing: str) -> Any:
        known = {child.name for child in node.children}
        unknown = sorted(set(self._validate(node, value)) - known)
        if unknown:
            error = colander.Invalid(node)
            for name in unknown:
                child = colander.SchemaNode(colander.String(), name=name)
                error.add(colander.Invalid(child, "This is not known here."))
            raise error
        return super()._impl(node, value, callback, default_or_missing)


class List(colander.Sequence):
    """A JSON array; a text or an object is none."""

    def _validate(self, node: Any, value: Any, accept_scalar: bool) -> list:
        if not isinstance(value, list):
            raise colander.Invalid(node, "This must be a list.")
        return list(value)


class Shape(Node):
    """Base of the schemas of bodies and answers."""

    schema_type = Object


def text(low: int = 0, high: int = 500, **options: Any) -> Node:
    """A text of ``low`` to ``high`` characters."""
    return Node(Text(), validator=colander.Length(low, high), **options)


def integer(low: int | None = None, high: int | None = None, **options: Any) -> Node:
    return Node(Integer(), validator=colander.Range(low, high), **options)


def amount(**options: Any) -> Node:
    """Minor units, not negative."""
    return integer(0, MAX_AMOUNT, **options)


def boolean(**options: Any) -> Node:
    return Node(Boolean(), **options)


def uuid(**options: Any) -> Node:
    return Node(Id(), **options)


def time(**options: Any) -> Node:
    return Node(Time(), **options)


def percent(**options: Any) -> Node:
    return Node(Percent(), **options)


def anything(**options: Any) -> Node:
    return Node(Anything(), **options)


def choice(*values: str, **options: Any) -> Node:
    """One of ``values``."""
    return Node(Text(), validator=colander.OneOf(values), **options)


def pattern(regex: str, message: str, **options: Any) -> Node:
    """A text that matches ``regex`` whole."""
    check = colander.Regex(f"^(?:{regex})\\Z", msg=message)
    check.json = {"pattern": f"^(?:{regex})$"}
    return Node(Text(), validator=check, **options)


def email_address(node: Any, value: str) -> None:
    """Validator: what ``core.customers`` takes for an e-mail address."""
    if not is_email(value):
        raise colander.Invalid(node, _("This is no e-mail address."))


email_address.json = {"format": "email", "maxLength": 254}


def email(**options: Any) -> Node:
    """An e-mail address of at most 254 characters."""
    return Node(Text(), validator=email_address, **options)


def list_of(item: Any, high: int = 1000, **options: Any) -> Node:
    """At most ``high`` items of a kind."""
    return Node(List(), item, validator=colander.Length(max=high), **options)


def map_of(**options: Any) -> Node:
    """An object with keys of the caller's own."""

    def is_object(node: Any, value: Any) -> None:
        if not isinstance(value, dict):
            raise colander.Invalid(node, "This must be an object.")

    is_object.json = {"type": "object"}
    return Node(Anything(), validator=is_object, **options)


class Money(Shape):
    """``{"amount": 9000, "currency": "RON"}``: minor units."""

    amount = integer(-MAX_AMOUNT, MAX_AMOUNT)
    currency = pattern("[A-Z]{3}", "This must be a currency code.")


def partial(schema: type[Shape]) -> type[Shape]:
    """The same shape for PATCH (RFC 7396): what is not named stays as it is."""

    class Partial(schema):
        def __init__(self, *args: Any, **kw: Any):
            super().__init__(*args, **kw)
            # Copies: the nodes are ``schema``'s own, which must keep what it requires.
            self.children = [child.clone() for child in self.children]
            for child in self.children:
                child.missing = colander.drop

    Partial.__name__ = f"{schema.__name__}Change"
    Partial.__doc__ = schema.__doc__
    return Partial
