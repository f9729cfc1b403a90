"""Coats and blazers, and the sleeves they share with jackets."""

from ecommus.demo.draw.canvas import Canvas
from ecommus.demo.draw.cloth import buttons, cast, cloth, folds, hanger, inside
from ecommus.demo.draw.colour import Palette, mix
from ecommus.demo.draw.paths import hemmed, mirror

ARMHOLE = "M152 26Q134 120 142 214"
SLEEVE = "M112 2Q168 16 188 84L244 380L262 566Q234 588 192 578L172 370L134 240Z"


def coat(
    c: Canvas,
    p: Palette,
    *,
    length: float = 800,
    print_: str = "plain",
    belt: bool = False,
    double: bool = False,
) -> None:
    """A tailored coat or, from 560 down, a blazer; ``double`` has two rows of buttons."""
    t = p.main
    width = 150 + (length - 520) * 0.2
    half = (
        f"M0 250L66 -8L154 22Q136 120 144 210C146 290 136 330 138 380C146 500 {width - 10:g} "
        f"{length - 160:g} {width:g} {length:g}"
    )
    body = hemmed(half, width, length, 2, 4)
    sleeves = [SLEEVE, mirror(SLEEVE)]
    cast(c, p, body, *sleeves)
    inside(c, p, 250, 70)
    hanger(c)
    sleeves_of(c, p, sleeves, print_)
    cloth(c, t, body, print_=print_, ink=p.accent.base)
    with c.clip(body):
        folds(
            c,
            t,
            (112, 380, width * 0.72, length + 10, 56),
            (-104, 390, -width * 0.6, length + 10, 40),
            (104, 60, 124, 360, 30),
            lights=(
                (-110, 60, -124, 380, 40),
                (-112, 390, -width * 0.88, length, 36),
                (60, 400, width * 0.36, length, 34),
            ),
        )
        c.path(
            f"M150 120Q128 300 130 390Q144 560 {width - 22:g} {length + 9:g}H{width + 60:g}V120Z",
            t.deep,
            0.24,
        )
        c.path(f"M0 250L26 {length + 10:g}H44L30 250Z", t.dark, 0.5)
    c.line(f"M2 250Q22 300 24 {length - 4:g}", t.seam, 3.5)
    for x in (-126, 62):
        slant = c.gradient(t.light, t.base)
        c.path(f"M{x} 452H{x + 70}L{x + 72} 486H{x - 2}Z", slant)
        c.line(f"M{x - 2} 486H{x + 72}", t.seam, 4)
    c.line(ARMHOLE + mirror(ARMHOLE), t.seam, 3)
    _lapels(c, p, print_)
    rows = range(290, 470, 76) if belt or length < 600 else range(290, 560, 84)
    places = [(12, y) for y in rows]
    if double:
        places = [(x, y) for y in rows for x in (-46, 58)]
    buttons(c, p.accent, places, 11)
    if belt:
        c.path("M-140 372Q0 392 140 372L142 416Q0 436 -142 416Z", t.base)
        c.path("M-140 372Q0 392 140 372V382Q0 402 -140 382Z", t.light, 0.7)
        c.line("M-142 416Q0 436 142 416M-140 372Q0 392 140 372", t.seam, 3)
        c.path("M20 410C60 460 56 560 62 610L24 616C20 540 10 470 0 420Z", mix(t.base, t.dark, 0.4))
        c.rect(-26, 376, 52, 56, p.accent.base, 8)
        c.rect(-14, 388, 28, 32, t.base, 4)


def sleeves_of(
    c: Canvas, p: Palette, sleeves: list[str], print_: str, quilted: bool = False
) -> None:
    t = p.main
    for outline in sleeves:
        cloth(c, t, outline, print_=print_, ink=p.accent.base)
        with c.clip(outline):
            if quilted:
                for y in range(110, 560, 64):
                    c.path(
                        f"M-280 {y}L-120 {y + 26}V{y + 42}L-280 {y + 16}ZM280 {y}L120 {y + 26}"
                        f"V{y + 42}L280 {y + 16}Z",
                        t.dark,
                        0.5,
                    )
            folds(
                c,
                t,
                (166, 160, 226, 590, 34),
                (184, 70, 200, 360, 24),
                (-154, 200, -204, 590, 34),
                lights=((-180, 90, -242, 560, 26),),
            )
            c.line("M180 510Q220 526 268 506M-180 510Q-220 526 -268 506", t.seam, 3.5)


def _lapels(c: Canvas, p: Palette, print_: str) -> None:
    t = p.main
    lapel = "M4 262C-20 190 -60 110 -74 -4L-60 -16L-112 84L-88 104L-120 122Q-70 210 4 262Z"
    for outline in (mirror(lapel), lapel):
        c.path(outline, t.deep, 0.35, transform="translate(3 10)")
        cloth(c, t, outline, print_=print_, ink=p.accent.base)
        c.path(outline, t.light, 0.22)
        c.line(outline, t.seam, 2.5)
    collar = "M-72 -14Q-50 -22 -40 -6L-88 104L-126 76Q-104 20 -72 -14Z"
    for outline in (mirror(collar), collar):
        cloth(c, t, outline, print_=print_, ink=p.accent.base)
        c.line(outline, t.seam, 2.5)
