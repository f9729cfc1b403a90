"""Every API answer in tests is held against the OpenAPI file: status known, body as declared."""

import re
from typing import Any

import jsonschema_rs

from ecommus.web.openapi import document


class UndocumentedAnswer(AssertionError):
    """The API answered something that its own description does not know."""


class Contract:
    """The OpenAPI file of an application, ready to check answers."""

    def __init__(self, registry: Any):
        self.document = document(registry)
        self._paths = [
            (re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)) + r"\Z"), path)
            for path in sorted(self.document["paths"], key=lambda path: path.count("{"))
        ]
        self._validators: dict[tuple[str, str, str], Any] = {}

    def operation(self, method: str, path: str) -> tuple[str, dict[str, Any]] | None:
        """The address template and operation of a call, or None when there is none.

        A word comes before a parameter, as OpenAPI has it.
        """
        template = next((t for pattern, t in self._paths if pattern.match(path)), None)
        found = self.document["paths"][template].get(method.lower()) if template else None
        return (template, found) if template and found else None

    def check(self, method: str, path: str, response: Any) -> None:
        """UndocumentedAnswer unless the answer is one that the file describes."""
        found = self.operation(method, path)
        # Whatever no view answers (404, 405) has no operation to be described by.
        if found is None:
            return
        template, operation = found
        status = str(response.status_int)
        answer = operation["responses"].get(status)
        if answer is None:
            raise UndocumentedAnswer(f"{method} {template}: {status} is not documented")
        for content_type, content in answer.get("content", {}).items():
            if response.content_type != content_type:
                raise UndocumentedAnswer(
                    f"{method} {template} {status}: {response.content_type}, not {content_type}"
                )
            validator = self._validator(template, method, status, content["schema"])
            errors = list(validator.iter_errors(response.json))
            if errors:
                where = "/".join(map(str, errors[0].instance_path))
                raise UndocumentedAnswer(
                    f"{method} {template} {status}: {errors[0].message} at {where or 'the root'}"
                )

    def _validator(self, template: str, method: str, status: str, schema: Any) -> Any:
        key = (template, method, status)
        if key not in self._validators:
            whole = {**schema, "components": self.document["components"]}
            self._validators[key] = jsonschema_rs.Draft202012Validator(whole)
        return self._validators[key]
