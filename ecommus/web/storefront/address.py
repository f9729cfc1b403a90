"""Address forms, the checkout's and the account's: colander, drawn with our widget templates."""

from typing import Any

import colander
from deform import Button, widget
from pyramid.i18n import TranslationStringFactory

from ecommus.core.customers import RO_COUNTIES, Address
from ecommus.core.zones import countries
from ecommus.services import quoting
from ecommus.web.forms import form as make_form
from ecommus.web.schema import email_address

_ = TranslationStringFactory("ecommus")
HOME = "RO"
COUNTIES = [("", _("Choose a county")), *sorted(RO_COUNTIES.items(), key=lambda item: item[1])]


def text(title: Any, autocomplete: str, *, missing: Any = colander.required, high: int = 120,
         **options: Any) -> colander.SchemaNode:  # fmt: skip
    """A line that the browser may fill in."""
    kind = options.pop("type", None)
    attributes = {"autocomplete": autocomplete} | ({"type": kind} if kind else {})
    return colander.SchemaNode(
        colander.String(),
        title=title,
        missing=missing,
        validator=options.pop("validator", colander.Length(max=high)),
        widget=widget.TextInputWidget(attributes=attributes),
        **options,
    )


class PostalForm(colander.MappingSchema):
    """Where to; the company's fields are for invoices."""

    first_name = text(_("First name"), "given-name")
    last_name = text(_("Last name"), "family-name")
    phone = text(_("Phone"), "tel", type="tel", high=30, description=_("The courier may call you"))
    street = text(_("Street, number, flat"), "address-line1", high=200)
    city = text(_("Town"), "address-level2")
    county = colander.SchemaNode(
        colander.String(),
        title=_("County"),
        validator=colander.OneOf(list(RO_COUNTIES)),
        widget=widget.SelectWidget(values=COUNTIES, attributes={"autocomplete": "address-level1"}),
    )
    postal_code = text(_("Postal code"), "postal-code", high=12)
    company = text(_("Company"), "organization", missing="", description=_("Only for an invoice "
                   "to a company"))  # fmt: skip
    vat_id = text(_("VAT number (CUI)"), "off", missing="", high=20)
    registration_number = text(_("Trade register number"), "off", missing="", high=30)


class AddressForm(PostalForm):
    """The checkout's: with an e-mail address and a note."""

    email = text(
        _("E-mail"), "email", type="email",
        validator=email_address,
        description=_("For the confirmation and news of your parcel"),
        insert_before="first_name",
    )  # fmt: skip
    note = colander.SchemaNode(
        colander.String(),
        title=_("Note for the shop"),
        missing="",
        validator=colander.Length(max=1000),
        widget=widget.TextAreaWidget(rows=3),
    )


def form(request: Any, action: str) -> Any:
    """The form, for a request's language."""
    forward = Button("continue", title=_("Continue to delivery"))
    schema = AddressForm()
    elsewhere = quoting.reached(request) - {HOME}
    if elsewhere:
        _abroad(schema, request, elsewhere | {HOME})
    return make_form(schema, request, buttons=(forward,), action=action)


def _abroad(schema: Any, request: Any, reached: frozenset[str]) -> None:
    """Where a shop delivers to other countries: which one, and counties for those of ours alone."""
    names = countries(request.locale_name)
    choices = [HOME, *(code for code in names if code in reached and code != HOME)]
    country = colander.SchemaNode(
        colander.String(),
        name="country",
        title=_("Country"),
        default=HOME,
        validator=colander.OneOf(choices),
        widget=widget.SelectWidget(
            values=[(code, names[code]) for code in choices], attributes={"autocomplete": "country"}
        ),
    )
    schema.add_before("street", country)
    # ``check_address`` asks for it where the country has it.
    schema["county"].missing = ""
    schema["county"].description = _("For Romania only")


def values(cart: Any, own: Address | None = None, email: str = "") -> dict[str, Any]:
    """What the form shows of a cart; ``own`` and ``email`` are the signed-in buyer's, until the
    cart has its own."""
    address = Address.of(cart.shipping_address) or own
    return postal(address) | {"email": cart.email or email, "note": cart.note or ""}


def postal(address: Address | None) -> dict[str, str]:
    """What a form shows of an address."""
    known = {node.name for node in PostalForm().children} | {"country"}
    shown = address.to_json() if address else {}
    return {name: value for name, value in shown.items() if name in known}


def fields(given: dict[str, Any]) -> dict[str, Any]:
    """A cart's fields from the validated form. Without a country it is the shop's own."""
    given = dict(given)
    email, note = given.pop("email"), given.pop("note")
    country = given.pop("country", HOME)
    if country != HOME:
        given["county"] = ""
    return {
        "email": email,
        "note": note or None,
        "shipping_address": Address(**given, country=country).to_json(),
        "billing_address": None,
    }
