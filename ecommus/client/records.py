"""A single answer remembers the ETag that it came with, so that a change can name it (If-Match)."""

from collections.abc import Mapping
from typing import Any


class Record(dict[str, Any]):
    """The body of an answer. ``etag`` is None where the resource has no version."""

    etag: str | None = None


def etag_of(record: Mapping[str, Any]) -> str | None:
    """The entity tag, quoted, of what was read by itself or in a list; None when it has none."""
    if isinstance(record, Record) and record.etag is not None:
        return record.etag
    # In a list there is one ETag for the whole list; a row's own is made of its version.
    return f'"{record["version"]}"' if "version" in record else None
