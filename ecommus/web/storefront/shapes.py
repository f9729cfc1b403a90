"""What templates are given (docs/reference/theme-templates.md): plain shapes made from rows.

A template sends no SQL, so nothing here is an entity. The API answers are made in ``api``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from ecommus.core.money import Money
from ecommus.web.storefront import own_prices


@dataclass(frozen=True, slots=True)
class Link:
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class MenuItem:
    title: str
    url: str
    children: tuple["MenuItem", ...] = ()


@dataclass(frozen=True, slots=True)
class Image:
    src: str
    srcset: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Card:
    title: str
    url: str
    image: Image | None
    price: Money
    original: Money | None
    from_price: bool
    available: bool
    badge: str | None
    vendor: str | None


@dataclass(frozen=True, slots=True)
class Tile:
    title: str
    url: str
    image: Image | None
    count: int


@dataclass(frozen=True, slots=True)
class Hero:
    title: str
    text: str
    button: str
    url: str
    image: Image | None


@dataclass(frozen=True, slots=True)
class Pager:
    """Where one is in a list; ``first`` and ``last`` are the numbers of the items shown."""

    page: int
    pages: int
    total: int
    first: int
    last: int
    prev_url: str | None
    next_url: str | None
    numbers: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class OptionValue:
    label: str
    url: str
    selected: bool
    available: bool


@dataclass(frozen=True, slots=True)
class Option:
    name: str
    values: tuple[OptionValue, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What each unit costs from so many on."""

    quantity: int
    price: Money


@dataclass(frozen=True, slots=True)
class Variant:
    """``lowest``: ``original`` is the lowest price of the thirty days before this one began."""

    id: str
    sku: str | None
    price: Money
    original: Money | None
    lowest: bool
    available: bool
    stock_note: str | None
    options: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Product:
    title: str
    description: Markup
    vendor: str | None
    images: tuple[Image, ...]
    options: tuple[Option, ...]
    variant: Variant
    attributes: tuple[tuple[str, str], ...]
    sku: str | None
    tax_note: str


@dataclass(frozen=True, slots=True)
class Category:
    title: str
    description: str
    children: tuple[Link, ...]
    total: int


def image(request: Any, row: Any, alt: str = "", locale: str | None = None) -> Image | None:
    """A picture from its row (or JSON object); None when there is none that can be shown."""
    get = row.get if isinstance(row, dict) else lambda name: getattr(row, name, None)
    renditions = get("renditions") if row is not None else None
    if not renditions:
        return None
    files = [(entry["width"], media_url(entry["path"])) for entry in renditions]
    middle = files[min(len(files) - 1, 1)]
    texts = get("alt") or {}
    srcset = ", ".join(f"{url} {width}w" for width, url in files) if len(files) > 1 else ""
    return Image(
        src=middle[1],
        srcset=srcset,
        width=get("width") or middle[0],
        height=get("height") or middle[0],
        alt=texts.get(locale or request.locale_name) or next(iter(texts.values()), alt),
    )


def media_url(path: str) -> str:
    """The address of a file of the shop; the digest in it lets browsers keep it for ever."""
    return f"/media/{path}"


def title_of(row: Any, locale: str) -> str:
    return row.translations.get(locale, {}).get("title") or row.title


def card(request: Any, row: Any) -> Card:
    """A product in a list, from a row of ``queries.cards``."""
    locale, currency = request.locale_name, request.currency
    title = title_of(row, locale)
    products = request.storefront.child("products")
    translate = request.localizer.translate
    badge = None
    if not row.available:
        badge = translate("Sold out", domain="ecommus")
    elif row.compare_at:
        percent = round((row.compare_at - row.price) * 100 / row.compare_at)
        badge = f"−{percent} %"
    return Card(
        title=title,
        url=request.to(products, row.slug),
        image=image(request, row.media, title),
        price=Money(row.price, currency),
        original=Money(row.compare_at, currency) if row.compare_at else None,
        from_price=row.highest > row.price,
        available=row.available,
        badge=badge,
        vendor=row.vendor,
    )


def cards(request: Any, rows: Iterable[Any]) -> list[Card]:
    return [card(request, row) for row in own_prices.cards(request, list(rows))]


def pager(request: Any, total: int, page: int, size: int) -> Pager:
    """Pages of ``size``; the first page has no ``page`` in its address."""
    pages = max((total + size - 1) // size, 1)

    def address(number: int) -> str:
        query = [(k, v) for k, v in request.GET.items() if k != "page"]
        query += [("page", str(number))] if number > 1 else []
        return with_query(request, query)

    near = sorted({1, pages, *range(max(page - 2, 1), min(page + 2, pages) + 1)})
    return Pager(
        page=page,
        pages=pages,
        total=total,
        first=min((page - 1) * size + 1, total),
        last=min(page * size, total),
        prev_url=address(page - 1) if page > 1 else None,
        next_url=address(page + 1) if page < pages else None,
        numbers=tuple(Choice(str(n), str(n), address(n), n == page) for n in near),
    )


def with_query(request: Any, query: Sequence[tuple[str, str]]) -> str:
    """The present address with another query string."""
    return f"{request.path}?{urlencode(query)}" if query else request.path


def links(entries: Sequence[tuple[str, str]]) -> tuple[Link, ...]:
    return tuple(Link(title, url) for title, url in entries)
