"""Colours of the illustrations: one main colour gives its lights, shadows and seams.

Shadows lean to a deep plum and lights to a warm white instead of black and white, which keeps
all pictures of a shop in one light. Nearly black cloth gets lighter seams, or it would be a hole.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SHADOW = "#2a1b33"
LIGHT = "#fffaf0"
INK = "#3a3140"
WOOD = "#c89a6b"
BRASS = "#d3aa5c"
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def _rgb(colour: str) -> tuple[int, int, int]:
    if not _HEX.fullmatch(colour):
        raise ValueError(f"a colour is written #rrggbb, not {colour!r}")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(one: str, other: str, part: float) -> str:
    """``part`` (0 to 1) of ``other`` in ``one``; ValueError unless both are ``#rrggbb``."""
    pairs = zip(_rgb(one), _rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def luminance(colour: str) -> float:
    """How bright the eye sees it, 0 to 1 (Rec. 601 weights on the encoded values)."""
    red, green, blue = _rgb(colour)
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


@dataclass(frozen=True, slots=True)
class Tones:
    """A colour as a material: ``base``, lit, in shadow, in deep shadow, and its stitches."""

    base: str
    light: str
    dark: str
    deep: str
    seam: str

    @classmethod
    def of(cls, colour: str) -> "Tones":
        black = luminance(colour) < 0.22
        pale = luminance(colour) > 0.85
        return cls(
            base=colour,
            light=mix(colour, LIGHT, 0.16 if black else 0.34),
            dark=mix(colour, SHADOW, 0.12 if pale else 0.24),
            deep=mix(colour, "#150d1c" if black else SHADOW, 0.5 if black else 0.42),
            seam=mix(colour, LIGHT, 0.3) if black else mix(colour, SHADOW, 0.3 if pale else 0.38),
        )


@dataclass(frozen=True, slots=True)
class Palette:
    """The thing's ``main`` colour, its ``accent`` (trim, glaze, sole) and the ``ground`` behind."""

    main: Tones
    accent: Tones
    ground: str

    @classmethod
    def of(cls, colours: "Palette | Mapping[str, str] | Sequence[str]") -> "Palette":
        """From ``{"main", "accent", "ground"}`` or the same in order; ValueError without a main.

        The missing ones are derived: a quiet accent, and a pale ground of the main colour's hue.
        """
        if isinstance(colours, Palette):
            return colours
        if isinstance(colours, Mapping):
            colours = [colours.get(name, "") for name in ("main", "accent", "ground")]
        main, accent, ground, *_ = [*colours, "", "", ""]
        if not main:
            raise ValueError("a palette needs at least its main colour")
        return cls(
            Tones.of(main),
            Tones.of(accent or mix(main, LIGHT, 0.55)),
            ground or mix(main, "#f6efe6", 0.82),
        )
