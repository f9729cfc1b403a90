"""A card payment at a provider of one's own machine, to try the shop out and to prove it.

It exists only where the .ini says ``plugins.development = true``: its provider (``ecommus.demo``)
takes no real money, and may be on any address. What a real one needs is the same: see ``gateway``.
"""

import colander
from deform.widget import PasswordWidget, RadioChoiceWidget
from translationstring import TranslationStringFactory

from ecommus.plugin_sdk import Plugin
from ecommus_plugins.payment_sandbox.gateway import Sandbox

_ = TranslationStringFactory("ecommus")
MODES = (
    ("at_once", _("At once, when the buyer pays")),
    ("when_sent", _("When the first parcel is sent")),
)


class SandboxSettings(colander.MappingSchema):
    """Where the provider is, and the secret shared with it."""

    provider_url = colander.SchemaNode(
        colander.String(),
        title=_("Address of the provider"),
        description=_("The demo's is written in when it starts."),
        default="",
        missing="",
        validator=colander.Regex(r"https?://[^\s]+", _("Write an address with http.")),
    )
    secret = colander.SchemaNode(
        colander.String(),
        title=_("Shared secret"),
        description=_("Signs what the provider reports; the provider has the same one."),
        missing="",
        widget=PasswordWidget(),
    )
    charge = colander.SchemaNode(
        colander.String(),
        title=_("When the money is taken"),
        description=_("Until then the provider only holds it, and lets go if you cancel."),
        default="at_once",
        missing="at_once",
        validator=colander.OneOf([code for code, _label in MODES]),
        widget=RadioChoiceWidget(values=MODES),
    )


plugin = Plugin(
    "payment-sandbox",
    version="1.0.0",
    title="Card (sandbox)",
    description="Card payments that take no money: for trying the shop out.",
    permissions=("payments.register",),
    settings=SandboxSettings,
    free=True,
    development=True,
)


def includeme(config):
    """One way to pay."""
    config.add_plugin(plugin)
    config.add_payment("sandbox", Sandbox())
