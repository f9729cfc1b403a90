"""A JSON Schema in words, in rows of a table, and as an example of a body.

``reference`` asks here for every operation; ``fields`` knows meanings and sample values.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ecommus.web.apidocs import fields

DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Row:
    """A parameter or a field of a body, as a row of a table."""

    name: str
    type: str
    required: bool
    limits: str
    text: str


def named(document: Any, schema: Any) -> Any:
    """A schema behind its name, and without the null that it may be."""
    if not schema:
        return {}
    if "anyOf" in schema:
        return named(document, schema["anyOf"][0])
    if "$ref" in schema:
        return document["components"]["schemas"][name_of(schema)]
    return schema


def name_of(schema: Any) -> str:
    """The name of the component that a schema is, "" for one without."""
    if "anyOf" in schema:
        return name_of(schema["anyOf"][0])
    return schema.get("$ref", "").rpartition("/")[2]


def rows(document: Any, schema: Any, prefix: str = "") -> Iterator[Row]:
    """A row per field, those of inner objects below theirs: ``variants[].price.amount``."""
    shape, name = named(document, schema), name_of(schema)
    required = shape.get("required", ())
    for field, kind in shape.get("properties", {}).items():
        known = fields.entry(name, field)
        text = known[1] if known else ""
        path = prefix + field
        yield Row(path, type_of(document, kind), field in required, limits(kind), text)
        many = kind.get("type") == "array"
        inner = kind["items"] if many else kind
        if named(document, inner).get("properties") and path.count(".") < DEEPEST:
            yield from rows(document, inner, f"{path}[]." if many else f"{path}.")


def type_of(document: Any, schema: Any) -> str:
    """A schema in few words: ``list of text``, ``money or null``."""
    if "anyOf" in schema:
        return f"{type_of(document, schema['anyOf'][0])} or null"
    if "$ref" in schema:
        return "money" if "Money" in name_of(schema) else "object"
    kind = schema.get("type", "anything")
    if isinstance(kind, list):
        return " or ".join(type_of(document, schema | {"type": one}) for one in kind)
    if kind == "array":
        inner = type_of(document, schema.get("items", {}))
        return f"list of {inner}s" if inner in ("object", "text", "id") else f"list of {inner}"
    words = {"uuid": "id", "date-time": "time", "email": "e-mail"}
    plain = {"string": "text", "integer": "whole number", "boolean": "true or false"}
    return words.get(schema.get("format", ""), plain.get(kind, kind)) if kind != "null" else "null"


def limits(schema: Any) -> str:
    """What a value must keep to, in words."""
    found = []
    if "enum" in schema:
        found.append(", ".join(str(value) for value in schema["enum"] if value is not None))
    low = schema.get("minLength", schema.get("minItems"))
    high = schema.get("maxLength", schema.get("maxItems"))
    unit = "items" if "maxItems" in schema else "characters"
    if high is not None:
        found.append(f"{low} to {high:,} {unit}" if low else f"at most {high:,} {unit}")
    if "minimum" in schema or "maximum" in schema:
        found.append(f"{schema.get('minimum', '…'):,} to {schema.get('maximum', '…'):,}")
    if "pattern" in schema:
        found.append(schema["pattern"].removeprefix("^(?:").removesuffix(")$").strip("^$"))
    if schema.get("default") not in (None, ""):
        found.append(f"default {json.dumps(schema['default'])}")
    return "; ".join(found)


def example(document: Any, schema: Any) -> Any:
    """A body that the schema accepts: what is required, or what ``apifields`` chose."""
    shape, name = named(document, schema), name_of(schema)
    properties = shape.get("properties", {})
    chosen = fields.CHOSEN.get(name) or shape.get("required") or tuple(properties)
    return {field: _sample(document, name, field, properties[field]) for field in chosen}


def _sample(document: Any, name: str, field: str, schema: Any) -> Any:
    if schema.get("type") == "array" and named(document, schema["items"]).get("properties"):
        return [example(document, schema["items"])]
    if named(document, schema).get("properties"):
        return example(document, schema)
    known = fields.entry(name, field)
    if known is not None:
        return known[0]
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "object")
    kind = kind[0] if isinstance(kind, list) else kind
    return {"string": "…", "integer": 1, "boolean": True, "array": []}.get(kind, {})


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape of an answer, one level deep."""

    name: str
    text: str
    rows: tuple[Row, ...]


def shapes(document: Mapping[str, Any]) -> tuple[Shape, ...]:
    """The shapes of answers, by name."""
    return tuple(
        Shape(
            name,
            shape.get("description", ""),
            tuple(
                Row(field, _word(document, kind), field in shape.get("required", ()), "", "")
                for field, kind in shape["properties"].items()
            ),
        )
        for name, shape in document["components"]["schemas"].items()
        if not name.endswith(("Input", "Change"))
    )


def _word(document: Any, schema: Any) -> str:
    name = name_of(schema.get("items", schema))
    word = type_of(document, schema)
    return f"{word} ({name})" if name and "Money" not in name else word
