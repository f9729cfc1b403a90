"""For the settings of plugins: what stock colander lacks, drawn by ``ecommus.web.forms``; and texts
that the shop has typed elsewhere already."""

from typing import Any

import colander
from translationstring import TranslationStringFactory

from ecommus.core.money import plain

_ = TranslationStringFactory("ecommus")


class Amount(colander.String):
    """An amount of money, zero or more, kept as a plain decimal: ``19,99`` is kept as ``19.99``.

    At most two decimals and nine digits before them. ``ecommus.core.money.parse`` makes money of
    it, once the currency is known.
    """

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        text = super().deserialize(node, cstruct)
        if text is colander.null:
            return text
        try:
            amount = plain(text)
        except ValueError:
            hint = _("Write a number like 1234.50, without a thousands separator.")
            raise colander.Invalid(node, hint) from None
        whole, _point, decimals = amount.partition(".")
        if amount.startswith("-"):
            raise colander.Invalid(node, _("An amount is zero or more."))
        if len(decimals) > 2 or len(whole) > 9:
            raise colander.Invalid(node, _("Write an amount like 19.99."))
        return amount


# What a shop says of itself: the bank account of its invoices, and its legal name.
SHOP_WORDS = ("iban", "bank", "legal_name")


def shop_text(word: str, **options: Any) -> colander.SchemaNode:
    """A text that is the shop's own ``word`` (of ``SHOP_WORDS``) as long as it is left empty.

    The gateway sees the one or the other; the form shows the shop's behind an empty field.
    """
    if word not in SHOP_WORDS:
        raise ValueError(f"{word!r} is none of {', '.join(SHOP_WORDS)}")
    return colander.SchemaNode(colander.String(), default="", missing="", shop_word=word, **options)
