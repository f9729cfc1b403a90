"""A sheet to draw SVG on: shapes, clips, gradients and groups, with ids no other picture has.

Only fills, strokes, clip paths, patterns and gradients are used, no filters or blend modes, so
that every renderer shows the same. The kinds (``dresses``, ``lights`` …) draw on it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2s

_LONG_PATH = re.compile(r'<path d="([^"]{36,})"')


def _attributes(values: dict[str, object]) -> str:
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_short(value)}"'
        for name, value in values.items()
        if value is not None
    )


def _short(value: object) -> object:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else value


class Canvas:
    """A picture under way. ``key`` makes its ids unique among pictures on the same page.

    No fill, round line ends and joins are set once, on the root.
    """

    def __init__(self, width: int, height: int, key: str) -> None:
        self.width, self.height = width, height
        self._prefix = "i" + blake2s(key.encode(), digest_size=3).hexdigest()
        self._defs: list[str] = []
        self._body: list[str] = []
        self._known: dict[str, str] = {}

    def path(self, d: str, fill: str | None = None, o: float | None = None, **more: object) -> None:
        """A filled path; ``o`` is its opacity, ``more`` are attributes (``stroke_width=2``)."""
        self._add("path", d=d, fill=fill, opacity=o, **more)

    def line(
        self, d: str, colour: str, width: float = 3, o: float | None = None, **more: object
    ) -> None:
        """A stroke with round ends and joins; ``stroke_dasharray`` in ``more`` makes stitches."""
        self._add("path", d=d, stroke=colour, stroke_width=width, opacity=o, **more)

    def stitches(self, d: str, colour: str, width: float = 2.5) -> None:
        self.line(d, colour, width, stroke_dasharray="9 7")

    def circle(self, x: float, y: float, r: float, fill: str, **more: object) -> None:
        self._add("circle", cx=x or None, cy=y or None, r=r, fill=fill, **more)

    def ellipse(
        self, x: float, y: float, rx: float, ry: float, fill: str | None, **more: object
    ) -> None:
        self._add("ellipse", cx=x or None, cy=y or None, rx=rx, ry=ry, fill=fill, **more)

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        rx: float = 0,
        **more: object,
    ) -> None:
        self._add(
            "rect",
            x=x or None,
            y=y or None,
            width=width,
            height=height,
            rx=rx or None,
            fill=fill,
            **more,
        )

    def gradient(self, *stops: str, vertical: bool = True, angle: int | None = None) -> str:
        """A linear gradient over the shape's box, as a fill; a stop is a colour or colour/opacity.

        ``angle`` turns it, in degrees from left-to-right.
        """
        rotate = ' x2="0" y2="1"' if vertical else ""
        if angle is not None:
            rotate = f' gradientTransform="rotate({angle} .5 .5)"'
        return self._paint(f"<linearGradient{{id}}{rotate}>{_stops(stops)}</linearGradient>")

    def glow(self, *stops: str) -> str:
        """A round gradient from the middle of the shape's box outwards, as a fill."""
        return self._paint(f"<radialGradient{{id}}>{_stops(stops)}</radialGradient>")

    def pattern(self, width: float, height: float, inner: str, turn: int = 0) -> str:
        """A repeated tile of SVG markup, as a fill."""
        rotate = f' patternTransform="rotate({turn})"' if turn else ""
        size = f'width="{width}" height="{height}" patternUnits="userSpaceOnUse"'
        return self._paint(f"<pattern{{id}} {size}{rotate}>{inner}</pattern>")

    @contextmanager
    def clip(self, d: str) -> Iterator[None]:
        """What is drawn inside stays within the path."""
        reference = self._paint(f'<clipPath{{id}}><path d="{d}"/></clipPath>')
        with self._element("g", clip_path=reference):
            yield

    @contextmanager
    def at(
        self, x: float = 0, y: float = 0, scale: float = 1, turn: float = 0, mirror: bool = False
    ) -> Iterator[None]:
        """What is drawn inside has its origin at ``(x, y)``."""
        parts = [f"translate({_short(x)} {_short(y)})"] if x or y else []
        parts += [f"rotate({_short(turn)})"] if turn else []
        if mirror:
            parts.append(f"scale({_short(-scale)} {_short(scale)})")
        elif scale != 1:
            parts.append(f"scale({_short(scale)})")
        with self._element("g", transform=" ".join(parts) or None):
            yield

    def svg(self) -> str:
        """The finished document. A long path drawn more than once is written once and used."""
        inner = "".join(self._defs) + "</defs>" + "".join(self._body)
        shared = ""
        for number, (d, times) in enumerate(Counter(_LONG_PATH.findall(inner)).items()):
            if times > 1:
                name = f"{self._prefix}p{number}"
                inner = inner.replace(f'<path d="{d}"', f'<use href="#{name}"')
                shared += f'<path id="{name}" d="{d}"/>'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{self.height}" '
            f'viewBox="0 0 {self.width} {self.height}" fill="none" stroke-linecap="round" '
            f'stroke-linejoin="round"><defs>{shared}{inner}</svg>'
        )

    def _add(self, tag: str, **attributes: object) -> None:
        self._body.append(f"<{tag}{_attributes(attributes)}/>")

    @contextmanager
    def _element(self, tag: str, **attributes: object) -> Iterator[None]:
        self._body.append(f"<{tag}{_attributes(attributes)}>")
        yield
        self._body.append(f"</{tag}>")

    def _paint(self, template: str) -> str:
        if template not in self._known:
            name = f"{self._prefix}{len(self._known)}"
            self._known[template] = f"url(#{name})"
            self._defs.append(template.replace("{id}", f' id="{name}"', 1))
        return self._known[template]


def _stops(stops: tuple[str, ...]) -> str:
    marks = []
    for index, stop in enumerate(stops):
        colour, _, opacity = stop.partition("/")
        seen = f' stop-opacity="{opacity}"' if opacity else ""
        place = f"{index / max(len(stops) - 1, 1):.2f}".removeprefix("0").rstrip("0").rstrip(".")
        offset = f' offset="{place}"' if index else ""
        marks.append(f'<stop{offset} stop-color="{colour}"{seen}/>')
    return "".join(marks)
