"""Pots for the table: mug, teapot, bowls, plates and a carafe, standing on y = 0."""

from ecommus.demo.draw.backdrop import contact
from ecommus.demo.draw.canvas import Canvas
from ecommus.demo.draw.colour import LIGHT, Palette, mix
from ecommus.demo.draw.glaze import body, dip, half_leaf, leaf, rim, shine, steam
from ecommus.demo.draw.paths import whole


def mug(c: Canvas, p: Palette, *, drink: str = "#5a3826", speckled: bool = True) -> None:
    """A stoneware mug with a bare foot in the accent clay, and a hot ``drink``."""
    contact(c, p.ground, 190)
    outline = whole("M0 -320L158 -320C162 -210 158 -90 140 -22Q134 0 106 0L0 0")
    c.line("M146 -250C276 -280 290 -80 134 -78", p.main.dark, 46)
    c.line("M146 -250C272 -276 284 -84 134 -82", p.main.base, 36)
    c.line("M160 -264C230 -268 252 -220 248 -180", p.main.light, 9, 0.8)
    body(c, p.main, outline, speckled=speckled)
    dip(c, p.accent, outline, -66, 0, 200)
    shine(c, "M-122 -270C-120 -200 -118 -150 -110 -96", 16, 0.5)
    rim(c, p.main, -320, 158, 34, drink)
    steam(c, p.ground, 0, -370)


def teapot(c: Canvas, p: Palette, *, speckled: bool = False) -> None:
    """A round teapot; the accent is its wooden or brass bail and knob."""
    t = p.main
    contact(c, p.ground, 250)
    c.line("M-170 -260C-190 -560 190 -560 170 -260", p.accent.dark, 22)
    c.line("M-172 -270C-184 -546 130 -570 164 -330", p.accent.light, 6, 0.7)
    spout = "M170 -190C230 -190 240 -300 300 -318L346 -296C320 -250 320 -130 180 -80Z"
    c.path(spout, c.gradient(t.base, t.dark, vertical=False))
    c.ellipse(324, -308, 26, 12, t.deep, transform="rotate(22 324 -308)")
    outline = whole("M0 -300L96 -298C190 -280 236 -220 232 -150C226 -60 170 0 110 0L0 0")
    body(c, t, outline, speckled=speckled)
    with c.clip(outline):
        c.path("M-240 -60Q0 0 240 -70V10H-240Z", t.deep, 0.25)
    shine(c, "M-188 -206C-202 -150 -190 -110 -172 -80", 20, 0.5)
    shine(c, "M-160 -246L-150 -256", 18, 0.5)
    c.path("M-104 -292Q0 -258 104 -292Q0 -320 -104 -292Z", t.deep, 0.8)
    lid = whole("M0 -340C60 -338 96 -316 104 -294Q60 -276 0 -274")
    body(c, t, lid)
    c.line("M-100 -294Q0 -260 100 -294", t.seam, 3)
    c.circle(0, -352, 24, p.accent.dark)
    c.circle(-5, -357, 15, p.accent.light)
    for x in (-170, 170):
        c.circle(x, -252, 16, p.accent.dark)


def bowl(c: Canvas, p: Palette, *, stack: int = 1, speckled: bool = True) -> None:
    """A bowl, or a ``stack`` of up to four, every second one in the accent glaze."""
    contact(c, p.ground, 190)
    side = "L262 -170C256 -90 190 -16 96 -10L92 0L0 0"
    for level in range(stack - 1, -1, -1):
        tones = p.accent if level % 2 else p.main
        with c.at(0, -62 * level):
            if level == stack - 1:
                body(c, tones, whole("M0 -150" + side), speckled=speckled)
                rim(c, tones, -168, 262, 44)
                c.path(
                    "M-240 -158C-190 -112 190 -112 240 -158C180 -144 -180 -144 -240 -158Z",
                    tones.dark,
                )
            else:
                body(c, tones, whole("M0 -124Q214 -126 262 -170" + side[9:]), speckled=speckled)
                c.line(
                    "M-262 -170C-214 -124 -90 -124 0 -124C90 -124 214 -124 262 -170", tones.light, 8
                )
            shine(c, "M-222 -118C-206 -84 -170 -50 -130 -34", 13, 0.5)


def plate(c: Canvas, p: Palette) -> None:
    """A dinner plate with a smaller one in the accent glaze upon it, seen from above."""
    for radius, t, x in ((300, p.main, 0), (216, p.accent, 6)):
        c.circle(x + 20, x + 26, radius, mix(p.ground if t is p.main else t.base, "#2a1b33", 0.16))
        c.circle(x, x, radius, c.gradient(t.light, t.base, mix(t.base, t.dark, 0.5), angle=45))
        c.circle(
            x, x, radius * 0.72, c.gradient(mix(t.base, t.dark, 0.5), t.base, t.light, angle=45)
        )
        c.circle(x + 3, x + 3, radius * 0.7, mix(t.base, t.light, 0.2))
        c.line(
            f"M{x - radius * 0.86:g} {x - radius * 0.2:g}A{radius * 0.88:g} {radius * 0.88:g} 0 0 "
            f"1 {x - radius * 0.2:g} {x - radius * 0.86:g}",
            LIGHT,
            10,
            0.7,
        )
    spots = "M-60 -90h0M20 -30h0M90 40h0M-100 30h0M-20 90h0M70 -110h0M110 -40h0M-40 20h0M40 70h0"
    c.line(spots, p.accent.seam, 6, 0.5)


def carafe(c: Canvas, p: Palette) -> None:
    """A clear carafe of water with mint and a glass; the accent is the stopper's wood."""
    t = p.main
    contact(c, p.ground, 240)
    outline = whole(
        "M0 -560L50 -560C54 -440 62 -400 110 -330C160 -260 170 -120 160 -30Q156 0 120 0L0 0"
    )
    glass = whole("M0 -220L84 -220L72 -20Q70 0 50 0L0 0")
    with c.at(-60):
        c.path(outline, mix(t.light, LIGHT, 0.4), 0.75)
        with c.clip(outline):
            c.path("M-190 -290Q0 -270 190 -290V0H-190Z", t.base, 0.6)
            c.ellipse(0, -288, 136, 16, t.light)
            for x, y, turn in ((-40, -60, -40), (30, -110, 30), (-20, -180, 12), (50, -200, 60)):
                c.path(leaf(80, 30), "#7c9a5e", transform=f"translate({x} {y}) rotate({turn})")
                c.path(half_leaf(80, 30), "#5e7c48", transform=f"translate({x} {y}) rotate({turn})")
            c.path("M110 -340C140 -240 140 -100 120 0H190V-340Z", t.dark, 0.4)
            c.rect(-190, -24, 380, 30, t.dark, opacity=0.35)
        shine(c, "M-120 -250C-136 -180 -138 -110 -132 -60", 16, 0.8)
        c.line(outline, t.dark, 5, 0.7)
        c.path("M-44 -566H44L36 -520H-36Z", p.accent.base)
        c.rect(-54, -612, 108, 52, p.accent.base, 16)
        c.rect(-46, -606, 40, 40, p.accent.light, 12)
    with c.at(196, 24):
        contact(c, p.ground, 84)
        c.path(glass, mix(t.light, LIGHT, 0.4), 0.8)
        with c.clip(glass):
            c.rect(-90, -150, 180, 150, t.base, opacity=0.65)
            c.ellipse(0, -150, 80, 12, t.light)
            c.rect(-90, -16, 180, 20, t.dark, opacity=0.35)
        shine(c, "M-62 -190L-54 -60", 11, 0.8)
        c.line(glass, t.dark, 5, 0.7)
