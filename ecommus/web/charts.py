"""Plots as inline SVG, drawn on the server: no script, no inline style, readable without colour.

Positions across are percentages and heights are pixels, so that a plot fills any width while its
texts keep their size; ``static/admin.css`` colours the classes. Every mark has a ``<title>``. Pages
use them through the ``plot`` macro of ``templates/ui.pt``, which adds the numbers as a table.
"""

import math
from collections.abc import Callable, Sequence
from html import escape
from zlib import crc32

from chameleon.utils import Markup

Point = tuple[str, float]
Format = Callable[[float], str]

TOP, BOTTOM, GUTTER = 14, 26, 56


def bar_chart(
    points: Sequence[Point],
    *,
    title: str,
    desc: str = "",
    height: int = 220,
    labels: int = 6,
    format: Format = "{:g}".format,
) -> Markup:
    """Bars over ``points`` (label, value), at most ``labels`` of them named below the axis."""
    scale = _Scale([value for _label, value in points], height)
    step = 100 / max(len(points), 1)
    bars = []
    for index, (label, value) in enumerate(points):
        top, base = sorted((scale.y(value), scale.y(0)))
        bars.append(
            f'<rect class="chart__bar" x="{(index + 0.18) * step:.3f}%" y="{top:.1f}" rx="2" '
            f'width="{step * 0.64:.3f}%" height="{max(base - top, 1):.1f}">'
            f"<title>{escape(label)}: {escape(format(value))}</title></rect>"
        )
    return _frame(points, scale, "".join(bars), title, desc, labels, format)


def line_chart(
    points: Sequence[Point],
    *,
    title: str,
    desc: str = "",
    previous: Sequence[float] = (),
    height: int = 220,
    labels: int = 6,
    format: Format = "{:g}".format,
) -> Markup:
    """A line over ``points``; ``previous`` (the period before) is drawn dashed behind it."""
    values = [value for _label, value in points]
    scale = _Scale([*values, *previous], height)
    step = 100 / max(len(points), 1)

    def course(series: Sequence[float]) -> str:
        return " ".join(f"{(i + 0.5) * step:.3f},{scale.y(v):.1f}" for i, v in enumerate(series))

    lines = f'<polyline class="chart__line" points="{course(values)}"/>'
    if previous:
        lines = f'<polyline class="chart__previous" points="{course(previous)}"/>' + lines
    # Only this inner picture is stretched; its strokes are not (vector-effect in the stylesheet).
    drawn = (
        f'<svg width="100%" height="{height}" viewBox="0 0 100 {height}" '
        f'preserveAspectRatio="none">{lines}</svg>'
    )
    for index, (label, value) in enumerate(points):
        drawn += (
            f'<g class="chart__point"><title>{escape(label)}: {escape(format(value))}</title>'
            f'<rect x="{index * step:.3f}%" y="0" width="{step:.3f}%" height="{height - BOTTOM}"/>'
            f'<circle cx="{(index + 0.5) * step:.3f}%" cy="{scale.y(value):.1f}" r="3"/></g>'
        )
    return _frame(points, scale, drawn, title, desc, labels, format)


def sparkline(values: Sequence[float]) -> Markup:
    """A line without axes beside a figure that says the same: hidden from screen readers."""
    low, high = min(values, default=0), max(values, default=0)
    down, across = 24 / (high - low or 1), 100 / max(len(values) - 1, 1)
    course = " ".join(f"{i * across:.1f},{26 - down * (v - low):.1f}" for i, v in enumerate(values))
    return Markup(
        '<svg class="sparkline" viewBox="0 0 100 28" preserveAspectRatio="none" '
        f'aria-hidden="true" focusable="false"><polyline points="{course}"/></svg>'
    )


class _Scale:
    """Values to pixels, with round gridlines that enclose them and zero."""

    def __init__(self, values: Sequence[float], height: int):
        low, high = min([0, *values]), max([0, *values])
        rough = (high - low or 1) / 3
        magnitude = 10 ** math.floor(math.log10(rough))
        step = next(magnitude * n for n in (1, 2, 2.5, 5, 10) if magnitude * n >= rough)
        first, last = math.floor(low / step), max(math.ceil(high / step), 1)
        self.ticks = [step * n for n in range(first, last + 1)]
        self.height = height

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        share = (float(value) - low) / (high - low)
        return self.height - BOTTOM - share * (self.height - BOTTOM - TOP)


def _frame(
    points: Sequence[Point],
    scale: _Scale,
    drawn: str,
    title: str,
    desc: str,
    labels: int,
    format: Format,
) -> Markup:
    """Gridlines, axis texts and the accessible name around the marks."""
    height, step = scale.height, 100 / max(len(points), 1)
    name = f"chart-{crc32(f'{title}{points}'.encode()):08x}"
    lines = "".join(
        f'<line class="chart__grid{" chart__grid--zero" if tick == 0 else ""}" x1="0" x2="100%" '
        f'y1="{scale.y(tick):.1f}" y2="{scale.y(tick):.1f}"/>'
        for tick in scale.ticks
    )
    beside = "".join(
        f'<text class="chart__label" x="{GUTTER - 8}" y="{scale.y(tick) + 4:.1f}" '
        f'text-anchor="end">{escape(format(tick))}</text>'
        for tick in scale.ticks
    )
    every = max(math.ceil(len(points) / labels), 1)
    named = [(index, label) for index, (label, _v) in enumerate(points) if index % every == 0]
    # On a phone there is room for about 24 letters: then the stylesheet hides every other label.
    crowded = sum(len(label) for _index, label in named) > 24
    below = "".join(
        f'<text class="chart__label{" chart__label--spare" if crowded and turn % 2 else ""}" '
        f'x="{(index + 0.5) * step:.3f}%" y="{height - 6}" text-anchor="middle">'
        f"{escape(label)}</text>"
        for turn, (index, label) in enumerate(named)
    )
    return Markup(
        f'<div class="chart"><svg class="chart__axis" width="{GUTTER}" height="{height}" '
        f'aria-hidden="true" focusable="false">{beside}</svg>'
        f'<svg class="chart__plot" height="{height}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(desc)}</desc>'
        f"{lines}{drawn}{below}</svg></div>"
    )
