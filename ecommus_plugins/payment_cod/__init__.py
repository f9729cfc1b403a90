"""Payment on delivery: the courier takes the money. Needs no account anywhere."""

import colander
from translationstring import TranslationStringFactory

from ecommus.core.money import Money
from ecommus.core.ports import PaymentChoice
from ecommus.plugin_sdk import Plugin

_ = TranslationStringFactory("ecommus")


class CodSettings(colander.MappingSchema):
    """What the shop owner can change."""

    limit = colander.SchemaNode(
        colander.Integer(),
        title=_("Highest order value"),
        description=_("In whole units of the shop's currency; 0 for no limit."),
        default=0,
        missing=0,
        validator=colander.Range(0, 1_000_000),
    )


plugin = Plugin(
    "payment-cod",
    version="1.0.0",
    title="Payment on delivery",
    description="The buyer pays the courier, in cash or by card.",
    permissions=("payments.register",),
    settings=CodSettings,
    free=True,
)

TEXTS = {
    "ro": ("Plata la livrare", "Plătești la primire, în numerar sau cu cardul.",
           "Pregătește suma: se plătește când primești comanda, de la curier sau la ridicare."),
    "en": ("Payment on delivery", "Pay when you receive it, in cash or by card.",
           "Have the sum ready: you pay when you get the order, from the courier or at pick-up."),
}  # fmt: skip


class CashOnDelivery:
    """A gateway without a provider: the order simply stays unpaid until the courier settles."""

    # Couriers collect the country's own money.
    own_currency_only = True

    def choice(self, total: Money, settings: dict, locale: str) -> PaymentChoice | None:
        if settings["limit"] and total.decimal > settings["limit"]:
            return None
        title, description, instructions = TEXTS.get(locale, TEXTS["en"])
        return PaymentChoice("cod", title, description, instructions)


def includeme(config):
    """One way to pay."""
    config.add_plugin(plugin)
    config.add_payment("cod", CashOnDelivery())
