"""Rugs, cushions and blankets for the house."""

from ecommus.demo.draw.backdrop import contact
from ecommus.demo.draw.canvas import Canvas
from ecommus.demo.draw.cloth import print_tile
from ecommus.demo.draw.colour import LIGHT, SHADOW, Palette, mix

_SQUARE = (
    "M-276 -262Q-280 -284 -256 -280Q0 -236 256 -280Q280 -284 276 -262Q236 0 276 262Q280 284 "
    "256 280Q0 240 -256 280Q-280 284 -276 262Q-236 0 -276 -262Z"
)


def cushion(c: Canvas, p: Palette, *, print_: str = "plain", tassels: bool = False) -> None:
    """A square cushion with piping in the accent colour, or ``tassels`` at its corners."""
    t, a = p.main, p.accent
    c.path(_SQUARE, mix(p.ground, SHADOW, 0.16), transform="translate(24 32)")
    if tassels:
        for x in (-268, 268):
            for y in (-268, 268):
                with c.at(x, y, turn=(-45 if x < 0 else 45) * (1 if y < 0 else -1) + (y > 0) * 180):
                    c.line("M0 0L-16 -62M0 0L0 -70M0 0L16 -62", a.dark, 11)
                    c.line("M0 0L-6 -62M0 0L8 -64", a.light, 5)
                    c.circle(0, -8, 14, a.base)
    c.path(_SQUARE, c.gradient(t.light, t.base, mix(t.base, t.dark, 0.7), angle=42))
    tile = print_tile(c, print_, t, a.base)
    if tile:
        c.path(_SQUARE, tile)
    with c.clip(_SQUARE):
        c.path(
            "M276 -280C200 -120 200 120 280 290H320V-290ZM-290 290C-120 210 120 210 290 290V320H"
            "-290Z",
            t.deep,
            0.24,
        )
        c.path(
            "M-250 -250Q-150 -180 -110 -100Q-190 -140 -250 -250ZM250 250Q150 190 110 110Q190 150 "
            "250 250Z",
            t.dark,
            0.5,
        )
        c.path(
            "M250 -250Q160 -180 120 -110Q200 -160 250 -250ZM-250 250Q-150 180 -120 110Q-200 160 "
            "-250 250Z",
            t.dark,
            0.4,
        )
        c.path(
            "M-236 -120C-220 -20 -224 60 -240 140L-216 130C-200 60 -200 -20 -212 -110Z",
            t.light,
            0.7,
        )
    c.line(_SQUARE, a.base if not tassels else t.dark, 9 if not tassels else 4)


def blanket(c: Canvas, p: Palette, *, print_: str = "plain") -> None:
    """A folded throw with fringes, three layers high, tied with a strap in the accent colour."""
    t, a = p.main, p.accent
    contact(c, p.ground, 300, 36)
    fringe = "".join(f"M{x} -20l{(x // 18 % 3 - 1) * 5} 50" for x in range(-276, 280, 18))
    layers = ((0, t.dark), (-96, mix(t.base, t.dark, 0.4)), (-192, t.base))
    c.line(fringe, t.dark, 7)
    c.line(fringe, mix(t.base, t.light, 0.3), 4, transform="translate(-3 -2)")
    for y, colour in layers:
        layer = (
            f"M-276 {y - 12}C-330 {y - 20} -330 {y - 106} -276 {y - 112}Q0 {y - 128} 270 "
            f"{y - 112}Q300 {y - 108} 300 {y - 60}Q300 {y - 14} 270 {y - 12}Q0 {y} -276 {y - 12}Z"
        )
        c.path(layer, c.gradient(mix(colour, t.light, 0.6), colour, mix(colour, t.dark, 0.5)))
        tile = print_tile(c, print_, t, a.base)
        if tile:
            c.path(layer, tile)
        c.path(
            f"M-276 {y - 12}Q0 {y} 270 {y - 12}Q296 {y - 14} 300 {y - 50}Q0 {y - 26} -312 "
            f"{y - 44}Q-304 {y - 16} -276 {y - 12}Z",
            t.deep,
            0.25,
        )
        c.line(f"M-290 {y - 96}Q0 {y - 116} 270 {y - 98}", t.light, 6, 0.8)
        c.line(f"M-300 {y - 62}C-280 {y - 62} -276 {y - 50} -240 {y - 52}", t.dark, 5, 0.8)
    c.path("M60 -316Q90 -318 122 -315L124 -8Q92 -2 62 -5Z", a.dark, 0.4, transform="translate(8 0)")
    c.path(
        "M60 -318Q90 -321 122 -317L124 -8Q92 -2 62 -5Z", c.gradient(a.light, a.base, vertical=False)
    )
    c.line("M70 -312L72 -8", a.light, 4)
    c.rect(52, -190, 82, 58, "#d3aa5c", 10)
    c.rect(70, -176, 46, 30, a.dark, 4)


def rug(c: Canvas, p: Palette, *, style: str = "diamonds") -> None:
    """A woven rug seen from above, fringed; ``style`` diamonds, stripes or border."""
    t, a = p.main, p.accent
    with c.at(turn=-8):
        c.rect(-346, -246, 712, 520, mix(p.ground, SHADOW, 0.14), 6)
        fringe = "".join(
            f"M{x} {y}h{58 if x > 0 else -58}" for x in (-350, 350) for y in range(-252, 256, 21)
        )
        c.line(fringe, mix(t.light, LIGHT, 0.4), 7)
        c.rect(
            -356,
            -262,
            712,
            524,
            c.gradient(mix(t.base, t.light, 0.5), t.base, mix(t.base, t.dark, 0.4), angle=40),
            6,
        )
        {"diamonds": _diamonds, "stripes": _stripes, "border": _border}[style](c, p)
        weave = f'<path d="M0 3h8M8 9h8" stroke="{t.deep}" stroke-width="2" opacity=".22"/>'
        c.rect(-356, -262, 712, 524, c.pattern(16, 12, weave), 6)
        c.line("M-352 -256V256M352 -256V256", a.dark, 7, 0.6)


def _diamonds(c: Canvas, p: Palette) -> None:
    a, t = p.accent, p.main
    for x in (-200, 0, 200):
        for size, colour in ((118, a.base), (84, t.base), (52, a.dark), (24, t.light)):
            c.path(
                f"M{x - size * 0.86:g} 0L{x} {-size * 1.7:g}L{x + size * 0.86:g} 0L{x} "
                f"{size * 1.7:g}Z",
                colour,
            )
    zig = "".join(f"L{x} {-222 if i % 2 else -246}" for i, x in enumerate(range(-346, 347, 36)))
    for flip in (1, -1):
        c.line(f"M-352 -230{zig}", a.base, 9, transform=f"scale(1 {flip})")


def _stripes(c: Canvas, p: Palette) -> None:
    a, t = p.accent, p.main
    for x, width, colour in (
        (-320, 46, a.base),
        (-252, 14, a.dark),
        (-180, 70, a.light),
        (-60, 16, a.dark),
        (-24, 60, a.base),
        (56, 16, a.dark),
        (112, 70, a.light),
        (236, 14, a.dark),
        (274, 46, a.base),
    ):
        c.rect(x, -260, width, 520, colour)
    c.line("".join(f"M-212 {y}h24M90 {y}h14" for y in range(-240, 250, 34)), t.dark, 8)


def _border(c: Canvas, p: Palette) -> None:
    a, t = p.accent, p.main
    c.rect(-316, -222, 632, 444, "none", 4, stroke=a.base, stroke_width=30)
    c.rect(-282, -188, 564, 376, "none", 2, stroke=a.dark, stroke_width=5)
    dots = "".join(
        f"M{x} {y}h0"
        for y in range(-140, 150, 70)
        for x in range(-230 + (y // 70 % 2) * 38, 240, 76)
    )
    c.line(dots, t.dark, 17, 0.7)
    c.line(dots, a.base, 9)
