"""Skirts, held by a clip hanger."""

from ecommus.demo.draw.canvas import Canvas
from ecommus.demo.draw.cloth import buttons, cast, cloth, folds, hanger
from ecommus.demo.draw.colour import Palette
from ecommus.demo.draw.paths import hemmed


def skirt(
    c: Canvas, p: Palette, *, cut: str = "flared", length: float = 620, print_: str = "plain"
) -> None:
    """``cut`` flared, pleated, pencil or wrap (with buttons)."""
    width = {"flared": 270, "pleated": 250, "pencil": 138, "wrap": 210}[cut]
    end, t = length, p.main
    half = f"M0 26L118 20C134 90 {width * 0.72:g} 220 {width} {end}"
    if cut == "pencil":
        half = f"M0 26L112 20C130 110 158 170 156 280C154 420 138 520 {width} {end}"
    outline = hemmed(half, width, end, *((1, 4) if cut == "pencil" else (9, 9)))
    cast(c, p, outline)
    c.path("M-116 22Q0 6 116 22L100 50H-100Z", t.deep)
    cloth(c, t, outline, print_=print_, ink=p.accent.base)
    with c.clip(outline):
        _skirt_front(c, p, cut, width, end)
        c.path(
            f"M{width} {end}C{width * 0.66:g} 250 120 120 104 20L{width + 90} 0V{end}Z",
            t.deep,
            0.22,
        )
    band = "M-118 20Q0 34 118 20L124 62Q0 78 -124 62Z"
    cloth(c, t, band)
    c.path(band, t.dark, 0.25)
    c.stitches("M-120 54Q0 70 122 54", t.seam)
    if cut == "wrap":
        buttons(c, p.accent, [(58 + i * 3, 44 + i * 74) for i in range(7)], 9)
    hanger(c, clips=82)


def _skirt_front(c: Canvas, p: Palette, cut: str, width: float, end: float) -> None:
    t = p.main
    if cut == "pleated":
        places = [i / 7 for i in range(-7, 8)]
        folds(
            c,
            t,
            *[(x * 112, 60, x * width + 14, end + 20, 30) for x in places],
            lights=tuple((x * 112, 60, x * width - 12, end + 20, 14) for x in places),
        )
    elif cut == "pencil":
        folds(c, t, (90, 70, 120, end, 40), lights=((-70, 70, -84, end, 50),))
        c.line(f"M-44 64L-52 170M44 64L52 170M0 {end - 130}V{end}", t.seam, 3)
    else:
        folds(
            c,
            t,
            (-60, 60, -width * 0.6, end + 20, 54),
            (-10, 60, -width * 0.14, end + 20, 48),
            (40, 60, width * 0.36, end + 20, 60),
            (84, 60, width * 0.8, end + 20, 60),
            lights=(
                (-90, 60, -width * 0.84, end + 20, 38),
                (-36, 60, -width * 0.38, end, 34),
                (16, 60, width * 0.1, end + 20, 34),
            ),
        )
    if cut == "wrap":
        c.line(f"M40 66Q50 240 84 {end + 10}", t.seam, 4)
