"""Attributes: what products say of themselves beside title and options, by code.

A shop defines the codes it knows, with a name in each of its languages (table ``attributes``); a
product may carry others too, as files bring them. A value is a text in the shop's main language,
or a text per language: ``"clay"``, ``{"ro": "lut", "en": "clay"}``.
"""

from collections.abc import Iterable, Sequence
from typing import Any

# A code is what files name a column by; a colon there sets a language apart.
CODE = r"[^\s:](?:[^:\x00-\x1f]{0,98}[^\s:])?"
CODE_MESSAGE = "Use up to 100 characters, without a colon, none of them blank at the ends."


def texts(value: Any, locale: str) -> dict[str, str]:
    """A value by language; a plain text is in ``locale``, the shop's main language."""
    if isinstance(value, dict):
        return {language: str(text) for language, text in value.items()}
    return {locale: str(value)} if value not in (None, "") else {}


def said(value: Any, given: dict[str, str], locale: str) -> Any:
    """``value`` with the texts ``given`` by language; a blank one is taken out.

    The same object when nothing differs; "" when nothing is left; a plain text when all that is
    left is in ``locale``.
    """
    before = texts(value, locale)
    after = {language: text for language, text in (before | given).items() if text}
    if after == before:
        return value
    if not after:
        return ""
    return after[locale] if set(after) == {locale} else after


def columns(values: dict[str, Any], locales: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """A product's attributes as a file's columns: ``material``, and ``material:en`` for the others
    of the shop's languages ``locales``, the main one first."""
    main = locales[0]
    return tuple(
        sorted(
            (code if locale == main else f"{code}:{locale}", text)
            for code, value in values.items()
            for locale, text in texts(value, main).items()
            if locale in locales
        )
    )


def with_columns(
    values: dict[str, Any], read: Iterable[tuple[str, str]], locales: Sequence[str]
) -> dict[str, Any]:
    """A product's attributes after a file's columns; what the file does not name stays."""
    found = dict(values)
    for name, text in read:
        code, _colon, locale = name.rpartition(":")
        if not code or locale not in locales:
            code, locale = name, locales[0]
        found[code] = said(found.get(code), {locale: text}, locales[0])
    return found
