"""Vases, empty or with stems, standing on y = 0."""

from ecommus.demo.draw.backdrop import contact
from ecommus.demo.draw.canvas import Canvas
from ecommus.demo.draw.colour import LIGHT, Palette, mix
from ecommus.demo.draw.glaze import body, leaf, shine
from ecommus.demo.draw.paths import whole

_VASES = {
    "bottle": (
        "M0 -470L52 -470C62 -400 46 -350 60 -300C86 -240 168 -200 168 -100C168 -30 140 0 96 0L0 0",
        -470,
        52,
    ),
    "round": (
        "M0 -380L84 -380C90 -350 78 -340 92 -326C180 -280 214 -220 206 -140C196 -50 150 0 104 "
        "0L0 0",
        -380,
        84,
    ),
    "tall": ("M0 -540L96 -540C84 -440 128 -340 140 -240C150 -130 128 -30 100 0L0 0", -540, 96),
    "jug": ("M0 -400L92 -404C84 -340 100 -310 130 -260C170 -190 166 -60 128 0L0 0", -400, 92),
}


def vase(
    c: Canvas, p: Palette, *, shape: str = "round", stems: str = "none", speckled: bool = False
) -> None:
    """``shape`` bottle/round/tall/jug; ``stems`` none, olive, pampas or tulips."""
    t = p.main
    contact(c, p.ground, 180)
    half, top, mouth = _VASES[shape]
    with c.at(0, top + 20):
        {"none": _nothing, "olive": _olive, "pampas": _pampas, "tulips": _tulips}[stems](c, p)
    outline = whole(half)
    if shape == "jug":
        c.line("M96 -370C220 -380 240 -190 140 -160", t.dark, 34)
        c.line("M98 -374C212 -380 230 -200 140 -170", t.base, 24)
    body(c, t, outline, speckled=speckled)
    with c.clip(outline):
        c.path("M-240 -50Q0 10 240 -60V10H-240Z", t.deep, 0.22)
        if speckled:
            c.line(f"M-220 {top * 0.45:g}Q0 {top * 0.45 + 30:g} 220 {top * 0.45:g}", t.seam, 4, 0.5)
    x = {"bottle": 130, "round": 164, "tall": 104, "jug": 122}[shape]
    shine(c, f"M{-x} {top * 0.42:g}Q{-x - 12} {top * 0.28:g} {-x + 6} {top * 0.16:g}", 18, 0.55)
    c.path(
        f"M{-mouth} {top}Q0 {top - 26} {mouth} {top}Q0 {top + 26} {-mouth} {top}Z",
        mix(t.base, t.light, 0.6),
    )
    c.path(
        f"M{8 - mouth} {top}Q0 {top - 18} {mouth - 8} {top}Q0 {top + 18} {8 - mouth} {top}Z", t.deep
    )
    if stems != "none":
        c.line(f"M-10 {top + 6}L-14 {top - 40}M8 {top + 6}L14 {top - 40}", "#6f7f58", 7)


def _nothing(_c: Canvas, _p: Palette) -> None:
    """An empty vase."""


def _olive(c: Canvas, _p: Palette) -> None:
    for lean, height in ((-26, 330), (2, 400), (28, 310)):
        with c.at(turn=lean):
            c.line(f"M0 0Q{lean * 0.5} {-height / 2} 0 {-height}", "#7c7350", 7)
            for i in range(6):
                y = -90 - i * (height - 90) / 6
                for side in (-1, 1):
                    move = f"translate(0 {y:g}) rotate({side * (58 - i * 6)})"
                    c.path(leaf(92, 19), "#8fa07a" if side > 0 else "#74875f", transform=move)


def _pampas(c: Canvas, p: Palette) -> None:
    plume = mix("#e6d3b3", p.accent.base, 0.15)
    for lean, height in ((-24, 400), (-6, 470), (12, 420), (28, 350)):
        with c.at(turn=lean):
            c.line(f"M0 0V{-height}", "#b59a6b", 6)
            c.path(
                leaf(270, 62), mix(plume, "#a98a5e", 0.3), transform=f"translate(4 {200 - height})"
            )
            c.path(leaf(270, 52), plume, transform=f"translate(-4 {196 - height})")
            strands = "".join(
                f"M0 {y}q{22 * side} -14 {30 * side} -46"
                for y in range(170 - height, -height, -34)
                for side in (-1, 1)
            )
            c.line(strands, mix(plume, LIGHT, 0.5), 4)


def _tulips(c: Canvas, p: Palette) -> None:
    bloom = p.accent
    for lean, height in ((-28, 240), (-10, 320), (12, 290), (32, 220)):
        with c.at(turn=lean):
            c.line(f"M0 0Q{lean} {-height / 2} 0 {-height}", "#6f8a55", 10)
            c.path(
                leaf(height * 0.8, 26), "#7f9c62", transform=f"rotate({12 if lean < 0 else -12})"
            )
            with c.at(0, -height):
                c.path(
                    "M0 30C-56 20 -58 -50 -44 -86Q-20 -70 0 -96Q20 -70 44 -86C58 -50 56 20 0 30Z",
                    bloom.base,
                )
                c.path("M0 30C-30 -10 -26 -60 0 -96C26 -60 30 -10 0 30Z", bloom.light, 0.7)
                c.path("M0 30C56 20 58 -50 44 -86C30 -40 30 0 0 30Z", bloom.dark, 0.7)
