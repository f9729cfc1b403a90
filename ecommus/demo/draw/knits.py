"""Knitwear: sweaters and cardigans."""

from ecommus.demo.draw.canvas import Canvas
from ecommus.demo.draw.cloth import buttons, cast, cloth, folds, hanger, inside
from ecommus.demo.draw.colour import Palette, mix
from ecommus.demo.draw.paths import hemmed, mirror, whole
from ecommus.demo.draw.tops import ARMHOLE, sleeves_of


def knit(
    c: Canvas, p: Palette, *, neck: str = "round", print_: str = "cable", opening: bool = False
) -> None:
    """A sweater, ``neck`` round/v/turtle, or with ``opening`` a buttoned cardigan (neck v)."""
    t = p.main
    depth, line = {
        "v": (196, "M0 196L66 -8"),
        "round": (56, "M0 56Q52 50 68 -10"),
        "turtle": (10, "M0 12Q52 8 62 -12"),
    }[neck]
    half = f"{line}L148 20Q132 116 140 200C158 320 160 420 152 520L150 566"
    body = hemmed(half, 150, 566, 2, 5)
    arm = "M112 2Q164 18 180 80L236 360L250 526Q226 546 192 538L168 350L130 226Z"
    sleeves = [arm, mirror(arm)]
    cast(c, p, body, *sleeves)
    if neck != "turtle":
        inside(c, p, depth, 70)
    hanger(c)
    sleeves_of(c, p, sleeves, print_, "knit")
    cloth(c, t, body, print_=print_, ink=p.accent.base)
    rib = c.pattern(13, 20, f'<path d="M6 0V20" stroke="{t.dark}" stroke-width="4"/>')
    with c.clip(body):
        folds(
            c,
            t,
            (122, 190, 78, 580, 50),
            (-124, 200, -92, 580, 36),
            (96, 40, 118, 320, 34),
            lights=((-96, 50, -128, 540, 46), (30, 300, 24, 560, 30)),
        )
        c.path("M160 150Q136 340 146 580H210V150Z", t.deep, 0.24)
        c.rect(-170, 506, 340, 80, t.base, opacity=0.85)
        c.rect(-170, 506, 340, 80, rib, opacity=0.7)
        c.line("M-170 506Q0 514 170 506", t.seam, 3)
    c.line(ARMHOLE + mirror(ARMHOLE), t.seam, 3)
    if neck == "turtle":
        roll = whole("M0 -72Q44 -72 52 -62Q62 -20 66 14Q40 34 0 36")
        cloth(c, t, roll)
        c.path(roll, rib, 0.6)
        c.path("M-52 -62Q0 -46 52 -62Q0 -78 -52 -62Z", t.deep)
        c.line("M-62 0Q0 26 64 0", t.seam, 4)
    else:
        c.line(line + mirror(line), t.dark, 26)
        c.line(line + mirror(line), t.base, 20)
        c.stitches(line + mirror(line), t.dark, 14)
    if opening:
        c.path("M-20 190H20V566H-20Z", t.base)
        c.path("M-20 190H20V566H-20Z", rib, 0.45)
        c.line("M-20 200V564M20 200V564", t.seam, 3)
        buttons(c, p.accent, [(0, y) for y in range(222, 560, 64)], 10)
        for x in (-118, 46):
            c.path(f"M{x} 380H{x + 72}V470H{x}Z", mix(t.base, t.dark, 0.25), 0.7)
            c.line(f"M{x} 384H{x + 72}M{x} 396H{x + 72}", t.seam, 3)
