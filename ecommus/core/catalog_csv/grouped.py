"""Formats with one row per variant, held together by a handle: Shopify's and our own.

What a product says once may stand on any of its rows, usually the first; a row that says
something else is refused, so that two products under one handle do not melt into one.
"""

from collections.abc import Callable, Sequence
from typing import Any

from ecommus.core.catalog_csv.drafts import ProductDraft, RowError, VariantDraft
from ecommus.core.catalog_csv.settle import Candidate
from ecommus.core.catalog_csv.table import Row, Table, first_text
from ecommus.core.catalog_csv.values import shown
from ecommus.core.errors import Invalid
from ecommus.core.text import slugify

Options = list[tuple[int, str]]
Details = Callable[[list[Row], list[RowError]], dict[str, Any]]


def by_handle(table: Table) -> dict[str, list[Row]]:
    """Rows by handle, in file order; blank goes by the title, and without either is an error."""
    groups: dict[str, list[Row]] = {}
    for row in table.rows:
        handle = row.text("handle") or slugify(row.text("title"))
        if handle:
            groups.setdefault(handle, []).append(row)
        else:
            refusal = Invalid(
                "handle_missing", "The row names no product. Write the product's handle."
            )
            table.errors.append(row.fault(table.identity, refusal))
    return groups


def candidate(
    handle: str,
    rows: Sequence[Row],
    said_once: Sequence[str],
    details: Details,
    variants: Callable[[list[Row], Options, list[RowError]], list[VariantDraft]],
    options: Options,
) -> Candidate:
    """A product from its rows. ``said_once``: fields that may not differ between them.

    ``details(rows, faults)`` answers the draft's format-specific fields, ``variants(rows, options,
    faults)`` its variants; both note what they cannot use.
    """
    faults: list[RowError] = []
    variant_faults: list[RowError] = []
    agreeing, said = _agreeing(rows, said_once, variant_faults)
    if "title" not in said:
        refusal = Invalid(
            "title_missing", "“%(handle)s” has no title. Write one.", handle=shown(handle)
        )
        faults.append(rows[0].fault("title", refusal))
    product = ProductDraft(
        row=rows[0].number,
        rows=tuple(row.number for row in rows),
        handle=handle,
        title=said.get("title", ""),
        options=tuple(name for _, name in options),
        description_html=next((raw for row in agreeing if (raw := row.raw("description"))), ""),
        vendor=said.get("vendor"),
        product_type=said.get("product_type"),
        seo_title=said.get("seo_title"),
        seo_description=said.get("seo_description"),
        variants=tuple(variants(agreeing, options, variant_faults)),
        **details(agreeing, faults),
    )
    return Candidate(product, faults, variant_faults)


def carrier(rows: Sequence[Row], field: str) -> Row:
    """The row that says ``field`` of the product; the first when none does."""
    return next((row for row in rows if row.text(field)), rows[0])


def option_names(rows: Sequence[Row]) -> Options:
    """(n, name) of each option the rows name."""
    names = ((n, first_text(rows, f"option{n}_name")) for n in rows[0].table.numbers)
    return [(n, name) for n, name in names if name]


def option_values(row: Row, options: Options, faults: list[RowError]) -> tuple[str, ...]:
    """One value per option; a missing one, or one of an option without name, is a fault."""
    named = dict(options)
    for n in row.table.numbers:
        value = row.text(f"option{n}_value")
        if n in named and not value:
            refusal = Invalid(
                "option_value_missing",
                "The variant has no %(option)s. Write which one it is.",
                option=shown(named[n]),
            )
            faults.append(row.fault(f"option{n}_value", refusal))
        elif value and n not in named:
            refusal = Invalid(
                "option_name_missing",
                "“%(value)s” is a value of what? Write the option's name.",
                value=shown(value),
            )
            faults.append(row.fault(f"option{n}_name", refusal))
    return tuple(row.text(f"option{n}_value") for n, _ in options)


def _agreeing(
    rows: Sequence[Row], said_once: Sequence[str], faults: list[RowError]
) -> tuple[list[Row], dict[str, str]]:
    """The rows that do not contradict earlier ones, and what they say of the product."""
    fields = [field for field in said_once if field in rows[0].table.columns]
    said: dict[str, str] = {}
    where: dict[str, int] = {}
    agreeing = []
    for row in rows:
        says = {field: text for field in fields if (text := row.text(field))}
        other = next((f for f, text in says.items() if said.get(f, text) != text), None)
        if other is None:
            said = says | said
            where = dict.fromkeys(says, row.number) | where
            agreeing.append(row)
        else:
            refusal = Invalid(
                "product_mismatch",
                "The row says “%(value)s”, row %(first)s of the same handle “%(earlier)s”. Make "
                "them alike, or give the other product a handle of its own.",
                value=shown(says[other]),
                earlier=shown(said[other]),
                first=where[other],
            )
            faults.append(row.fault(other, refusal))
    return agreeing, said
