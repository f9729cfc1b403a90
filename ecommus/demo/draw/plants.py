"""House plants and kitchen herbs in their pots, standing on y = 0."""

from ecommus.demo.draw.backdrop import contact
from ecommus.demo.draw.canvas import Canvas
from ecommus.demo.draw.colour import BRASS, LIGHT, SHADOW, Palette, mix
from ecommus.demo.draw.garden import pot
from ecommus.demo.draw.glaze import half_leaf, leaf

_GREENS = ("#5d7d4f", "#7a9a63", "#48683f", "#8fab74")


def plant(c: Canvas, p: Palette, *, species: str = "monstera") -> None:
    """A house plant in a pot: ``species`` monstera, snake, olive, fern, ficus or lavender."""
    with c.at(0, -240):
        {
            "monstera": _monstera,
            "snake": _snake,
            "olive": _olive_tree,
            "fern": _fern,
            "ficus": _ficus,
            "lavender": _lavender,
        }[species](c)
    pot(c, p)


def _monstera(c: Canvas) -> None:
    blade = (
        "M0 40C-50 60 -150 30 -170 -60L-96 -56L-178 -104C-176 -160 -150 -200 -120 -226L-64 -140"
        "L-92 -246C-60 -270 -30 -284 0 -290C30 -284 60 -270 92 -246L64 -140L120 -226C150 -200 "
        "176 -160 178 -104L96 -56L170 -60C150 30 50 60 0 40Z"
    )
    for x, y, turn, size, shade in (
        (-170, -200, -52, 0.62, 2),
        (176, -180, 54, 0.6, 2),
        (-80, -330, -20, 0.72, 0),
        (100, -320, 24, 0.74, 1),
        (-6, -180, -4, 0.66, 3),
    ):
        c.line(f"M0 0Q{x * 0.2:g} {y * 0.7:g} {x} {y}", "#5c7a4a", 9)
        with c.at(x, y, size, turn):
            c.path(blade, _GREENS[shade])
            with c.clip(blade):
                c.path("M0 60L180 60V-300H0Z", SHADOW, 0.16)
                c.line(
                    "M0 40V-270M0 -20L-130 -30M0 -90L-140 -150M0 -170L-80 -230M0 -20L130 -30M0 "
                    "-90L140 -150M0 -170L80 -230",
                    mix(_GREENS[shade], LIGHT, 0.4),
                    6,
                )


def _snake(c: Canvas) -> None:
    for x, lean, length in (
        (-90, -13, 380),
        (86, 14, 360),
        (-46, -6, 480),
        (50, 7, 450),
        (0, 0, 420),
    ):
        with c.at(x, 10, turn=lean):
            outline = leaf(length, 54)
            c.path(outline, "#cfc477")
            inner = leaf(length - 16, 40)
            c.path(inner, _GREENS[2])
            with c.clip(inner):
                c.line(
                    "".join(f"M-50 {-y}q25 -22 50 0t50 0" for y in range(40, length, 44)),
                    _GREENS[3],
                    9,
                    0.6,
                )
            c.path(half_leaf(length, 54), SHADOW, 0.2)


def _olive_tree(c: Canvas) -> None:
    c.line("M0 10C-14 -90 20 -150 -4 -260", "#8a7050", 20)
    c.line("M-2 -160Q-50 -210 -100 -240M4 -190Q60 -230 100 -270", "#8a7050", 10)
    for x, y, turn in (
        (-100, -240, -60),
        (100, -270, 55),
        (-4, -260, -24),
        (0, -270, 10),
        (-40, -220, -40),
        (50, -240, 36),
    ):
        with c.at(x, y, turn=turn):
            c.line("M0 0V-170", "#8a7050", 6)
            for i in range(5):
                for side in (-1, 1):
                    c.path(
                        leaf(88, 20),
                        "#9cab85" if side < 0 else "#76895f",
                        transform=f"translate(0 {-12 - i * 36}) rotate({side * 52})",
                    )
    for x, y in ((-120, -300), (60, -330), (130, -300), (-30, -360)):
        c.ellipse(x, y, 13, 17, "#4a4458")


def _fern(c: Canvas) -> None:
    for turn, length, shade in (
        (-92, 300, 2),
        (94, 300, 2),
        (-62, 360, 0),
        (64, 360, 0),
        (-32, 400, 1),
        (34, 400, 1),
        (2, 410, 3),
    ):
        with c.at(turn=turn):
            fronds = "".join(
                f"M{side * 2} {-y}q{side * (40 - y * 36 / length):.0f} 0 "
                f"{side * (86 - y * 80 / length):.0f} {-36 + y * 26 / length:.0f}"
                for y in range(20, length, 19)
                for side in (-1, 1)
            )
            c.line(fronds, _GREENS[shade], 12)
            c.line(f"M0 0V{-length}", mix(_GREENS[shade], LIGHT, 0.3), 5)


def _ficus(c: Canvas) -> None:
    c.line("M0 10C-10 -120 16 -260 0 -430M4 -80L-30 -140M4 -160L40 -220", "#8a7050", 13)
    for i, (x, y, turn) in enumerate(
        (
            (-20, -120, -72),
            (20, -150, 66),
            (-6, -210, -54),
            (10, -250, 50),
            (-4, -310, -34),
            (6, -340, 38),
            (0, -400, -8),
            (0, -60, 84),
        )
    ):
        with c.at(x, y, turn=turn):
            c.path(leaf(190, 58), _GREENS[i % 3])
            c.path(half_leaf(190, 58), SHADOW, 0.16)
            c.line("M0 0V-170", _GREENS[3], 4)


def _lavender(c: Canvas) -> None:
    for i, lean in enumerate(range(-42, 43, 7)):
        height = 330 + (i * 53) % 90
        with c.at(lean * 1.6, 6, turn=lean * 0.7):
            c.line(f"M0 0V{-height + 100}", "#7f9276", 6)
            c.path(leaf(120, 9), "#93a587", transform="rotate(12)")
            for j in range(6):
                y = -height + 104 - j * 20
                c.ellipse(0, y, 17 - j * 1.6, 13, ("#8a78b4", "#a493cb")[j % 2])


def _basil(c: Canvas) -> None:
    for x, height in ((-60, 150), (0, 210), (62, 160)):
        c.line(f"M0 0Q{x / 2} {-height / 2} {x} {-height}", _GREENS[0], 8)
        for side in (-1, 1):
            for lift, turn, size in ((0, 64, 96), (50, 80, 84), (-4, 20, 84)):
                move = f"translate({x} {lift - height}) rotate({side * turn})"
                c.path(leaf(size, 46), _GREENS[1 if side < 0 else 0], transform=move)
        c.line(f"M{x} {-height}v-50", _GREENS[3], 4)


def _rosemary(c: Canvas) -> None:
    for lean in (-26, -12, 0, 13, 27):
        with c.at(turn=lean):
            height = 290 - abs(lean) * 3
            needles = "".join(
                f"M0 {-y}l{side * 30} -30" for y in range(30, height, 20) for side in (-1, 1)
            )
            c.line(needles, "#6b8a76" if lean % 2 else "#557561", 9)
            c.line(f"M0 0V{-height}", "#7d7355", 6)


def _mint(c: Canvas) -> None:
    for x, height in ((70, 130), (-66, 150), (6, 220)):
        c.line(f"M0 0Q{x / 2} {-height / 2} {x} {-height}", _GREENS[2], 7)
        for i in range(4):
            y = -height * (0.4 + i * 0.2)
            for side in (-1, 1):
                move = (
                    f"translate({x * (0.4 + i * 0.2):.0f} {y:.0f}) rotate({side * (74 - i * 14)})"
                )
                c.path(leaf(88 - i * 8, 30), "#8fb87a" if side < 0 else "#74a064", transform=move)


def herbs(c: Canvas, p: Palette) -> None:
    """A wooden planter with three kitchen herbs."""
    contact(c, p.ground, 330)
    for x, draw_herb in ((-196, _basil), (0, _rosemary), (196, _mint)):
        with c.at(x, -200):
            draw_herb(c)
    t = p.main
    box = "M-330 -210H330L306 0H-306Z"
    c.path(box, c.gradient(t.light, t.base, t.dark, vertical=False))
    with c.clip(box):
        c.line("M-340 -140H340M-340 -70H340", t.deep, 6, 0.6)
        c.line("M-340 -132H340M-340 -62H340M-340 -202H340", t.light, 4, 0.7)
        c.line(
            "M-280 -180q60 10 120 0M40 -110q80 12 150 0M-200 -34q70 10 130 0M100 -170q50 8 90 0",
            t.dark,
            3,
            0.6,
        )
    for x in (-250, 250):
        c.rect(x - 22, -206, 44, 202, t.dark, 3, opacity=0.45)
        for y in (-176, -106, -36):
            c.circle(x, y, 5, mix(BRASS, LIGHT, 0.3))
    for x in (-190, 0, 190):
        c.path(f"M{x - 44} -150H{x + 44}V-84H{x - 44}Z", p.accent.base)
        c.line(f"M{x - 26} -124H{x + 26}M{x - 18} -106H{x + 18}", p.accent.seam, 5)
