"""English on Romanian pages: message ids whose translation differs, found as whole texts."""

import re
from functools import cache
from typing import Any

from babel.messages.pofile import read_po

from .server import ROOT

FOLDERS = ("ecommus", "ecommus_plugins", "ecommus_themes")
PLACEHOLDER = re.compile(r"(\\\$\\\{\w+\\\}|%\\\(\w+\\\)s)")
# Texts a reader or a screen reader meets; what stands in another language's element is meant so.
TEXTS = """() => {
    const texts = new Set();
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    const foreign = (element) =>
        element.closest("script, style, [lang]:not(html)") !== null;
    while (walker.nextNode())
        if (!foreign(walker.currentNode.parentElement)) texts.add(walker.currentNode.data);
    for (const element of document.querySelectorAll("*"))
        for (const name of ["alt", "title", "placeholder", "aria-label", "data-label"])
            if (element.hasAttribute(name) && !foreign(element))
                texts.add(element.getAttribute(name));
    return [...texts].map((text) => text.replace(/\\s+/g, " ").trim()).filter(Boolean);
}"""


# Names that the demo's and the tests' catalogues give, whatever the language.
DATA = {"Home"}


@cache
def english() -> re.Pattern[str]:
    """Matches a text that is an untranslated message, with anything in its placeholders."""
    messages: set[str] = set()
    # The Romanian of one message may be the English of another: „Zone” is more than one zone.
    romanian: set[str] = set(DATA)
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.ro.po")):
            with path.open("rb") as file:
                catalogue = read_po(file, locale="ro")
            romanian |= {message.string for message in catalogue if isinstance(message.string, str)}
            messages |= {
                " ".join(message.id.split())
                for message in catalogue
                if message.id and isinstance(message.id, str) and message.string
                and message.id != message.string and not message.context
            }  # fmt: skip
    patterns = [PLACEHOLDER.sub(".+", re.escape(text)) for text in sorted(messages - romanian)]
    # A message that is little but placeholders would match anything.
    kept = [text for text in patterns if len(re.findall(r"[a-z]{2}", text)) > text.count(".+") * 3]
    return re.compile("|".join(kept))


def untranslated(page: Any) -> list[str]:
    """The English texts of a Romanian page."""
    return [text for text in page.evaluate(TEXTS) if english().fullmatch(text)]
