"""Reading what was sent: JSON without surprises, fields of exactly one type, times with a zone."""

import json
import re
from datetime import datetime
from typing import Any

from ecommus.core.errors import Invalid
from license_service.errors import Refused

# PostgreSQL keeps neither NUL nor half a surrogate pair.
UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
LONGEST = 2000


def json_of(request: Any) -> dict[str, Any]:
    """The body, an object whose texts can all be kept. Refused (400) for anything else."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) != len(pairs):
            raise ValueError("a name stands twice")
        return dict(pairs)

    def constant(name: str) -> Any:
        raise ValueError(f"{name} is no JSON")

    try:
        value = json.loads(request.body, object_pairs_hook=unique, parse_constant=constant)
        # A number like 1e999 is read as infinite, which is no JSON either.
        whole = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except (ValueError, RecursionError):
        raise Refused(400, "body_malformed", "The body is no JSON that can be read.") from None
    if not isinstance(value, dict) or UNKEEPABLE.search(whole) or "\\u0000" in whole:
        raise Refused(400, "body_malformed", "The body is no JSON object of plain texts.")
    return value


class Fields:
    """Takes fields out of an object one by one; ``done`` refuses what is left over."""

    def __init__(self, value: dict[str, Any]):
        self._rest = dict(value)

    def _take(self, name: str, kind: type, default: Any) -> Any:
        value = self._rest.pop(name, default)
        if value is None and default is not None:
            value = default
        # bool is an int to Python, and is none here.
        if type(value) is not kind:
            raise Invalid("field_malformed", "%(name)s is missing or of the wrong type.",
                          field=name, name=name)  # fmt: skip
        return value

    def text(self, name: str, default: str | None = "", most: int = LONGEST) -> str:
        """A text; required where ``default`` is None."""
        value = self._take(name, str, default)
        if len(value) > most or (default is None and not value.strip()):
            text = "%(name)s is missing or too long."
            raise Invalid("field_malformed", text, field=name, name=name)
        return value.strip()

    def flag(self, name: str, default: bool) -> bool:
        return self._take(name, bool, default)

    def number(self, name: str, default: int | None = None, most: int = 2**31 - 1) -> int:
        value = self._take(name, int, default)
        if not 0 <= value <= most:
            raise Invalid("field_malformed", "%(name)s is too large.", field=name, name=name)
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, none empty; missing is an empty one."""
        values = self._take(name, list, [])
        if len(values) > 200 or not all(isinstance(v, str) and 0 < len(v) < 200 for v in values):
            text = "%(name)s is a list of names."
            raise Invalid("field_malformed", text, field=name, name=name)
        return tuple(values)

    def object(self, name: str, default: Any, most: int) -> Any:
        """A JSON object whose text is not longer than ``most``."""
        value = self._rest.pop(name, default)
        if value is None and default is None:
            return None
        if not isinstance(value, dict) or len(json.dumps(value)) > most:
            text = "%(name)s is no object, or too large."
            raise Invalid("field_malformed", text, field=name, name=name)
        return value

    def has(self, name: str) -> bool:
        return name in self._rest

    def done(self) -> None:
        if self._rest:
            name = sorted(self._rest)[0]
            raise Invalid("field_unknown", "%(name)s is unknown here.", field=name, name=name)


def moment(text: str, field: str) -> datetime:
    """An RFC 3339 time; Invalid without its zone."""
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        value = None
    # Years that a broken clock says and PostgreSQL or Python cannot count with are no times.
    if value is None or value.tzinfo is None or not 1990 <= value.year < 2200:
        wrong = "%(name)s is a time like 2026-01-31T09:00:00Z."
        raise Invalid("field_malformed", wrong, field=field, name=field)
    return value


def number_of(request: Any, name: str, default: int = 0) -> int:
    """A whole number of the query string; the default for anything else."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else default
