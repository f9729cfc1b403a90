"""The OpenAPI 3.1 file, made from the registered views: plugins' views included, nothing by hand.

Every statement comes from a declaration: address from the tree, body and answer from the schemas,
statuses from what the derivers in front of the view may say. Tests hold every answer against it.
"""

import inspect
from typing import Any

import colander

from ecommus.core.permissions import CUSTOMER
from ecommus.plugin_sdk.interfaces import IAdmin, ICart, IContainer, IStorefront
from ecommus.plugin_sdk.views import Listing
from ecommus.web.api import VERSION
from ecommus.web.jsonschema import Components
from ecommus.web.tree.walk import places
from ecommus.web.views import Declared

SAFE = ("GET", "HEAD")
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "reason", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "reason": {"type": "string", "description": "Stable, for machines."},
        "detail": {"type": "string", "description": "For people, by Accept-Language."},
        "requires": {"type": "string"},
        "remedy": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "message"],
                "properties": {
                    "field": {"type": "string"},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
    },
}
TEXTS = {
    200: "Done",
    201: "Made",
    202: "Received; an e-mail says more",
    204: "Done; no body",
    304: "Not changed since (If-None-Match)",
    400: "The request cannot be read",
    401: "Not signed in",
    403: "Not allowed; `reason` says why",
    404: "Nothing at this address",
    409: "Does not fit the state things are in",
    412: "Changed since it was read (If-Match)",
    415: "Not JSON",
    422: "Some fields are not right; `errors` names them",
    428: "If-Match is missing",
    429: "Too many requests; see Retry-After",
    503: "Busy; try again (Retry-After)",
}


def document(registry: Any, scopes: tuple[Any, ...] | None = None) -> dict[str, Any]:
    """The whole file; ``scopes``: only the views within these."""
    components = Components()
    paths: dict[str, dict[str, Any]] = {}
    for declared, path in operations(registry):
        if scopes is not None and declared.within not in scopes:
            continue
        for method in declared.methods:
            operation = _operation(declared, method, path, components)
            paths.setdefault(path, {})[method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "ecommus",
            "version": VERSION,
            "description": "Money is in minor units; times are RFC 3339 in UTC; lists have"
            " cursors. Errors are RFC 9457 problems with a stable `reason`.",
        },
        "servers": [{"url": "/"}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": {"Problem": PROBLEM} | dict(sorted(components.schemas.items())),
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def operations(registry: Any) -> list[tuple[Declared, str]]:
    """Every API view with the addresses it answers at."""
    found = []
    for place in places(registry, api=True):
        for declared in registry.declared:
            if declared.kind != "api" or declared.within is not place.scope:
                continue
            if not place.provides(declared.context):
                continue
            path = place.path + (f"/{declared.name}" if declared.name else "")
            if declared.options.get("subpath"):
                path += f"/{{{declared.options['subpath']}}}"
            found.append((declared, path))
    return found


def _operation(
    declared: Declared, method: str, path: str, components: Components
) -> dict[str, Any]:
    options = declared.options
    doc = inspect.getdoc(declared.view) or declared.view.__name__
    scope = declared.within.__name__.removeprefix("I")
    operation: dict[str, Any] = {
        "operationId": f"{scope}.{declared.where.removeprefix('ecommus.web.')}.{method.lower()}",
        "summary": doc.partition("\n")[0],
        "tags": [scope],
        "parameters": _parameters(declared, method, path, components),
        "responses": _responses(declared, method, path, components),
    }
    if "\n" in doc:
        operation["description"] = doc
    if declared.within is not IStorefront:
        operation["description"] = (
            operation.get("description", "") + f"\n\nPermission: `{declared.permission}`."
        ).strip()
    if _guarded(declared):
        operation["security"] = [{"bearer": []}]
    schema = options.get("schema")
    if schema is not None:
        content = {"application/json": {"schema": components.reference(schema(), "in")}}
        optional = getattr(schema, "optional_body", False)
        operation["requestBody"] = {"required": not optional, "content": content}
    return operation


def _parameters(declared: Declared, method: str, path: str, components: Components) -> list[Any]:
    found = []
    for part in path.split("/"):
        if part.startswith("{"):
            name = part.strip("{}")
            kind = {"type": "string"} | ({"format": "uuid"} if _is_id(name) else {"minLength": 1})
            found.append({"name": name, "in": "path", "required": True, "schema": kind})
    query = declared.options.get("query")
    nodes = list(query().children) if query else []
    if isinstance(declared.options.get("returns"), Listing):
        limit = {"type": "integer", "minimum": 1, "maximum": 100, "default": 24}
        cursor = {"type": "string", "minLength": 1, "maxLength": 500}
        found.append({"name": "limit", "in": "query", "schema": limit})
        found.append({"name": "cursor", "in": "query", "schema": cursor})
    for node in nodes:
        schema = components.of(node, "in")
        if node.missing not in (None, colander.required, colander.drop):
            schema = {**schema, "default": node.missing}
        parameter = {"name": node.name, "in": "query", "schema": schema}
        if node.missing is colander.required:
            parameter["required"] = True
        found.append(parameter)
    if method not in SAFE and not declared.options.get("secret"):
        key = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"}
        found.append({"name": "Idempotency-Key", "in": "header", "schema": key})
    if _conditional(declared, method):
        found.append({"name": "If-Match", "in": "header", "schema": {"type": "string"}})
    return found


def _is_id(name: str) -> bool:
    return name.endswith("_id") and name not in ("plugin_id", "cart_id")


def _guarded(declared: Declared) -> bool:
    """Whether a bearer token is needed."""
    return declared.within is not IStorefront or declared.permission in CUSTOMER


def _conditional(declared: Declared, method: str) -> bool:
    """Whether If-Match is looked at: a change of a resource, or what is done with one; among what
    shoppers have, of a cart."""
    if not declared.options.get("conditional", True):
        return False
    if declared.within is not IAdmin and declared.context is not ICart:
        return False
    done = method == "POST" and declared.name and not declared.context.isOrExtends(IContainer)
    return method in ("PATCH", "PUT", "DELETE") or bool(done)


def _responses(declared: Declared, method: str, path: str, components: Components) -> Any:
    options = declared.options
    status = options.get("status", 200)
    good: dict[str, Any] = {"description": TEXTS[status]}
    returns = options.get("returns")
    if returns is not None:
        if isinstance(returns, Listing):
            schema = components.listing(returns.schema())
        else:
            schema = components.reference(returns(), "out")
        good["content"] = {"application/json": {"schema": schema}}
    elif status != 204:
        good["content"] = {"application/json": {"schema": {}}}
    answers: dict[str, Any] = {str(status): good}
    problem = {"$ref": "#/components/schemas/Problem"}
    for code in sorted(_refusals(declared, method, path)):
        answers[str(code)] = {"description": TEXTS[code]}
        if code != 304:
            answers[str(code)]["content"] = {"application/problem+json": {"schema": problem}}
    return answers


def _refusals(declared: Declared, method: str, path: str) -> set[int]:
    """The statuses that the pipeline in front of a view may answer by itself."""
    options = declared.options
    codes = set(options.get("errors", ())) | {503}
    if "{" in path or declared.plugin is not None:
        # A plugin's places are there only while it is on.
        codes.add(404)
    if _guarded(declared):
        codes |= {401, 403}
    if method in SAFE:
        codes |= {304, 422}
    else:
        codes |= {403, 400, 422}
        if not options.get("secret"):
            codes.add(409)
    if options.get("schema") is not None:
        codes.add(415)
    if options.get("rate"):
        codes.add(429)
    if _conditional(declared, method):
        strict = method == "PATCH" and declared.within is IAdmin
        codes |= {412} | ({428} if strict else set())
    return codes
