"""What stands behind a thing: wall, light from a window, rail, floor or table, and soft shadows."""

from ecommus.demo.draw.canvas import Canvas
from ecommus.demo.draw.colour import BRASS, LIGHT, SHADOW, mix


def wall(c: Canvas, ground: str) -> None:
    """The whole sheet in the ground colour, lit from the upper left."""
    c.rect(
        0,
        0,
        c.width,
        c.height,
        c.gradient(mix(ground, LIGHT, 0.5), ground, mix(ground, SHADOW, 0.06), angle=55),
    )


def sunlight(c: Canvas, ground: str) -> None:
    """The light of a tall window falling slantwise on the wall."""
    w, h = c.width, c.height
    light = c.gradient(f"{mix(ground, LIGHT, 0.85)}/0.75", f"{mix(ground, LIGHT, 0.85)}/0.1")
    for left, right in ((0.2, 0.5), (0.55, 0.85)):
        c.path(
            f"M{w * left:g} 0H{w * right:g}L{w * (right - 0.34):g} {h}H{w * (left - 0.34):g}Z",
            light,
        )


def hanging(c: Canvas, ground: str, scale: float = 1) -> tuple[float, float]:
    """A wall with a brass rail; where the neck of a garment drawn at ``scale`` comes."""
    wall(c, ground)
    sunlight(c, ground)
    rail(c, ground, 96)
    return c.width / 2, 96 + 97 * scale


def rail(c: Canvas, ground: str, y: float) -> None:
    """A brass rail across the sheet, with its shadow on the wall."""
    c.rect(0, y + 22, c.width, 12, mix(ground, SHADOW, 0.12))
    c.rect(0, y, c.width, 14, BRASS)
    c.rect(0, y + 2, c.width, 4, mix(BRASS, LIGHT, 0.6))


def standing(c: Canvas, ground: str, _scale: float = 1) -> tuple[float, float]:
    """A wall with an arch and a table top; where the foot of a thing comes."""
    wall(c, ground)
    w, h = c.width, c.height
    top = h * 0.74
    arch = w * 0.37
    lit = mix(ground, LIGHT, 0.55)
    c.path(
        f"M{w / 2 - arch:g} {top:g}V{h * 0.17 + arch:g}A{arch:g} {arch:g} 0 0 1 "
        f"{w / 2 + arch:g} {h * 0.17 + arch:g}V{top:g}Z",
        c.gradient(lit, mix(ground, lit, 0.3), angle=60),
    )
    floor = mix(ground, SHADOW, 0.09)
    c.rect(0, top, w, h - top, c.gradient(floor, mix(ground, LIGHT, 0.12)))
    return w / 2, h * 0.84


def flat(c: Canvas, ground: str, _scale: float = 1) -> tuple[float, float]:
    """A plain ground with a round patch of light; where the middle of a thing comes."""
    wall(c, ground)
    c.circle(
        c.width / 2,
        c.height / 2,
        c.width * 0.41,
        c.gradient(mix(ground, LIGHT, 0.6), mix(ground, LIGHT, 0.25), angle=55),
    )
    return c.width / 2, c.height / 2


def contact(c: Canvas, ground: str, rx: float, ry: float = 0, x: float = 0, y: float = 0) -> None:
    """The soft shadow where a thing of half-width ``rx`` touches the ground at (x, y)."""
    dark = mix(ground, SHADOW, 0.6)
    ry = ry or rx * 0.12
    c.ellipse(
        x + rx * 0.12,
        y - ry * 0.15,
        rx * 1.28,
        ry * 1.5,
        c.glow(f"{dark}/0.6", f"{dark}/0.45", f"{dark}/0"),
    )
    c.ellipse(
        x + rx * 0.03, y - 1, rx * 0.96, max(ry * 0.45, 7), c.glow(f"{dark}/0.5", f"{dark}/0")
    )
