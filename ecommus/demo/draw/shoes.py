"""Shoes, always a pair seen from the side, toes to the right, soles on y = 0."""

from collections.abc import Callable

from ecommus.demo.draw.backdrop import contact
from ecommus.demo.draw.canvas import Canvas
from ecommus.demo.draw.cloth import cloth
from ecommus.demo.draw.colour import LIGHT, Palette, mix

_HEELED_SOLE = (
    "M-206 -70L-60 -66C10 -56 20 -26 84 -22L216 -26Q228 -10 212 0H66C20 -2 -40 -34 "
    "-92 -44L-98 0H-188Z"
)


def boots(c: Canvas, p: Palette, *, style: str = "chelsea") -> None:
    """``style`` chelsea (elastic sides), lace (laced, thick sole) or tall (to the knee)."""
    _pair(c, p, {"chelsea": _chelsea, "lace": _lace, "tall": _tall}[style])


def sneakers(c: Canvas, p: Palette) -> None:
    """Low leather sneakers; the accent is the heel tab, the sole is off-white."""
    _pair(c, p, _sneaker)


def loafers(c: Canvas, p: Palette) -> None:
    """Penny loafers with a low stacked heel."""
    _pair(c, p, _loafer)


def pumps(c: Canvas, p: Palette) -> None:
    """Slingback pumps with a block heel."""
    _pair(c, p, _pump)


def _pair(c: Canvas, p: Palette, shoe: Callable[[Canvas, Palette], str]) -> None:
    contact(c, p.ground, 250, 26, -70, -40)
    with c.at(-74, -46, 0.95):
        c.path(shoe(c, p), p.main.deep, 0.28)
    contact(c, p.ground, 250, 28, 46, 10)
    with c.at(44, 10):
        shoe(c, p)


def _body(c: Canvas, p: Palette, outline: str) -> None:
    t = p.main
    cloth(c, t, outline)
    with c.clip(outline):
        c.path("M-220 0C-120 -60 60 -30 240 -60V0Z", t.deep, 0.3)
        c.path("M60 -146C130 -132 190 -110 204 -70C150 -112 90 -112 40 -120Z", t.light, 0.75)


def _chelsea(c: Canvas, p: Palette) -> str:
    t = p.main
    outline = (
        "M-182 -346Q-100 -356 -26 -346C-28 -270 -26 -210 14 -178C70 -140 168 -136 208 -78"
        "Q222 -50 216 -24L84 -20C20 -24 10 -54 -60 -64L-206 -68C-214 -150 -186 -250 -182 "
        "-346Z"
    )
    c.path(_HEELED_SOLE, p.accent.deep)
    c.line("M-198 -34L-96 -26", p.accent.dark, 3)
    _body(c, p, outline)
    with c.clip(outline):
        c.path("M-150 -350C-140 -270 -130 -220 -92 -196C-60 -220 -62 -280 -60 -350Z", t.deep)
        c.line(
            "M-136 -346L-118 -226M-122 -346L-106 -212M-106 -346V-204M-90 -346L-92 -204M-76 "
            "-346L-80 -222",
            t.dark,
            4,
        )
        c.path("M-184 -340Q-176 -200 -196 -70L-176 -68Q-158 -200 -166 -340Z", t.light, 0.6)
        c.line("M-26 -246C-14 -200 40 -168 60 -160", t.dark, 6, 0.6)
        c.line("M0 -190C10 -130 -10 -80 -56 -66", t.seam, 3)
    c.path("M-182 -346Q-100 -336 -26 -346Q-100 -358 -182 -346Z", t.deep)
    c.line("M-176 -352Q-186 -390 -164 -392Q-146 -392 -152 -350", t.dark, 7)
    return outline


def _tall(c: Canvas, p: Palette) -> str:
    t = p.main
    outline = (
        "M-196 -650Q-100 -664 -4 -646C-10 -500 -40 -360 -30 -270C-26 -210 -10 -194 20 -176"
        "C80 -140 168 -136 208 -78Q222 -50 216 -24L84 -20C20 -24 10 -54 -60 -64L-206 -68"
        "C-214 -150 -176 -260 -184 -360C-196 -480 -200 -560 -196 -650Z"
    )
    c.path(_HEELED_SOLE, p.accent.deep)
    _body(c, p, outline)
    with c.clip(outline):
        c.path(
            "M-196 -650Q-190 -420 -176 -330Q-190 -200 -196 -70L-172 -70Q-148 -200 -150 -330Q"
            "-160 -480 -154 -650Z",
            t.light,
            0.6,
        )
        c.path(
            "M-4 -650C-20 -500 -60 -360 -50 -270C-40 -200 -20 -180 20 -170L40 -300V-650Z",
            t.deep,
            0.3,
        )
        c.line(
            "M-34 -300Q-70 -270 -110 -272M-30 -256Q-70 -232 -96 -238M-18 -216Q-60 -190 -120 -206",
            t.dark,
            7,
            0.6,
        )
        c.line("M-96 -652L-108 -66", t.seam, 3)
        c.line("M-196 -596Q-100 -606 0 -592", t.seam, 3)
    c.path("M-196 -650Q-100 -634 -4 -646Q-100 -664 -196 -650Z", t.deep)
    return outline


def _lace(c: Canvas, p: Palette) -> str:
    t = p.main
    outline = (
        "M-182 -360Q-110 -376 -46 -366L-24 -340C-20 -270 -10 -220 30 -186C80 -146 168 -150 "
        "208 -92Q222 -70 218 -46L-206 -50C-212 -150 -186 -250 -182 -360Z"
    )
    c.path(
        "M-212 -60H224Q232 -20 222 0H-20L-32 -14H-92L-100 0H-206Q-220 -30 -212 -60Z", p.accent.deep
    )
    c.line("M-206 -34H224", p.accent.dark, 4)
    c.stitches("M-204 -52H220", mix(p.accent.base, "#e8c98a", 0.7))
    _body(c, p, outline)
    with c.clip(outline):
        c.path("M-180 -350Q-172 -200 -196 -50L-176 -50Q-156 -200 -162 -350Z", t.light, 0.6)
        c.line("M-70 -366C-60 -280 -50 -210 -6 -160C20 -130 24 -90 16 -50", t.seam, 4)
        c.line("M-182 -200C-130 -196 -90 -160 -80 -50", t.seam, 3)
    for i in range(6):
        x, y = -26 + i * i * 2.4, -336 + i * 33
        c.line(f"M{x - 34:g} {y + 4:g}L{x + 12:g} {y - 6:g}", mix(p.accent.base, LIGHT, 0.55), 9)
        c.circle(x - 38, y + 6, 6, mix(p.accent.base, LIGHT, 0.3))
    c.path("M-182 -360Q-110 -350 -46 -366Q-110 -380 -182 -360Z", t.deep)
    c.line("M-174 -366Q-186 -404 -164 -406Q-146 -406 -150 -366", t.dark, 7)
    return outline


def _sneaker(c: Canvas, p: Palette) -> str:
    t, a = p.main, p.accent
    sole = mix("#f6f1e7", t.base, 0.06)
    outline = (
        "M-204 -170Q-196 -214 -160 -206C-140 -180 -100 -172 -62 -196L-34 -216Q-14 -220 -4 "
        "-204C30 -160 70 -126 140 -116C196 -106 226 -86 226 -46H-210C-218 -90 -212 -130 "
        "-204 -170Z"
    )
    c.path(
        "M-216 -62H230Q242 -30 226 0H-204Q-224 -26 -216 -62Z",
        c.gradient(mix(sole, LIGHT, 0.6), mix(sole, "#8d8494", 0.35)),
    )
    c.line("M-212 -22H230", mix(sole, "#8d8494", 0.5), 3)
    _body(c, p, outline)
    with c.clip(outline):
        c.path("M-230 -220H-164C-166 -160 -150 -110 -158 -50H-230Z", a.base)
        c.line("M-164 -210C-166 -160 -150 -110 -158 -50", t.seam, 3)
        c.path("M110 -130C80 -100 80 -70 92 -46H230V-130Z", t.light, 0.5)
        c.line("M118 -122C84 -100 80 -70 92 -46", t.seam, 3)
        c.stitches("M-70 -184C-50 -130 0 -100 84 -92", t.seam)
        c.path("M-130 -60C-110 -130 -60 -150 -20 -150L-36 -126C-70 -124 -90 -100 -96 -60Z", a.base)
    c.path("M-204 -176Q-150 -150 -62 -196L-74 -166Q-150 -134 -206 -160Z", t.deep, 0.6)
    for i in range(5):
        x, y = -26 + i * 27, -186 + i * 17
        c.line(f"M{x - 22} {y + 22}L{x + 16} {y - 2}", t.deep, 11, 0.35)
        c.line(f"M{x - 22} {y + 18}L{x + 16} {y - 6}", sole, 9)
    c.line(
        "M-30 -200C-70 -230 -90 -200 -54 -190C-20 -216 10 -250 22 -216C24 -200 -4 -190 -24 -196",
        sole,
        7,
    )
    return outline


def _loafer(c: Canvas, p: Palette) -> str:
    t = p.main
    outline = (
        "M-206 -150Q-204 -182 -184 -186C-120 -150 -70 -140 -34 -172C-10 -196 6 -190 30 "
        "-172C70 -150 180 -134 218 -66L220 -28L-204 -34C-212 -80 -212 -110 -206 -150Z"
    )
    c.path("M-210 -44L224 -34Q234 -12 216 0H-60L-70 -18H-80L-86 0H-202Z", p.accent.deep)
    c.line("M-204 -18H-86", p.accent.dark, 3)
    _body(c, p, outline)
    c.path(
        "M-206 -152Q-120 -104 -26 -150L-34 -172C-70 -140 -120 -150 -184 -186Q-204 -182 -206 -152Z",
        t.deep,
    )
    c.line("M40 -152C100 -138 160 -116 190 -66", t.light, 7, 0.7)
    c.line("M20 -128C80 -122 140 -100 168 -46", t.seam, 4)
    strap = "M-52 -152C-20 -140 20 -140 44 -164L84 -140C60 -96 10 -86 -30 -92Q-50 -120 -52 -152Z"
    c.path(strap, t.deep, 0.35, transform="translate(2 8)")
    cloth(c, t, strap)
    c.line(strap, t.seam, 2.5)
    c.path("M-6 -128Q16 -116 34 -132L30 -112Q14 -104 -4 -112Z", t.deep)
    c.line("M-204 -64C-100 -50 -40 -60 -24 -92", t.seam, 3)
    return outline


def _pump(c: Canvas, p: Palette) -> str:
    t = p.main
    outline = (
        "M-40 -70C-30 -120 -10 -150 20 -150C40 -110 90 -106 140 -96C190 -86 224 -60 230 -22L"
        "110 -16C50 -18 20 -40 -40 -70Z"
    )
    heel = "M-206 -176C-214 -140 -210 -120 -196 -100L-190 0H-136L-128 -112Z"
    c.path(heel, c.gradient(p.main.base, p.main.deep, vertical=False))
    c.path(
        "M-208 -160C-150 -140 -70 -60 10 -30C50 -14 90 -10 224 -14Q232 -6 216 0H100C40 -2 -10 "
        "-22 -60 -62C-110 -104 -160 -120 -200 -118Z",
        p.accent.dark,
    )
    c.path("M-206 -176C-130 -150 -70 -84 -10 -48L-60 -66C-110 -110 -160 -132 -206 -140Z", t.deep)
    c.line("M-196 -168C-214 -236 -170 -250 -130 -226C-80 -198 -30 -190 14 -140", t.base, 13)
    c.line("M-198 -184C-206 -230 -172 -244 -132 -222C-92 -200 -50 -192 -16 -168", t.light, 4, 0.8)
    c.rect(-66, -214, 26, 26, mix("#d3aa5c", LIGHT, 0.2), 5, transform="rotate(20 -53 -201)")
    _body(c, p, outline)
    c.path(
        "M-40 -70C-30 -120 -10 -150 20 -150C40 -110 90 -106 120 -100C60 -96 10 -90 -40 -70Z",
        t.deep,
        0.5,
    )
    return outline
