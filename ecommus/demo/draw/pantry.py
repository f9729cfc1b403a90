"""Books, honey, tea and kitchen wood; things stand on y = 0. Labels carry drawings, no letters."""

from ecommus.demo.draw.backdrop import contact
from ecommus.demo.draw.canvas import Canvas
from ecommus.demo.draw.colour import LIGHT, SHADOW, WOOD, Palette, mix
from ecommus.demo.draw.glaze import body, half_leaf, leaf, shine
from ecommus.demo.draw.paths import whole


def book(c: Canvas, p: Palette, *, motif: str = "leaf") -> None:
    """A clothbound book standing, its cover stamped with a ``motif``: leaf, pot or sun."""
    t, a = p.main, p.accent
    contact(c, p.ground, 250, 30, x=20)
    c.path("M210 -596L262 -572V-22L210 0Z", "#efe4cf")
    c.line("M222 -586V-8M234 -580V-14M246 -574V-20", "#cdbb9b", 3)
    c.path(
        "M-230 -600H210V0H-230Q-250 0 -250 -20V-580Q-250 -600 -230 -600Z",
        c.gradient(t.light, t.base, mix(t.base, t.dark, 0.6), angle=35),
    )
    c.path("M-250 -580Q-250 -600 -230 -600H-196V0H-230Q-250 0 -250 -20Z", t.dark, 0.55)
    c.line("M-196 -596V-4", t.deep, 4, 0.6)
    c.rect(-150, -550, 314, 500, "none", 8, stroke=a.base, stroke_width=5)
    with c.at(8, -270):
        {"leaf": _sprig, "pot": _stamp_pot, "sun": _sun}[motif](c, p)
    c.line("M-60 -478H74M-30 -450H46", a.base, 9)
    c.line("M-40 -92H56", a.base, 7)
    c.path("M140 -2V60L158 44L176 60V-2Z", a.dark)
    c.path("M-230 -600H-120L-250 -300V-580Q-250 -600 -230 -600Z", LIGHT, 0.12)


def _sprig(c: Canvas, p: Palette) -> None:
    a = p.accent
    c.line("M0 130V-90", a.base, 8)
    c.path(leaf(120, 34), a.base, transform="translate(0 -50)")
    for i, y in enumerate((100, 50, 0)):
        for side in (-1, 1):
            c.path(
                leaf(120 - i * 12, 32),
                a.base if side < 0 else mix(a.base, a.dark, 0.4),
                transform=f"translate(0 {y}) rotate({side * 58})",
            )


def _stamp_pot(c: Canvas, p: Palette) -> None:
    a = p.accent
    c.path(whole("M0 30L76 30L58 130L0 130"), a.base)
    c.path(whole("M0 6L90 6L86 40L0 40"), mix(a.base, a.dark, 0.3))
    for turn in (-48, -24, 0, 24, 48):
        c.path(leaf(150 - abs(turn), 26), a.base, transform=f"translate(0 10) rotate({turn})")


def _sun(c: Canvas, p: Palette) -> None:
    a = p.accent
    c.path("M-100 60A100 100 0 0 1 100 60Z", a.base)
    for i in range(7):
        c.line("M0 -120V-156", a.base, 9, transform=f"translate(0 60) rotate({-90 + i * 30})")
    c.line("M-140 84H140M-100 108H100M-60 132H60", a.base, 8)


def honey(c: Canvas, p: Palette) -> None:
    """A jar of honey with a cloth cap in the accent colour and a dipper; main is the honey."""
    t, a = p.main, p.accent
    contact(c, p.ground, 200, x=-40)
    with c.at(-60):
        jar = whole("M0 -400L130 -400C130 -370 184 -350 186 -290L186 -40Q184 0 150 0L0 0")
        c.path(jar, c.gradient(mix(t.base, LIGHT, 0.5), t.base, t.base, t.dark, vertical=False))
        with c.clip(jar):
            c.path("M-200 -380Q0 -360 200 -380V-340Q0 -320 -200 -340Z", LIGHT, 0.5)
            c.path("M-200 -40Q0 -10 200 -40V10H-200Z", t.deep, 0.3)
            c.circle(-60, -90, 60, mix(t.base, LIGHT, 0.6), opacity=0.3)
        shine(c, "M-150 -290V-90", 18, 0.7)
        c.path("M-112 -250H112V-80Q0 -66 -112 -80Z", "#fbf3e2")
        _bee(c, t.dark, 0, -166)
        cap = (
            "M-150 -420L-176 -350L-120 -366L-60 -344L0 -362L60 -344L120 -366L176 -350L150 -420"
            "Q120 -490 0 -492Q-120 -490 -150 -420Z"
        )
        c.path(cap, c.gradient(a.light, a.base, a.dark, vertical=False))
        tile = c.pattern(34, 34, f'<path d="M8 8h0M25 25h0" stroke="{a.light}" stroke-width="8"/>')
        c.path(cap, tile)
        c.line("M-146 -410Q0 -380 146 -410", "#8a6a42", 9)
        c.line("M0 -392q-40 40 -54 20q10 -26 54 -20q40 40 54 20q-10 -26 -54 -20", "#8a6a42", 6)
    with c.at(210, -30, turn=24):
        c.line("M0 -330V-60", mix(WOOD, SHADOW, 0.15), 20)
        c.line("M-4 -320V-70", mix(WOOD, LIGHT, 0.4), 5)
        for i in range(6):
            half = (34, 50, 58, 58, 50, 34)[i]
            c.rect(-half, -80 + i * 19, 2 * half, 15, (WOOD, mix(WOOD, SHADOW, 0.2))[i % 2], 7)
        c.path("M-50 -20C-60 30 -20 40 -12 70C0 30 40 40 52 -10Z", t.base, 0.85)


def _bee(c: Canvas, dark: str, x: float, y: float) -> None:
    with c.at(x, y):
        c.ellipse(-18, -34, 24, 36, "#dbe6ea", transform="rotate(-24 -18 -34)")
        c.ellipse(24, -34, 22, 34, "#cbdade", transform="rotate(24 24 -34)")
        c.ellipse(0, 6, 58, 36, "#e8b04a")
        with c.clip("M-58 6a58 36 0 1 0 116 0a58 36 0 1 0 -116 0Z"):
            c.line("M-20 -40V50M8 -40V50M36 -40V50", dark, 13)
        c.circle(-52, 4, 17, dark)


def tea(c: Canvas, p: Palette) -> None:
    """A tin of herbal tea with a drawn label, a heap of dried herbs before it."""
    t, a = p.main, p.accent
    contact(c, p.ground, 190)
    tin = whole("M0 -430L160 -430L160 -16Q156 0 140 0L0 0")
    body(c, t, tin)
    with c.clip(tin):
        c.path("M-170 -350Q0 -318 170 -350V-80Q0 -46 -170 -80Z", "#fbf4e6")
        c.path("M80 -345L170 -350V-80L80 -62Z", SHADOW, 0.1)
        c.line("M-170 -350Q0 -318 170 -350M-170 -80Q0 -46 170 -80", a.base, 8)
    with c.at(0, -140):
        c.line("M0 50V-100", "#7f9276", 6)
        for i, y in enumerate((40, 0, -40)):
            for side in (-1, 1):
                c.path(
                    leaf(86, 20), _leafy(i, side), transform=f"translate(0 {y}) rotate({side * 54})"
                )
        for x, y in ((0, -116), (-46, -92), (46, -92)):
            for turn in range(0, 360, 60):
                c.ellipse(
                    x,
                    y - 15,
                    7,
                    13,
                    "#fffdf6",
                    stroke=a.dark,
                    stroke_width=1.5,
                    transform=f"rotate({turn} {x} {y})",
                )
            c.circle(x, y, 9, "#e2aa3e")
    lid = "M-172 -500Q0 -540 172 -500V-424Q0 -390 -172 -424Z"
    body(c, p.accent, lid)
    c.line("M-166 -498Q0 -466 166 -498", a.light, 6)
    shine(c, "M-128 -400V-60", 14, 0.4)
    for i in range(16):
        x = -10 + i * 15 + (i * 37) % 23
        c.path(
            leaf(54, 13),
            ("#8fa07a", "#b5a86f", "#6f8560")[i % 3],
            transform=f"translate({x} {16 - (i * 29) % 34}) rotate({(i * 67) % 180 - 90})",
        )


def _leafy(i: int, side: int) -> str:
    return ("#8fa07a", "#6f8560")[(i + (side > 0)) % 2]


def board(c: Canvas, p: Palette, *, round_: bool = False) -> None:
    """A cutting board (main wood, accent inlay) leaning on the wall, with a sprig of herbs."""
    t, a = p.main, p.accent
    contact(c, p.ground, 260)
    if round_:
        outline = whole(
            "M0 -640Q44 -640 44 -600L50 -540C190 -520 280 -410 280 -280C280 -120 160 0 0 0"
        )
    else:
        outline = whole(
            "M0 -660Q46 -660 46 -616L54 -540Q60 -510 120 -506L190 -500Q214 -496 214 -470"
            "L214 -30Q214 0 184 0L0 0"
        )
    c.path(outline, t.deep, transform="translate(14 -4)")
    c.path(outline, c.gradient(t.light, t.base, mix(t.base, t.dark, 0.5), angle=30))
    with c.clip(outline):
        c.rect(70, -700, 46, 720, a.base)
        c.rect(128, -700, 14, 720, a.base)
        grain = "".join(
            f"M{x} -640C{x + 14} -420 {x - 16} -220 {x + 6} 10" for x in range(-250, 280, 44)
        )
        c.line(grain, t.dark, 3.5, 0.4)
        c.path("M-300 -500L40 -660L-280 0H-300Z", LIGHT, 0.14)
    c.circle(0, -604, 19, t.deep)
    c.circle(3, -601, 15, p.ground)
    with c.at(-150, 10, turn=64):
        c.line("M0 0V-220", "#6f7f58", 6)
        for i in range(7):
            for side in (-1, 1):
                move = f"translate(0 {-20 - i * 30}) rotate({side * 48})"
                c.path(leaf(64, 13), "#8fa07a" if side > 0 else "#74875f", transform=move)
                c.path(half_leaf(64, 13), SHADOW, 0.12, transform=move)


def utensils(c: Canvas, p: Palette) -> None:
    """A stoneware crock (main) of wooden spoons; the accent is its band."""
    contact(c, p.ground, 180)
    light, dark = mix(WOOD, LIGHT, 0.3), mix(WOOD, SHADOW, 0.2)
    for lean, length, head, colour in (
        (-20, 420, "spoon", WOOD),
        (20, 430, "fork", dark),
        (-6, 500, "flat", light),
        (8, 460, "spoon", light),
    ):
        with c.at(lean * 2.4, -250, turn=lean):
            c.line(f"M0 60V{-length + 190}", colour, 22)
            with c.at(0, -length + 150):
                if head == "spoon":
                    c.ellipse(0, 0, 54, 78, colour)
                    c.ellipse(5, 4, 38, 60, mix(colour, SHADOW, 0.2))
                elif head == "flat":
                    c.path("M-20 70L-52 -60Q-50 -84 0 -84Q50 -84 52 -60L20 70Z", colour)
                    c.line("M0 -64V20", mix(colour, SHADOW, 0.2), 9)
                else:
                    c.path("M-16 70L-48 20V-80H-22V-10H-12V-80H12V-10H22V-80H48V20L16 70Z", colour)
    outline = whole("M0 -300L160 -300C170 -200 170 -90 150 -20Q146 0 120 0L0 0")
    body(c, p.main, outline, speckled=True)
    with c.clip(outline):
        c.path("M-190 -130Q0 -100 190 -130V-70Q0 -40 -190 -70Z", p.accent.base)
        c.path("M110 -140L190 -150V-60L110 -50Z", p.accent.deep, 0.3)
    c.path("M-160 -300Q0 -262 160 -300L150 -284Q0 -250 -150 -284Z", p.main.light)
    shine(c, "M-126 -250Q-134 -180 -130 -150", 15, 0.55)
