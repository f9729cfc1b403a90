"""Choosing a variant without script: each option value is a link to the variant it leads to."""

from typing import Any

from pyramid.i18n import TranslationStringFactory

from ecommus.core.ids import parse_uuid
from ecommus.core.money import Money
from ecommus.web.storefront import shapes
from ecommus.web.storefront.shapes import Option, OptionValue, Step, Variant

_ = TranslationStringFactory("ecommus")

FEW = 5


def available(entry: dict[str, Any]) -> bool:
    """Whether a variant can be bought now."""
    return not entry["track_stock"] or entry["backorder"] or entry["available"] > 0


def choose(row: Any, wanted: str | None) -> dict[str, Any]:
    """The variant asked for, else the first that can be bought, else the first."""
    entries = row.variants or []
    named = parse_uuid(wanted) if wanted else None
    for entry in entries:
        if named and entry["id"] == str(named):
            return entry
    return next((entry for entry in entries if available(entry)), entries[0])


def names(row: Any, locale: str) -> tuple[dict[str, str], dict[str, str]]:
    """Translations of option names and values."""
    texts = row.translations.get(locale, {})
    return texts.get("options", {}), texts.get("values", {})


def options(request: Any, row: Any, chosen: dict[str, Any]) -> tuple[Option, ...]:
    """The choices; a value links to the variant that keeps most of the other choices."""
    option_names, value_names = names(row, request.locale_name)
    found = []
    for index, name in enumerate(row.options):
        values = dict.fromkeys(entry["option_values"][index] for entry in row.variants)
        links = []
        for value in values:
            target = _nearest(row.variants, chosen, index, value)
            links.append(
                OptionValue(
                    label=value_names.get(value, value),
                    url=f"{request.path}?variant={target['id']}",
                    selected=chosen["option_values"][index] == value,
                    available=available(target),
                )
            )
        found.append(Option(option_names.get(name, name), tuple(links)))
    return tuple(found)


def _nearest(entries: Any, chosen: dict[str, Any], index: int, value: str) -> dict[str, Any]:
    wanted = [*chosen["option_values"]]
    wanted[index] = value

    def likeness(entry: dict[str, Any]) -> tuple[int, bool]:
        same = sum(a == b for a, b in zip(entry["option_values"], wanted, strict=True))
        return same, available(entry)

    return max((e for e in entries if e["option_values"][index] == value), key=likeness)


def variant(request: Any, row: Any, chosen: dict[str, Any]) -> Variant:
    """The chosen variant as the buy box shows it."""
    option_names, value_names = names(row, request.locale_name)
    currency = request.currency
    pairs = zip(row.options, chosen["option_values"], strict=True)
    return Variant(
        id=chosen["id"],
        sku=chosen["sku"],
        price=Money(chosen["price"], currency),
        original=Money(chosen["compare_at"], currency) if chosen["compare_at"] else None,
        lowest=chosen["lowest_before"] is not None,
        available=available(chosen),
        stock_note=stock_note(request, chosen),
        options=tuple(
            (option_names.get(name, name), value_names.get(value, value)) for name, value in pairs
        ),
        steps=tuple(Step(units, Money(amount, currency)) for units, amount in chosen["steps"]),
    )


def stock_note(request: Any, entry: dict[str, Any]) -> str | None:
    """What to say of the stock: nothing while there is plenty."""
    translate = request.localizer.translate
    if not entry["track_stock"] or entry["available"] > FEW:
        return translate("In stock", domain="ecommus")
    if entry["available"] > 0:
        left = _("Only ${count} left", mapping={"count": int(entry["available"])})
        return request.localizer.translate(left)
    if entry["backorder"]:
        return translate("Made to order, sent in a few days", domain="ecommus")
    return translate("Sold out", domain="ecommus")


def images(request: Any, row: Any, chosen: dict[str, Any], title: str) -> tuple[Any, ...]:
    """The pictures, the chosen variant's first."""
    entries = sorted(row.media or (), key=lambda entry: entry["id"] != chosen["media_id"])
    shown = (shapes.image(request, entry, title) for entry in entries)
    return tuple(image for image in shown if image is not None)


def attributes(request: Any, row: Any) -> tuple[tuple[str, str], ...]:
    """Attributes by name, in the page's language."""
    locale = request.locale_name
    found = []
    for code, value in row.attributes.items():
        label = request.menu.attributes.get(code, {})
        name = label.get(locale) or label.get("") or code
        text = (
            (value.get(locale) or next(iter(value.values()), ""))
            if isinstance(value, dict)
            else str(value)
        )
        found.append((name, text))
    return tuple(found)
