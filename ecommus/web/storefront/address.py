"""Address forms, the checkout's and the account's: colander, drawn with our widget templates."""

from typing import Any

import colander
from deform import Button, widget
from pyramid.i18n import TranslationStringFactory

from ecommus.core import countries
from ecommus.core.customers import RO_COUNTIES, Address
from ecommus.services import quoting
from ecommus.web.forms import form as make_form
from ecommus.web.schema import email_address

_ = TranslationStringFactory("ecommus")
COUNTIES = [("", _("Choose a county")), *sorted(RO_COUNTIES.items(), key=lambda item: item[1])]


@colander.deferred
def country_widget(_node: Any, kw: dict[str, Any]) -> widget.Widget:
    """A choice where the shop sells to several countries; else nothing to look at."""
    offered = countries_of(kw["request"])
    if len(offered) == 1:
        return widget.HiddenWidget()
    named = countries.choices(offered, kw["request"].locale_name)
    return widget.SelectWidget(values=named, attributes={"autocomplete": "country"})


@colander.deferred
def country_offered(_node: Any, kw: dict[str, Any]) -> Any:
    return colander.OneOf(countries_of(kw["request"]))


@colander.deferred
def first_country(_node: Any, kw: dict[str, Any]) -> str:
    return countries_of(kw["request"])[0]


@colander.deferred
def county_title(_node: Any, kw: dict[str, Any]) -> Any:
    several = len(countries_of(kw["request"])) > 1
    return _("County (in Romania)") if several else _("County")


@colander.deferred
def county_missing(_node: Any, kw: dict[str, Any]) -> Any:
    """Needed where there is none but Romania; else the rule says so, which knows the country."""
    return "" if countries_of(kw["request"]) != ("RO",) else colander.required


def countries_of(request: Any) -> tuple[str, ...]:
    return quoting.offered(request)


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
    country = colander.SchemaNode(
        colander.String(), title=_("Country"), widget=country_widget, validator=country_offered,
        default=first_country, missing=first_country,
    )  # fmt: skip
    county = colander.SchemaNode(
        colander.String(),
        title=county_title,
        missing=county_missing,
        validator=colander.OneOf(list(RO_COUNTIES)),
        widget=widget.SelectWidget(values=COUNTIES, attributes={"autocomplete": "address-level1"}),
    )
    postal_code = text(_("Postal code"), "postal-code", high=12)
    company = text(_("Company"), "organization", missing="", description=_("Only for an invoice "
                   "to a company"))  # fmt: skip
    vat_id = text(_("VAT number (CUI)"), "off", missing="", high=20)
    registration_number = text(_("Trade register number"), "off", missing="", high=30)

    def deserialize(self, cstruct: Any = colander.null) -> Any:
        """Romania needs its county: said together with what else is missing, not after it."""
        given = cstruct.get("country") if isinstance(cstruct, dict) else None
        if (given or self["country"].default) == "RO":
            self["county"].missing = colander.required
        return super().deserialize(cstruct)


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


def bound(schema: colander.SchemaNode, request: Any) -> colander.SchemaNode:
    """The schema for one shop: it knows to which countries that sells."""
    return schema.bind(request=request)


def form(request: Any, action: str) -> Any:
    """The form, for a request's language."""
    forward = Button("continue", title=_("Continue to delivery"))
    return make_form(bound(AddressForm(), request), request, buttons=(forward,), action=action)


def values(cart: Any, own: Address | None = None, email: str = "") -> dict[str, Any]:
    """What the form shows of a cart; ``own`` and ``email`` are the signed-in buyer's, until the
    cart has its own."""
    address = Address.of(cart.shipping_address) or own
    return postal(address) | {"email": cart.email or email, "note": cart.note or ""}


def postal(address: Address | None) -> dict[str, str]:
    """What a form shows of an address."""
    known = {node.name for node in PostalForm().children}
    shown = address.to_json() if address else {}
    return {name: value for name, value in shown.items() if name in known}


def fields(given: dict[str, Any]) -> dict[str, Any]:
    """A cart's fields from the validated form."""
    given = dict(given)
    email, note = given.pop("email"), given.pop("note")
    return {
        "email": email,
        "note": note or None,
        "shipping_address": Address(**given).to_json(),
        "billing_address": None,
    }
