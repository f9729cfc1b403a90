"""Lists, page by page or as one run."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from ecommus.client.http import Http

Row = TypeVar("Row")
MOST = 100


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list; ``next`` is the cursor of the page after, None on the last one."""

    items: Sequence[Row]
    next: str | None
    total: int


class Namespace:
    """Some calls that belong together."""

    def __init__(self, http: Http):
        self._http = http


class Rows(Namespace, Generic[Row]):
    """A list with cursors."""

    path: ClassVar[str]

    def list(self, *, limit: int | None = None, cursor: str | None = None) -> Page[Row]:
        """One page: ``limit`` rows (24, at most 100) after ``cursor``."""
        return self._page({}, limit, cursor)

    def iterate(self) -> Iterator[Row]:
        """All rows; asks for the next page when the one before is used up."""
        return self._all({})

    def _page(
        self,
        query: Mapping[str, Any],
        limit: int | None,
        cursor: str | None,
        path: str | None = None,
    ) -> Page[Row]:
        paging = {"limit": limit, "cursor": cursor}
        found = self._http.get(path or self.path, query={**query, **paging})
        return Page(found["items"], found["next"], found["total"])

    def _all(self, query: Mapping[str, Any], path: str | None = None) -> Iterator[Row]:
        cursor: str | None = None
        while True:
            page = self._page(query, MOST, cursor, path)
            yield from page.items
            cursor = page.next
            if cursor is None:
                return
