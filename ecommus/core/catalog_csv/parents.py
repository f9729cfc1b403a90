"""Who is who in a WooCommerce file: kinds of rows, parents of variations, addresses.

``woocommerce`` reads the products, ``variations`` what they sell.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import chain, count

from ecommus.core.catalog_csv.drafts import RowError
from ecommus.core.catalog_csv.table import Row, Table
from ecommus.core.catalog_csv.values import shown
from ecommus.core.errors import Invalid
from ecommus.core.text import slugify


def kind(text: str) -> str:
    """``simple``, ``variable`` or ``variation``; Invalid ``type_…`` for what is not sold here."""
    kinds = {kind.strip().casefold() for kind in text.split(",")}
    kinds -= {"virtual", "downloadable", ""}
    if not kinds or kinds == {"simple"}:
        return "simple"
    if kinds in ({"variable"}, {"variation"}):
        return kinds.pop()
    if kinds == {"grouped"}:
        raise Invalid(
            "type_grouped",
            "A grouped product only lists others, which are imported by themselves. Leave it out.",
        )
    if kinds == {"external"}:
        raise Invalid("type_external", "An external product is sold elsewhere. Leave it out.")
    raise Invalid(
        "type_unsupported",
        "“%(value)s” products are not read. Make it simple or variable.",
        value=shown(text),
    )


class Parents:
    """Who may have variations: variable products, by their SKU and by ``id:`` and their ID."""

    def __init__(self, sold: Iterable[tuple[Row, str]]):
        self.rows: dict[str, tuple[Row, str]] = {}
        self.faults: dict[int, list[RowError]] = {}
        for row, kind in sold:
            for key in filter(None, (row.text("sku"), row.text("id") and f"id:{row.text('id')}")):
                first, _ = self.rows.setdefault(key, (row, kind))
                if first is not row and kind == "variable":
                    self._twin(row, first, "id" if key.startswith("id:") else "sku", key)

    def _twin(self, row: Row, first: Row, field: str, key: str) -> None:
        refusal = Invalid(
            "duplicate_sku",
            "Row %(first)s already has “%(sku)s”. Give each product its own.",
            first=first.number,
            sku=shown(key),
        )
        self.faults.setdefault(row.number, []).append(row.fault(field, refusal))

    def adopt(self, variations: Iterable[Row], table: Table) -> dict[int, list[Row]]:
        """Variations by their parent's row; one without a parent in the file is an error."""
        children: dict[int, list[Row]] = {}
        for row in variations:
            key = row.text("parent")
            parent, kind = self.rows.get(key.replace("id: ", "id:"), (None, ""))
            if parent is None:
                refusal = Invalid(
                    "orphan_variation",
                    "The variation's parent “%(parent)s” is not among the products of the file. "
                    "Export it as well.",
                    parent=shown(key),
                )
                table.errors.append(row.fault("parent", refusal))
            elif kind != "variable":
                refusal = Invalid(
                    "parent_not_variable",
                    "The parent “%(parent)s” in row %(row)s is not of the type variable.",
                    parent=shown(key),
                    row=parent.number,
                )
                table.errors.append(row.fault("parent", refusal))
            else:
                children.setdefault(parent.number, []).append(row)
        return children


def handles(rows: list[Row]) -> dict[int, str]:
    """An address for each product, by row; only where names are alike is the ID needed."""
    slugs = {row.number: slugify(row.text("title")) for row in rows}
    alike = Counter(slugs.values())
    taken = {slug for slug, times in alike.items() if times == 1}
    for row in rows:
        slug = slugs[row.number]
        if slug and alike[slug] == 1:
            continue
        tails = chain((row.text("id"), slugify(row.text("sku"))), map(str, count(row.number)))
        names = (slugify(f"{slug or 'product'}-{tail}", limit=160) for tail in tails if tail)
        slugs[row.number] = next(name for name in names if name not in taken)
        taken.add(slugs[row.number])
    return slugs
