"""Coats, jackets and trousers."""

from ecommus.demo.draw.canvas import Canvas
from ecommus.demo.draw.cloth import buttons, cast, cloth, folds, hanger, inside
from ecommus.demo.draw.colour import BRASS, LIGHT, Palette, mix
from ecommus.demo.draw.paths import hemmed, mirror, whole

_ARMHOLE = "M152 26Q134 120 142 214"
_ARM = "M112 2Q168 16 188 84L244 380L262 566Q234 588 192 578L172 370L134 240Z"


def coat(c: Canvas, p: Palette, *, length: float = 800, print_: str = "plain",
         belt: bool = False, double: bool = False) -> None:
    """A tailored coat or, from 560 down, a blazer; ``double`` has two rows of buttons."""
    t = p.main
    width = 150 + (length - 520) * 0.2
    half = f"M0 250L66 -8L154 22Q136 120 144 210C146 290 136 330 138 380C146 500 {width - 10:g} " \
           f"{length - 160:g} {width:g} {length:g}"
    body = hemmed(half, width, length, 2, 4)
    sleeves = [_ARM, mirror(_ARM)]
    cast(c, p, body, *sleeves)
    inside(c, p, 250, 70)
    hanger(c)
    _arms(c, p, sleeves, print_)
    cloth(c, t, body, print_=print_, ink=p.accent.base)
    with c.clip(body):
        folds(c, t, (112, 380, width * 0.72, length + 10, 56), (-104, 390, -width * 0.6,
              length + 10, 40), (104, 60, 124, 360, 30),
              lights=((-110, 60, -124, 380, 40), (-112, 390, -width * 0.88, length, 36),
                      (60, 400, width * 0.36, length, 34)))
        c.path(f"M150 120Q128 300 130 390Q144 560 {width - 22:g} {length + 9:g}H{width + 60:g}"
               "V120Z", t.deep, 0.24)
        c.path(f"M0 250L26 {length + 10:g}H44L30 250Z", t.dark, 0.5)
    c.line(f"M2 250Q22 300 24 {length - 4:g}", t.seam, 3.5)
    for x in (-126, 62):
        slant = c.gradient(t.light, t.base)
        c.path(f"M{x} 452H{x + 70}L{x + 72} 486H{x - 2}Z", slant)
        c.line(f"M{x - 2} 486H{x + 72}", t.seam, 4)
    c.line(_ARMHOLE + mirror(_ARMHOLE), t.seam, 3)
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


def jacket(c: Canvas, p: Palette, *, style: str = "denim") -> None:
    """A short jacket: ``denim`` with chest pockets, ``quilted`` or ``biker`` with a slanted zip."""
    t, trim = p.main, p.accent
    half = "M0 60L66 -8L152 22Q134 120 144 206C152 320 148 420 140 500L138 548"
    if style == "quilted":
        half = "M0 40L70 -14L160 18Q140 120 158 210C176 320 176 430 168 530L160 570"
    body = hemmed(half, *((160, 570) if style == "quilted" else (138, 548)), 2, 3)
    sleeves = [_ARM, mirror(_ARM)]
    cast(c, p, body, *sleeves)
    inside(c, p, 60, 68)
    hanger(c)
    _arms(c, p, sleeves, "plain", quilted=style == "quilted")
    cloth(c, t, body)
    with c.clip(body):
        if style == "quilted":
            for y in range(70, 560, 66):
                c.path(f"M-190 {y}Q0 {y + 26} 190 {y}V{y + 20}Q0 {y + 44} -190 {y + 20}Z", t.dark,
                       0.5)
                c.path(f"M-190 {y - 26}Q0 {y} 100 {y - 18}Q0 {y - 8} -190 {y - 14}Z", t.light, 0.5)
                c.line(f"M-190 {y}Q0 {y + 26} 190 {y}", t.seam, 3)
        folds(c, t, (116, 190, 86, 560, 46), (-120, 200, -96, 560, 30), (96, 60, 120, 340, 26),
              lights=((-104, 60, -124, 540, 36),))
        c.path("M160 130Q134 320 136 580H220V130Z", t.deep, 0.24)
    c.line(_ARMHOLE + mirror(_ARMHOLE), t.seam, 3)
    {"denim": _denim_front, "quilted": _quilted_front, "biker": _biker_front}[style](c, p)
    if style != "quilted":
        c.path("M-139 506Q0 516 139 506L138 550Q0 558 -138 550Z", mix(t.base, t.dark, 0.3))
        c.stitches("M-136 514Q0 524 136 514M-136 542Q0 550 136 542", trim.base)


def trousers(c: Canvas, p: Palette, *, cut: str = "straight", denim: bool = False,
             print_: str = "plain") -> None:
    """``cut`` straight, wide or tapered; ``denim`` has rivets, contrast seams and faded thighs."""
    t = p.main
    knee, foot = {"straight": (146, 150), "wide": (206, 252), "tapered": (140, 116)}[cut]
    gap = {"straight": 34, "wide": 22, "tapered": 40}[cut]
    leg = f"M0 22L116 16C134 90 146 170 150 240C152 400 {knee} 560 {foot} 800L{gap} 808" \
          f"C{gap - 6} 600 26 420 8 268L0 258"
    outline = whole(leg)
    cast(c, p, outline)
    c.path("M-112 20Q0 2 112 20L100 60H-100Z", t.deep)
    cloth(c, t, outline, print_=print_, ink=p.accent.base)
    with c.clip(outline):
        if denim:
            for side in (-1, 1):
                c.ellipse(side * 82, 420, 44, 230, c.glow(f"{mix(t.base, LIGHT, 0.5)}/0.6",
                                                          f"{t.light}/0"))
        folds(c, t, (118, 240, foot - 10, 820, 46), (20, 280, gap + 20, 820, 36),
              (-20, 280, -gap - 14, 820, 30), (-100, 300, -foot * 0.6, 820, 30),
              lights=((-126, 80, -foot + 18, 820, 40), (70, 120, foot * 0.56, 820, 26)))
        c.line("M10 262Q60 262 100 232M-10 262Q-50 270 -94 236M20 300Q50 296 70 284", t.dark, 6, 0.6)
        seam = p.accent.base if denim else t.seam
        c.line(f"M0 60V190Q2 240 8 262M{foot - 10} 800Q{knee - 8} 560 140 240", t.seam, 3)
        if denim:
            c.stitches("M28 66V170Q24 206 0 216M122 60Q112 120 70 128L40 66M-122 60Q-112 120 -70 "
                       f"128L-40 66M-{foot} 780H-{gap}M{gap} 780H{foot}", seam)
        else:
            c.line(f"M74 66Q78 400 {(foot + gap) / 2} 806M-74 66Q-78 400 {-(foot + gap) / 2} 806",
                   t.seam, 2.5, 0.8)
            c.line("M118 70L96 180M-118 70L-96 180", t.seam, 4)
    band = "M-117 16Q0 30 117 16L123 62Q0 76 -123 62Z"
    cloth(c, t, band)
    c.path(band, t.dark, 0.25)
    c.line(band, t.seam, 2.5)
    for x in (-84, -40, 44, 86):
        c.rect(x - 6, 18, 12, 52, t.base, 3)
        c.line(f"M{x - 6} 20V68M{x + 6} 20V68", t.seam, 2)
    if denim:
        for x, y in ((-72, 126), (72, 126), (-118, 78), (118, 78)):
            c.circle(x, y, 5, BRASS)
    buttons(c, p.accent, [(4, 46)], 10)
    hanger(c, clips=64)


def _arms(c: Canvas, p: Palette, sleeves: list[str], print_: str, quilted: bool = False) -> None:
    t = p.main
    for outline in sleeves:
        cloth(c, t, outline, print_=print_, ink=p.accent.base)
        with c.clip(outline):
            if quilted:
                for y in range(110, 560, 64):
                    c.path(f"M-280 {y}L-120 {y + 26}V{y + 42}L-280 {y + 16}ZM280 {y}L120 {y + 26}"
                           f"V{y + 42}L280 {y + 16}Z", t.dark, 0.5)
            folds(c, t, (166, 160, 226, 590, 34), (184, 70, 200, 360, 24),
                  (-154, 200, -204, 590, 34), lights=((-180, 90, -242, 560, 26),))
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
