"""Bank transfer: the buyer pays into the shop's account and names the order; staff mark it paid."""

import colander
from stdnum import iban
from stdnum.exceptions import ValidationError
from translationstring import TranslationStringFactory

from ecommus.core.money import Money
from ecommus.core.ports import PaymentChoice
from ecommus.plugin_sdk import Plugin, shop_text

_ = TranslationStringFactory("ecommus")


def check_iban(node, value: str) -> None:
    """colander.Invalid when the check digits say that it was typed wrong."""
    try:
        iban.validate(value)
    except ValidationError:
        raise colander.Invalid(node, _("This is not an IBAN.")) from None


class TransferSettings(colander.MappingSchema):
    """Where the money goes."""

    iban = shop_text(
        "iban",
        title=_("IBAN"),
        description=_(
            "The account that buyers pay into, when it is another than the one of your invoices"
            " (Settings → Invoices). Without either, this way to pay is not shown."
        ),
        validator=check_iban,
    )
    beneficiary = shop_text(
        "legal_name",
        title=_("Account holder"),
        description=_("The name that the bank knows the account by, when it is not the company's."),
        validator=colander.Length(max=100),
    )
    bank = shop_text(
        "bank",
        title=_("Bank"),
        description=_("Its name, when it is another than on your invoices."),
        validator=colander.Length(max=100),
    )  # fmt: skip


plugin = Plugin(
    "payment-transfer",
    version="1.0.0",
    title="Bank transfer",
    description="The buyer pays into the shop's account; staff mark the order as paid.",
    permissions=("payments.register",),
    settings=TransferSettings,
    free=True,
)

TEXTS = {
    "ro": ("Transfer bancar", "Plătești din aplicația băncii; expediem după ce primim banii.",
           "Plătește {total} în contul {account}. La detalii scrie numărul comenzii: {number}."),
    "en": ("Bank transfer", "Pay from your bank; we send the order once the money has arrived.",
           "Pay {total} into the account {account}. Give the order number as reference: {number}."),
}  # fmt: skip


class Transfer:
    """A gateway without a provider: the order waits until staff see the money on the statement."""

    def choice(self, total: Money, settings: dict, locale: str) -> PaymentChoice | None:
        if not settings["iban"]:
            return None
        title, description, instructions = TEXTS.get(locale, TEXTS["en"])
        named = (iban.format(settings["iban"]), settings["bank"], settings["beneficiary"])
        told = instructions.replace("{total}", total.format(locale))
        told = told.replace("{account}", ", ".join(filter(None, named)))
        return PaymentChoice("transfer", title, description, told)


def includeme(config):
    """One way to pay."""
    config.add_plugin(plugin)
    config.add_payment("transfer", Transfer())
