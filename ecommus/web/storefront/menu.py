"""The category tree and the list of texts: read once per catalogue version, kept in memory."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select

from ecommus.db.queries import storefront as queries
from ecommus.db.tables import catalog as t


@dataclass
class Node:
    """A category; ``total`` counts products here and below (each branch by itself)."""

    id: UUID
    slug: str
    name: str
    description: str
    translations: dict[str, Any]
    media: Any
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)
    total: int = 0

    def text(self, name: str, locale: str) -> str:
        """``name`` or ``description`` in a language, else in the shop's own."""
        return self.translations.get(locale, {}).get(name) or getattr(self, name)

    @property
    def below(self) -> list[UUID]:
        """This category and all below it."""
        return [self.id, *(i for child in self.children for i in child.below)]

    @property
    def path(self) -> list["Node"]:
        """From the top down to this one."""
        return [*(self.parent.path if self.parent else []), self]


@dataclass(frozen=True)
class PageLink:
    """A text of the shop, by name."""

    slug: str
    title: str
    translations: dict[str, Any]


@dataclass(frozen=True)
class Menu:
    """Everything that navigation shows."""

    roots: tuple[Node, ...]
    by_id: dict[UUID, Node]
    by_slug: dict[str, Node]
    pages: tuple[PageLink, ...]
    # Attribute code → {"": name, locale: name}
    attributes: dict[str, dict[str, str]]
    # What templates are shown of it, by language (``shop.navigation``).
    shown: dict[str, Any] = field(default_factory=dict)


def read(db: Any) -> Menu:
    """Four statements: categories with their picture, counts, texts, attribute names."""
    c, m = t.categories, t.media
    picture = (m.c.id == c.c.media_id) & (m.c.status == "ready")
    columns = (m.c.alt, m.c.width, m.c.height, m.c.content_type, m.c.renditions)
    rows = db.execute(
        select(c, *columns).outerjoin(m, picture).order_by(c.c.position, c.c.name, c.c.id)
    ).all()
    counts = queries.counts(db)
    nodes = {
        row.id: Node(
            row.id, row.slug, row.name, row.description, row.translations,
            row if row.renditions else None,
        )
        for row in rows
    }  # fmt: skip
    for row in rows:
        if row.parent_id in nodes:
            nodes[row.id].parent = nodes[row.parent_id]
            nodes[row.parent_id].children.append(nodes[row.id])
    for node in nodes.values():
        node.total = sum(counts.get(i, 0) for i in node.below)
    pages = db.execute(
        select(t.pages.c.slug, t.pages.c.title, t.pages.c.translations).order_by(
            t.pages.c.position, t.pages.c.title
        )
    )
    attributes = db.execute(
        select(t.attributes.c.code, t.attributes.c.name, t.attributes.c.translations)
    )
    return Menu(
        attributes={
            row.code: {"": row.name}
            | {locale: texts.get("name", "") for locale, texts in row.translations.items()}
            for row in attributes
        },
        roots=tuple(node for node in nodes.values() if node.parent is None),
        by_id=nodes,
        by_slug={node.slug: node for node in nodes.values()},
        pages=tuple(PageLink(row.slug, row.title, row.translations) for row in pages),
    )


def of_request(request: Any) -> Menu:
    return request.remembered("menu", lambda: read(request.db), catalogue=True)
