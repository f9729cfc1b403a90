"""One delivery price for every parcel, free from a certain value."""

import colander
from translationstring import TranslationStringFactory

from ecommus.core.money import Money, parse
from ecommus.core.ports import Parcel, ShippingQuote
from ecommus.plugin_sdk import Amount, Plugin

_ = TranslationStringFactory("ecommus")


class FlatSettings(colander.MappingSchema):
    """What the shop owner can change. Prices include VAT."""

    price = colander.SchemaNode(
        Amount(),
        title=_("Delivery price"),
        description=_("VAT included."),
        default="19.99",
        missing="19.99",
    )
    free_from = colander.SchemaNode(
        Amount(),
        title=_("Free from an order value of"),
        description=_("Leave empty if delivery is never free."),
        default="300",
        missing="",
    )
    countries = colander.SchemaNode(
        colander.String(),
        title=_("Countries"),
        description=_("Country codes separated by spaces."),
        default="RO",
        missing="RO",
        validator=colander.Regex(r"^[A-Z]{2}( [A-Z]{2})*\Z", msg=_("Use codes like RO HU.")),
    )
    days = colander.SchemaNode(
        colander.String(),
        title=_("Working days until it arrives"),
        default="1–2",
        missing="1–2",
        validator=colander.Length(max=20),
    )


plugin = Plugin(
    "shipping-flat",
    version="1.0.0",
    title="Flat delivery price",
    description="One price for every parcel, free from a certain value.",
    permissions=("shipping.register",),
    settings=FlatSettings,
    free=True,
)

TEXTS = {
    "ro": ("Curier la domiciliu", "Ajunge în {days} zile lucrătoare"),
    "en": ("Courier to your door", "Arrives within {days} working days"),
}


class FlatRate:
    """Prices a parcel by nothing but its value."""

    def countries(self, settings: dict) -> list[str]:
        return settings["countries"].split()

    def quotes(self, parcel: Parcel, settings: dict, locale: str) -> list[ShippingQuote]:
        if parcel.country not in self.countries(settings):
            return []
        currency = parcel.value.currency
        price = parse(settings["price"], currency)
        if settings["free_from"] and parse(settings["free_from"], currency) <= parcel.value:
            price = Money(0, currency)
        title, description = TEXTS.get(locale, TEXTS["en"])
        return [ShippingQuote("flat", title, price, description.format(days=settings["days"]))]


def includeme(config):
    """One carrier."""
    config.add_plugin(plugin)
    config.add_carrier("flat", FlatRate())
