"""What round things share: glazed bodies lit from the left, rims, speckles, steam, leaves."""

from ecommus.demo.draw.canvas import Canvas
from ecommus.demo.draw.colour import LIGHT, Tones, mix


def body(c: Canvas, t: Tones, outline: str, *, speckled: bool = False) -> None:
    """The outline as a turned body: lit on the left, round into shadow on the right."""
    c.path(
        outline,
        c.gradient(
            mix(t.base, t.light, 0.5),
            mix(t.base, t.light, 0.25),
            t.base,
            mix(t.base, t.dark, 0.8),
            vertical=False,
        ),
    )
    if speckled:
        spots = (
            f'<path d="M8 12h0M40 30h0M22 52h0M56 60h0M62 14h0" stroke="{t.seam}" '
            'stroke-width="3.5" opacity=".55"/>'
        )
        c.path(outline, c.pattern(70, 70, spots, turn=20))


def dip(c: Canvas, t: Tones, outline: str, y: float, bottom: float, width: float) -> None:
    """The lower part of a body, from ``y`` down, in another clay with the wavy edge of a dip."""
    with c.clip(outline):
        c.path(
            f"M{-width} {y}Q{-width / 2} {y + 22} 0 {y + 16}Q{width / 2} {y + 6} {width} {y + 14}"
            f"V{bottom + 20}H{-width}Z",
            c.gradient(t.light, t.base, t.dark, vertical=False),
        )


def shine(c: Canvas, d: str, width: float = 12, o: float = 0.65) -> None:
    """A window's reflection on a glaze."""
    c.line(d, LIGHT, width, o)


def rim(
    c: Canvas,
    t: Tones,
    y: float,
    rx: float,
    ry: float,
    filled: str | None = None,
    level: float = 0.3,
) -> None:
    """An opening seen from above, dark inside, perhaps ``filled`` with a drink."""
    c.ellipse(0, y, rx, ry, mix(t.base, t.light, 0.6))
    c.ellipse(0, y + 2, rx - 9, ry - 5, t.deep)
    if filled:
        inner = (
            f"M{-rx + 9} {y + 2}a{rx - 9} {ry - 5} 0 1 0 {2 * rx - 18} 0a{rx - 9} {ry - 5} 0 1 "
            f"0 {18 - 2 * rx} 0Z"
        )
        with c.clip(inner):
            c.ellipse(0, y + 2 + ry * level, rx - 12, ry - 6, filled)
            c.ellipse(-rx * 0.3, y + 4 + ry * level, rx * 0.4, ry * 0.4, mix(filled, LIGHT, 0.25))


def steam(c: Canvas, ground: str, x: float, y: float) -> None:
    """Two wisps rising from (x, y)."""
    white = mix(ground, "#ffffff", 0.85)
    c.line(
        f"M{x - 22} {y}c-30 -40 30 -60 4 -110s20 -60 6 -90M{x + 26} {y}c-24 -36 26 -50 6 -90"
        "s14 -40 4 -70",
        white,
        11,
        0.75,
    )


def leaf(length: float, width: float) -> str:
    """A pointed leaf from (0, 0) straight up to ``length``."""
    return (
        f"M0 0C{width:g} {-length * 0.25:g} {width * 0.9:g} {-length * 0.7:g} 0 {-length:g}"
        f"C{-width * 0.9:g} {-length * 0.7:g} {-width:g} {-length * 0.25:g} 0 0Z"
    )


def half_leaf(length: float, width: float) -> str:
    """The right half of a :func:`leaf`, to be laid over it in shadow."""
    return f"M0 0C{width:g} {-length * 0.25:g} {width * 0.9:g} {-length * 0.7:g} 0 {-length:g}Z"
