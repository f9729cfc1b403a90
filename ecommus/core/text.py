"""Slugs, folding and words: what a name becomes in an address, and what a search compares."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_OTHER = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "đ": "d", "ł": "l"})


def fold(text: str) -> str:
    """Lower case without diacritics: ``"Rochie țesută"`` → ``"rochie tesuta"``."""
    # Decomposed first: "№" and "𝐀" have capitals that only then come to light.
    plain = unicodedata.normalize("NFKD", text).lower().translate(_OTHER)
    return "".join(c for c in plain if not unicodedata.combining(c))


def words(text: str, most: int | None = None) -> list[str]:
    """The different folded words of a text, in order: ``"T-shirt Țesut"`` → ``["t", "shirt",
    "tesut"]``. A word is letters and digits, its first fifty of them."""
    found = dict.fromkeys(word[:50] for word in _WORD.findall(fold(text)))
    return list(found)[:most]


def slugify(text: str, limit: int = 80) -> str:
    """An address segment of ``[a-z0-9-]``, at most ``limit`` long; may come out empty."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    return slug[:limit].rstrip("-")
