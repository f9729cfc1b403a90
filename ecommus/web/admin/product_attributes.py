"""The attributes of a product's form: a field for each one and each language of the shop.

Those that are defined (``attributes``) in their order, then what this product carries beside them.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

import colander
from translationstring import TranslationStringFactory

from ecommus.core.attributes import said, texts
from ecommus.web.back_office import nodes as n
from ecommus.web.storefront.shop import LANGUAGE_NAMES

_ = TranslationStringFactory("ecommus")
LONGEST = 2000
# What is longer than a line of the form gets an area.
LINE = 60


def field(code: str, locale: str) -> str:
    """A form's name for a value: codes may hold what no id may."""
    return f"{locale}_{hashlib.sha256(code.encode()).hexdigest()[:12]}"


def sections(
    definitions: Sequence[Any], locales: Sequence[str], product: Any = None
) -> Iterator[colander.SchemaNode]:
    """The parts of the form: none when nothing is defined and the product has nothing."""
    stored = product.attributes if product else {}
    names = {row.code: row.name for row in definitions}
    loose = {code: code for code in sorted(stored.keys() - names.keys())}
    hint = _("Left empty in a language, its pages show the text of another one.")
    parts = (
        ("attributes", _("Attributes"), names, hint if len(locales) > 1 else ""),
        ("others", _("Other attributes"), loose,
         _("Not defined under Attributes: shoppers see these bare codes as their names.")),
    )  # fmt: skip
    for name, title, codes, about in parts:
        nodes = [
            node for code in codes for node in _nodes(code, codes[code], stored.get(code), locales)
        ]
        if nodes:
            yield n.section(name, title, *nodes, description=about)


def _nodes(
    code: str, name: str, value: Any, locales: Sequence[str]
) -> Iterator[colander.SchemaNode]:
    present = texts(value, locales[0]).values()
    rows = 3 if any(len(text) > LINE or "\n" in text for text in present) else 0
    for locale in locales:
        language = LANGUAGE_NAMES.get(locale, locale)
        title = name if locale == locales[0] else f"{name} ({language})"
        yield n.text(field(code, locale), title, high=LONGEST, rows=rows, css="field--half",
                     missing="")  # fmt: skip


def values(product: Any, locales: Sequence[str]) -> dict[str, dict[str, str]]:
    """What both parts show of a product."""
    shown = {
        field(code, locale): text
        for code, value in product.attributes.items()
        for locale, text in texts(value, locales[0]).items()
    }
    return {"attributes": shown, "others": shown}


def answer(
    given: dict[str, Any], definitions: Sequence[Any], locales: Sequence[str], product: Any = None
) -> dict[str, Any]:
    """A product's attributes after the form; in languages that it does not show they stay."""
    stored = product.attributes if product else {}
    entered = given.get("attributes", {}) | given.get("others", {})
    found = {}
    for code in [*stored, *(row.code for row in definitions if row.code not in stored)]:
        typed = {
            locale: entered[name].replace("\r\n", "\n")
            for locale in locales
            if (name := field(code, locale)) in entered
        }
        value = said(stored.get(code), typed, locales[0])
        if value:
            found[code] = value
    return found
