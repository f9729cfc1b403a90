"""A promotion's rules and actions in words, and its state."""

from datetime import datetime
from typing import Any
from uuid import UUID

from babel.numbers import format_percent
from sqlalchemy import select
from translationstring import TranslationStringFactory

from ecommus.core.money import Money
from ecommus.db.tables import catalog as t
from ecommus.web.problems import translate

_ = TranslationStringFactory("ecommus")

# Kind → (what it is called where it is chosen, what a filled-in one says).
RULES = {
    "item_total": (_("Worth at least …"), _("The products are worth at least %(amount)s.")),
    "cart_quantity": (_("At least so many pieces"), _("At least %(count)s pieces in the cart.")),
    "has_category": (
        _("Pieces of a category"),
        _("At least %(count)s pieces of “%(category)s” or below it."),
    ),
    "category_total": (
        _("A category worth at least …"),
        _("What is of “%(category)s” is worth at least %(amount)s."),
    ),
    "contains_product": (_("A certain product"), _("At least %(count)s pieces of “%(product)s”.")),
    "nth_order": (_("The customer's first, second … order"), _("It is the order number %(count)s"
                    " of this e-mail address.")),
    "shipping_country": (_("Sent to certain countries"), _("It is sent to: %(countries)s.")),
    "customer_group": (_("A customer group"), _("The customer is in the group “%(group)s”.")),
}  # fmt: skip
ACTIONS = {
    "order_percentage": (_("Percentage off everything"), _("%(percentage)s off.")),
    "order_fixed": (_("Amount off everything"), _("%(amount)s off.")),
    "item_percentage": (_("Percentage off each piece"), _("%(percentage)s off each piece.")),
    "item_fixed": (_("Amount off each piece"), _("%(amount)s off each piece.")),
    "shipping_percentage": (_("Percentage off the delivery"), _("%(percentage)s off the"
                              " delivery.")),
    "buy_x_get_y": (
        _("Buy some, get some cheaper"),
        _("Of every %(buy)s bought, %(get)s more (the cheapest) %(percentage)s cheaper."),
    ),
    "free_gift": (_("A free product"), _("One “%(product)s” in the cart is free.")),
}  # fmt: skip
# State → (kind of the badge, label)
STATES = {
    "off": ("neutral", _("Off")),
    "on": ("success", _("On")),
    "waits": ("info", _("Not begun yet")),
    "over": ("neutral", _("Over")),
    "used up": ("warning", _("Used up")),
}


def state(row: Any, now: datetime) -> str:
    """A key of ``STATES``."""
    if not row.enabled:
        return "off"
    if row.ends_at and row.ends_at <= now:
        return "over"
    if row.usage_limit is not None and row.used >= row.usage_limit:
        return "used up"
    return "waits" if row.starts_at and row.starts_at > now else "on"


class Words:
    """Says what stored rules and actions mean; names of what they are about are read at once."""

    def __init__(self, request: Any, rows: list[Any]):
        self._request = request
        entries = [entry for row in rows for entry in (*row.rules, *row.actions)]
        self._names = _names(request.db, entries)

    def rule(self, entry: dict[str, Any]) -> str:
        return self._say(RULES[entry["type"]][1], entry)

    def action(self, entry: dict[str, Any]) -> str:
        text = self._say(ACTIONS[entry["type"]][1], entry)
        about = self._about(entry.get("filters", {}))
        return f"{text} {about}" if about else text

    def _about(self, filters: dict[str, Any]) -> str:
        named = [self._name(i) for i in (*filters.get("products", ()),
                                         *filters.get("categories", ()))]  # fmt: skip
        if not named:
            return ""
        return translate(self._request, "Only: %(names)s.", {"names": ", ".join(named)})

    def _say(self, text: Any, entry: dict[str, Any]) -> str:
        locale = self._request.locale_name
        values = dict(entry)
        if "amount" in entry:
            values["amount"] = Money(entry["amount"], entry["currency"]).format(locale)
        if "percentage" in entry:
            share = float(entry["percentage"]) / 100
            values["percentage"] = format_percent(share, locale=locale, decimal_quantization=False)
        for name in ("category", "product"):
            if name in entry:
                values[name] = self._name(entry[name])
        if "countries" in entry:
            values["countries"] = ", ".join(entry["countries"])
        return translate(self._request, text, values)

    def _name(self, entity_id: str) -> str:
        return self._names.get(entity_id) or translate(self._request, "(deleted)")


def _names(db: Any, entries: list[dict[str, Any]]) -> dict[str, str]:
    """Names of the products and categories that entries speak of: at most two statements."""
    products, categories = set(), set()
    for entry in entries:
        filters = entry.get("filters", {})
        products |= {*filter(None, [entry.get("product")]), *filters.get("products", ())}
        categories |= {*filter(None, [entry.get("category")]), *filters.get("categories", ())}
    found = {}
    for table, name, ids in (
        (t.products, t.products.c.title, products),
        (t.categories, t.categories.c.name, categories),
    ):
        if ids:
            wanted = select(table.c.id, name).where(table.c.id.in_([UUID(i) for i in ids]))
            found |= {str(row[0]): row[1] for row in db.execute(wanted)}
    return found
