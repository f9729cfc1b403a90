"""Texts that operators and files bring: reduced to the HTML that is safe in a page."""

import re

import nh3

TAGS = {
    "a", "b", "blockquote", "br", "code", "div", "em", "h2", "h3", "h4", "hr", "i", "li", "ol",
    "p", "pre", "s", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "u", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}


def clean(text: str | None) -> str:
    """Safe HTML. A text without any tag becomes paragraphs."""
    if not text:
        return ""
    if not re.search(r"</?[a-zA-Z]", text):
        paragraphs = (part.strip() for part in re.split(r"\n\s*\n", text))
        text = "".join(
            f"<p>{nh3.clean_text(part)}</p>".replace("\n", "<br>") for part in paragraphs if part
        )
    return nh3.clean(
        text,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener nofollow",
    )


def plain(text: str, limit: int = 300) -> str:
    """The text alone, on one line, for descriptions in lists and search engines."""
    bare = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).strip()
    return bare if len(bare) <= limit else bare[: limit - 1].rsplit(" ", 1)[0] + "…"
