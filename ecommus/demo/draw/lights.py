"""Lamps, lanterns and candles."""

from ecommus.demo.draw.backdrop import contact
from ecommus.demo.draw.canvas import Canvas
from ecommus.demo.draw.colour import BRASS, INK, LIGHT, Palette, mix
from ecommus.demo.draw.glaze import body, shine
from ecommus.demo.draw.paths import whole

_WARM = "#ffe9b0"


def glow(c: Canvas, x: float, y: float, r: float) -> None:
    """Warm light in the air around (x, y)."""
    c.circle(x, y, r, c.glow(f"{_WARM}/0.75", f"{_WARM}/0.3", f"{_WARM}/0"))


def table_lamp(c: Canvas, p: Palette, *, base: str = "round") -> None:
    """A lamp with a linen shade in the accent colour on a ``round`` or ``column`` base."""
    t = p.main
    glow(c, 0, -430, 400)
    contact(c, p.ground, 150)
    half = {
        "round": "M0 -250C30 -250 40 -230 44 -214C120 -190 168 -140 160 -90C152 -30 110 0 76 0L0 0",
        "column": "M0 -260L36 -258L44 -60Q120 -50 130 -20Q132 0 110 0L0 0",
    }[base]
    outline = whole(half)
    c.rect(-9, -330, 18, 100, BRASS)
    body(c, t, outline, speckled=base == "round")
    shine(
        c,
        "M-118 -150C-136 -110 -130 -80 -114 -50" if base == "round" else "M-24 -220L-28 -80",
        15,
        0.55,
    )
    shade(c, p, 0, -300)


def shade(c: Canvas, p: Palette, x: float, y: float, scale: float = 1) -> None:
    """A lit linen drum whose lower rim stands at (x, y)."""
    t = p.accent
    with c.at(x, y, scale):
        c.ellipse(0, 0, 232, 30, mix(_WARM, t.base, 0.2))
        outline = "M-150 -270Q0 -300 150 -270L232 0Q0 36 -232 0Z"
        c.path(
            outline, c.gradient(mix(t.base, t.dark, 0.4), mix(t.base, "#ffdf94", 0.5), "#ffe3a0")
        )
        with c.clip(outline):
            c.path("M150 -280L232 10H130L80 -280Z", t.dark, 0.22)
            c.path("M-150 -280L-232 10H-190L-120 -280Z", LIGHT, 0.4)
            c.line("M-60 -290L-94 30M10 -290V30M80 -290L124 30", t.dark, 2.5, 0.35)
        c.line("M-150 -268Q0 -296 150 -268M-231 -2Q0 34 231 -2", mix(t.base, t.dark, 0.6), 8)


def floor_lamp(c: Canvas, p: Palette) -> None:
    """A tripod floor lamp, legs in the main colour, shade in the accent."""
    t = p.main
    glow(c, 0, -640, 380)
    contact(c, p.ground, 210)
    c.line("M10 -560L60 -40", t.deep, 18)
    for side, colour in ((-1, t.base), (1, t.dark)):
        c.line(f"M{side * 8} -570L{side * 190} 0", colour, 20)
    c.line("M-12 -560L-186 -10", t.light, 5)
    c.rect(-34, -590, 68, 44, BRASS, 8)
    c.line("M0 -590V-640", BRASS, 14)
    shade(c, p, 0, -590, 0.86)


def pendant(c: Canvas, p: Palette) -> None:
    """A metal dome hanging on its cord from above; the accent is the inside."""
    t = p.main
    glow(c, 0, 160, 380)
    c.line("M0 -520V-150", INK, 7)
    c.rect(-26, -200, 52, 70, BRASS, 10)
    c.rect(-20, -194, 16, 58, mix(BRASS, LIGHT, 0.5), 6)
    outline = whole("M0 -150C150 -150 270 -40 300 100Q150 128 0 130")
    body(c, t, outline)
    c.path("M-300 100Q0 156 300 100Q0 50 -300 100Z", p.accent.base)
    c.path("M-300 100Q0 156 300 100Q0 80 -300 100Z", p.accent.dark, 0.4)
    c.circle(0, 118, 46, _WARM)
    c.circle(-8, 112, 26, "#fffdf2")
    shine(c, "M-232 40C-206 -40 -150 -90 -90 -112", 15, 0.55)


def lantern(c: Canvas, p: Palette) -> None:
    """A metal garden lantern with a lit candle in the accent colour."""
    t = p.main
    glow(c, 0, -220, 380)
    contact(c, p.ground, 200)
    c.line("M-70 -470C-90 -620 90 -620 70 -470", t.dark, 13)
    c.path("M-150 -60V-400H150V-60Z", mix(_WARM, p.ground, 0.35), 0.9)
    c.path("M-150 -60L-40 -400H30L-100 -60Z", "#ffffff", 0.35)
    candle_body(c, p, 0, -60, 70, 150)
    c.line("M-150 -60V-400M150 -60V-400", t.base, 18)
    c.line("M0 -400V-330M-150 -236H-120M150 -236H120", t.base, 8)
    roof = whole("M0 -500L60 -496Q80 -440 190 -404L184 -384L0 -384")
    body(c, t, roof)
    c.line("M-180 -394H180", t.light, 5, 0.6)
    c.path("M-190 -64H190L200 0H-200Z", c.gradient(t.light, t.base, t.dark, vertical=False))
    c.line("M-188 -58H188", t.light, 5, 0.7)
    c.circle(0, -512, 20, t.dark)


def candle(c: Canvas, p: Palette) -> None:
    """A scented candle in a glazed jar (main) with a wooden lid beside (accent)."""
    t = p.main
    glow(c, -40, -330, 330)
    contact(c, p.ground, 200, x=-40)
    with c.at(-50):
        outline = whole("M0 -270L160 -270L156 -24Q152 0 126 0L0 0")
        body(c, t, outline)
        c.ellipse(0, -270, 160, 36, mix(t.base, t.light, 0.6))
        c.ellipse(0, -266, 148, 30, "#f6ead2")
        c.ellipse(0, -262, 90, 17, "#fff6df")
        flame(c, 0, -270)
        c.rect(-84, -190, 168, 110, "#fbf5e9", 8)
        c.line("M-50 -150H50M-30 -126H30", t.base, 6)
        shine(c, "M-128 -216V-60", 15, 0.5)
    with c.at(196, -4):
        contact(c, p.ground, 110)
        c.path(whole("M0 -150C90 -150 112 -80 112 -60L104 0Q60 16 0 16"), p.accent.dark)
        c.ellipse(0, -74, 112, 106, p.accent.base)
        c.ellipse(0, -74, 80, 75, "none", stroke=p.accent.dark, stroke_width=3, opacity=0.6)
        c.ellipse(0, -74, 46, 42, "none", stroke=p.accent.dark, stroke_width=3, opacity=0.6)
        c.ellipse(4, -72, 16, 13, p.accent.dark, opacity=0.6)


def candle_body(c: Canvas, p: Palette, x: float, y: float, half: float, height: float) -> None:
    """A pillar candle burning at (x, y)."""
    with c.at(x, y):
        body(c, p.accent, f"M{-half} {-height}Q0 {-height + 24} {half} {-height}V0H{-half}Z")
        c.ellipse(0, -height, half, 16, p.accent.light)
        flame(c, 0, -height)


def flame(c: Canvas, x: float, y: float) -> None:
    with c.at(x, y):
        c.line("M0 0Q4 -14 0 -26", INK, 5)
        c.path("M0 -16C-34 -30 -24 -66 0 -112C24 -66 34 -30 0 -16Z", "#f4a93c")
        c.path("M0 -20C-18 -32 -14 -54 0 -84C14 -54 18 -32 0 -20Z", "#fff0b8")
