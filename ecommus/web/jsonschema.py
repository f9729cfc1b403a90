"""From our strict colander nodes to JSON Schema (2020-12)."""

from typing import Any

import colander

from ecommus.web import schema as s


class Components:
    """Named shapes, each once: ``AdminProduct``, ``StorefrontCart`` …"""

    def __init__(self):
        self.schemas: dict[str, Any] = {}

    def reference(self, node: Any, way: str) -> dict[str, Any]:
        """A ``$ref`` to a shape. ``way``: ``in`` for what is sent to us, ``out`` for answers."""
        name = _name(type(node), way)
        if name not in self.schemas:
            self.schemas[name] = {}
            self.schemas[name] = self._object(node, way)
        found = {"$ref": f"#/components/schemas/{name}"}
        return {"anyOf": [found, {"type": "null"}]} if node.nullable else found

    def listing(self, node: Any) -> dict[str, Any]:
        """A page of shapes."""
        return {
            "type": "object",
            "required": ["items", "next", "total"],
            "properties": {
                "items": {"type": "array", "items": self.reference(node, "out")},
                "next": {"type": ["string", "null"]},
                "total": {"type": "integer", "minimum": 0},
            },
        }

    def of(self, node: Any, way: str) -> dict[str, Any]:
        """Any node."""
        if isinstance(node, s.Shape):
            return self.reference(node, way)
        found = dict(getattr(node.typ, "json", {}))
        if isinstance(node.typ, s.List):
            found = {"type": "array", "items": self.of(node.children[0], way)}
        # Answers are made by us: what is only a limit on input says nothing about them.
        if way == "in":
            found |= _limits(node.validator, array=isinstance(node.typ, s.List))
        elif isinstance(node.validator, colander.OneOf):
            found["enum"] = list(node.validator.choices)
        if node.nullable and "type" in found:
            found["type"] = [found["type"], "null"]
            if "enum" in found:
                found["enum"] = [*found["enum"], None]
        return found

    def _object(self, node: Any, way: str) -> dict[str, Any]:
        properties = {child.name: self.of(child, way) for child in node.children}
        if way == "in":
            required = [c.name for c in node.children if c.missing is colander.required]
        else:
            required = [c.name for c in node.children if c.missing is not colander.drop]
        found: dict[str, Any] = {"type": "object", "properties": properties}
        if required:
            found["required"] = required
        found["additionalProperties"] = False
        if type(node).__doc__:
            found["description"] = type(node).__doc__.strip()
        return found


def _name(shape: type, way: str) -> str:
    module = shape.__module__
    scope = {"storefront": "Storefront", "admin": "Admin", "super_admin": "Platform"}
    prefix = next((word for part, word in scope.items() if f".{part}." in f".{module}."), "")
    name = shape.__name__
    if prefix and name.startswith("Optional"):
        name = name.removeprefix("Optional")
    if way == "in" and not name.endswith(("Input", "Change")):
        name += "Input"
    return prefix + name


def _limits(validator: Any, *, array: bool) -> dict[str, Any]:
    if hasattr(validator, "json"):
        return dict(validator.json)
    low, high = ("minItems", "maxItems") if array else ("minLength", "maxLength")
    match validator:
        case colander.Length(min=least, max=most):
            return {low: least or 0} | ({high: most} if most is not None else {})
        case colander.Range(min=least, max=most):
            return ({"minimum": least} if least is not None else {}) | (
                {"maximum": most} if most is not None else {}
            )
        case colander.OneOf(choices=choices):
            return {"enum": list(choices)}
    return {}
