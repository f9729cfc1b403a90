"""Identifiers: UUIDv7 (RFC 9562, 5.7), so that new rows land at the end of an index."""

import os
import time
from uuid import UUID


def uuid7() -> UUID:
    """A new id: 48 bits of Unix milliseconds, 12 of their fraction, then 62 random bits.

    The fraction (method 3 of the RFC) keeps what one process writes in a millisecond in order:
    ledgers and timelines are read by id.
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    fraction = rest * 4096 // 1_000_000
    value = milliseconds << 80 | fraction << 64 | int.from_bytes(os.urandom(8), "big")
    value |= 7 << 76
    value = value & ~(0x3 << 62) | 2 << 62
    return UUID(int=value)


def parse_uuid(text: str) -> UUID | None:
    """The UUID written as ``text`` in its canonical form, or None: anything else names nothing."""
    try:
        value = UUID(text)
    except (ValueError, AttributeError, TypeError):
        return None
    return value if str(value) == text.lower() else None
