"""What one gardens with: pots, tools, a watering can, a nest box. Pots stand on y = 0."""

from ecommus.demo.draw.backdrop import contact
from ecommus.demo.draw.canvas import Canvas
from ecommus.demo.draw.colour import BRASS, LIGHT, SHADOW, WOOD, Palette, mix
from ecommus.demo.draw.glaze import body, half_leaf, leaf, shine
from ecommus.demo.draw.paths import whole


def pot(c: Canvas, p: Palette, *, size: float = 1) -> None:
    """A glazed pot with a rim and a saucer in the accent clay."""
    t = p.main
    contact(c, p.ground, 170 * size)
    with c.at(scale=size):
        c.path(
            "M-170 -26H170L150 0H-150Z",
            c.gradient(p.accent.light, p.accent.base, p.accent.dark, vertical=False),
        )
        outline = whole("M0 -230L176 -230C170 -150 150 -60 132 -24L0 -24")
        body(c, t, outline)
        with c.clip(outline):
            c.path("M-180 -196Q0 -170 180 -196V-160Q0 -130 -180 -160Z", t.deep, 0.25)
        c.ellipse(0, -256, 186, 26, t.deep)
        c.ellipse(0, -252, 160, 18, "#4a3630")
        band = "M-190 -258Q0 -206 190 -258L184 -206Q0 -156 -184 -206Z"
        body(c, t, band)
        shine(c, "M-142 -150Q-136 -100 -124 -64", 14, 0.5)


def watering_can(c: Canvas, p: Palette) -> None:
    """A metal watering can with a long spout; the accent is the handle and rose."""
    t, a = p.main, p.accent
    contact(c, p.ground, 230, x=-40)
    c.path("M120 -90L330 -330L356 -312L180 -40Z", c.gradient(t.base, t.dark))
    c.path("M296 -356L392 -286L412 -330L330 -390Z", a.base)
    c.ellipse(370, -358, 15, 52, a.light, transform="rotate(-54 370 -358)")
    c.line("M130 -170L232 -222", t.dark, 12)
    c.line("M-190 -250C-330 -270 -330 -40 -184 -60", a.dark, 26)
    c.line("M-194 -254C-316 -262 -318 -70 -190 -74", a.base, 15)
    outline = "M-196 -290Q-40 -320 120 -290L150 -24Q150 0 120 0H-190Q-220 0 -218 -24Z"
    body(c, t, outline)
    with c.clip(outline):
        c.line("M-220 -228Q-40 -200 150 -228M-226 -62Q-40 -34 160 -62", t.dark, 7, 0.7)
        c.line("M-220 -238Q-40 -210 150 -238M-226 -72Q-40 -44 160 -72", t.light, 5, 0.8)
    c.path("M-196 -290Q-40 -330 120 -290Q-40 -262 -196 -290Z", t.deep)
    c.line("M-170 -300C-150 -440 60 -440 90 -300", a.dark, 24)
    c.line("M-166 -310C-146 -424 40 -430 76 -340", a.light, 7, 0.8)
    shine(c, "M-172 -200L-182 -90", 18, 0.6)


def tools(c: Canvas, p: Palette) -> None:
    """A trowel, a fork and secateurs laid side by side; handles in the main colour."""
    steel = "#aeb8bd"
    deep = mix(steel, SHADOW, 0.35)
    shadow = mix(p.ground, SHADOW, 0.14)
    trowel = "M-70 -60C-84 -200 -50 -300 0 -350C50 -300 84 -200 70 -60Q0 -20 -70 -60Z"
    fork = (
        "M-80 -40V-300L-60 -340L-46 -300V-120H-17V-300L0 -350L17 -300V-120H46V-300L60 -340L80 "
        "-300V-40Q0 0 -80 -40Z"
    )
    for x, y, turn, blade in ((-210, 10, -10, trowel), (10, -20, 2, fork)):
        with c.at(x, y, turn=turn):
            handle = whole("M0 20L30 24C44 90 26 150 40 220C44 290 30 320 0 324")
            with c.at(16, 22):
                c.path(blade + handle, shadow)
                c.rect(-14, -40, 28, 90, shadow)
            c.path(blade, c.gradient(mix(steel, LIGHT, 0.7), steel, deep, vertical=False))
            c.line("M0 -44V-290" if blade is trowel else "M-60 -60Q0 -30 60 -60", deep, 6, 0.5)
            c.rect(-13, -44, 26, 90, c.gradient(LIGHT, deep, vertical=False))
            _handle(c, p, handle)
    with c.at(230, -20, turn=12):
        blade = "M-6 0C-70 -100 -60 -240 10 -330C50 -250 50 -110 30 0Z"
        hook = "M30 0C90 -60 100 -140 70 -220L46 -210C50 -140 40 -80 -10 -40Z"
        c.path(blade + hook, shadow, transform="translate(16 22)")
        c.path(hook, deep)
        c.path(blade, c.gradient(mix(steel, LIGHT, 0.7), steel, deep, vertical=False))
        grip = "M-10 -20C-60 60 -90 180 -86 320Q-76 350 -46 336C-40 200 0 100 40 20Z"
        c.path(grip, p.main.dark, transform="translate(20 0) scale(-1 1)")
        _handle(c, p, grip)
        c.circle(10, -10, 24, BRASS)
        c.circle(4, -16, 10, mix(BRASS, LIGHT, 0.6))


def _handle(c: Canvas, p: Palette, outline: str) -> None:
    t = p.main
    c.path(outline, c.gradient(t.light, t.base, t.dark, vertical=False))
    with c.clip(outline):
        c.path("M-100 250H100V276H-100Z", p.accent.base)


def birdhouse(c: Canvas, p: Palette) -> None:
    """A wooden nest box on a branch; walls in the main colour, roof in the accent."""
    t, a = p.main, p.accent
    c.line("M-420 330C-200 300 120 350 420 290", "#8a7050", 26)
    c.line("M-420 324C-200 294 120 344 420 284", "#b0926a", 8)
    for x, y, turn in (
        (-330, 316, -40),
        (-250, 306, 24),
        (300, 312, -30),
        (370, 300, 40),
        (330, 306, 4),
    ):
        c.path(leaf(110, 32), "#7a9a63", transform=f"translate({x} {y}) rotate({turn})")
        c.path(half_leaf(110, 32), "#5d7d4f", transform=f"translate({x} {y}) rotate({turn})")
    wall = "M-180 320L-190 -110L0 -280L190 -110L180 320Z"
    c.path(wall, c.gradient(t.light, t.base, t.dark, vertical=False))
    with c.clip(wall):
        c.line("M-110 -280V330M-36 -280V330M38 -280V330M112 -280V330", t.dark, 4, 0.7)
        c.path("M-190 -90L0 -250L190 -90V-50L0 -210L-190 -50Z", t.deep, 0.35)
    c.circle(0, 20, 74, t.dark)
    c.circle(5, 26, 66, "#33262c")
    c.line("M0 150V190", WOOD, 20)
    c.circle(0, 150, 15, mix(WOOD, LIGHT, 0.4))
    for side, colour in ((1, a.dark), (-1, a.base)):
        c.path(f"M0 -350L{side * 256} -110L{side * 226} -74L0 -284Z", colour)
    c.line("M-4 -338L-246 -112", a.light, 7)
