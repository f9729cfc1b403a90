"""Path arithmetic for drawing: mirror a half, wave a hem, fan out folds."""

import re

_COMMAND = re.compile(r"([MLCQZ])([^MLCQZ]*)")


def _points(numbers: str) -> list[tuple[float, float]]:
    flat = [float(n) for n in numbers.replace(",", " ").split()]
    return list(zip(flat[::2], flat[1::2], strict=True))


def _write(points: list[tuple[float, float]]) -> str:
    return " ".join(f"{x:g} {y:g}" for x, y in points)


def mirror(half: str) -> str:
    """The same path on the other side of the vertical axis. Absolute M, L, C, Q and Z only."""
    return "".join(
        letter + _write([(-x, y) for x, y in _points(numbers)])
        for letter, numbers in _COMMAND.findall(half)
    )


def back(half: str) -> str:
    """The mirrored way home, from the end of a right half to its start."""
    here: list[tuple[str, list[tuple[float, float]]]] = []
    for letter, numbers in _COMMAND.findall(half):
        points = _points(numbers)
        step = {"M": 1, "L": 1, "Q": 2, "C": 3}[letter]
        here += [(letter, points[i : i + step]) for i in range(0, len(points), step)]
    way = ""
    for index in range(len(here) - 1, 0, -1):
        letter, points = here[index]
        reverse = [*points[-2::-1], here[index - 1][1][-1]]
        way += letter + _write([(-x, y) for x, y in reverse])
    return way


def whole(half: str) -> str:
    """A closed, symmetric outline from its right half, drawn from the axis round to the axis."""
    return half + back(half) + "Z"


def hemmed(half: str, width: float, y: float, waves: int, depth: float = 10) -> str:
    """As :func:`whole` for a half that ends at the hem's right corner ``(width, y)``."""
    return half + hem(-width, width, y, waves, depth) + back(half) + "Z"


def hem(left: float, right: float, y: float, waves: int, depth: float = 10) -> str:
    """The way from the right end of a hem to its left end, in soft waves."""
    step = (left - right) / waves
    return "".join(
        f"Q{right + step * (i + 0.5):g} {y + depth * (1.6 if i % 2 else -0.6):g} "
        f"{right + step * (i + 1):g} {y:g}"
        for i in range(waves)
    )


def fold(x: float, top: float, x_end: float, bottom: float, width: float) -> str:
    """A fold in hanging cloth: a sliver at the top that opens downwards to ``width``."""
    bend = (top * 2 + bottom) / 3
    return (
        f"M{x:g} {top:g}Q{x + (x_end - x) * 0.2:g} {bend:g} {x_end - width / 2:g} {bottom:g}"
        f"L{x_end + width / 2:g} {bottom:g}Q{x + (x_end - x) * 0.3 + 4:g} {bend:g} {x:g} {top:g}Z"
    )
