"""SVG pictures: parsed, and written anew from what is known to be harmless.

No scripts, no event handlers, no references outside the file, no foreign content, no entities.
"""

import re
from xml.etree import ElementTree as ET

from ecommus.core.errors import Invalid

SVG = "http://www.w3.org/2000/svg"
MAX_BYTES = 500_000
TAGS = frozenset(
    "svg g defs path rect circle ellipse line polyline polygon text tspan title desc use symbol "
    "linearGradient radialGradient stop clipPath mask pattern marker filter feGaussianBlur "
    "feOffset feBlend feColorMatrix feMerge feMergeNode feFlood feComposite".split()
)
UNSAFE = re.compile(r"(?i)javascript:|data:|expression|@import|url\(\s*['\"]?\s*(?!#)")


def looks_like(data: bytes) -> bool:
    """Whether this is meant to be an SVG file."""
    head = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg")) and b"<svg" in head


def clean(data: bytes) -> tuple[str, int, int]:
    """The harmless document, its width and height. Invalid when it cannot be read."""
    # Entities can grow without bound; a drawing needs none.
    if len(data) > MAX_BYTES or b"<!ENTITY" in data or b"<!DOCTYPE" in data.upper():
        raise Invalid("svg_refused", "This SVG is too large or has a DOCTYPE.", field="file")
    try:
        root = ET.fromstring(data)  # noqa: S314 - no DOCTYPE, no entities: see above
    except ET.ParseError:
        raise Invalid("file_type", "This file is not a picture.", field="file") from None
    if root.tag != f"{{{SVG}}}svg":
        raise Invalid("file_type", "This file is not a picture.", field="file")
    _clean(root)
    width, height = _size(root)
    ET.register_namespace("", SVG)
    return ET.tostring(root, encoding="unicode"), width, height


def _clean(element: ET.Element) -> None:
    for child in list(element):
        name = child.tag.removeprefix(f"{{{SVG}}}") if isinstance(child.tag, str) else ""
        if name not in TAGS or not child.tag.startswith(f"{{{SVG}}}"):
            element.remove(child)
        else:
            _clean(child)
    for name, value in list(element.attrib.items()):
        local = name.rpartition("}")[2].lower()
        reference = local == "href" and not value.startswith("#")
        if local.startswith("on") or local == "style" or reference or UNSAFE.search(value):
            del element.attrib[name]


def _size(root: ET.Element) -> tuple[int, int]:
    box = re.findall(r"-?[\d.]+", root.get("viewBox", ""))
    numbers = box[2:4] if len(box) == 4 else [root.get("width", ""), root.get("height", "")]
    try:
        width, height = (max(round(float(str(n).removesuffix("px"))), 1) for n in numbers)
    except ValueError:
        width, height = 1000, 1000
    return min(width, 20_000), min(height, 20_000)
