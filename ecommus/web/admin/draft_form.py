"""The form of a draft's details: whose it is, where it goes, how it is sent and paid."""

from dataclasses import replace
from typing import Any

import deform
from pyramid.i18n import TranslationStringFactory

from ecommus.core.customers import RO_COUNTIES, Address, check_address, is_email
from ecommus.core.errors import Invalid
from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.services import carts, currencies, drafts, offers
from ecommus.web import forms
from ecommus.web.back_office import editing
from ecommus.web.back_office import nodes as n

_ = TranslationStringFactory("ecommus")
POSTAL = ("first_name", "last_name", "phone", "street", "city", "county", "postal_code", "company",
          "vat_id", "registration_number")  # fmt: skip
BUYER, REST = ("email", "draft_name"), ("shipping_method", "payment_method", "coupons", "note")


def build(request: Any, cart: Any, view: carts.CartView) -> deform.Form:
    """The form; what can be chosen is what the cart is offered now."""
    half = {"css": "field--half", "missing": ""}
    counties = [("", _("—")), *sorted(RO_COUNTIES.items(), key=lambda item: item[1])]
    total = Money(view.priced.total, view.priced.currency)
    # One that the shop gave up stays to be seen, until another is chosen.
    sold = dict.fromkeys((*currencies.offered(request.tenant), cart.currency))
    several = (
        n.choice("currency", _("Currency"), [(code, code) for code in sold],
                 description=_("In another one, agreed prices are gone.")),
    ) if len(sold) > 1 else ()  # fmt: skip
    quotes = [(q.code, f"{q.title} · {q.price.format(request.locale_name)}") for q in view.quotes]
    choices = [(c.code, c.title) for c in carts.payment_choices(request, total)]
    later = [("", _("Not chosen yet"))]
    schema = n.schema(
        n.section(
            "buyer", _("Customer"),
            n.text("email", _("E-mail"), high=254, attributes={"type": "email"}, **half,
                   description=_("The confirmation goes here.")),
            n.text("draft_name", _("Name of the draft"), high=120, **half,
                   description=_("For the list; the customer does not see it.")),
        ),
        n.section(
            "address", _("Delivery address"),
            n.text("first_name", _("First name"), high=120, **half),
            n.text("last_name", _("Last name"), high=120, **half),
            n.text("phone", _("Phone"), high=30, **half),
            n.text("street", _("Street, number, flat"), **half),
            n.text("city", _("Town"), high=120, **half),
            n.choice("county", _("County"), counties, **half),
            n.text("postal_code", _("Postal code"), high=12, **half),
            n.text("company", _("Company"), high=120, **half),
            n.text("vat_id", _("VAT number (CUI)"), high=20, **half),
            n.text("registration_number", _("Trade register number"), high=30, **half),
        ),
        n.section(
            "rest", _("Delivery and payment"), *several,
            n.choice("shipping_method", _("Sent by"), later + quotes, **half),
            n.choice("payment_method", _("Paid by"), later + choices, **half),
            n.text("coupons", _("Discount codes"), high=300, missing="",
                   description=_("With a comma between them. They take nothing off agreed"
                                 " prices.")),
            n.text("note", _("Note"), high=1000, rows=2, missing="",
                   description=_("The customer's words; they stand on the order.")),
        ),
    )  # fmt: skip
    return forms.form(
        schema, request, formid="details", action=request.to(request.context),
        buttons=editing.buttons(request, P.ORDER_EDIT), hidden=editing.hidden(request, cart),
    )  # fmt: skip


def values(cart: Any, view: carts.CartView) -> dict[str, Any]:
    """What the form shows of a draft. A method that is not offered any more is chosen anew."""
    address = Address.of(cart.shipping_address) or Address()
    offered = {quote.code for quote in view.quotes}
    return {
        "buyer": {name: getattr(cart, name) or "" for name in BUYER},
        "address": {name: getattr(address, name) for name in POSTAL},
        "rest": {
            "currency": cart.currency,
            "shipping_method": cart.shipping_method if cart.shipping_method in offered else "",
            "payment_method": cart.payment_method or "",
            "coupons": ", ".join(cart.coupons),
            "note": cart.note or "",
        },
    }


def save(request: Any, cart: Any, given: dict[str, Any]) -> None:
    """Keep what the form says. Invalid names the field as the form has it."""
    fields = given["buyer"] | given["rest"]
    if fields["email"] and not is_email(fields["email"]):
        raise Invalid("email_invalid", "This is no e-mail address.", field="buyer.email")
    if (currency := fields.pop("currency", cart.currency)) != cart.currency:
        drafts.set_currency(request, cart, currency)
    codes = [code for code in fields.pop("coupons").split(",") if code.strip()]
    if codes or cart.coupons:
        _codes(request, cart, codes)
    address = None
    if any(given["address"].values()):
        kept = Address.of(cart.shipping_address) or Address()
        address = replace(kept, **given["address"])
        check_address(address, "address")
    changes = {name: value or None for name, value in fields.items()}
    carts.change(request, cart, changes | {"shipping_address": address and address.to_json()})


def _codes(request: Any, cart: Any, codes: list[str]) -> None:
    try:
        offers.set_codes(request, cart, codes)
    except Invalid as refusal:
        refusal.field = "rest.coupons"
        raise
