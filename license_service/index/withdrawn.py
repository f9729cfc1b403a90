"""Marks of withdrawn releases (PEP 592) on a project's page; devpi knows none of its own."""

import json
from collections.abc import Mapping
from html import escape
from typing import Any

SIMPLE_JSON = "application/vnd.pypi.simple.v1+json"


def mark(response: Any, withdrawn: Mapping[str, str]) -> Any:
    """The page (PEP 503 or 691) with the reason beside each wheel that was withdrawn."""
    if response.status_int != 200 or not withdrawn:
        return response
    if response.content_type == SIMPLE_JSON:
        page = json.loads(response.body)
        for file in page["files"]:
            if file["filename"] in withdrawn:
                file["yanked"] = withdrawn[file["filename"]]
        response.body = json.dumps(page).encode()
    else:
        text = response.body.decode()
        for name, reason in withdrawn.items():
            link = f">{escape(name)}</a>"
            text = text.replace(link, f' data-yanked="{escape(reason)}"{link}')
        response.body = text.encode()
    return response
