"""Writes ``ecommus/client/types.py`` from the OpenAPI file's components:
``python -m ecommus.testing.client_types``.

It builds an application over a throw-away database to ask it, and imports nothing of the client,
which may name types that are not written yet. A test compares its output with the file, so the
types cannot fall behind the API.
"""

import keyword
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ecommus.testing.kit import Kit
from ecommus.web.openapi import document

TARGET = Path(__file__).parents[1] / "client" / "types.py"
HEAD = '''"""Shapes of bodies and answers, written by ``ecommus.testing.client_types``: do not edit.

Times are RFC 3339 texts, ids UUID texts, money minor units with a currency.
"""

from typing import Any, Literal, NotRequired, TypedDict
'''
LENGTH = 100
SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}


def source(api: Mapping[str, Any]) -> str:
    """``types.py`` for an OpenAPI document."""
    schemas = api["components"]["schemas"]
    parts = [HEAD, *(_class(name, schemas[name]) for name in _ordered(schemas))]
    return "\n\n".join(parts)


def _ordered(schemas: Mapping[str, Any]) -> list[str]:
    """By name, but what a shape is made of before the shape itself."""
    done: dict[str, None] = {}

    def visit(name: str) -> None:
        if name not in done:
            for used in sorted(_references(schemas[name])):
                visit(used)
            done[name] = None

    for name in sorted(schemas):
        visit(name)
    return list(done)


def _references(schema: Any) -> set[str]:
    if isinstance(schema, list):
        return {name for part in schema for name in _references(part)}
    if not isinstance(schema, dict):
        return set()
    if "$ref" in schema:
        return {schema["$ref"].rpartition("/")[2]}
    return {name for part in schema.values() for name in _references(part)}


def _class(name: str, schema: Mapping[str, Any]) -> str:
    lines = [f"class {name}(TypedDict):"]
    if text := schema.get("description", "").strip():
        lines += [f'    """{text}"""', ""]
    required = set(schema.get("required", ()))
    for field, kind in schema["properties"].items():
        if keyword.iskeyword(field) or not field.isidentifier():
            raise ValueError(f"{name}.{field} cannot be a field of a TypedDict; rename it")
        written = annotation(kind)
        written = written if field in required else f"NotRequired[{written}]"
        lines += _wrapped(f"    {field}: {written}")
    return "\n".join(lines) + "\n"


def _wrapped(line: str) -> list[str]:
    """A field; the words of a long choice stand below each other."""
    if len(line) <= LENGTH or "Literal[" not in line:
        return [line]
    before, _, rest = line.partition("Literal[")
    words, _, after = rest.partition("]")
    return [
        f"{before}Literal[",
        *(f"        {word}," for word in words.split(", ")),
        f"    ]{after}",
    ]


def annotation(schema: Mapping[str, Any]) -> str:
    """A JSON Schema as a Python type."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(annotation(part) for part in schema["anyOf"])
    if "enum" in schema:
        return f"Literal[{', '.join(_literal(value) for value in schema['enum'])}]"
    kinds = schema.get("type", ())
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    return " | ".join(_one(kind, schema) for kind in kinds) or "Any"


def _one(kind: str, schema: Mapping[str, Any]) -> str:
    if kind == "array":
        return f"list[{annotation(schema.get('items', {}))}]"
    return SCALARS.get(kind, "dict[str, Any]")


def _literal(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)


def main() -> None:
    """Rewrite ``types.py`` for the installed platform, without any plugin's shapes."""
    with tempfile.TemporaryDirectory() as folder:
        kit = Kit(Path(folder))
        try:
            TARGET.write_text(source(document(kit.registry)), encoding="utf-8")
        finally:
            kit.close()


if __name__ == "__main__":
    main()
