"""Scarves, hats, belts, jewellery and other small things to wear."""

from math import cos, sin, tau

from ecommus.demo.draw.canvas import Canvas
from ecommus.demo.draw.cloth import buttons, cast, cloth, folds, hanger
from ecommus.demo.draw.colour import BRASS, LIGHT, SHADOW, Palette, mix
from ecommus.demo.draw.paths import mirror, whole


def scarf(c: Canvas, p: Palette, *, print_: str = "plain") -> None:
    """A long scarf over a hanger, ends with fringes."""
    t = p.main
    long = "M-96 30Q-60 6 -14 -4L8 60C-2 240 -4 480 -16 660L-176 652C-160 440 -150 200 -96 30Z"
    short = "M96 30Q60 6 10 -4L-4 60C10 220 24 380 26 540L178 526C160 360 150 190 96 30Z"
    cast(c, p, long, short)
    hanger(c)
    for outline, left, right, y, lean in ((short, 28, 176, 536, -8), (long, -174, -18, 656, 6)):
        fringe = "".join(
            f"M{x} {y - 6}l{lean * (i % 3 - 1) / 2:g} 54"
            for i, x in enumerate(range(left + 4, right, 12))
        )
        c.line(fringe, t.dark, 5)
        c.line(fringe, mix(t.base, t.light, 0.3), 3)
        cloth(c, t, outline, print_=print_, ink=p.accent.base)
    with c.clip(short):
        folds(
            c,
            t,
            (40, 20, 70, 560, 34),
            (70, 24, 140, 560, 36),
            lights=((20, 40, 40, 560, 20), (60, 30, 108, 560, 22)),
        )
    with c.clip(long):
        folds(
            c,
            t,
            (-20, 0, -50, 680, 44),
            (-50, 10, -130, 680, 34),
            lights=((-70, 20, -160, 680, 22), (-34, 10, -90, 680, 26)),
        )
        c.path("M-4 0L40 0V700H-6C0 400 10 200 -4 0Z", t.deep, 0.25)
    c.path(
        "M-96 30Q-60 6 -14 -4Q0 -8 10 -4Q60 6 96 30Q50 26 0 24Q-50 26 -96 30Z",
        mix(t.base, t.light, 0.5),
    )


def hat(c: Canvas, p: Palette) -> None:
    """A felt fedora with a ribbon in the accent colour."""
    t = p.main
    c.ellipse(20, 118, 400, 96, mix(p.ground, SHADOW, 0.14))
    c.path(
        "M-390 60C-420 20 -250 -10 0 -14C250 -10 420 20 390 60C350 130 -350 130 -390 60Z",
        c.gradient(t.light, t.base, t.dark, angle=10),
    )
    c.path("M-390 60C-350 130 350 130 390 60C360 100 -360 100 -390 60Z", t.deep, 0.7)
    crown = (
        "M-214 40C-220 -100 -196 -230 -150 -262C-110 -286 -50 -248 0 -244C50 -248 110 -292 156 "
        "-260C198 -226 220 -100 214 40C120 84 -120 84 -214 40Z"
    )
    cloth(c, t, crown)
    with c.clip(crown):
        c.path(
            "M-150 -262C-110 -286 -50 -248 0 -244C50 -248 110 -292 156 -260C110 -190 40 -180 0 "
            "-178C-60 -180 -120 -200 -150 -262Z",
            t.dark,
            0.7,
        )
        c.path("M-30 -244Q-60 -150 -90 -60H-60Q-20 -160 10 -240Z", t.dark, 0.35)
        c.path("M120 -280C150 -160 150 0 90 90H240V-280Z", t.deep, 0.3)
        c.path("M-196 -160Q-206 -60 -200 40H-176Q-180 -80 -160 -200Z", t.light, 0.6)
        c.path("M-224 -36C-120 10 120 10 224 -36V44C120 92 -120 92 -224 44Z", p.accent.base)
        c.path("M90 -10Q180 -24 224 -36V44Q180 66 90 78Z", p.accent.deep, 0.35)
    c.path("M-178 -16L-120 20L-176 62L-150 22Z", p.accent.light)


def beanie(c: Canvas, p: Palette) -> None:
    """A ribbed beanie with a turned-up brim and a pompon in the accent colour."""
    t, a = p.main, p.accent
    crown = whole("M0 -270C160 -266 246 -120 252 110L0 130")
    cuff = whole(
        "M0 96C120 96 200 86 262 70Q280 66 280 90L276 226Q274 244 250 250C170 268 90 270 0 270"
    )
    with c.at(0, -20):
        cast(c, p, crown, cuff)
        for ring, (count, reach, colour) in enumerate(
            ((22, 92, a.dark), (18, 78, a.base), (12, 52, a.light))
        ):
            tufts = "".join(
                f"M0 0L{reach * cos(i * tau / count + ring):.0f} "
                f"{reach * sin(i * tau / count + ring):.0f}"
                for i in range(count)
            )
            c.line(tufts, colour, 20, transform=f"translate({-6 * ring} {-326 - 6 * ring})")
        cloth(c, t, crown)
        with c.clip(crown):
            ribs = "".join(f"M0 -330Q{x * 0.8:g} -120 {x} 140" for x in range(-240, 241, 40))
            c.line(ribs, t.dark, 9, 0.6)
            c.line(ribs, t.light, 4, 0.6, transform="translate(-12 0)")
            c.path("M150 -260Q230 -60 200 140H280V-260Z", t.deep, 0.3)
        cloth(c, t, cuff)
        with c.clip(cuff):
            c.line(
                "".join(f"M{x} 70L{x * 1.03:g} 280" for x in range(-256, 270, 26)), t.dark, 8, 0.6
            )
            c.path("M180 60H300V290H190Z", t.deep, 0.25)
            c.path("M-290 66Q0 116 290 66V92Q0 140 -290 92Z", t.light, 0.5)
        c.path(
            "M-256 66C-200 88 -120 96 0 96C120 96 200 88 256 66Q130 80 0 80Q-130 80 -256 66Z",
            t.deep,
            0.5,
        )


def belt(c: Canvas, p: Palette) -> None:
    """A leather belt, rolled, with a brass buckle."""
    t = p.main
    c.ellipse(26, 34, 262, 262, mix(p.ground, SHADOW, 0.13))
    rings = (
        (250, t.dark),
        (240, t.base),
        (204, t.deep),
        (196, mix(t.base, t.dark, 0.5)),
        (158, t.deep),
        (150, mix(t.base, t.dark, 0.7)),
        (112, mix(p.ground, SHADOW, 0.22)),
    )
    for radius, colour in rings:
        c.circle(0, 0, radius, colour)
    c.line("M-170 -160A234 234 0 0 1 120 -200", t.light, 8, 0.8)
    with c.at(50, -60):
        c.path(
            "M-190 214H320Q362 214 362 264Q362 314 320 314H-190Z",
            mix(p.ground, SHADOW, 0.16),
            transform="translate(-60 90)",
        )
        strap = "M-230 252H230Q286 252 286 302Q286 352 230 352H-230Z"
        cloth(c, t, strap)
        c.path("M-230 252H236Q276 256 284 284H-230Z", t.light, 0.4)
        c.stitches("M-230 266H226Q272 268 272 302Q272 336 226 338H-230", t.seam)
        for x in (40, 96, 152, 208):
            c.ellipse(x, 302, 8, 10, t.deep)
        c.rect(-290, 232, 130, 140, mix(BRASS, SHADOW, 0.2), 24)
        c.rect(-294, 228, 130, 140, BRASS, 24)
        c.rect(-268, 254, 78, 88, t.deep, 12)
        c.line("M-186 298H-290", mix(BRASS, LIGHT, 0.5), 14)
        c.line("M-280 238H-190", mix(BRASS, LIGHT, 0.7), 6)
        c.rect(-134, 244, 34, 116, t.dark, 8)
        c.rect(-138, 242, 34, 116, t.base, 8)


def earrings(c: Canvas, p: Palette, *, style: str = "drop") -> None:
    """A pair on a linen card; ``style`` drop (with a stone in the accent colour) or hoop."""
    card = whole("M0 -330L230 -330Q250 -330 250 -310L250 310Q250 330 230 330L0 330")
    cast(c, p, card)
    c.path(card, c.gradient("#fffdf8", "#f3ebdf", angle=50))
    c.line("M-70 -270Q0 -240 70 -270", mix("#f3ebdf", SHADOW, 0.2), 4)
    metal, gold = p.main, p.accent
    for x in (-104, 104):
        c.circle(x + 4, -146, 20, mix("#f3ebdf", SHADOW, 0.18))
        c.circle(x, -150, 20, metal.base)
        c.circle(x - 6, -156, 8, metal.light)
        with c.at(x, -120):
            if style == "hoop":
                c.circle(10, 112, 96, "none", stroke=mix("#f3ebdf", SHADOW, 0.16), stroke_width=26)
                c.circle(0, 100, 96, "none", stroke=metal.dark, stroke_width=26)
                c.circle(-2, 98, 97, "none", stroke=metal.base, stroke_width=19)
                c.line("M-88 60A96 96 0 0 1 20 6", metal.light, 8)
                continue
            c.line("M0 -20V56", metal.base, 6)
            drop = "M0 40C40 110 76 150 76 210A76 76 0 0 1 -76 210C-76 150 -40 110 0 40Z"
            c.path(drop, mix("#f3ebdf", SHADOW, 0.16), transform="translate(12 14)")
            c.path(drop, metal.base)
            stone = "M0 86C28 130 54 166 54 208A54 54 0 0 1 -54 208C-54 166 -28 130 0 86Z"
            c.path(stone, c.gradient(gold.light, gold.base, gold.dark, angle=60))
            c.path("M-8 120C-30 156 -40 180 -36 210L-8 190Z", gold.light, 0.8)
            c.path("M0 86C28 130 54 166 54 208L8 216Z", gold.deep, 0.3)


def sunglasses(c: Canvas, p: Palette) -> None:
    """Sunglasses with rounded frames, seen from the front; the accent tints the lenses."""
    t = p.main
    lens = "M36 -60C80 -96 250 -104 290 -66C316 -30 290 110 196 120C96 130 40 60 36 -60Z"
    with c.at(20, 46):
        c.path(lens + mirror(lens), mix(p.ground, SHADOW, 0.14))
    temple = "M292 -62C200 20 40 100 -90 150C-130 166 -160 176 -170 210"
    c.line(temple + mirror(temple), mix(p.ground, SHADOW, 0.16), 16, transform="translate(12 20)")
    c.line(temple + mirror(temple), t.dark, 16)
    for side, outline in ((1, lens), (-1, mirror(lens))):
        c.path(
            outline,
            c.gradient(p.accent.deep, p.accent.base, angle=80),
            stroke=t.base,
            stroke_width=26,
            stroke_linejoin="round",
        )
        with c.clip(outline):
            shift = 40 if side > 0 else -270
            c.path(f"M{shift + 60} -100H{shift + 120}L{shift + 40} 130H{shift - 20}Z", LIGHT, 0.22)
            c.path(f"M{shift + 150} -100H{shift + 170}L{shift + 90} 130H{shift + 70}Z", LIGHT, 0.22)
    c.line("M-44 -44Q0 -80 44 -44", t.base, 22)
    c.line("M-40 -52Q0 -84 40 -52", t.light, 5)
    c.line(
        "M70 -84C130 -104 220 -104 270 -84M-270 -84C-220 -104 -130 -104 -70 -84", t.light, 5, 0.8
    )


def gloves(c: Canvas, p: Palette) -> None:
    """A pair of leather gloves, one over the other, with a button in the accent colour."""
    t = p.main
    hand = (
        "M-104 300L-96 80C-130 20 -170 -20 -196 -70C-206 -96 -176 -116 -154 -94L-92 -20L-108 "
        "-200C-108 -236 -62 -238 -58 -204L-40 -60L-34 -262C-32 -296 16 -296 16 -262L18 -62L44 "
        "-240C50 -274 96 -266 92 -232L76 -40L110 -160C122 -190 162 -178 154 -146C140 -60 124 "
        "20 112 90L112 300Z"
    )
    for x, y, turn, mirrored in ((92, -20, 14, True), (-76, 30, -8, False)):
        with c.at(x, y, 1.08, turn, mirror=mirrored):
            c.path(hand, mix(p.ground, SHADOW, 0.14), transform="translate(18 24)")
            cloth(c, t, hand)
            with c.clip(hand):
                c.path("M60 -240L90 300H170V-240Z", t.deep, 0.22)
                c.line("M-76 -200L-66 -20M-10 -260L-10 -40M66 -230L50 -30", t.light, 9, 0.7)
                c.line("M-60 20L-66 -20M-10 30V-30M44 24L50 -20", t.seam, 4)
                c.path("M-120 220H130V310H-120Z", t.dark, 0.35)
                c.stitches("M-110 230H120M-110 288H120", t.seam)
            buttons(c, p.accent, [(70, 258)], 14)


def socks(c: Canvas, p: Palette, *, print_: str = "stripes") -> None:
    """A pair of socks, one beside the other, heel and toe in the accent colour."""
    t, a = p.main, p.accent
    sock = (
        "M-70 -320H80C84 -180 76 -60 96 10C130 90 220 140 240 200C256 270 200 310 140 300C40 "
        "280 -60 220 -84 120C-100 20 -70 -160 -70 -320Z"
    )
    for x, y in ((-150, -10), (100, 20)):
        with c.at(x, y):
            c.path(sock, mix(p.ground, SHADOW, 0.14), transform="translate(20 26)")
            cloth(c, t, sock, print_=print_, ink=a.base)
            with c.clip(sock):
                c.path("M-120 60C-40 60 20 110 30 190L-60 290L-160 200Z", a.base)
                c.circle(250, 270, 104, a.base)
                c.path("M40 -330C60 -100 50 20 90 60L180 150V-330Z", t.deep, 0.22)
                c.path("M-90 -330H120V-236H-90Z", mix(t.base, t.light, 0.2))
                c.line("".join(f"M{i} -322V-240" for i in range(-60, 90, 17)), t.dark, 5, 0.7)
                c.line("M-90 -236H110", t.seam, 3)
                c.path(
                    "M-70 -300C-70 -160 -96 20 -76 110L-50 100C-66 0 -46 -160 -50 -300Z",
                    t.light,
                    0.5,
                )
