"""Schema nodes for texts by language. What is no text is refused: it would close the shop."""

import re
from typing import Any

import colander

from ecommus.web import schema as s

TEXT_MAP = {"type": "object", "additionalProperties": {"type": "string"}}
_TEXTS = {"type": "string", "maxLength": 200_000}


def _is_text_map(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def translations(**options: Any) -> s.Node:
    """Texts by language: ``{"en": {"title": "…", "options": {"Mărime": "Size"}}}``."""
    texts, maps = ("title", "name", "description", "body"), ("options", "values")

    def check(node: Any, value: Any) -> None:
        good = isinstance(value, dict) and all(
            re.fullmatch("[a-z]{2}", locale)
            and isinstance(entry, dict)
            and all(
                isinstance(text, str) if name in texts else name in maps and _is_text_map(text)
                for name, text in entry.items()
            )
            for locale, entry in value.items()
        )
        if not good:
            raise colander.Invalid(node, "Give texts by language.")

    properties = dict.fromkeys(texts, _TEXTS) | dict.fromkeys(maps, TEXT_MAP)
    entry = {"type": "object", "properties": properties, "additionalProperties": False}
    check.json = {
        "type": "object",
        "patternProperties": {"^[a-z]{2}$": entry},
        "additionalProperties": False,
    }
    return s.Node(s.Anything(), validator=check, **options)


def attribute_values(**options: Any) -> s.Node:
    """Attribute values by code: a text, or a text per language."""

    def check(node: Any, value: Any) -> None:
        values = value.values() if isinstance(value, dict) else [None]
        if not all(isinstance(v, str) or (v and _is_text_map(v)) for v in values):
            raise colander.Invalid(node, "Give a text, or texts by language, for each.")

    some = {**TEXT_MAP, "minProperties": 1}
    check.json = {
        "type": "object",
        "additionalProperties": {"anyOf": [{"type": "string"}, some]},
    }
    return s.Node(s.Anything(), validator=check, **options)
