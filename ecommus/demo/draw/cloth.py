"""What garments share: hanger, cast shadow, the cloth itself with its print, necklines, folds.

Garments hang from (0, 0), the middle of the neck; the rail runs 140 above, shoulders are about
130 wide on each side and a long coat ends at 860.
"""

from collections.abc import Sequence

from ecommus.demo.draw.canvas import Canvas
from ecommus.demo.draw.colour import BRASS, LIGHT, SHADOW, WOOD, Palette, Tones, mix
from ecommus.demo.draw.paths import fold, whole

PRINTS = ("plain", "stripes", "pinstripe", "dots", "flowers", "check", "rib", "cable", "fairisle")


def cast(c: Canvas, p: Palette, *outlines: str, x: float = 26, y: float = 30) -> None:
    """The shadow of the outlines on the wall behind, light coming from the upper left."""
    with c.at(x, y):
        for outline in outlines:
            c.path(outline, mix(p.ground, SHADOW, 0.13))


def hanger(c: Canvas, *, width: float = 1, clips: float = 0) -> None:
    """A wooden hanger on the rail; ``clips`` is how far from the middle it holds a waistband."""
    c.line("M0 0C0 -34 26 -36 26 -62A26 30 0 1 0 -25 -70", BRASS, 6)
    if clips:
        c.line(f"M{-clips - 16:g} 0L{clips + 16:g} 0", WOOD, 14)
        c.line(f"M{-clips - 12:g} -3L{clips + 12:g} -3", mix(WOOD, LIGHT, 0.5), 3)
        for x in (-clips, clips):
            c.rect(x - 13, -8, 26, 46, BRASS, 6)
            c.rect(x - 13, -8, 9, 46, mix(BRASS, LIGHT, 0.45), 4)
        return
    end = 122 * width
    c.path(whole(f"M0 -12Q16 -6 60 10Q{end - 10:g} 26 {end:g} 52Q90 40 0 34"), WOOD)
    c.line(f"M{14 - end:g} 36Q-60 14 0 0Q60 14 {end - 22:g} 32", mix(WOOD, LIGHT, 0.45), 4)


def print_tile(c: Canvas, name: str, t: Tones, ink: str) -> str | None:
    """The fill of a print in ``ink`` on tones ``t``; None when plain, ValueError when unknown."""
    if name not in PRINTS:
        raise ValueError(f"no print {name!r}; there are {', '.join(PRINTS)}")
    seam = f'stroke="{t.dark}"'
    tiles = {
        "stripes": (40, 44, f'<path d="M0 8H40V24H0Z" fill="{ink}"/>', 0),
        "pinstripe": (22, 20, f'<path d="M10 0V20" stroke="{ink}" stroke-width="2.5"/>', 0),
        "dots": (44, 44, f'<path d="M11 11h0M33 33h0" stroke="{ink}" stroke-width="11"/>', 0),
        "flowers": (
            96,
            96,
            f'<g stroke="{ink}"><path d="M26 '
            '17h0M35 24h0M32 35h0M20 35h0M17 24h0M74 65h0M83 72h0M80 83h0M68 83h0M65 72h0" '
            'stroke-width="12"/><path d="M48 18q14 2 20 16m-64 38q0 14 14 20M62 10l8 6M8 '
            f'62l8 6" stroke-width="4" opacity=".7"/><path d="M26 27h0M74 75h0" '
            f'stroke="{mix(t.base, LIGHT, 0.5)}" stroke-width="8"/></g>',
            14,
        ),
        "check": (
            72,
            72,
            f'<g fill="{ink}"><path d="M0 8h72v24H0Z" opacity=".45"/><path d="M8 '
            '0h24v72H8Z" opacity=".45"/><path d="M0 50h72v4H0Zm50-50h4v72h-4Z" '
            'opacity=".7"/></g>',
            0,
        ),
        "rib": (18, 40, f'<path d="M9 0V40" {seam} stroke-width="4" opacity=".55"/>', 0),
        "cable": (
            84,
            56,
            f'<g {seam} stroke-width="4.5" opacity=".6"><path d="M30 -4C30 20 54 '
            '36 54 60M54 -4C54 12 48 20 44 25M30 60C30 46 35 39 39 33M20 0V56M64 0V56"/>'
            '<path d="M2 6l5 8 5-8m-10 18l5 8 5-8m-10 18l5 8 5-8M72 6l5 8 5-8m-10 18l5 8 '
            '5-8m-10 18l5 8 5-8" stroke-width="2.5"/></g>',
            0,
        ),
        "fairisle": (
            40,
            150,
            f'<g fill="{ink}"><path d="M0 30l10-12 10 12 10-12 10 '
            '12v8l-10-12-10 12-10-12L0 38ZM20 54l12 16-12 16L8 70Z"/><path d="M0 '
            '102l10 12 10-12 10 12 10-12v8l-10 12-10-12-10 12L0 110Z"/></g>',
            0,
        ),
    }
    return c.pattern(*tiles[name]) if name in tiles else None


def cloth(
    c: Canvas, t: Tones, outline: str, *, print_: str = "plain", ink: str | None = None
) -> None:
    """The outline filled with the cloth: a light side, a shadow side and the print over it."""
    c.path(
        outline, c.gradient(mix(t.base, t.light, 0.55), t.base, mix(t.base, t.dark, 0.55), angle=18)
    )
    tile = print_tile(c, print_, t, ink or t.dark)
    if tile:
        c.path(outline, tile)


def folds(
    c: Canvas,
    t: Tones,
    *slivers: tuple[float, float, float, float, float],
    lights: tuple[tuple[float, float, float, float, float], ...] = (),
) -> None:
    """Shadows (and ``lights``) of folds, each ``(x, top, x at the bottom, bottom, width)``."""
    c.path("".join(fold(*sliver) for sliver in slivers), t.dark, 0.6)
    if lights:
        c.path("".join(fold(*sliver) for sliver in lights), t.light, 0.55)


def inside(c: Canvas, p: Palette, depth: float, half: float = 66) -> None:
    """The inside of the back, seen through a neckline ``depth`` deep, with its woven label."""
    c.path(
        f"M{-half:g} -6Q0 16 {half:g} -6L{half - 6:g} 40L{half * 0.6:g} {depth + 14:g}"
        f"L{-half * 0.6:g} {depth + 14:g}L{-half + 6:g} 40Z",
        p.main.deep,
    )
    c.rect(-20, 12, 40, 22, mix(p.accent.base, LIGHT, 0.5), 3)


def buttons(c: Canvas, t: Tones, places: Sequence[tuple[float, float]], r: float = 7) -> None:
    """Round buttons with a rim of shadow and a spark of light."""
    for x, y in places:
        c.circle(x + 1.5, y + 2, r, t.deep, opacity=0.5)
        c.circle(x, y, r, t.base)
        c.circle(x - r * 0.25, y - r * 0.25, r * 0.4, t.light)
