"""The last judgement over a file: what is twice there, and what becomes of a product's rows.

A bad variant is refused alone while its product keeps a good one. A product with a fault of its
own, or without a variant left, is refused whole, and each of its rows says so: never half a
product, never a row that went without a word.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ecommus.core.catalog import MAX_OPTIONS, MAX_VARIANTS
from ecommus.core.catalog_csv.drafts import ProductDraft, RowError, VariantDraft
from ecommus.core.catalog_csv.table import Table
from ecommus.core.catalog_csv.values import shown
from ecommus.core.errors import Invalid


@dataclass(slots=True)
class Candidate:
    """A product as its rows describe it. ``option_field``: where an option error points to.

    ``faults`` refuse the product; ``variant_faults`` have already cost it a variant each.
    """

    product: ProductDraft
    faults: list[RowError] = field(default_factory=list)
    variant_faults: list[RowError] = field(default_factory=list)
    option_field: str = "option1_value"


def settle(
    candidates: Iterable[Candidate], table: Table
) -> tuple[list[ProductDraft], list[RowError]]:
    """The drafts that stand, in file order, and every error, by row."""
    drafts: list[ProductDraft] = []
    errors = list(table.errors)
    skus: dict[str, int] = {}
    for candidate in sorted(candidates, key=lambda c: c.product.row):
        product = candidate.product
        faults = candidate.faults + _option_faults(candidate, table)
        variant_faults = list(candidate.variant_faults)
        variants: list[VariantDraft] = []
        if not faults:
            variants = _distinct(candidate, table, skus, variant_faults)
            faults = _count_faults(product, variants, variant_faults, table)
        errors += faults + variant_faults
        if variants and not faults:
            skus.update((v.sku, v.row) for v in variants if v.sku)
            drafts.append(replace(product, variants=tuple(variants)))
        else:
            errors += _left_out(product, faults + variant_faults, table)
    errors.sort(key=lambda error: error.row)
    return drafts, errors


def _option_faults(candidate: Candidate, table: Table) -> list[RowError]:
    options = candidate.product.options
    if len(options) > MAX_OPTIONS:
        refusal = Invalid(
            "options_too_many",
            "The product has %(count)s options; at most %(limit)s are possible. Join some.",
            count=len(options),
            limit=MAX_OPTIONS,
        )
    elif len({option.casefold() for option in options}) < len(options):
        refusal = Invalid("options_duplicate", "Two options have one name. Rename or join them.")
    else:
        return []
    return [table.fault(candidate.product.row, candidate.option_field, refusal)]


def _distinct(
    candidate: Candidate, table: Table, skus: dict[str, int], faults: list[RowError]
) -> list[VariantDraft]:
    """The variants, without those whose SKU or option values an earlier row has."""
    kept: dict[tuple[str, ...], VariantDraft] = {}
    here: dict[str, int] = {}
    for variant in candidate.product.variants:
        twin = kept.get(variant.option_values)
        sku_row = (here.get(variant.sku) or skus.get(variant.sku)) if variant.sku else None
        if twin:
            refusal = _taken(twin, variant, candidate.product.handle)
            faults.append(table.fault(variant.row, candidate.option_field, refusal))
        elif sku_row:
            refusal = Invalid(
                "duplicate_sku",
                "Row %(first)s already has the SKU “%(sku)s”. Give each variant its own.",
                first=sku_row,
                sku=shown(variant.sku or ""),
            )
            faults.append(table.fault(variant.row, "sku", refusal))
        else:
            kept[variant.option_values] = variant
            if variant.sku:
                here[variant.sku] = variant.row
    return list(kept.values())


def _taken(twin: VariantDraft, variant: VariantDraft, handle: str) -> Invalid:
    """Two rows for one variant of a product: ``twin`` stands on the earlier one."""
    if variant.option_values:
        return Invalid(
            "duplicate_variant",
            "Row %(first)s already has %(values)s of “%(handle)s”. Keep one of the two rows.",
            first=twin.row,
            values=shown(" / ".join(variant.option_values)),
            handle=handle,
        )
    return Invalid(
        "duplicate_variant",
        "Row %(first)s already is “%(handle)s”, which has no options. Keep one of the two rows.",
        first=twin.row,
        handle=handle,
    )


def _count_faults(
    product: ProductDraft,
    variants: Sequence[VariantDraft],
    variant_faults: Sequence[RowError],
    table: Table,
) -> list[RowError]:
    if len(variants) > MAX_VARIANTS:
        refusal = Invalid(
            "variants_too_many",
            "The product has %(count)s variants; at most %(limit)s are possible. Split it.",
            count=len(variants),
            limit=MAX_VARIANTS,
        )
    elif not variants and not variant_faults:
        refusal = Invalid(
            "variants_missing",
            "“%(handle)s” has nothing to sell: no row of it has a price.",
            handle=shown(product.handle),
        )
    else:
        return []
    return [table.fault(product.row, table.identity, refusal)]


def _left_out(
    product: ProductDraft, faults: Sequence[RowError], table: Table
) -> Iterable[RowError]:
    """One error for each row of a refused product that has none of its own."""
    explained = {fault.row for fault in faults}
    refusal = Invalid(
        "product_refused",
        "“%(handle)s”, to which the row belongs, is refused: see row %(cause)s.",
        handle=shown(product.handle),
        cause=min(explained),
    )
    return [
        table.fault(row, table.identity, refusal) for row in product.rows if row not in explained
    ]
