"""Short jackets: denim, quilted, biker."""

from ecommus.demo.draw.canvas import Canvas
from ecommus.demo.draw.cloth import cast, cloth, folds, hanger, inside
from ecommus.demo.draw.colour import BRASS, LIGHT, Palette, mix
from ecommus.demo.draw.outerwear import ARMHOLE, SLEEVE, sleeves_of
from ecommus.demo.draw.paths import hemmed, mirror, whole


def jacket(c: Canvas, p: Palette, *, style: str = "denim") -> None:
    """A short jacket: ``denim`` with chest pockets, ``quilted`` or ``biker`` with a slanted zip."""
    t, trim = p.main, p.accent
    half = "M0 60L66 -8L152 22Q134 120 144 206C152 320 148 420 140 500L138 548"
    if style == "quilted":
        half = "M0 40L70 -14L160 18Q140 120 158 210C176 320 176 430 168 530L160 570"
    body = hemmed(half, *((160, 570) if style == "quilted" else (138, 548)), 2, 3)
    sleeves = [SLEEVE, mirror(SLEEVE)]
    cast(c, p, body, *sleeves)
    inside(c, p, 60, 68)
    hanger(c)
    sleeves_of(c, p, sleeves, "plain", quilted=style == "quilted")
    cloth(c, t, body)
    with c.clip(body):
        if style == "quilted":
            for y in range(70, 560, 66):
                c.path(
                    f"M-190 {y}Q0 {y + 26} 190 {y}V{y + 20}Q0 {y + 44} -190 {y + 20}Z", t.dark, 0.5
                )
                c.path(f"M-190 {y - 26}Q0 {y} 100 {y - 18}Q0 {y - 8} -190 {y - 14}Z", t.light, 0.5)
                c.line(f"M-190 {y}Q0 {y + 26} 190 {y}", t.seam, 3)
        folds(
            c,
            t,
            (116, 190, 86, 560, 46),
            (-120, 200, -96, 560, 30),
            (96, 60, 120, 340, 26),
            lights=((-104, 60, -124, 540, 36),),
        )
        c.path("M160 130Q134 320 136 580H220V130Z", t.deep, 0.24)
    c.line(ARMHOLE + mirror(ARMHOLE), t.seam, 3)
    {"denim": _denim_front, "quilted": _quilted_front, "biker": _biker_front}[style](c, p)
    if style != "quilted":
        c.path("M-139 506Q0 516 139 506L138 550Q0 558 -138 550Z", mix(t.base, t.dark, 0.3))
        c.stitches("M-136 514Q0 524 136 514M-136 542Q0 550 136 542", trim.base)


def _collar(c: Canvas, p: Palette) -> None:
    t = p.main
    outline = "M0 74L16 18Q46 8 64 -14L78 -4Q92 60 70 112Q30 100 0 74Z"
    for side in (outline, mirror(outline)):
        c.path(side, t.deep, 0.35, transform="translate(3 8)")
        cloth(c, t, side)
        c.line(side, t.seam, 2.5)


def _denim_front(c: Canvas, p: Palette) -> None:
    t, thread = p.main, p.accent.base
    c.rect(-18, 66, 36, 442, mix(t.base, t.light, 0.3))
    c.stitches("M-14 70V506M14 70V506", thread)
    c.stitches("M-138 150H-20M20 150H138M-84 220L-58 506M84 220L58 506", thread)
    for x in (-112, 42):
        c.path(f"M{x} 160H{x + 70}V200L{x + 35} 218L{x} 200Z", mix(t.base, t.dark, 0.4))
        c.stitches(f"M{x + 5} 165H{x + 65}V197L{x + 35} 212L{x + 5} 197Z", thread)
        c.circle(x + 35, 202, 6, BRASS)
    _collar(c, p)
    for y in range(110, 540, 68):
        c.circle(0, y, 8, BRASS)
        c.circle(-2, y - 2, 3, mix(BRASS, LIGHT, 0.6))


def _quilted_front(c: Canvas, p: Palette) -> None:
    t = p.main
    roll = whole("M0 -78Q52 -76 66 -62Q78 -10 80 34Q40 62 0 64")
    cloth(c, t, roll)
    c.path("M-64 -62Q0 -40 64 -62Q0 -88 -64 -62Z", t.deep)
    c.path("M-76 -20Q0 14 76 -20V-2Q0 34 -78 -2Z", t.dark, 0.55)
    c.line(roll, t.seam, 2.5)
    c.line("M0 -50V566", t.deep, 12)
    c.line("M0 -50V566", p.accent.base, 5, stroke_dasharray="4 7")
    c.rect(-8, -20, 16, 46, p.accent.light, 6)
    c.line("M-104 430L-84 520M104 430L84 520", t.deep, 6)


def _biker_front(c: Canvas, p: Palette) -> None:
    t, metal = p.main, p.accent.base
    c.line("M-20 500L64 70", t.deep, 14)
    c.line("M-20 500L64 70", metal, 5, stroke_dasharray="5 6")
    for d in ("M-112 230L-52 206", "M-110 430L-60 376", "M110 430L66 376"):
        c.line(d, t.deep, 13)
        c.line(d, metal, 5, stroke_dasharray="5 6")
    flap = "M66 -10L40 40Q60 120 88 216L132 150Q120 60 66 -10Z"
    left = "M-66 -10L-20 60Q-30 140 -62 236L-128 160Q-118 60 -66 -10Z"
    for outline in (flap, left):
        c.path(outline, t.deep, 0.5, transform="translate(3 8)")
        cloth(c, t, outline)
        c.path(outline, t.light, 0.25)
        c.line(outline, t.seam, 2.5)
    c.circle(96, 148, 7, metal)
    c.circle(-92, 160, 7, metal)
    _collar(c, p)
