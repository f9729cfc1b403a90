"""The OpenAPI file, arranged for reading: groups, operations, tables of fields, curl lines.

Made from the document alone, so a plugin's calls are shown like the platform's own. ``schemas``
puts its schemas into words, ``fields`` knows what fields mean.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ecommus.web.apidocs import fields
from ecommus.web.apidocs.schemas import (
    Row,
    example,
    limits,
    name_of,
    named,
    rows,
    type_of,
)

PERMISSION = re.compile(r"\n*Permission: `([^`]+)`\.$")
TITLES = {"Storefront": "Storefront", "Admin": "Admin", "SuperAdmin": "Platform"}
ORDER = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Answer:
    """A status that may come back."""

    status: str
    text: str
    list: str
    shape: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One call."""

    id: str
    method: str
    path: str
    summary: str
    text: str
    permission: str
    parameters: tuple[Row, ...]
    body: tuple[Row, ...]
    body_text: str
    example: str
    answers: tuple[Answer, ...]
    headers: tuple[str, ...]

    def curl(self, host: str) -> str:
        """A line for a shell; ids and tokens are its variables (``$PRODUCT_ID``, ``$TOKEN``)."""
        path = re.sub(r"{(\w+)}", lambda found: f"${found[1].upper()}", self.path)
        how = "" if self.method == "GET" else f" -X {self.method}"
        parts = [f'curl{how} "{host}{path}"']
        parts += [f'-H "{header}"' for header in self.headers]
        if self.example:
            quoted = self.example.replace("'", "'\\''")
            parts += ["-H 'Content-Type: application/json'", f"-d '{quoted}'"]
        return " \\\n  ".join(parts)


@dataclass(frozen=True, slots=True)
class Resource:
    """The operations of one kind of thing."""

    id: str
    title: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The resources of one part of the API."""

    title: str
    path: str
    resources: tuple[Resource, ...]


def arrange(document: Mapping[str, Any]) -> tuple[Group, ...]:
    """The groups of a document, storefront first."""
    found: dict[str, dict[str, list[Operation]]] = {}
    for path, operations in document["paths"].items():
        for method in sorted(operations, key=ORDER.index):
            operation = operations[method]
            tag, name = operation["tags"][0], path.split("/")[3]
            made = _operation(document, method, path, operation)
            found.setdefault(tag, {}).setdefault(name, []).append(made)
    return tuple(
        Group(
            TITLES.get(tag, tag),
            "/".join(next(iter(found[tag].values()))[0].path.split("/")[:3]),
            tuple(
                Resource(
                    f"{tag.lower()}-{name}",
                    name.replace("-", " ").replace("api", "API"),
                    tuple(operations),
                )
                for name, operations in found[tag].items()
            ),
        )
        for tag in sorted(found, key=lambda tag: [*TITLES, tag].index(tag))
    )


def _operation(document: Any, method: str, path: str, operation: Any) -> Operation:
    text = operation.get("description", "")
    permission = PERMISSION.search(text)
    text = PERMISSION.sub("", text)
    body = operation.get("requestBody")
    schema = body["content"]["application/json"]["schema"] if body else None
    taken = {parameter["name"] for parameter in operation["parameters"]}
    headers = []
    if permission and not path.endswith(("/auth/login", "/auth/refresh")):
        headers.append("Authorization: Bearer $TOKEN")
    if "If-Match" in taken:
        headers.append("If-Match: $ETAG")
    if "Idempotency-Key" in taken:
        headers.append("Idempotency-Key: $KEY")
    sample = example(document, schema) if schema else None
    return Operation(
        id=re.sub(r"\W+", "-", f"{method} {path}").strip("-").lower(),
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        text=text.removeprefix(operation["summary"]).strip(),
        permission=permission[1] if permission else "",
        parameters=tuple(_parameter(document, p) for p in operation["parameters"]),
        body=tuple(rows(document, schema)) if schema else (),
        body_text=named(document, schema).get("description", ""),
        example=json.dumps(sample, ensure_ascii=False, indent=2) if schema else "",
        answers=tuple(_answer(*item) for item in operation["responses"].items()),
        headers=tuple(headers),
    )


def _parameter(document: Any, parameter: Any) -> Row:
    name, schema = parameter["name"], parameter["schema"]
    places = {"path": "in the path", "query": "query", "header": "header"}
    text = fields.PARAMETERS.get(name, "Its id." if name.endswith("_id") else "")
    return Row(
        name,
        f"{type_of(document, schema)}, {places[parameter['in']]}",
        parameter.get("required", False),
        limits(schema) if parameter["in"] == "query" else "",
        text,
    )


def _answer(status: str, answer: Any) -> Answer:
    (content,) = answer.get("content", {"": {}}).values()
    schema = content.get("schema", {})
    items = schema.get("properties", {}).get("items", {}).get("items")
    return Answer(
        status, answer["description"], "a list of " if items else "", name_of(items or schema)
    )
