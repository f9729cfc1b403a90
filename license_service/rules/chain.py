"""The forensic log as a chain: each entry's hash covers its text and the hash before it.

The verifier needs the exported file alone, and a signed head where one was kept: then an entry that
was changed, removed or cut off at the end is found, and by whom it was done does not matter.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ecommus.core.signed import Keys, claim, read

HEAD_TYPE = "ecommus-log-head+jwt"
WHAT = "log head"
# Before the first entry there is nothing.
START = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """``body``: the canonical JSON, byte for byte what was hashed."""

    seq: int
    prev: str
    hash: str
    body: str


def canonical(value: dict[str, Any]) -> str:
    """One text for one value: names sorted, no spaces, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def hash_of(prev: str, body: str) -> str:
    return hashlib.sha256(f"{prev}\n{body}".encode()).hexdigest()


def linked(last: tuple[int, str] | None, at: datetime, said: dict[str, Any]) -> Entry:
    """The entry that follows ``last`` (its number and hash)."""
    seq, prev = (last[0] + 1, last[1]) if last else (1, START)
    body = canonical({"seq": seq, "at": at.isoformat(), **said})
    return Entry(seq, prev, hash_of(prev, body), body)


class Broken(Exception):
    """The chain does not hold; the text says where."""


def verify(entries: Iterable[Entry]) -> tuple[int, str]:
    """(number of entries, last hash), or Broken at the first entry that does not follow."""
    size, last = 0, START
    for entry in entries:
        if entry.seq != size + 1:
            raise Broken(f"entry {size + 1} is missing: {entry.seq} follows {size}")
        if entry.prev != last:
            raise Broken(f"entry {entry.seq} does not follow the entry before it")
        if entry.hash != hash_of(entry.prev, entry.body):
            raise Broken(f"entry {entry.seq} was changed")
        if _numbered(entry) != entry.seq:
            raise Broken(f"entry {entry.seq} bears another number inside")
        size, last = entry.seq, entry.hash
    return size, last


def _numbered(entry: Entry) -> Any:
    try:
        return json.loads(entry.body).get("seq")
    except (ValueError, AttributeError):
        return None


@dataclass(frozen=True, slots=True)
class Head:
    """What the service signed about its log: so many entries, ending in this hash."""

    size: int
    hash: str


def verify_head(token: str, keys: Keys, now: datetime) -> Head:
    """The head in ``token``, or SignedError."""
    claims, _kid = read(token, keys, HEAD_TYPE, WHAT, now)
    return Head(claim(claims, "size", int, WHAT), claim(claims, "hash", str, WHAT))


def hold_against(entries: Iterable[Entry], head: Head) -> tuple[int, str]:
    """``verify``, and that what ``head`` was signed for is all there. Broken when it is not."""
    at_head = START

    def watched() -> Iterator[Entry]:
        nonlocal at_head
        for entry in entries:
            at_head = entry.hash if entry.seq == head.size else at_head
            yield entry

    size, last = verify(watched())
    if size < head.size:
        raise Broken(f"the head was signed for {head.size} entries, only {size} are here")
    if at_head != head.hash:
        raise Broken(f"entry {head.size} is not the one that the head was signed for")
    return size, last


def dump(entry: Entry) -> str:
    """A line of the export."""
    return canonical({"seq": entry.seq, "prev": entry.prev, "hash": entry.hash, "body": entry.body})


def load(lines: Iterable[str]) -> Iterator[Entry]:
    """The export's entries; Broken for a line that is none."""
    for number, line in enumerate(lines, 1):
        try:
            value = json.loads(line)
            entry = Entry(value["seq"], value["prev"], value["hash"], value["body"])
        except (ValueError, KeyError, TypeError):
            raise Broken(f"line {number} cannot be read") from None
        if [type(part) for part in (entry.seq, entry.prev, entry.hash, entry.body)] != [
            int, str, str, str,
        ]:  # fmt: skip
            raise Broken(f"line {number} cannot be read")
        yield entry
