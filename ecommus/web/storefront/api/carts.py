"""Carts and checkout. Every change answers with the whole cart."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound

from ecommus.core.customers import Address, check_address
from ecommus.core.ids import parse_uuid
from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import ICart, ICarts, IStorefront
from ecommus.plugin_sdk.views import api
from ecommus.services import balances, carts, checkout, gift_cards
from ecommus.services.tokens import new_token
from ecommus.web import currency
from ecommus.web.api import money
from ecommus.web.storefront import basket, paid_with
from ecommus.web.storefront.api import schemas
from ecommus.web.storefront.api.orders import order_shape

BUY = {"within": IStorefront, "permission": P.SHOP_BUY}
VIEW = {"within": IStorefront, "permission": P.SHOP_VIEW}
CHANGE = BUY | {"returns": schemas.Cart, "rate": "checkout"}


def open_cart(context: Any, request: Any) -> Any:
    """The cart, unless it became an order already."""
    carts.check_open(context.entity)
    return context.entity


def own_cart(context: Any, request: Any) -> Any:
    """The open cart, whose contents are its buyer's to change."""
    cart = open_cart(context, request)
    carts.check_own(cart)
    return cart


def shape(
    request: Any, cart: Any, token: str, rows: Any = None, *, explain: bool = False,
    view: carts.CartView | None = None,
) -> dict[str, Any]:  # fmt: skip
    """A cart as the API shows it; ``rows`` as in ``carts.look``, ``view`` what that answered."""
    view = view or carts.look(request, cart, rows)
    priced = view.priced
    by_key = {entry.key: entry for entry in priced.lines}

    def amount(value: int | None) -> Money | None:
        return money(value, priced.currency)

    answer = {
        "id": token,
        "currency": priced.currency,
        "email": cart.email,
        "shipping_address": cart.shipping_address,
        "billing_address": cart.billing_address,
        "shipping_method": cart.shipping_method,
        "payment_method": cart.payment_method,
        "note": cart.note,
        "lines": [_line(request, view, line, by_key[str(line.id)]) for line in cart.lines],
        "items_total": amount(priced.items_total),
        "discount_total": amount(priced.discount_total),
        "shipping_total": amount(priced.shipping_total),
        "tax_total": amount(priced.tax_total),
        "tax_included": priced.tax_included,
        "total": amount(priced.total),
        "taxes": [
            {
                "rate": f"{row.rate:.2f}",
                "name": row.name,
                "base": amount(row.base),
                "amount": amount(row.amount),
            }
            for row in priced.taxes
        ],
        "balance_total": amount(view.funds.paid),
        "to_pay": amount(view.funds.to_pay),
        "paid_with": paid_with.shapes(paid_with.of_cart(request, view.funds, priced.currency)),
        "coupons": cart.coupons,
        "gift_cards": cart.gift_cards,
        "use_store_credit": cart.use_store_credit,
        "promotions": [
            {"id": entry.id, "name": entry.name, "amount": amount(entry.amount)}
            for entry in priced.promotions
        ],
        "problems": [
            {
                "code": problem.code,
                "message": basket.message(request, problem),
                "line_id": problem.line_id,
            }
            for problem in view.problems
        ],
    }
    if explain:
        answer["explanation"] = priced.explain()
    return answer


def _line(request: Any, view: Any, line: Any, entry: Any) -> dict[str, Any]:
    row, currency = view.row(line), view.priced.currency
    shown = basket.line_texts(request, row)
    return {
        "id": line.id,
        "variant_id": line.variant_id,
        "product": row.slug,
        "sku": row.sku,
        "name": shown.title,
        "options": [{"name": name, "value": value} for name, value in shown.options],
        "quantity": line.quantity,
        "unit_price": money(entry.unit_price, currency),
        "original_unit_price": money(entry.original_unit_price, currency),
        "discount": money(entry.discount, currency),
        "tax": money(entry.tax, currency),
        "tax_rate": entry.tax_rate,
        "total": money(entry.total, currency),
    }


@api(ICarts, method="POST", query=schemas.CurrencyQuery, status=201, secret=True, **CHANGE)
def create(context: Any, request: Any) -> dict[str, Any]:
    """A new cart. Its ``id`` is a secret: whoever has it can change and order the cart."""
    token = new_token()
    cart = basket.make(request, token)
    request.response.status_int = 201
    request.response.location = f"{request.path_url.rstrip('/')}/{token}"
    return shape(request, cart, token)


@api(ICart, query=schemas.CartQuery, returns=schemas.Cart, **VIEW)
def show(context: Any, request: Any) -> dict[str, Any]:
    """The cart; ``explain=1`` adds how each sum came about."""
    explain = bool(request.query["explain"])
    return shape(request, context.entity, context.__name__, explain=explain)


@api(ICart, method="PATCH", schema=schemas.CartChange, errors=(409,), **CHANGE)
def change(context: Any, request: Any) -> dict[str, Any]:
    """Set e-mail, addresses, methods, codes or note. A gift card's code is given among the coupons
    and adds the card; ``gift_cards`` names those that stay."""
    cart, changes = open_cart(context, request), dict(request.validated)
    if "currency" in changes:
        carts.check_own(cart)
        currency.check(request, changes["currency"])
    for name in ("shipping_address", "billing_address"):
        if changes.get(name):
            check_address(Address(**changes[name]), name)
    if (kept := changes.pop("gift_cards", None)) is not None:
        gift_cards.keep(cart, kept)
    if (codes := changes.pop("coupons", None)) is not None:
        gift_cards.set_codes(request, cart, codes)
    if (wanted := changes.pop("use_store_credit", None)) is not None:
        use_credit(request, cart, wanted)
    carts.change(request, cart, changes)
    view = carts.look(request, cart)
    if changes.get("shipping_method"):
        carts.check_method(view, changes["shipping_method"], view.quotes, "shipping_method")
    if changes.get("payment_method"):
        # Also while balances pay all of it: they may be taken out again.
        total = Money(view.priced.total, view.priced.currency)
        choices = [*carts.ways_to_pay(request, view), *carts.payment_choices(request, total)]
        carts.check_method(view, changes["payment_method"], choices, "payment_method")
    return shape(request, cart, context.__name__)


def use_credit(request: Any, cart: Any, wanted: bool) -> None:
    """Whoever is signed in pays with their own store credit."""
    if wanted:
        basket.belongs(request, cart)
    balances.use_credit(cart, wanted)


@api(ICart, name="lines", method="POST", schema=schemas.NewLine, errors=(409,), **CHANGE)
def add_line(context: Any, request: Any) -> dict[str, Any]:
    """Put units of a variant in; a variant already there gets more."""
    cart, given = own_cart(context, request), request.validated
    rows = carts.add(
        request, cart, given["quantity"], variant_id=given["variant_id"], sku=given["sku"]
    )
    return shape(request, cart, context.__name__, rows)


def find_line(context: Any, request: Any) -> Any:
    """The line that the last segment names; 404 when the cart has no such line."""
    if len(request.subpath) != 1:
        raise HTTPNotFound()
    line_id = parse_uuid(request.subpath[0])
    line = context.entity.line(line_id) if line_id else None
    if line is None:
        raise HTTPNotFound()
    return line


LINE = CHANGE | {"name": "lines", "subpath": "line_id", "errors": (409,)}


@api(ICart, method="PATCH", schema=schemas.LineChange, **LINE)
def change_line(context: Any, request: Any) -> dict[str, Any]:
    """Another quantity; zero takes the line out."""
    line = find_line(context, request)
    cart = own_cart(context, request)
    rows = carts.set_quantities(request, cart, {line.id: request.validated["quantity"]})
    return shape(request, cart, context.__name__, rows)


@api(ICart, method="DELETE", **LINE)
def remove_line(context: Any, request: Any) -> dict[str, Any]:
    """Take a line out."""
    line = find_line(context, request)
    cart = own_cart(context, request)
    rows = carts.set_quantities(request, cart, {line.id: 0})
    return shape(request, cart, context.__name__, rows)


@api(ICart, name="shipping-methods", returns=schemas.Methods, **VIEW)
def shipping_methods(context: Any, request: Any) -> dict[str, Any]:
    """The ways to send this cart."""
    view = carts.look(request, context.entity)
    return {
        "items": [
            {
                "code": q.code,
                "title": q.title,
                "description": q.description,
                "price": q.price,
                "pickup": q.pickup,
            }
            for q in view.quotes
        ]
    }


@api(ICart, name="payment-methods", returns=schemas.Methods, **VIEW)
def payment_methods(context: Any, request: Any) -> dict[str, Any]:
    """The ways to pay this cart."""
    view = carts.look(request, context.entity)
    return {
        "items": [
            {
                "code": c.code,
                "title": c.title,
                "description": c.description,
                "price": None,
                "pickup": "",
            }
            for c in carts.ways_to_pay(request, view)
        ]
    }


@api(
    ICart, name="reserve", method="POST", returns=schemas.Cart, errors=(409,), rate="checkout",
    **BUY,
)  # fmt: skip
def reserve(context: Any, request: Any) -> dict[str, Any]:
    """Hold the cart's units for a quarter of an hour, while its buyer fills in the rest."""
    cart = open_cart(context, request)
    checkout.reserve(request, cart)
    return shape(request, cart, context.__name__)


@api(
    ICart, name="checkout", method="POST", schema=schemas.CheckoutInput, returns=schemas.Order,
    status=201, errors=(409,), rate="checkout", **BUY,
)  # fmt: skip
def place(context: Any, request: Any) -> dict[str, Any]:
    """Order the cart. A cart becomes at most one order."""
    cart = context.entity
    basket.belongs(request, cart)
    if (wanted := request.validated["use_store_credit"]) is not None:
        balances.use_credit(cart, wanted)
    method = request.validated["payment_method"] or cart.payment_method
    order, token = checkout.place(request, cart, method)
    request.response.status_int = 201
    request.response.location = f"{request.host_url}/api/storefront/orders/{token}"
    return order_shape(request, order, token, placed_now=True)
