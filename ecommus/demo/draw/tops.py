"""Shirts, blouses and T-shirts, and the sleeves they share with knitwear."""

from ecommus.demo.draw.canvas import Canvas
from ecommus.demo.draw.cloth import buttons, cast, cloth, folds, hanger, inside
from ecommus.demo.draw.colour import LIGHT, Palette, mix
from ecommus.demo.draw.paths import back, hemmed, mirror

_LONG = "M112 4Q156 18 170 74L220 350L240 520Q222 536 190 532L160 350L128 214Z"
_BISHOP = "M112 4Q160 14 176 74L232 290Q276 440 246 496L194 506Q166 440 158 340L128 214Z"
_SHORT = "M112 4Q156 18 176 66L226 196Q196 224 142 226L126 150Z"
ARMHOLE = "M142 24Q124 110 132 190"


def shirt(
    c: Canvas, p: Palette, *, print_: str = "plain", sleeve: str = "long", pocket: bool = True
) -> None:
    """A shirt with collar, placket and cuffs; ``sleeve`` long or short."""
    t, arm = p.main, _LONG if sleeve == "long" else _SHORT
    half = "M0 66L62 -6L144 22Q126 110 134 190C142 320 140 440 148 536"
    body = half + "Q120 600 40 592Q0 586 -40 592Q-120 600 -148 536" + back(half) + "Z"
    sleeves = [arm, mirror(arm)]
    cast(c, p, body, *sleeves)
    inside(c, p, 66)
    hanger(c)
    sleeves_of(c, p, sleeves, print_, sleeve)
    cloth(c, t, body, print_=print_, ink=p.accent.base)
    with c.clip(body):
        folds(
            c,
            t,
            (110, 180, 70, 620, 50),
            (-116, 190, -80, 620, 34),
            (80, 60, 112, 300, 30),
            lights=((-96, 70, -118, 560, 40), (50, 240, 34, 620, 24)),
        )
        c.path("M150 150Q120 340 130 620H190V150Z", t.deep, 0.25)
        c.rect(-17, 60, 34, 560, mix(t.base, t.light, 0.5), opacity=0.75)
        c.line("M-17 70V620M17 70V620", t.seam, 2.5)
    c.line(ARMHOLE + mirror(ARMHOLE), t.seam, 3)
    if pocket:
        c.path("M44 190H108V256L76 274L44 256Z", mix(t.base, t.dark, 0.3), 0.8)
        c.stitches("M48 196H104V252L76 268L48 252Z", t.seam, 2)
    collar = "M0 70L14 20Q44 8 62 -12L74 -2Q84 50 66 96Q30 84 0 70Z"
    for outline in (collar, mirror(collar)):
        c.path(outline, t.dark, 0.4, transform="translate(4 8)")
        cloth(c, t, outline, print_=print_, ink=p.accent.base)
        c.line(outline, t.seam, 2.5)
    buttons(c, p.accent if print_ == "plain" else t, [(0, y) for y in range(84, 570, 78)], 6)


def blouse(
    c: Canvas, p: Palette, *, neck: str = "v", print_: str = "plain", bow: bool = False
) -> None:
    """A flowing blouse with full sleeves gathered at the wrist; ``bow`` ties at the neck."""
    t = p.main
    depth, line = {"v": (130, "M0 130L62 -6"), "round": (64, "M0 64Q50 58 64 -6")}[neck]
    half = f"{line}L144 22Q124 110 132 190C146 320 158 420 168 500"
    body = hemmed(half, 168, 500, 6, 9)
    sleeves = [_BISHOP, mirror(_BISHOP)]
    cast(c, p, body, *sleeves)
    inside(c, p, depth)
    hanger(c)
    sleeves_of(c, p, sleeves, print_, "bishop")
    cloth(c, t, body, print_=print_, ink=p.accent.base)
    with c.clip(body):
        folds(
            c,
            t,
            (-60, 60, -96, 520, 46),
            (-16, depth, -24, 520, 34),
            (54, 60, 60, 520, 48),
            (110, 150, 130, 520, 40),
            lights=((-96, 50, -130, 520, 34), (20, 150, 18, 520, 30), (80, 40, 96, 520, 18)),
        )
        c.path("M150 150Q128 340 150 520H200V150Z", t.deep, 0.22)
    c.line(line + mirror(line) + ARMHOLE + mirror(ARMHOLE), t.seam, 3)
    c.stitches("M-164 482Q0 500 164 482", t.seam)
    if bow:
        for tail in (
            "M4 60C46 130 40 220 50 290L12 300C10 220 2 140 -10 70Z",
            "M-4 60C-40 120 -34 190 -44 250L-8 262C0 200 6 130 10 70Z",
        ):
            cloth(c, t, tail)
            c.line(tail, t.seam, 2)
        loop = "M0 62C30 10 90 20 88 60C88 96 30 106 0 62Z"
        for outline in (loop, mirror(loop)):
            cloth(c, t, outline)
            c.line(outline, t.seam, 2.5)
        c.line("M20 62Q46 54 62 62M-20 62Q-46 54 -62 62", t.dark, 5)
        c.rect(-15, 44, 30, 38, t.base, 11)
        c.line("M-6 50V76M6 50V76", t.seam, 2.5)


def tshirt(c: Canvas, p: Palette, *, print_: str = "plain", neck: str = "round") -> None:
    """A jersey T-shirt; ``neck`` round or v."""
    t = p.main
    depth, line = {"v": (104, "M0 104L64 -6"), "round": (58, "M0 58Q52 52 66 -8")}[neck]
    half = f"{line}L144 20Q128 110 138 190C144 320 142 440 146 540"
    body = hemmed(half, 146, 540, 2, 6)
    sleeves = [_SHORT, mirror(_SHORT)]
    cast(c, p, body, *sleeves)
    inside(c, p, depth)
    hanger(c)
    sleeves_of(c, p, sleeves, print_, "short")
    cloth(c, t, body, print_=print_, ink=p.accent.base)
    with c.clip(body):
        folds(
            c,
            t,
            (118, 170, 60, 560, 44),
            (-116, 180, -64, 560, 30),
            (90, 40, 112, 300, 30),
            lights=((-90, 60, -116, 540, 40), (20, 300, 16, 560, 30)),
        )
        c.path("M150 150Q120 340 132 560H190V150Z", t.deep, 0.22)
    c.line(line + mirror(line), mix(t.base, t.dark, 0.6), 15)
    c.line(line + mirror(line), mix(t.base, t.light, 0.3), 9)
    c.line(ARMHOLE + mirror(ARMHOLE), t.seam, 2.5)
    c.stitches("M-142 520Q0 532 142 520", t.seam)


def sleeves_of(c: Canvas, p: Palette, sleeves: list[str], print_: str, cut: str) -> None:
    t = p.main
    for outline in sleeves:
        cloth(c, t, outline, print_=print_, ink=p.accent.base)
        with c.clip(outline):
            if cut == "short":
                folds(
                    c,
                    t,
                    (150, 60, 190, 230, 34),
                    (-140, 70, -160, 230, 24),
                    lights=((-166, 40, -200, 230, 22),),
                )
                c.stitches("M140 212Q190 208 218 184M-140 212Q-190 208 -218 184", t.seam)
            else:
                folds(
                    c,
                    t,
                    (160, 150, 214, 540, 30),
                    (176, 60, 190, 330, 22),
                    (-150, 190, -194, 540, 30),
                    lights=((-174, 80, -228, 520, 22),),
                )
                _cuffs(c, p, cut)


def _cuffs(c: Canvas, p: Palette, cut: str) -> None:
    t = p.main
    if cut == "knit":
        cuff = "M180 470Q212 488 252 468L256 560L180 560Z"
        for outline in (cuff, mirror(cuff)):
            c.path(outline, mix(t.base, t.dark, 0.25))
        c.line(
            "M186 484L192 550M198 486L204 550M210 486L216 550M222 484L228 550M236 480L242 "
            "546M-186 484L-192 550M-198 486L-204 550M-210 486L-216 550M-222 484L-228 550M-236 "
            "480L-242 546",
            t.dark,
            4,
        )
    elif cut == "bishop":
        c.line("M190 478Q220 492 252 470M-190 478Q-220 492 -252 470", t.seam, 4)
        c.line("M206 478L202 450M222 480L222 446M-206 478L-202 450M-222 480L-222 446", t.dark, 4)
    else:
        c.line("M176 462Q206 474 236 460M-176 462Q-206 474 -236 460", t.seam, 3.5)
        c.circle(204, 498, 6, mix(p.accent.base, LIGHT, 0.2))
        c.circle(-204, 498, 6, mix(p.accent.base, LIGHT, 0.2))
