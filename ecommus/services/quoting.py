"""How a cart can be sent: the shop's own ways and those of plugins' carriers, and what each costs.

Ways that the shop makes itself are changed in ``delivery``.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from ecommus.core import countries
from ecommus.core.currencies import Exchange
from ecommus.core.customers import Address
from ecommus.core.money import Money
from ecommus.core.orders import Cart
from ecommus.core.ports import FarReaching, Parcel, ShippingQuote
from ecommus.core.pricing import Change
from ecommus.core.shipping import Kind, Limits, ShippingMethod, Tier
from ecommus.core.tax_place import NET, Rates
from ecommus.core.zones import Place, countries_of
from ecommus.db.queries import shipping as queries
from ecommus.services import taxing
from ecommus.services.work import Work, usable


def parcel_of(work: Work, cart: Cart, rows: dict[UUID, Row], place: Place, worth: int) -> Parcel:
    """What a cart weighs, and what its goods cost its buyer, in the shop's currency. A variant
    without weight counts as nothing."""
    return Parcel(
        destination=Address.of(cart.shipping_address),
        country=place.country,
        weight_grams=_sum(cart, lambda line: rows[line.variant_id].weight_grams or 0),
        value=Money(worth, work.tenant.currency),
        items=_sum(cart, lambda line: 1),
        zones=taxing.zones_of(work, place),
    )


def _sum(cart: Cart, each: Callable[[Any], int]) -> int:
    return sum(each(line) * line.quantity for line in cart.lines)


def quotes(work: Work, parcel: Parcel) -> list[ShippingQuote]:
    """All offers for a parcel: those that are brought first, then cheapest first. A code that the
    shop uses itself is its own."""
    found = own(methods(work), parcel)
    taken = {quote.code for quote in found}
    for _code, plugin_id, carrier in usable(work, work.registry.extensions.carriers):
        settings = work.plugin_settings(plugin_id)
        offers = carrier.quotes(parcel, settings, work.locale_name)
        found += [quote for quote in offers if quote.code not in taken]
    return sorted(found, key=lambda quote: (bool(quote.pickup), quote.price.amount, quote.code))


def converted(
    quotes: Iterable[ShippingQuote], exchange: Exchange | None
) -> tuple[ShippingQuote, ...]:
    """Offers in the currency of ``exchange``: ways and carriers reckon in the shop's own."""
    if exchange is None:
        return tuple(quotes)
    return tuple(replace(quote, price=exchange.money(quote.price)) for quote in quotes)


def net(quote: ShippingQuote, sale: Rates) -> ShippingQuote:
    """An offer at the price that is reckoned with."""
    after, _detail = sale.net(quote.price.amount, quote.tax_category)
    return replace(quote, price=Money(after, quote.price.currency))


def changes(quote: ShippingQuote | None, sale: Rates) -> tuple[Change, ...]:
    """What led from an offer to that price."""
    if quote is None:
        return ()
    after, detail = sale.net(quote.price.amount, quote.tax_category)
    return (Change(NET, quote.price.amount, after, detail),) if detail else ()


def own(known: Iterable[ShippingMethod], parcel: Parcel) -> list[ShippingQuote]:
    """The offers of the shop's own ways."""
    offers = (method.quote(parcel) for method in known)
    return [quote for quote in offers if quote is not None]


def methods(work: Work) -> list[ShippingMethod]:
    """The shop's own ways that are on, in the reader's language."""
    rows = work.remembered("shipping methods", lambda: queries.enabled(work.db))
    return [method(row, work.locale_name, work.tenant.currency) for row in rows]


def offered(work: Work) -> tuple[str, ...]:
    """The countries that address forms offer, the shop's own first: those it chose, else those
    that its ways of delivery reach."""
    home = work.tenant.legal.country
    chosen = work.tenant.settings.get("countries") or {home, *reached(work)}
    return tuple(sorted(chosen, key=lambda code: (code != home, code)))


def reached(work: Work) -> frozenset[str]:
    """Countries that parcels are brought to: by the shop's own ways, and by plugins' carriers that
    say so."""
    known = {zone.code: zone for zone in taxing.zones(work)}
    everywhere = countries.names("en").keys()
    found: set[str] = set()
    for way in methods(work):
        if way.kind is not Kind.PICKUP:
            found |= countries_of(known, way.zones) if way.zones else set(everywhere)
    for _code, plugin_id, carrier in usable(work, work.registry.extensions.carriers):
        if isinstance(carrier, FarReaching):
            found |= everywhere & set(carrier.countries(work.plugin_settings(plugin_id)))
    return frozenset(found)


# Beside the description, where the shop says how long it takes.
DAYS = {"ro": "Ajunge în {days} zile lucrătoare", "en": "Arrives within {days} working days"}


def method(row: Any, locale: str, currency: str) -> ShippingMethod:
    """Core's method of a stored row, named in a language."""
    texts = row.translations.get(locale, {})
    days = DAYS.get(locale, DAYS["en"]).format(days=row.days) if row.days else ""
    said = (texts.get("description") or row.description, days)
    return ShippingMethod(
        code=row.code,
        kind=Kind(row.kind),
        title=texts.get("name") or row.name,
        currency=currency,
        description=". ".join(part.strip().rstrip(".") for part in said if part.strip()),
        zones=frozenset(row.zones),
        amount=row.amount,
        per_item=row.per_item,
        tiers=tuple(Tier(tier["start"], tier["amount"]) for tier in row.tiers),
        free_from=row.free_from,
        weight=Limits(row.min_weight, row.max_weight),
        total=Limits(row.min_total, row.max_total),
        tax_category=row.tax_category,
        place="\n".join(filter(None, (row.pickup_address, row.pickup_instructions))),
    )
