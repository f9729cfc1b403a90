"""Dresses and skirts."""

from ecommus.demo.draw.canvas import Canvas
from ecommus.demo.draw.cloth import buttons, cast, cloth, folds, hanger, inside
from ecommus.demo.draw.colour import Palette, mix
from ecommus.demo.draw.paths import hemmed, mirror

LENGTHS = {"mini": 600, "midi": 780, "maxi": 845}
_NECKS = {
    "v": (150, "M0 150L64 -6"),
    "round": (76, "M0 76Q54 70 66 -6"),
    "square": (92, "M0 92L58 92L66 -6"),
    "boat": (30, "M0 30Q56 26 76 -2"),
}
_ARMHOLE = "M128 22Q112 100 119 172"
_SLEEVES = {
    "short": "M104 2Q140 14 156 56L196 176Q168 204 122 204L110 120Z",
    "puff": "M104 2Q190 -18 214 80Q226 160 190 196Q160 212 126 196L110 120Z",
    "long": "M104 2Q146 14 158 66L208 330L226 470Q208 484 180 480L152 330L118 204Z",
    "bishop": "M104 2Q150 10 164 66L216 250Q262 400 232 452L182 462Q158 400 150 320L118 200Z",
    "flutter": "M88 0Q150 0 196 70Q210 110 204 130Q150 120 118 150L106 90Z",
}


def dress(
    c: Canvas,
    p: Palette,
    *,
    neck: str = "round",
    sleeve: str = "short",
    length: str = "midi",
    flare: float = 230,
    waist: str = "seam",
    print_: str = "plain",
    front: str = "plain",
) -> None:
    """``neck`` v/round/square/boat; ``sleeve`` none or as drawn; ``front`` plain/buttons/wrap;
    ``waist`` seam/belt/loose/tiers."""
    depth, neckline = _NECKS[neck]
    end, t, ink = LENGTHS[length], p.main, p.accent.base
    side = 122 if waist == "loose" else 88
    shoulder = "L112 10Q98 100 120 168" if sleeve == "none" else "L130 18Q112 100 120 176"
    half = (
        f"{neckline}{shoulder}C118 240 {side} 270 {side} 326C{side + 22} 440 {flare} "
        f"{end - 150} {flare} {end}"
    )
    front_of = hemmed(half, flare, end, 7)
    arm = None if sleeve == "none" else _SLEEVES[sleeve]
    sleeves = [arm, mirror(arm)] if arm else []
    cast(c, p, front_of, *sleeves)
    inside(c, p, depth, 74 if neck == "boat" else 64)
    hanger(c, width=0.84 if sleeve == "none" else 1)
    for outline in sleeves:
        cloth(c, t, outline, print_=print_, ink=ink)
        with c.clip(outline):
            _sleeve_folds(c, p, sleeve)
    cloth(c, t, front_of, print_=print_, ink=ink)
    with c.clip(front_of):
        folds(
            c,
            t,
            (-50, 336, -flare * 0.62, end + 20, 46),
            (-8, 336, -flare * 0.1, end + 20, 40),
            (46, 336, flare * 0.42, end + 20, 54),
            (74, 330, flare * 0.82, end + 20, 60),
            (60, 60, 96, 320, 30),
            (-70, 180, -60, 320, 14),
            lights=(
                (-70, 336, -flare * 0.84, end + 20, 34),
                (-28, 336, -flare * 0.36, end, 30),
                (20, 336, flare * 0.16, end + 20, 28),
                (-92, 60, -84, 320, 22),
            ),
        )
        c.path(
            f"M{flare - 8:g} {end + 20}C{flare - 20} {end - 160} {side + 6} 430 {side - 14} "
            f"320C{side - 8} 260 112 220 108 120L{flare + 60} 100V{end + 20}Z",
            t.deep,
            0.22,
        )
        _waist(c, p, waist, end, flare)
        if front == "wrap":
            c.path("M66 -6L10 150Q-40 250 -86 320L-70 334Q20 250 84 60Z", t.dark, 0.35)
            c.line("M62 0L0 150Q-46 250 -88 322", t.seam, 3)
        c.stitches(f"M{-flare} {end - 22}" + _wave(flare, end - 22), t.seam)
    c.line(neckline + mirror(neckline), t.seam, 4)
    if sleeves:
        c.line(_ARMHOLE + mirror(_ARMHOLE), t.seam, 2.5, 0.8)
    if front == "buttons":
        c.line(f"M18 {depth}V{end + 4}", t.seam, 2.5)
        buttons(c, p.accent, [(0, y) for y in range(depth + 30, end - 30, 62)])
    if waist == "belt":
        _belt(c, p)


def slip(
    c: Canvas, p: Palette, *, length: str = "midi", flare: float = 180, print_: str = "plain"
) -> None:
    """A slip dress on thin straps, with a cowl neck and the sheen of satin."""
    end, t = LENGTHS[length], p.main
    half = (
        f"M0 176Q44 160 78 96Q96 140 122 184C112 250 96 290 94 340C108 470 {flare} "
        f"{end - 160} {flare} {end}"
    )
    outline = hemmed(half, flare, end, 5)
    cast(c, p, outline)
    hanger(c)
    c.line("M-78 100Q-70 40 -56 8M78 100Q70 40 56 8", t.dark, 7)
    c.path("M-80 104Q0 150 80 104L60 176H-60Z", t.deep)
    cloth(c, t, outline, print_=print_, ink=p.accent.base)
    with c.clip(outline):
        folds(
            c,
            t,
            (-30, 300, -flare * 0.7, end + 10, 60),
            (40, 320, flare * 0.3, end + 10, 50),
            (84, 300, flare * 0.86, end + 10, 60),
            lights=(
                (-70, 200, -flare * 0.4, end, 46),
                (10, 260, flare * 0.02, end, 44),
                (70, 260, flare * 0.6, end, 24),
            ),
        )
        c.path("M-84 116Q-30 220 30 226Q70 200 84 116Q54 196 8 200Q-50 190 -84 116Z", t.dark, 0.7)
        c.path("M-76 104Q-30 190 16 190Q60 170 78 104Q50 166 8 176Q-44 170 -76 104Z", t.light, 0.6)
        c.line("M-100 246Q-30 300 40 282M102 250Q60 300 -10 312", t.dark, 5, 0.6)
    c.line(f"M{-flare + 4} {end - 16}" + _wave(flare - 4, end - 16), t.seam, 2.5, 0.7)


def _sleeve_folds(c: Canvas, p: Palette, sleeve: str) -> None:
    t = p.main
    if sleeve in ("long", "bishop"):
        folds(
            c,
            t,
            (150, 120, 214, 480, 26),
            (-150, 160, -190, 480, 30),
            lights=((-166, 80, -216, 440, 18),),
        )
        for side in (1, -1):
            c.line(f"M{side * 178} 444Q{side * 206} 456 {side * 228} 440", t.seam, 4)
        return
    folds(
        c,
        t,
        (140, 40, 186, 210, 34),
        (-130, 60, -150, 210, 22),
        (-160, 60, -190, 210, 14),
        lights=((-150, 30, -176, 210, 22), (150, 40, 160, 200, 12)),
    )
    if sleeve == "puff":
        c.line("M-122 184Q-160 204 -196 184M122 184Q160 204 196 184", t.seam, 5)


def _waist(c: Canvas, p: Palette, waist: str, end: float, flare: float) -> None:
    t = p.main
    if waist == "seam":
        c.line("M-100 324Q0 340 100 324", t.seam, 3.5)
        c.line("M-60 332v26M-30 334v20M0 336v28M34 334v22M64 332v26", t.dark, 3.5, 0.7)
    if waist == "tiers":
        c.line("M-100 324Q0 340 100 324", t.seam, 3.5)
        for part in (0.36, 0.7):
            y = 330 + (end - 330) * part
            c.path(
                f"M{-flare} {y:g}Q0 {y + 30:g} {flare} {y:g}V{y + 26:g}Q0 {y + 56:g} "
                f"{-flare} {y + 26:g}Z",
                t.dark,
                0.45,
            )
            c.line(f"M{-flare} {y:g}Q0 {y + 30:g} {flare} {y:g}", t.seam, 3.5)


def _belt(c: Canvas, p: Palette) -> None:
    t = p.accent if p.accent.base != p.main.base else p.main
    c.path("M-92 308Q0 326 92 308L92 342Q0 360 -92 342Z", t.base)
    c.path("M-92 308Q0 326 92 308V316Q0 334 -92 316Z", t.light, 0.8)
    c.path("M-10 330C-60 360 -56 440 -44 470L-16 464C-22 420 -10 380 4 344Z", t.dark)
    c.path("M6 330C50 370 44 400 40 440L14 438C16 400 8 370 -4 344Z", mix(t.base, t.dark, 0.4))
    c.rect(-18, 316, 36, 34, t.base, 9)
    c.line("M-8 322V344M8 322V344", t.dark, 3, 0.7)


def _wave(width: float, y: float) -> str:
    return f"Q0 {y + 14:g} {width:g} {y:g}"
