"""The demo shops' illustrator: ``draw(kind, palette, **params)`` answers an SVG document.

A kind is a function that draws one thing on a :class:`Canvas` around (0, 0); ``kinds.KINDS`` says
which and before what backdrop. Families are a module each. The kinds ``hero`` (1600 × 900),
``category`` (1000 × 1000) and ``look`` (960 × 1200) set several things in a room (``scenes``).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecommus.demo.draw.canvas import Canvas
from ecommus.demo.draw.colour import Palette
from ecommus.demo.draw.kinds import KINDS
from ecommus.demo.draw.scenes import SCENES, scene

__all__ = ["KINDS", "SCENES", "draw", "size_of"]


def size_of(kind: str) -> tuple[int, int]:
    """Width and height of a kind's sheet; ValueError for an unknown kind."""
    if kind in SCENES:
        return SCENES[kind]
    if kind not in KINDS:
        raise ValueError(f"no kind {kind!r}; there are {', '.join(sorted([*KINDS, *SCENES]))}")
    return KINDS[kind].size


def draw(kind: str, palette: Palette | Mapping[str, str] | Sequence[str], **params: Any) -> str:
    """The SVG of a thing in its colours.

    Raises ValueError for an unknown kind or a malformed colour, TypeError when ``params`` holds
    something the kind does not know, KeyError for a style it does not have.
    """
    colours = Palette.of(palette)
    canvas = Canvas(*size_of(kind), key=repr((kind, palette, sorted(params.items()))))
    if kind in SCENES:
        scene(canvas, colours, **params)
        return canvas.svg()
    found = KINDS[kind]
    x, y = found.backdrop(canvas, colours.ground, found.scale)
    with canvas.at(x, y, found.scale):
        found.paint(canvas, colours, **params)
    return canvas.svg()
