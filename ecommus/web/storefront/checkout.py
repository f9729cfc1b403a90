"""The checkout: address → shipping → payment → summary, each a page with a form.

Guests first: nobody is asked for an account. The pages are never cached, so they may carry an
idempotency key: pressing the button twice makes one order.
"""

from typing import Any

from deform import ValidationFailure
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.i18n import TranslationStringFactory

from ecommus.core.balances import COVERED
from ecommus.core.customers import Address, check_address
from ecommus.core.errors import Invalid, Refusal
from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.core.ports import ShippingQuote
from ecommus.db.queries import customers
from ecommus.plugin_sdk.interfaces import ICheckout, ICheckoutStep, IStorefront
from ecommus.plugin_sdk.views import page
from ecommus.services import balances, carts, checkout
from ecommus.services.customers import addresses
from ecommus.services.tokens import new_token
from ecommus.web import forms
from ecommus.web.idempotency import FIELD
from ecommus.web.problems import translate
from ecommus.web.shoppers import customer_id_of
from ecommus.web.storefront import address, basket, pay
from ecommus.web.storefront.account import frame as account
from ecommus.web.storefront.checkout_shapes import Method, Step, Summary

_ = TranslationStringFactory("ecommus")

STEPS = {
    "address": _("Address"),
    "shipping": _("Delivery"),
    "payment": _("Payment"),
    "summary": _("Summary"),
}
BUTTON = _("Order with obligation to pay")


def first_open(cart: Any) -> str:
    """The step that is still to do."""
    if not cart.email or not cart.shipping_address:
        return "address"
    if not cart.shipping_method:
        return "shipping"
    return "summary" if cart.payment_method else "payment"


def url(request: Any, step: str) -> str:
    return request.to(request.storefront.child("checkout").step(step))


def frame(request: Any, cart: Any, step: str, error: str | None = None) -> dict[str, Any]:
    """What every step shows: where one is, and the cart beside it."""
    request.response.headers["Cache-Control"] = "private, no-store"
    here = list(STEPS).index(step)
    steps = [
        Step(code, translate(request, label), url(request, code), index < here, code == step)
        for index, (code, label) in enumerate(STEPS.items())
    ]
    view = carts.look(request, cart)
    if not cart.lines:
        # What was in it was deleted.
        raise HTTPSeeOther(request.shop.cart_url)
    return {
        "view": view,
        "step": step,
        "steps": steps,
        "cart": basket.shape(request, view),
        "error": error,
        "robots": "noindex",
        "form": None,
        "methods": [],
        "credit": None,
        "credit_used": False,
        "paid_before": False,
        "action": url(request, step),
        "hidden": [],
        "summary": None,
        "button": None,
        "signed_in": request.identity.label if customer_id_of(request) else None,
        "sign_in_url": account.url(request, "sign-in", next=url(request, "address")),
    }


def needed(request: Any, step: str) -> Any:
    """The cart; or where to go instead, when it is empty or an earlier step is still to do."""
    cart = basket.find(request)
    if cart is None or not cart.lines:
        return None, HTTPSeeOther(request.shop.cart_url)
    order = list(STEPS)
    first = first_open(cart)
    if order.index(first) < order.index(step):
        return None, HTTPSeeOther(url(request, first))
    return cart, None


def refuse(request: Any, refusal: Refusal, step: str) -> dict[str, Any]:
    """The step again, with the reason; nothing of the attempt is kept."""
    request.db.rollback_to_start()
    request.response.status_int = 422
    cart = basket.find(request)
    error = translate(request, refusal.message, refusal.params)
    return SHOW[step](request, cart, error)


def show_address(request: Any, cart: Any, error: str | None = None) -> dict[str, Any]:
    values = frame(request, cart, "address", error)
    own, email = None, ""
    if values["signed_in"]:
        email = request.identity.label
        if not cart.shipping_address:
            own = addresses.default(customers.addresses(request.db, request.identity.id))
    form = address.form(request, url(request, "address"))
    values["form"] = form.render(address.values(cart, own, email))
    return values


def show_shipping(request: Any, cart: Any, error: str | None = None) -> dict[str, Any]:
    values = frame(request, cart, "shipping", error)
    view = values["view"]
    chosen = cart.shipping_method or (view.quotes[0].code if view.quotes else None)
    values["methods"] = [
        Method(q.code, q.title, q.description, q.price, q.code == chosen, place_of(q))
        for q in view.quotes
    ]
    if not view.quotes:
        values["error"] = translate(request, "We do not deliver to this address.")
    return values


def place_of(quote: ShippingQuote) -> tuple[str, ...]:
    """Where a quote is picked up, line by line."""
    return tuple(quote.pickup.splitlines())


def show_payment(request: Any, cart: Any, error: str | None = None) -> dict[str, Any]:
    values = frame(request, cart, "payment", error)
    funds, owner = values["view"].funds, customer_id_of(request)
    currency = values["view"].priced.currency
    # Offered for the whole rest: the box for store credit may be ticked or not.
    rest = Money(funds.to_pay + funds.credit, currency)
    values["paid_before"] = funds.covered and not funds.credit
    values["credit"] = Money(balances.available(request, owner, currency), currency)
    values["credit_used"] = cart.use_store_credit
    if values["paid_before"]:
        return values
    choices = carts.payment_choices(request, rest)
    known = {choice.code for choice in choices}
    chosen = cart.payment_method if cart.payment_method in known else next(iter(known), None)
    values["methods"] = [
        Method(c.code, c.title, c.description, None, c.code == chosen) for c in choices
    ]
    if not choices:
        values["error"] = translate(request, "This order cannot be paid at present.")
    return values


def show_summary(request: Any, cart: Any, error: str | None = None) -> Any:
    values = frame(request, cart, "summary", error)
    view = values["view"]
    quote = view.shipping
    choices = {choice.code: choice for choice in carts.ways_to_pay(request, view)}
    choice = choices.get(COVERED if view.funds.covered else cart.payment_method)
    if choice is None and error is None:
        # The way that was chosen is none any more: another sum is left to pay.
        return HTTPSeeOther(url(request, "payment"))
    shipping = Address.of(cart.shipping_address) or Address()
    billing = Address.of(cart.billing_address) or shipping
    values["summary"] = Summary(
        email=cart.email or "",
        shipping_address=shipping.lines(request.locale_name),
        billing_address=billing.lines(request.locale_name),
        shipping=quote
        and Method(quote.code, quote.title, quote.description, quote.price, True, place_of(quote)),
        payment=choice and Method(choice.code, choice.title, choice.description, None, True),
        links=request.shop.pages,
    )
    values["button"] = translate(request, BUTTON)
    values["hidden"] = [(FIELD, new_token())]
    return values


SHOW = {
    "address": show_address,
    "shipping": show_shipping,
    "payment": show_payment,
    "summary": show_summary,
}


def save_address(request: Any, cart: Any) -> Any:
    """Keep e-mail and addresses, and hold the goods for a quarter of an hour."""
    form = address.form(request, url(request, "address"))
    try:
        given = form.validate(request.POST.items())
    except ValidationFailure as failure:
        request.response.status_int = 422
        values = frame(request, cart, "address")
        values["form"] = failure.render()
        return values
    fields = address.fields(given)
    if customer_id_of(request) and not given["company"]:
        # Whoever saved another address for invoices wants them there; the summary shows it.
        own = addresses.for_invoices(customers.addresses(request.db, request.identity.id))
        fields["billing_address"] = own and own.to_json()
    try:
        check_address(Address.of(fields["shipping_address"]), "shipping_address")
    except Invalid as refusal:
        # Beside its field, and with everything that was typed.
        forms.refuse(request, form, refusal, lambda name: name.rpartition(".")[2])
        values = frame(request, basket.find(request), "address")
        values["form"] = form.render()
        return values
    if fields["billing_address"]:
        check_address(Address.of(fields["billing_address"]), "billing_address")
    carts.change(request, cart, fields)
    basket.belongs(request, cart)
    checkout.reserve(request, cart)
    return HTTPSeeOther(url(request, "shipping"))


def save_shipping(request: Any, cart: Any) -> Any:
    """Choose how it is sent."""
    code = request.POST.get("method", "")
    view = carts.look(request, cart)
    carts.check_method(view, code, view.quotes, "method")
    carts.change(request, cart, {"shipping_method": code})
    return HTTPSeeOther(url(request, "payment"))


def save_payment(request: Any, cart: Any) -> Any:
    """Choose how it is paid, and whether one's store credit pays first."""
    code = request.POST.get("method", "")
    basket.belongs(request, cart)
    wanted = request.POST.get("credit") == "yes" and cart.customer_id is not None
    balances.use_credit(cart, wanted)
    view = carts.look(request, cart)
    code = COVERED if view.funds.covered else code
    carts.check_method(view, code, carts.ways_to_pay(request, view), "method")
    carts.change(request, cart, {"payment_method": code})
    return HTTPSeeOther(url(request, "summary"))


def place(request: Any, cart: Any) -> Any:
    """The button: one order, however often it is pressed."""
    basket.belongs(request, cart)
    order, token = checkout.place(request, cart, cart.payment_method)
    place_of_order = request.storefront.child("orders")
    # Where somebody else takes the money, it is paid first.
    to_pay = pay.link(request, order)
    placed = to_pay or request.to(place_of_order, token, query={"placed": "1"})
    response = HTTPSeeOther(placed)
    basket.forget(response, request)
    return response


SAVE = {
    "address": save_address,
    "shipping": save_shipping,
    "payment": save_payment,
    "summary": place,
}


@page(ICheckout, within=IStorefront, permission=P.SHOP_BUY)
def begin(_checkout: Any, request: Any) -> Any:
    """The checkout begins with the address: saving it is what holds the goods."""
    return HTTPSeeOther(url(request, "address"))


@page(ICheckoutStep, within=IStorefront, permission=P.SHOP_BUY, template="checkout.pt")
def show(step: Any, request: Any) -> Any:
    """A step with what was chosen in it before."""
    cart, elsewhere = needed(request, step.code)
    return elsewhere or SHOW[step.code](request, cart)


@page(
    ICheckoutStep, within=IStorefront, method="POST", permission=P.SHOP_BUY,
    template="checkout.pt", rate="checkout",
)  # fmt: skip
def save(step: Any, request: Any) -> Any:
    """Keep what was given in a step and go on to the next; after the last there is an order."""
    cart, elsewhere = needed(request, step.code)
    if elsewhere:
        return elsewhere
    try:
        return SAVE[step.code](request, cart)
    except Refusal as refusal:
        return refuse(request, refusal, step.code)
