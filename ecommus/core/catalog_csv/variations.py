"""What WooCommerce sells: a simple product itself, a variable one in its variations.

A variation that leaves an attribute blank stands for *any* of its values. A shop owner expects to
find every size on sale, so it becomes a variant for each value of the parent's list that no other
variation has; the SKU stays only where one variant comes of it, since one code cannot name
several things. Without a list it is refused (``variation_any``). Neighbour: ``woocommerce``.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product as combinations
from math import prod

from ecommus.core.catalog import MAX_VARIANTS
from ecommus.core.catalog_csv.drafts import RowError, VariantDraft
from ecommus.core.catalog_csv.table import Row
from ecommus.core.catalog_csv.values import GRAMS, boolean, quantity, shown, weight
from ecommus.core.errors import Invalid

# Name → values, in the file's order.
Attributes = dict[str, list[str]]


def comma_list(text: str) -> list[str]:
    r"""WooCommerce's lists: ``A, B\, C`` is ``A`` and ``B, C``."""
    # No cell holds a NUL: files with one are refused.
    parts = text.replace("\\,", "\0").split(",")
    return [part.replace("\0", ",").strip() for part in parts]


def attributes(row: Row) -> Attributes:
    """What the row says of its attributes; blank values are left out."""
    found: Attributes = {}
    for n in row.table.numbers:
        if name := row.text(f"attribute{n}_name"):
            values = comma_list(row.text(f"attribute{n}_value"))
            found[name] = [value for value in dict.fromkeys(values) if value]
    return found


def option_names(said: Attributes, variations: Sequence[Row]) -> tuple[str, ...]:
    """The attributes that variations name, the parent's first and in its spelling."""
    spelled = {name.casefold(): name for name in said}
    named = {name.casefold(): name for row in variations for name in attributes(row)}
    known = [name for key, name in spelled.items() if key in named]
    return (*known, *(name for key, name in named.items() if key not in spelled))


def sold_variant(row: Row, currency: str, faults: list[RowError]) -> list[VariantDraft]:
    """The one variant of a simple product; none when it has faults."""
    draft = _variant(row, currency, faults)
    return [draft] if draft else []


def sold_variations(
    variations: Sequence[Row],
    options: Sequence[str],
    said: Attributes,
    currency: str,
    faults: list[RowError],
) -> list[VariantDraft]:
    """The variants of a variable product whose own attributes are ``said``."""
    exact: list[VariantDraft] = []
    vague: list[tuple[Row, VariantDraft, list[list[str]]]] = []
    for row in variations:
        wrong: list[RowError] = []
        enabled = row.take(wrong, "published", published)
        values = _possible(row, options, said, wrong)
        draft = _variant(row, currency, wrong)
        faults += wrong
        if enabled is False:
            row.warn(
                "published", "variation_disabled", "The variation is switched off and left out."
            )
        elif draft and not wrong:
            draft = replace(draft, image=_image(row))
            if prod(map(len, values)) == 1:
                exact.append(replace(draft, option_values=tuple(value for (value,) in values)))
            else:
                vague.append((row, draft, values))
    return exact + _expanded(vague, {variant.option_values for variant in exact})


def _expanded(
    vague: Sequence[tuple[Row, VariantDraft, list[list[str]]]], taken: set[tuple[str, ...]]
) -> list[VariantDraft]:
    variants: list[VariantDraft] = []
    for row, draft, values in vague:
        if len(variants) > MAX_VARIANTS:  # settle refuses the product; no need to make them all
            break
        free = [each for each in combinations(*values) if each not in taken]
        taken.update(free)
        if len(free) > 1:
            row.warn(
                "attribute1_value",
                "variation_expanded",
                "The variation stands for any value: it became %(count)s variants without SKU.",
                count=len(free),
            )
            # One count for several variants cannot be shared out; none left is none of each.
            if draft.quantity:
                _warn_of_shared_stock(row)
            draft = replace(draft, sku=None, quantity=None if draft.quantity else draft.quantity)
        variants += [replace(draft, option_values=each) for each in free]
    return variants


def _possible(
    row: Row, options: Sequence[str], said: Attributes, faults: list[RowError]
) -> list[list[str]]:
    """For each option the values the variation stands for: its own, or any of the parent's."""
    chosen = {name.casefold(): values for name, values in attributes(row).items()}
    possible = []
    for option in options:
        known = said.get(option, [])
        value = ", ".join(chosen.get(option.casefold(), ()))
        spelled = {each.casefold(): each for each in known}
        possible.append([spelled.get(value.casefold(), value)] if value else known)
        if not possible[-1]:
            refusal = Invalid(
                "variation_any",
                "The variation has no %(option)s, and its parent lists none to choose from.",
                option=shown(option),
            )
            faults.append(row.fault("attribute1_value", refusal))
    if prod(map(len, possible)) > MAX_VARIANTS:
        refusal = Invalid(
            "variation_any",
            "The variation stands for more than %(limit)s variants. Give each a row of its own.",
            limit=MAX_VARIANTS,
        )
        faults.append(row.fault("attribute1_value", refusal))
    return possible


def published(text: str) -> bool:
    """Published: 1 yes, 0 private, -1 a draft; blank is yes. Invalid ``boolean_invalid``."""
    return text != "-1" and boolean(text, default=True)


def _variant(row: Row, currency: str, faults: list[RowError]) -> VariantDraft | None:
    wrong: list[RowError] = []
    price, compare_at = _prices(row, currency, wrong)
    shared = row.text("stock").casefold() == "parent"
    count = None if shared else row.take(wrong, "stock", quantity, True)
    on_order = row.text("in_stock").casefold() == "backorder"
    if not on_order and row.take(wrong, "in_stock", boolean, True) is False and not shared:
        count = count or 0
    backorder = row.take(wrong, "backorders", _backorders)
    grams = weight_of(row, wrong)
    faults += wrong
    if wrong or price is None:
        return None
    if shared:
        _warn_of_shared_stock(row)
    return VariantDraft(
        row=row.number,
        sku=row.text("sku") or None,
        option_values=(),
        price=price,
        compare_at=compare_at,
        quantity=count,
        track_stock=shared or count is not None,
        backorder=on_order or bool(backorder),
        barcode=row.text("barcode") or None,
        weight_grams=grams,
    )


def _prices(row: Row, currency: str, faults: list[RowError]) -> tuple[int | None, int | None]:
    """(price, compare_at)."""
    on_sale = bool(row.text("sale_price"))
    sale = row.price(faults, "sale_price", currency) if on_sale else None
    if on_sale and (row.text("sale_starts") or row.text("sale_ends")):
        row.warn(
            "sale_price",
            "sale_scheduled",
            "The sale has dates and is left out. Make it a promotion with those dates.",
        )
        sale = None
    if sale is not None and not row.text("price"):
        return sale, None
    regular = row.price(faults, "price", currency)
    if regular is None or sale is None or sale >= regular:
        return regular, None
    return sale, regular


def weight_of(row: Row, faults: list[RowError]) -> int | None:
    """Grams, from whichever unit the shop's column is in; None when not weighed."""
    for unit in GRAMS:
        if f"weight:{unit}" in row.table.columns:
            return row.take(faults, f"weight:{unit}", weight, unit)
    return None


def _image(row: Row) -> str | None:
    images = row.images("images", comma_list(row.text("images")))
    return images[0].url if images else None


def _backorders(text: str) -> bool:
    return text.casefold() == "notify" or boolean(text, default=False)


def _warn_of_shared_stock(row: Row) -> None:
    row.warn(
        "stock",
        "stock_shared",
        "One count is kept for several variants: each starts unknown. Count them.",
    )
