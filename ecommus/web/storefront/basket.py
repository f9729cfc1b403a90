"""The visitor's cart: found by its cookie, shown as a shape."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pyramid.i18n import TranslationStringFactory

from ecommus.core import tax_place
from ecommus.core.money import Money
from ecommus.core.orders import Cart as CartEntity
from ecommus.db.queries import sales
from ecommus.services import carts, gift_cards
from ecommus.services.tokens import new_token, token_hash
from ecommus.web import credentials
from ecommus.web.problems import translate
from ecommus.web.shoppers import customer_id_of
from ecommus.web.storefront import paid_with, shapes, variants
from ecommus.web.storefront.paid_with import PaidWith

_ = TranslationStringFactory("ecommus")
LIFE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Tax:
    name: str
    rate: str
    base: Money
    amount: Money


@dataclass(frozen=True, slots=True)
class Line:
    id: str
    title: str
    url: str
    image: Any
    options: tuple[tuple[str, str], ...]
    sku: str | None
    quantity: int
    unit_price: Money
    original_unit_price: Money | None
    total: Money
    problem: str | None


@dataclass(frozen=True, slots=True)
class Cart:
    """See docs/reference/theme-templates.md."""

    lines: tuple[Line, ...]
    items_total: Money
    discount_total: Money
    shipping_total: Money | None
    tax_total: Money
    taxes: tuple[Tax, ...]
    total: Money
    problems: tuple[str, ...]
    count: int
    # Names of what took something off; codes typed in; whether there are codes to type in.
    promotions: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    takes_codes: bool = False
    # What gift cards and store credit pay, and what is left to pay; whether there are cards at all.
    paid_with: tuple[PaidWith, ...] = ()
    to_pay: Money | None = None
    takes_cards: bool = False
    # The shop put it together: its contents are not the visitor's to change.
    fixed: bool = False
    # Whether ``taxes`` are in the prices, or on top of them.
    tax_included: bool = True

    @property
    def empty(self) -> bool:
        return not self.lines


def find(request: Any) -> CartEntity | None:
    """The cart behind the cookie, unless it was ordered already."""
    token = credentials.read_cookie(request, "cart")
    if not token:
        return None
    cart = sales.cart(request.db, token_hash(token))
    return None if cart is None or cart.ordered_at else cart


def find_or_make(request: Any) -> CartEntity:
    """The visitor's cart, or a new one whose token goes into the cookie."""
    cart = find(request)
    if cart is not None:
        return cart
    token = new_token()
    cart = make(request, token)
    remember(request, token)
    return cart


def remember(request: Any, token: str) -> None:
    """Make the cart of a token the visitor's own."""
    request.add_response_callback(
        lambda req, response: credentials.set_cookie(req, response, "cart", token, life=LIFE)
    )


def make(request: Any, token: str) -> CartEntity:
    """A new cart, known by its token's hash only; the shopper's own where one is signed in."""
    cart = CartEntity(
        token_hash=token_hash(token),
        currency=request.currency,
        locale=request.locale_name,
        customer_id=customer_id_of(request),
    )
    request.db.add(cart)
    request.db.flush()
    return cart


def belongs(request: Any, cart: CartEntity) -> None:
    """The cart, and the order it becomes, is whose it is now: somebody's, or a guest's."""
    cart.customer_id = customer_id_of(request)


def forget(response: Any, request: Any) -> None:
    """Take the cart's cookie away: what it named is an order now."""
    credentials.set_cookie(request, response, "cart", "", life=None)


def shape(request: Any, view: carts.CartView | None) -> Cart:
    """A priced cart as templates show it; None is an empty one."""
    currency = request.currency
    zero = Money(0, currency)
    if view is None:
        return Cart((), zero, zero, None, zero, (), zero, (), 0)
    priced = view.priced
    by_key = {entry.key: entry for entry in priced.lines}
    problems = {problem.line_id: message(request, problem) for problem in view.problems}
    cards = bool(view.cart.gift_cards) or gift_cards.exist(request)

    def money(amount: int) -> Money:
        return Money(amount, priced.currency)

    return Cart(
        lines=tuple(
            _line(request, view, line, by_key[str(line.id)], problems.get(line.id))
            for line in view.cart.lines
        ),
        items_total=money(priced.items_total),
        discount_total=money(priced.discount_total),
        shipping_total=None if priced.shipping_total is None else money(priced.shipping_total),
        tax_total=money(priced.tax_total),
        taxes=tuple(
            Tax(tax_name(request, row.name), percent(row.rate), money(row.base), money(row.amount))
            for row in priced.taxes
        ),
        total=money(priced.total),
        problems=tuple(message(request, p) for p in view.problems if p.line_id is None),
        count=view.count,
        promotions=tuple(entry.name for entry in priced.promotions),
        codes=tuple(view.cart.coupons),
        takes_codes=cards
        or bool(view.cart.coupons)
        or any(promotion.coupon_based for promotion in view.question.promotions),
        paid_with=paid_with.of_cart(request, view.funds, priced.currency),
        to_pay=view.to_pay,
        takes_cards=cards,
        fixed=view.cart.drafted_by is not None,
        tax_included=priced.tax_included,
    )


# What a sale without tax is called in its summary.
UNTAXED = {
    tax_place.NAMES[tax_place.Treatment.REVERSE_CHARGE]: _("Reverse charge"),
    tax_place.NAMES[tax_place.Treatment.EXPORT]: _("Export, no VAT"),
    tax_place.NAMES[tax_place.Treatment.EXEMPT]: _("Exempt from VAT"),
}


def tax_name(request: Any, name: str) -> str:
    """A tax as the shop calls it, or in the reader's language why there is none."""
    return translate(request, UNTAXED[name]) if name in UNTAXED else name


def percent(rate: Any) -> str:
    """``21.000`` → ``21 %``."""
    return f"{float(rate):g} %"


def message(request: Any, problem: carts.Problem) -> str:
    text = request.localizer.translate(problem.message, domain="ecommus")
    return text % dict(problem.params) if problem.params else text


@dataclass(frozen=True, slots=True)
class LineTexts:
    title: str
    options: tuple[tuple[str, str], ...]


def line_texts(request: Any, row: Any) -> LineTexts:
    """What a line is called in the request's language."""
    names, values = variants.names(row, request.locale_name)
    pairs = zip(row.options, row.option_values, strict=True)
    return LineTexts(
        title=shapes.title_of(row, request.locale_name),
        options=tuple((names.get(n, n), values.get(v, v)) for n, v in pairs),
    )


def _line(request: Any, view: carts.CartView, line: Any, entry: Any, problem: str | None) -> Line:
    row = view.row(line)
    texts = line_texts(request, row)
    products = request.storefront.child("products")
    original = entry.original_unit_price
    return Line(
        id=str(line.id),
        title=texts.title,
        url=request.to(products, row.slug, query={"variant": str(line.variant_id)}),
        image=shapes.image(request, row, texts.title),
        options=texts.options,
        sku=row.sku,
        quantity=line.quantity,
        unit_price=Money(entry.unit_price, view.priced.currency),
        original_unit_price=Money(original, view.priced.currency) if original else None,
        total=Money(entry.unit_price * line.quantity, view.priced.currency),
        problem=problem,
    )
