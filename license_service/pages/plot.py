"""Plots as inline SVG: no script, no inline style; each mark has a title, the page has a table."""

from collections.abc import Sequence
from html import escape

from chameleon.utils import Markup

WIDTH, HEIGHT, FLOOR, LEFT = 720, 180, 24, 34


def days(points: Sequence[tuple[str, int]], title: str) -> Markup:
    """A bar a day, by what the day is called, and a scale of whole numbers."""
    most = max([value for _day, value in points] + [1])
    step = (WIDTH - LEFT) / max(len(points), 1)
    room = HEIGHT - FLOOR - 12

    def y(value: float) -> float:
        return HEIGHT - FLOOR - room * value / most

    marks = []
    for value in sorted({0, most // 2, most}):
        marks.append(
            f'<line class="plot__line" x1="{LEFT}" x2="{WIDTH}" y1="{y(value):.1f}" '
            f'y2="{y(value):.1f}"/><text class="plot__text" x="{LEFT - 6}" '
            f'y="{y(value) + 4:.1f}" text-anchor="end">{value}</text>'
        )
    for index, (day, value) in enumerate(points):
        x = LEFT + index * step
        marks.append(
            f'<rect class="plot__bar" x="{x + step * 0.15:.1f}" width="{step * 0.7:.1f}" '
            f'y="{y(value):.1f}" height="{HEIGHT - FLOOR - y(value):.1f}">'
            f"<title>{escape(day)}: {value}</title></rect>"
        )
        if index % 7 == (len(points) - 1) % 7:
            last = index == len(points) - 1
            place, anchor = (x + step, "end") if last else (x + step / 2, "middle")
            marks.append(
                f'<text class="plot__text" x="{place:.1f}" y="{HEIGHT - 6}" '
                f'text-anchor="{anchor}">{escape(day)}</text>'
            )
    return _frame("".join(marks), title, HEIGHT)


def shares(parts: Sequence[tuple[str, str, int]], title: str) -> Markup:
    """One bar made of parts (code, name, count); ``plot__part--CODE`` colours each."""
    total = sum(count for _code, _name, count in parts)
    if not total:
        return Markup("")
    x, marks = 0.0, []
    for code, name, count in parts:
        width = WIDTH * count / total
        if count:
            marks.append(
                f'<rect class="plot__part plot__part--{escape(code)}" x="{x:.1f}" y="0" '
                f'width="{max(width - 2, 2):.1f}" height="18">'
                f"<title>{escape(name)}: {count}</title></rect>"
            )
        x += width
    return _frame("".join(marks), title, 18)


def _frame(inside: str, title: str, height: int) -> Markup:
    return Markup(
        f'<svg class="plot" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{escape(title)}">{inside}</svg>'
    )
