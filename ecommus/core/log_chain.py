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
    """The chain does not hold; the text says where. Pages have words of their own for each
    ``code``."""

    def __init__(self, code: str, text: str, **params: object):
        super().__init__(text)
        self.code, self.params = code, params


def verify(entries: Iterable[Entry]) -> tuple[int, str]:
    """(number of entries, last hash), or Broken at the first entry that does not follow."""
    size, last = 0, START
    for entry in entries:
        size, last = follow(entry, size, last)
    return size, last


def follow(entry: Entry, size: int, last: str) -> tuple[int, str]:
    """The chain's end after ``entry``; Broken when it does not follow ``size`` and ``last``."""
    seq = entry.seq
    if seq != size + 1:
        text = f"entry {size + 1} is missing: {seq} follows {size}"
        raise Broken("log_missing", text, seq=size + 1)
    if entry.prev != last:
        text = f"entry {seq} does not follow the entry before it"
        raise Broken("log_unlinked", text, seq=seq)
    if entry.hash != hash_of(entry.prev, entry.body):
        raise Broken("log_changed", f"entry {seq} was changed", seq=seq)
    if _numbered(entry) != seq:
        raise Broken("log_changed", f"entry {seq} bears another number inside", seq=seq)
    return seq, entry.hash


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
    hold(head, size, at_head)
    return size, last


def hold(head: Head, size: int, at_head: str) -> None:
    """Broken unless ``size`` entries have what ``head`` was signed for, and it is ``at_head``."""
    if size < head.size:
        text = f"the head was signed for {head.size} entries, only {size} are here"
        raise Broken("log_cut", text, signed=head.size, size=size)
    if at_head != head.hash:
        text = f"entry {head.size} is not the one that the head was signed for"
        raise Broken("log_other", text, seq=head.size)


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
            raise _unreadable(number) from None
        if [type(part) for part in (entry.seq, entry.prev, entry.hash, entry.body)] != [
            int, str, str, str,
        ]:  # fmt: skip
            raise _unreadable(number)
        yield entry


def _unreadable(number: int) -> Broken:
    return Broken("log_unreadable", f"line {number} cannot be read", line=number)
