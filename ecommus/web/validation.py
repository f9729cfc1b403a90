"""Bodies and query strings against their schemas; what is wrong is said field by field (422)."""

import json
from typing import Any

import colander
from pyramid.httpexceptions import HTTPBadRequest, HTTPUnsupportedMediaType

from ecommus.plugin_sdk.views import Listing
from ecommus.web import schema as s

JSON_TYPES = frozenset({"application/json", "application/merge-patch+json"})


class ValidationFailed(Exception):
    """422 with ``errors``: ``[{"field", "code", "message"}]``."""

    def __init__(self, errors: list[dict[str, str]]):
        super().__init__("validation failed")
        self.errors = errors


def is_listing(returns: Any) -> bool:
    return isinstance(returns, Listing)


def body(request: Any, schema: Any) -> Any:
    """The request's body, validated. Without a schema the body must be empty or ``{}``."""
    raw = request.body
    if schema is None:
        return None
    if not raw and getattr(schema, "optional_body", False):
        raw = b"{}"
    elif request.content_type not in JSON_TYPES:
        raise HTTPUnsupportedMediaType("Send JSON, with Content-Type: application/json.")
    try:
        value = json.loads(raw, parse_constant=_no_constant, object_pairs_hook=_unique)
    except (ValueError, RecursionError):
        raise HTTPBadRequest("The body is not valid JSON.") from None
    return _check(schema(), value)


def query(request: Any, schema: Any, *, listing: bool) -> dict[str, Any]:
    """The query string, validated; ``limit`` and ``cursor`` on every listing."""
    values: dict[str, Any] = {}
    patterns = getattr(schema, "patterns", ())
    extra: dict[str, list[str]] = {}
    for key, value in request.GET.items():
        if any(key.startswith(pattern) for pattern in patterns):
            extra.setdefault(key, []).append(s.Text().check(value) if "\0" not in value else "")
        elif key in values:
            raise ValidationFailed([_error(key, "repeated", "This was given twice.")])
        else:
            values[key] = value
    node = schema() if schema else s.Shape()
    if listing:
        node.add(s.integer(1, 100, name="limit", missing=24))
        node.add(s.text(1, 500, name="cursor", missing=None))
    for child in node.children:
        if child.name in values:
            values[child.name] = _typed(child.typ, values[child.name])
    return _check(node, values) | ({"extra": extra} if patterns else {})


def _typed(typ: Any, value: str) -> Any:
    """A query value as JSON would write it; what does not fit stays text and is refused."""
    if isinstance(typ, s.Integer) and value.lstrip("-").isascii():
        digits = value.removeprefix("-")
        return int(value) if digits.isdigit() and len(digits) < 19 else value
    if isinstance(typ, s.Boolean):
        return {"true": True, "false": False}.get(value, value)
    return value


def _check(node: Any, value: Any) -> Any:
    try:
        return node.deserialize(value)
    except colander.Invalid as error:
        raise ValidationFailed(list(_errors(error))) from None


def _errors(invalid: colander.Invalid):
    """Each leaf that is wrong, by its path from the body's root."""
    for path in invalid.paths():
        names = [str(part.pos if part.positional else part.node.name) for part in path[1:]]
        leaf = path[-1]
        for message in leaf.messages():
            code = "required" if message == colander.required or "equired" in message else "invalid"
            yield {"field": ".".join(names), "code": code, "message": message}


def _error(field: str, code: str, message: str) -> dict[str, str]:
    return {"field": field, "code": code, "message": message}


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a key was given twice")
    return result
