"""The account's addresses: the list, a form for a new one and for each, and their buttons."""

from dataclasses import dataclass
from typing import Any

import deform
from pyramid.i18n import TranslationStringFactory

from ecommus.core.customers import Address
from ecommus.core.errors import Refusal
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import customers as queries
from ecommus.plugin_sdk.interfaces import IOwnAddress, IOwnAddresses, IStorefront
from ecommus.plugin_sdk.views import page
from ecommus.services.customers import addresses as service
from ecommus.web import forms
from ecommus.web.storefront import address as postal
from ecommus.web.storefront.account import fields, frame

_ = TranslationStringFactory("ecommus")
OWN = {"within": IStorefront, "permission": P.SHOP_ACCOUNT}
POST = OWN | {"method": "POST"}


@dataclass(frozen=True, slots=True)
class Entry:
    """An address in the list."""

    lines: tuple[str, ...]
    default_shipping: bool
    default_billing: bool
    edit_url: str
    delete_url: str
    default_url: str


def entry(request: Any, row: Any) -> Entry:
    def to(*path: str) -> str:
        return frame.url(request, "addresses", str(row.id), *path)

    return Entry(
        lines=(Address.of(row.address) or Address()).lines(request.locale_name),
        default_shipping=row.default_shipping,
        default_billing=row.default_billing,
        edit_url=to(),
        delete_url=to("delete"),
        default_url=to("default"),
    )


@page(IOwnAddresses, template="account_addresses.pt", **OWN)
def own_addresses(context: Any, request: Any) -> dict[str, Any]:
    """All addresses."""
    rows = queries.addresses(request.db, context.__parent__.customer_id)
    return frame.page(
        request, "addresses", _("Addresses"),
        entries=[entry(request, row) for row in rows],
        new_url=frame.url(request, "addresses", "new"),
    )  # fmt: skip


def form_of(request: Any, *path: str) -> deform.Form:
    boxes = (
        fields.box("default_shipping", _("Send parcels here by default")),
        fields.box("default_billing", _("Write invoices to here by default")),
    )
    nodes = [*postal.bound(postal.PostalForm(), request).children, *boxes]
    action = frame.url(request, "addresses", *path)
    hidden = frame.hidden(request)
    return fields.form(request, _("Save the address"), action, *nodes, hidden=hidden)


def shown(request: Any, title: Any, form: str) -> dict[str, Any]:
    back = frame.url(request, "addresses")
    return frame.page(request, "addresses", title, intro=None, forms=[(None, form)], back_url=back)


def given_address(given: dict[str, Any]) -> tuple[Address, dict[str, bool]]:
    given = dict(given)
    defaults = {name: given.pop(name) for name in service.DEFAULTS}
    return Address(**given), defaults


@page(IOwnAddresses, name="new", template="account_form.pt", **OWN)
def new_address(context: Any, request: Any) -> dict[str, Any]:
    """The form for another address."""
    me = context.__parent__.entity
    given = {name: getattr(me, name) for name in ("first_name", "last_name", "phone", "company",
             "vat_id", "registration_number")}  # fmt: skip
    return shown(request, _("New address"), form_of(request, "new").render(given))


@page(IOwnAddresses, name="new", template="account_form.pt", **POST)
def add_address(context: Any, request: Any) -> Any:
    """Keep another address."""

    def add(address: Address, defaults: dict[str, bool]) -> None:
        service.add(request, context.__parent__.customer_id, address, **defaults)

    return save(request, _("New address"), form_of(request, "new"), add)


@page(IOwnAddress, template="account_form.pt", **OWN)
def edit_address(context: Any, request: Any) -> dict[str, Any]:
    """The form of one address."""
    row = context.entity
    given = postal.postal(Address.of(row.address))
    given |= {name: getattr(row, name) for name in service.DEFAULTS}
    return shown(request, _("Change the address"), form_of(request, str(row.id)).render(given))


@page(IOwnAddress, template="account_form.pt", **POST)
def change_address(context: Any, request: Any) -> Any:
    """Change one address."""

    def change(address: Address, defaults: dict[str, bool]) -> None:
        service.change(request, context.entity, address, **defaults)

    form = form_of(request, str(context.entity.id))
    return save(request, _("Change the address"), form, change)


def save(request: Any, title: Any, form: deform.Form, write: Any) -> Any:
    try:
        given = form.validate(request.POST.items())
        write(*given_address(given))
    except deform.ValidationFailure as failure:
        request.response.status_int = 422
        return shown(request, title, failure.render())
    except Refusal as refusal:
        forms.refuse(request, form, refusal, lambda name: name.removeprefix("address."))
        return shown(request, title, form.render(given))
    return frame.done(request, "added", "addresses")


@page(IOwnAddress, name="delete", **POST)
def delete_address(context: Any, request: Any) -> Any:
    """Take one away."""
    service.remove(request, context.entity)
    return frame.done(request, "removed", "addresses")


@page(IOwnAddress, name="default", **POST)
def make_default(context: Any, request: Any) -> Any:
    """Parcels and invoices go here from now on."""
    service.change(request, context.entity, **dict.fromkeys(service.DEFAULTS, True))
    return frame.done(request, "default", "addresses")
