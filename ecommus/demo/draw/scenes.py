"""Several things together in a room: the shop windows at the head of a shop and of a category."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ecommus.demo.draw.backdrop import rail, sunlight, wall
from ecommus.demo.draw.canvas import Canvas
from ecommus.demo.draw.colour import LIGHT, SHADOW, Palette, mix
from ecommus.demo.draw.kinds import KINDS

SCENES = {"hero": (1600, 900), "category": (1000, 1000), "look": (960, 1200)}


def scene(c: Canvas, p: Palette, *, room: str, items: Sequence[Mapping[str, Any]]) -> None:
    """A ``room`` (rail, table, parlour or plain) with ``items`` set in it, the hindmost first.

    An item is ``{"kind", "palette", "at": [x, y], "scale", "turn", ...params}``; in a room with
    a rail a garment's y is that of the rail. All shadows take the scene's ground.
    """
    {"rail": _rail, "table": _table, "parlour": _parlour, "plain": _plain}[room](c, p)
    for item in items:
        params = dict(item)
        kind, (x, y) = params.pop("kind"), params.pop("at")
        scale, turn = params.pop("scale", 1), params.pop("turn", 0)
        colours = replace(Palette.of(params.pop("palette")), ground=p.ground)
        with c.at(x, y, scale, turn):
            KINDS[kind].paint(c, colours, **params)


def _plain(c: Canvas, p: Palette) -> None:
    wall(c, p.ground)
    c.circle(c.width / 2, c.height / 2, c.height * 0.42, mix(p.ground, LIGHT, 0.45))


def _rail(c: Canvas, p: Palette) -> None:
    wall(c, p.ground)
    sunlight(c, p.ground)
    floor(c, p, 0.86)
    rail(c, p.ground, 80)


def _table(c: Canvas, p: Palette) -> None:
    wall(c, p.ground)
    sunlight(c, p.ground)
    floor(c, p, 0.74)


def floor(c: Canvas, p: Palette, part: float) -> None:
    """The floor or table top from ``part`` of the height down."""
    top = c.height * part
    tone = mix(p.ground, SHADOW, 0.1)
    c.rect(0, top, c.width, c.height - top, c.gradient(tone, mix(p.ground, LIGHT, 0.1)))
    c.rect(0, top, c.width, 5, mix(p.ground, LIGHT, 0.6))


def _parlour(c: Canvas, p: Palette) -> None:
    wall(c, p.ground)
    sunlight(c, p.ground)
    w, h = c.width, c.height
    arch = round(w * 0.1)
    c.path(
        f"M{arch - 64} {h * 0.72:g}V{h * 0.36:g}a{arch} {arch} 0 0 1 {2 * arch} 0V{h * 0.72:g}Z",
        mix(p.main.base, p.ground, 0.55),
    )
    floor(c, p, 0.76)
    c.rect(0, h * 0.735, w, h * 0.025, mix(p.ground, LIGHT, 0.7))
    c.ellipse(w * 0.52, h * 0.89, w * 0.36, h * 0.075, mix(p.ground, p.accent.base, 0.45))
    c.ellipse(
        w * 0.52,
        h * 0.89,
        w * 0.33,
        h * 0.062,
        stroke=mix(p.ground, LIGHT, 0.6),
        fill=None,
        stroke_width=5,
    )
