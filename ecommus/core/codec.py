"""Frozen dataclasses to plain JSON and back, by type hints: what an order keeps to be replayed.

Knows what snapshots are made of: numbers, texts, dates, decimals, enums, tuples, frozensets,
optional fields and other dataclasses. A field that a stored snapshot lacks gets its default, so
old orders can still be read when a question learns something new.
"""

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

PLAIN = frozenset({str, int, bool, NoneType})


def dump(value: Any) -> Any:
    """Plain JSON values; sets are sorted, so equal snapshots give equal texts."""
    kind = type(value)
    if kind in PLAIN:
        return value
    if is_dataclass(kind):
        return {name: dump(getattr(value, name)) for name in _names(kind)}
    if isinstance(value, frozenset):
        return sorted((dump(item) for item in value), key=str)
    if isinstance(value, tuple):
        return [dump(item) for item in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value.value if isinstance(value, Enum) else value


def load(kind: Any, value: Any) -> Any:
    """The snapshot of type ``kind`` that ``dump`` wrote. TypeError: not one of those."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        if value is None and NoneType in arguments:
            return None
        (kind,) = (argument for argument in arguments if argument is not NoneType)
        return load(kind, value)
    if origin is frozenset:
        return frozenset(load(arguments[0], item) for item in value)
    if origin is tuple:
        if arguments[-1] is Ellipsis:
            return tuple(load(arguments[0], item) for item in value)
        return tuple(load(each, item) for each, item in zip(arguments, value, strict=True))
    if isinstance(kind, type) and is_dataclass(kind):
        return kind(**{n: load(t, value[n]) for n, t in _hints(kind).items() if n in value})
    if kind in (datetime, date):
        return kind.fromisoformat(value)
    if kind is Decimal or (isinstance(kind, type) and issubclass(kind, Enum)):
        return kind(value)
    return value


@lru_cache(maxsize=64)
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@lru_cache(maxsize=64)
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}
