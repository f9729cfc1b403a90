"""Furniture and things for the wall; feet on y = 0, wall things around (0, 0)."""

from math import cos, sin, tau

from ecommus.demo.draw.backdrop import contact
from ecommus.demo.draw.canvas import Canvas
from ecommus.demo.draw.colour import INK, LIGHT, SHADOW, Palette, mix
from ecommus.demo.draw.paths import whole


def armchair(c: Canvas, p: Palette, *, cushion: bool = True) -> None:
    """An upholstered armchair on wooden legs; the accent is the small cushion."""
    t, wood = p.main, "#9a6b43"
    contact(c, p.ground, 340, 40)
    for x in (-236, 236):
        c.path(
            f"M{x - 20} -90H{x + 20}L{x + (10 if x > 0 else -2)} 0H{x + (-2 if x > 0 else -10)}Z",
            wood,
        )
        c.path(
            f"M{x + 4} -90H{x + 20}L{x + (10 if x > 0 else -2)} 0H{x + 2}Z", mix(wood, SHADOW, 0.35)
        )
    back = whole("M0 -600C130 -600 220 -580 236 -480C248 -380 240 -260 230 -180L0 -180")
    c.path(back, c.gradient(mix(t.base, t.light, 0.6), t.base, mix(t.base, t.dark, 0.6), angle=25))
    with c.clip(back):
        c.path("M180 -600C230 -480 210 -300 180 -160H260V-600Z", t.deep, 0.28)
        c.path("M-200 -230Q0 -270 200 -230V-160H-200Z", t.deep, 0.35)
        for x in (-78, 0, 78):
            c.line(f"M{x * 0.8:g} -590Q{x * 1.12:g} -420 {x} -180", t.dark, 5, 0.7)
        c.line("M-206 -536Q-180 -578 -110 -584", t.light, 9, 0.8)
    seat = "M-226 -290Q0 -322 226 -290Q244 -286 244 -262V-196H-244V-262Q-244 -286 -226 -290Z"
    if cushion:
        _cushion_on(c, p)
    c.path(seat, c.gradient(t.light, t.base))
    c.line("M-226 -282Q0 -312 226 -282", mix(t.light, LIGHT, 0.3), 6, 0.8)
    c.path("M-250 -206H250V-90Q0 -72 -250 -90Z", c.gradient(mix(t.base, t.dark, 0.4), t.dark))
    c.line("M-240 -204H240", t.deep, 6, 0.7)
    arm = "M196 -330C196 -380 320 -384 322 -320L312 -100Q310 -78 286 -78H226Q204 -78 204 -104Z"
    for side in (1, -1):
        with c.at(mirror=side < 0):
            c.path(arm, c.gradient(t.light, t.base, mix(t.base, t.dark, 0.5)))
            with c.clip(arm):
                c.path(
                    "M270 -380C320 -260 290 -120 300 -70H340V-380Z",
                    t.deep,
                    0.26 if side > 0 else 0.1,
                )
                c.line("M206 -300Q260 -340 316 -300", t.seam, 3, 0.7)
                c.line("M206 -300L214 -90", t.deep, 7, 0.4)


def _cushion_on(c: Canvas, p: Palette) -> None:
    a = p.accent
    with c.at(-70, -360, 0.62, -8):
        square = "M-170 -150Q0 -126 170 -150Q146 0 170 150Q0 126 -170 150Q-146 0 -170 -150Z"
        c.path(square, SHADOW, 0.2, transform="translate(14 16)")
        c.path(square, c.gradient(a.light, a.base, a.dark, angle=40))
        c.line("M-120 -100Q0 -40 120 -96M-124 100Q0 50 120 104", a.dark, 5, 0.6)


def side_table(c: Canvas, p: Palette) -> None:
    """A round three-legged table; the accent is the tray-like top."""
    t, a = p.main, p.accent
    contact(c, p.ground, 240, 34)
    c.line("M0 -380V-26", t.deep, 22)
    for side, colour in ((-1, t.base), (1, t.dark)):
        c.path(f"M{side * 120} -384L{side * 150} -384L{side * 214} 0H{side * 192}Z", colour)
    c.line("M-132 -380L-198 -10", t.light, 5)
    c.path("M-150 -180Q0 -150 152 -180V-164Q0 -134 -152 -164Z", t.dark)
    c.path(
        "M-262 -410A262 52 0 0 0 262 -410V-384A262 52 0 0 1 -262 -384Z",
        c.gradient(a.light, a.base, a.deep, vertical=False),
    )
    c.ellipse(0, -410, 262, 52, c.gradient(mix(a.base, a.light, 0.8), a.base, angle=20))
    for k in (0.84, 0.6, 0.36):
        c.path(
            f"M{-262 * k:g} {-410 - 6 * k:g}Q0 {-410 - 60 * k:g} {250 * k:g} {-414 - 6 * k:g}",
            stroke=a.dark,
            stroke_width=3,
            o=0.35,
        )


def stool(c: Canvas, p: Palette) -> None:
    """A wooden stool with a woven seat in the accent colour."""
    t, a = p.main, p.accent
    contact(c, p.ground, 230, 30)
    for x, lean, colour in ((-150, 10, t.deep), (150, -10, t.deep)):
        c.path(f"M{x - 13} -360H{x + 13}L{x + 11 + lean} -40H{x - 11 + lean}Z", colour)
    c.rect(-150, -190, 300, 18, t.deep)
    for x, lean in ((-212, -12), (212, 12)):
        c.path(
            f"M{x - 19} -400H{x + 19}L{x + 14 + lean} 0H{x - 14 + lean}Z",
            c.gradient(t.light, t.base, t.dark, vertical=False),
        )
    c.path("M-214 -150H214V-126H-214Z", c.gradient(t.base, t.dark))
    seat = "M-236 -430Q0 -446 236 -430L244 -372Q0 -352 -244 -372Z"
    c.path(seat, c.gradient(a.light, a.base, a.dark, vertical=False))
    weave = (
        f'<path d="M0 4h18M18 16h18" stroke="{a.dark}" stroke-width="5" opacity=".7"/>'
        f'<path d="M18 4h18M0 16h18" stroke="{a.light}" stroke-width="5"/>'
    )
    c.path(seat, c.pattern(36, 24, weave))
    c.path("M-244 -372Q0 -352 244 -372L240 -400Q0 -380 -240 -400Z", a.deep, 0.3)


def shelf(c: Canvas, p: Palette) -> None:
    """A wall shelf of two boards with books, a small vase and a plant; main is the wood."""
    t, a = p.main, p.accent
    for y in (-110, 190):
        c.rect(-330, y + 26, 690, 34, mix(p.ground, SHADOW, 0.14), 4)
        for i, (x, width, height) in enumerate(_BOOKS if y < 0 else _BOOKS[:3]):
            colour = (a.base, "#e9dcc3", a.dark, "#b8674d", "#6f8070")[i % 5]
            c.rect(
                x,
                y - height,
                width,
                height,
                c.gradient(mix(colour, LIGHT, 0.25), colour, vertical=False),
                4,
            )
            c.line(f"M{x + 8} {y - height + 26}H{x + width - 8}", mix(colour, LIGHT, 0.6), 5)
        c.rect(-340, y, 680, 30, c.gradient(t.light, t.base, t.dark, vertical=False), 5)
        c.line(f"M-334 {y + 4}H334", mix(t.light, LIGHT, 0.4), 4)
    for x in (-270, 262):
        c.path(f"M{x} -330V190", stroke=t.dark, stroke_width=9)
        c.circle(x, -336, 13, t.dark)
    with c.at(190, -110, 0.5):
        c.path(whole("M0 -230L60 -230C50 -180 140 -160 130 -80Q120 0 70 0L0 0"), a.light)
        c.path("M20 -230H60C50 -180 140 -160 130 -80Q120 0 70 0H40Z", a.dark, 0.5)
        for lean in (-24, 0, 26):
            c.line(f"M0 -230Q{lean} -330 {lean * 4} -420", "#7c8f5f", 7)
            c.ellipse(lean * 4, -430, 26, 40, mix(a.base, LIGHT, 0.3))
    with c.at(120, 190, 0.62):
        c.path(whole("M0 -150L110 -150L86 -12Q84 0 70 0L0 0"), "#c67f5a")
        c.path("M40 -150H110L86 -12Q84 0 70 0H50Z", "#8d4f3a", 0.45)
        for i in range(9):
            with c.at(0, -150, turn=-80 + i * 20):
                c.path(
                    "M0 0C34 -60 30 -150 0 -220C-30 -150 -34 -60 0 0Z",
                    ("#7f9a66", "#65824f")[i % 2],
                )


_BOOKS = ((-230, 44, 160), (-182, 34, 186), (-144, 52, 150), (-88, 38, 176), (-46, 48, 140))


def clock(c: Canvas, p: Palette) -> None:
    """A round wall clock: frame in the main colour, hands dark, second hand in the accent."""
    t = p.main
    c.circle(26, 34, 300, mix(p.ground, SHADOW, 0.14))
    c.circle(0, 0, 300, c.gradient(t.light, t.base, t.dark, angle=50))
    c.circle(0, 0, 258, c.gradient(mix(t.base, SHADOW, 0.4), t.base, angle=50))
    c.circle(4, 6, 250, "#fbf6ec")
    c.path("M-176 -172A246 246 0 0 1 176 -172A300 300 0 0 0 -176 -172Z", SHADOW, 0.08)
    marks = ""
    for hour in range(12):
        x, y = sin(hour * tau / 12), -cos(hour * tau / 12)
        inner = 176 if hour % 3 == 0 else 200
        marks += f"M{x * inner:.0f} {y * inner:.0f}L{x * 222:.0f} {y * 222:.0f}"
    c.line(marks, INK, 10)
    for d, width in (("M10 28L-88 -106", 17), ("M-10 30L96 -150", 11)):
        c.line(d, SHADOW, width, 0.15, transform="translate(8 12)")
        c.line(d, INK, width)
    c.line("M-30 -50L76 128", p.accent.base, 6)
    c.circle(0, 0, 16, INK)
    c.circle(0, 0, 7, p.accent.base)


def mirror(c: Canvas, p: Palette) -> None:
    """An arched wall mirror in a slim frame."""
    t = p.main
    arch = "M-220 340V-120A220 220 0 0 1 220 -120V340Q220 360 200 360H-200Q-220 360 -220 340Z"
    c.path(arch, mix(p.ground, SHADOW, 0.14), transform="translate(26 32)")
    c.path(arch, t.base)
    with c.at(0, 4, 0.93):
        c.path(arch, c.gradient("#eef4f3", "#cfdedf", "#b9ccd0", angle=60))
        with c.clip(arch):
            c.path("M-260 260L180 -340H260L-260 380Z", "#ffffff", 0.5)
            c.path("M-100 380L260 -80V-20L-40 380Z", "#ffffff", 0.35)
    c.line("M-212 330V-120A212 212 0 0 1 -60 -322", t.light, 6)
