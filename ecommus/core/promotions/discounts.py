"""What an action takes off, and the tally that keeps every line above its floor.

A discount never takes more than a line has left above its floor (the variant's minimum price, at
least zero). Order discounts are spread in proportion to what is left (largest remainder), so that
taxes, refunds and invoices stay right; shipping has discounts of its own.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from decimal import Decimal

from ecommus.core.money import split
from ecommus.core.promotions.conditions import Item
from ecommus.core.promotions.model import Action


class Tally:
    """What is left of each line (and of shipping), minor units.

    ``free``: the lines that promotions may lower; ``untouched``: those that none of the catalogue's
    lowered before.
    """

    def __init__(self, items: Sequence[Item], shipping: int | None):
        self.items = {item.key: item for item in items}
        self.left = {item.key: item.total for item in items}
        self.shipping = shipping or 0
        self.free = [item.key for item in items if not item.fixed]
        self.untouched = [key for key in self.free if not self.items[key].lowered]
        self._floors = {item.key: item.min_price * item.quantity for item in items}

    def room(self, key: str) -> int:
        """How much a line can still be lowered by."""
        return max(self.left[key] - self._floors[key], 0)

    def take(self, key: str, amount: int) -> int:
        """Lower a line; answers by how much."""
        left = self.left[key]
        taken = min(amount, left - self._floors[key])
        if taken <= 0:
            return 0
        self.left[key] = left - taken
        return taken

    def spread(self, amount: int, keys: Sequence[str]) -> dict[str, int]:
        """Lower lines together by ``amount``, in proportion; what one has no room for, others
        take."""
        taken = dict.fromkeys(keys, 0)
        rest = min(amount, sum(map(self.room, keys)))
        while rest > 0:
            open_keys = [key for key in keys if self.left[key] > self._floors[key]]
            parts = split(rest, [self.left[key] for key in open_keys])
            for key, part in zip(open_keys, parts, strict=True):
                got = self.take(key, part)
                taken[key] += got
                rest -= got
        return taken

    def units(self, key: str) -> list[tuple[int, int]]:
        """What is left of a line's units: (amount, so many of them), as even as can be."""
        quantity = self.items[key].quantity
        each, more = divmod(self.left[key], quantity)
        return [(each + 1, more), (each, quantity - more)] if more else [(each, quantity)]

    def take_each(self, key: str, of: Callable[[int], int]) -> int:
        """Lower each unit of a line by ``of`` what is left of it; answers by how much in all."""
        return self.take(key, sum([of(amount) * n for amount, n in self.units(key)]))


def share(percentage: Decimal) -> Callable[[int], int]:
    """So many percent of an amount that is not below zero, rounded half up: in whole numbers, the
    same as in decimals and several times as fast."""
    parts, whole = percentage.as_integer_ratio()
    parts, whole = 2 * parts, 100 * whole
    return lambda amount: (amount * parts + whole) // (2 * whole)


def _order_fixed(action: Action, tally: Tally, keys: Sequence[str]) -> dict[str, int]:
    return tally.spread(action.amount, keys)


def _order_percentage(action: Action, tally: Tally, keys: Sequence[str]) -> dict[str, int]:
    base = sum(tally.left[key] for key in keys)
    return tally.spread(share(action.percentage)(base), keys)


def _item_fixed(action: Action, tally: Tally, keys: Sequence[str]) -> dict[str, int]:
    return {key: tally.take_each(key, lambda left: min(action.amount, left)) for key in keys}


def _item_percentage(action: Action, tally: Tally, keys: Sequence[str]) -> dict[str, int]:
    of = share(action.percentage)
    return {key: tally.take_each(key, of) for key in keys}


def _buy_x_get_y(action: Action, tally: Tally, keys: Sequence[str]) -> dict[str, int]:
    gets = action.filters if action.gets is None else action.gets
    to_get = [key for key in keys if tally.items[key].fits(gets)]
    bought = [key for key in keys if tally.items[key].fits(action.filters)]
    free = _gained(action, tally, bought, to_get)
    taken: dict[str, int] = {}
    cheapest = sorted(
        ((left, key, n) for key in to_get for left, n in tally.units(key)),
        key=lambda unit: unit[:2],
    )
    of = share(action.percentage)
    for left, key, n in cheapest:
        count = min(n, free)
        if not count:
            break
        taken[key] = taken.get(key, 0) + tally.take(key, of(left) * count)
        free -= count
    return taken


def _gained(action: Action, tally: Tally, bought: Sequence[str], to_get: Sequence[str]) -> int:
    """How many units are lowered. A unit that counts as bought is not got as well."""
    both = sum(tally.items[key].quantity for key in set(bought) & set(to_get))
    only_buy = sum(tally.items[key].quantity for key in bought) - both
    only_get = sum(tally.items[key].quantity for key in to_get) - both
    most = both + only_buy + only_get
    sets = bisect_right(
        range(1, most + 1),
        both,
        # One unit serves one side: what only one side can use is used there first.
        key=lambda n: max(action.buy * n - only_buy, 0) + max(action.get * n - only_get, 0),
    )
    return sets * action.get


def _free_gift(action: Action, tally: Tally, keys: Sequence[str]) -> dict[str, int]:
    """A unit of the product, the cheapest that can still be lowered."""
    gifts = [key for key in keys if tally.items[key].product == action.product and tally.room(key)]
    if not gifts:
        return {}
    left, key = min((min(left for left, _n in tally.units(key)), key) for key in gifts)
    return {key: tally.take(key, left)}


ON_ITEMS: dict[str, Callable[[Action, Tally, Sequence[str]], dict[str, int]]] = {
    "order_fixed": _order_fixed,
    "order_percentage": _order_percentage,
    "item_fixed": _item_fixed,
    "item_percentage": _item_percentage,
    "buy_x_get_y": _buy_x_get_y,
    "free_gift": _free_gift,
}


def shipping_discount(action: Action, tally: Tally) -> int:
    """Lower the shipping by a percentage of what is left of it; answers by how much."""
    taken = min(share(action.percentage)(tally.shipping), tally.shipping)
    tally.shipping -= taken
    return taken
