"""Bags, standing on the table with their base on y = 0."""

from ecommus.demo.draw.backdrop import contact
from ecommus.demo.draw.canvas import Canvas
from ecommus.demo.draw.cloth import cloth
from ecommus.demo.draw.colour import LIGHT, Palette, mix
from ecommus.demo.draw.paths import whole


def tote(c: Canvas, p: Palette, *, print_: str = "plain") -> None:
    """A leather or canvas shopper with two handles in the accent colour."""
    t, a = p.main, p.accent
    contact(c, p.ground, 270)
    c.line("M-120 -360C-130 -620 130 -620 120 -360", a.deep, 20)
    outline = whole("M0 -412L262 -420C262 -280 240 -120 228 -18Q226 0 206 0L0 0")
    c.path("M-262 -420Q0 -446 262 -420L240 -380H-240Z", t.deep)
    cloth(c, t, outline, print_=print_, ink=p.accent.base)
    with c.clip(outline):
        c.path("M262 -420C210 -300 190 -120 196 0H280V-420Z", t.deep, 0.3)
        c.path(
            "M-262 -420C-224 -280 -214 -120 -212 0H-190C-190 -140 -200 -300 -226 -420Z",
            t.light,
            0.6,
        )
        c.path(
            "M-60 -414Q-30 -200 -80 0H-40Q0 -200 -40 -414ZM110 -414Q80 -240 120 0H150Q120 -240 "
            "140 -414Z",
            t.dark,
            0.35,
        )
        c.path("M-240 -64Q0 -44 240 -64V10H-240Z", t.dark, 0.4)
        c.stitches("M-240 -74Q0 -54 240 -74M-260 -396H260", t.seam)
    c.line("M-120 -350C-130 -580 130 -580 120 -350", a.deep, 26, 0.25, transform="translate(8 12)")
    c.line("M-120 -350C-130 -580 130 -580 120 -350", a.base, 22)
    c.line("M-124 -360C-130 -568 60 -580 100 -460", a.light, 6, 0.8)
    for x in (-120, 120):
        c.path(f"M{x - 24} -384H{x + 24}V-310L{x} -286L{x - 24} -310Z", a.base)
        c.stitches(f"M{x - 17} -377H{x + 17}V-313L{x} -296L{x - 17} -313Z", a.seam, 2)
        c.circle(x, -346, 6, "#d3aa5c")


def crossbody(c: Canvas, p: Palette) -> None:
    """A small saddle bag with a flap, a brass catch and a long strap."""
    t, gold = p.main, "#d3aa5c"
    contact(c, p.ground, 230)
    strap = "M-196 -230C-260 -560 -80 -690 40 -640C200 -580 240 -380 200 -230"
    c.line(strap, t.deep, 18, 0.18, transform="translate(24 18)")
    c.line(strap, t.dark, 18)
    c.line(strap, t.base, 11)
    body = whole("M0 -290L190 -290Q216 -288 216 -260L222 -70C222 -20 190 0 150 0L0 0")
    cloth(c, t, body)
    with c.clip(body):
        c.path("M180 -300C196 -160 190 -60 130 0H240V-300Z", t.deep, 0.32)
        c.stitches(
            "M-206 -260V-70C-206 -28 -180 -14 -150 -14H150C180 -14 206 -28 206 -70V-260", t.seam
        )
    flap = whole("M0 -306L186 -306Q222 -304 224 -268L218 -180C204 -110 110 -84 0 -78")
    c.path(flap, t.deep, 0.4, transform="translate(0 14)")
    cloth(c, t, flap)
    with c.clip(flap):
        c.path("M-224 -306H224V-270Q0 -246 -224 -270Z", t.light, 0.55)
        c.path("M190 -310C200 -200 150 -110 20 -70H240V-310Z", t.deep, 0.22)
        c.stitches(
            "M-208 -290L-204 -184C-190 -124 -100 -98 0 -94C100 -98 190 -124 204 -184L208 -290",
            t.seam,
        )
    c.rect(-30, -122, 60, 66, mix(gold, "#2a1b33", 0.25), 12)
    c.rect(-30, -126, 60, 64, gold, 12)
    c.rect(-22, -119, 44, 16, mix(gold, LIGHT, 0.6), 8)
    for x in (-206, 206):
        c.circle(x, -250, 20, "none", stroke=gold, stroke_width=9)


def backpack(c: Canvas, p: Palette, *, print_: str = "plain") -> None:
    """A roll-top backpack with a front pocket and leather straps in the accent colour."""
    t, a = p.main, p.accent
    contact(c, p.ground, 240)
    c.line("M-40 -520Q-40 -590 0 -590Q40 -590 40 -520", a.dark, 18)
    for d in ("M-180 -420C-250 -320 -250 -140 -204 -40", "M180 -420C250 -320 250 -140 204 -40"):
        c.line(d, a.dark, 26)
    body = whole("M0 -500C120 -500 196 -470 204 -380C216 -260 222 -120 214 -44Q210 0 160 0L0 0")
    cloth(c, t, body, print_=print_, ink=a.base)
    with c.clip(body):
        c.path("M160 -480C190 -300 180 -120 150 0H240V-480Z", t.deep, 0.3)
        c.path(
            "M-170 -480C-204 -300 -196 -120 -190 0H-166C-176 -160 -176 -320 -140 -490Z",
            t.light,
            0.6,
        )
    pocket = whole("M0 -230L150 -230Q164 -228 164 -210L160 -60Q156 -28 130 -28L0 -28")
    c.path(pocket, t.deep, 0.3, transform="translate(4 10)")
    cloth(c, t, pocket, print_=print_, ink=a.base)
    c.stitches("M-152 -214V-60Q-150 -40 -128 -40H128Q150 -40 152 -60V-214", t.seam)
    c.line("M-150 -196H150", t.seam, 6)
    c.line("M-150 -196H150", "#d3aa5c", 3)
    flap = whole("M0 -540C120 -540 206 -520 210 -440L204 -330Q200 -296 150 -292L0 -288")
    c.path(flap, t.deep, 0.35, transform="translate(0 12)")
    cloth(c, t, flap, print_=print_, ink=a.base)
    with c.clip(flap):
        c.path("M-210 -470Q0 -560 210 -470V-550H-210Z", t.light, 0.55)
        c.path("M150 -540Q196 -420 170 -280H230V-540Z", t.deep, 0.25)
    c.stitches(
        "M-196 -440L-190 -330Q-186 -308 -150 -304L0 -300L150 -304Q186 -308 190 -330L196 -440",
        t.seam,
    )
    for x in (-86, 86):
        c.path(f"M{x - 17} -420H{x + 17}V-220Q{x} -200 {x - 17} -220Z", a.base)
        c.line(f"M{x - 10} -412V-226", a.light, 4, 0.8)
        c.rect(x - 26, -300, 52, 42, "none", 6, stroke="#d3aa5c", stroke_width=8)


def basket(c: Canvas, p: Palette) -> None:
    """A woven basket with two handles, as a bag or for the house; the accent is the rim."""
    t, a = p.main, p.accent
    contact(c, p.ground, 270)
    c.line("M-140 -340C-140 -540 140 -540 140 -340", a.deep, 18)
    c.ellipse(0, -352, 268, 44, t.deep)
    body = whole("M0 -310C150 -308 262 -326 268 -352C276 -200 250 -60 210 -14Q196 0 160 0L0 0")
    cloth(c, t, body)
    weave = c.pattern(
        44,
        30,
        f'<g stroke="{t.dark}" stroke-width="4" opacity=".75">'
        '<path d="M0 2q11 10 22 0M22 17q11 10 22 0"/></g>'
        f'<path d="M3 -2q8 5 16 0M25 13q8 5 16 0" fill="none" '
        f'stroke="{t.light}" stroke-width="4"/>',
    )
    c.path(body, weave)
    with c.clip(body):
        c.path("M180 -340C220 -200 190 -60 120 0H290V-360Z", t.deep, 0.3)
        c.path("M-290 -150Q0 -110 290 -150V-110Q0 -70 -290 -110Z", a.base, 0.75)
    c.line("M-268 -352C-262 -326 -150 -308 0 -310C150 -308 262 -326 268 -352", a.base, 22)
    c.stitches("M-266 -350C-256 -326 -150 -308 0 -310C150 -308 256 -326 266 -350", a.seam)
    c.line("M-140 -316C-140 -480 140 -480 140 -316", a.base, 20)
    c.line("M-142 -330C-134 -466 70 -480 124 -390", a.light, 6, 0.8)
