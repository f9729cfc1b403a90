"""Promotions: what lowers a price, and why. Pure functions over frozen snapshots.

*Catalogue* promotions change what a variant costs before there is a cart (``catalogue``). *Cart*
promotions are applied one after another to what the earlier ones left (``apply``): ``conditions``
say whether one may, ``discounts`` what it takes off. Every change is a step of the explanation.
"""

from ecommus.core.promotions.apply import Applied, Outcome, apply
from ecommus.core.promotions.catalogue import CataloguePromotion, index, lowered
from ecommus.core.promotions.model import Action, Filters, Promotion, Rule

__all__ = [
    "Action",
    "Applied",
    "CataloguePromotion",
    "Filters",
    "Outcome",
    "Promotion",
    "Rule",
    "apply",
    "index",
    "lowered",
]
