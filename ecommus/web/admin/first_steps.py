"""What an empty shop needs before it can sell, and what the law wants before it goes live."""

from dataclasses import dataclass
from typing import Any

from pyramid.i18n import TranslationStringFactory

from ecommus.services.work import usable
from ecommus.web.problems import translate

_ = TranslationStringFactory("ecommus")

LEGAL = {
    "legal_name": _("Name of the company"),
    "registration_number": _("Trade register number"),
    "vat_id": _("VAT number (CUI)"),
    "street": _("Street and number"),
    "city": _("Town"),
    "email": _("E-mail"),
    "phone": _("Phone"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do before the shop can sell."""

    title: str
    text: str
    url: str
    done: bool


def missing(request: Any) -> list[str]:
    """Fields of the legal identity without which the shop may not go live."""
    return [translate(request, LEGAL[name]) for name in request.tenant.legal.missing()]


def steps(context: Any, request: Any, *, products: bool) -> list[Step]:
    """From an empty shop to the first order."""
    extensions = request.registry.extensions
    plugins = request.to(context["plugins"])
    wanted = (
        (
            _("Put something on the shelves"),
            _("Add a product by hand, or import a catalogue from a CSV file."),
            request.to(context["products"]),
            products,
        ),
        (
            _("Say who sells"),
            _("The law wants the company's name, number and address in every footer."),
            request.to(context["settings"]),
            not request.tenant.legal.missing(),
        ),
        (
            _("Choose how customers pay"),
            _("Turn on a plugin for payments, such as cash on delivery."),
            plugins,
            any(usable(request, extensions.payments)),
        ),
        (
            _("Choose how parcels are sent"),
            _("Turn on a plugin for deliveries and set its price."),
            plugins,
            any(usable(request, extensions.carriers)),
        ),
        (
            _("Place an order yourself"),
            _("Go through the shop as a customer would: the order shows up here."),
            "/",
            False,
        ),
    )
    return [
        Step(translate(request, title), translate(request, text), url, done)
        for title, text, url, done in wanted
    ]
