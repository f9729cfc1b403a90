"""Carts with promotions, generated: what the property tests of prices draw from."""

from decimal import Decimal

from hypothesis import strategies as st

from ecommus.core.pricing import Change, PriceLine, PriceQuestion
from ecommus.core.promotions import Action, Filters, Promotion, Rule
from ecommus.core.promotions.conditions import Buyer
from ecommus.core.tax import Rounding

CATEGORIES = ("cups", "plates", "textiles")
PRODUCTS = ("p1", "p2", "p3")
percentages = st.integers(0, 10_000).map(lambda n: Decimal(n) / 100)
amounts = st.integers(0, 10**5)

filters = st.builds(
    Filters,
    products=st.frozensets(st.sampled_from(PRODUCTS), max_size=2),
    categories=st.frozensets(st.sampled_from(CATEGORIES), max_size=2),
    min_price=st.none() | amounts,
    max_price=st.none() | amounts,
)
rules = st.one_of(
    st.builds(Rule, st.just("cart_quantity"), count=st.integers(1, 5)),
    st.builds(Rule, st.just("item_total"), amount=amounts, currency=st.just("RON")),
    st.builds(Rule, st.just("has_category"), category=st.sampled_from(CATEGORIES)),
    st.builds(Rule, st.just("contains_product"), product=st.sampled_from(PRODUCTS)),
)
fixed = {"amount": amounts, "currency": st.sampled_from(["RON", "EUR"]), "filters": filters}
rate = {"percentage": percentages, "filters": filters}
actions = st.one_of(
    st.builds(Action, st.just("order_fixed"), **fixed),
    st.builds(Action, st.just("item_fixed"), **fixed),
    st.builds(Action, st.just("order_percentage"), **rate),
    st.builds(Action, st.just("item_percentage"), **rate),
    st.builds(Action, st.just("shipping_percentage"), percentage=percentages),
    st.builds(Action, st.just("free_gift"), product=st.sampled_from(PRODUCTS)),
    st.builds(
        Action, st.just("buy_x_get_y"), **rate, buy=st.integers(1, 4), get=st.integers(1, 3),
        gets=st.none() | filters,
    ),
)  # fmt: skip
promotions = st.builds(
    Promotion,
    id=st.uuids().map(str),
    name=st.just("P"),
    priority=st.integers(0, 3),
    exclusive=st.sampled_from([False, False, False, True]),
    coupon_based=st.booleans(),
    coupons=st.frozensets(st.sampled_from(["A", "B"]), max_size=1),
    applies_to_discounted=st.booleans(),
    left=st.none() | st.integers(0, 2),
    rules=st.lists(rules, max_size=2).map(tuple),
    actions=st.lists(actions, min_size=1, max_size=3).map(tuple),
)


@st.composite
def lines(draw, most=10, priciest=10**7):
    """A line whose price may have been lowered before, with a floor of its own."""
    price = draw(st.integers(0, priciest))
    before = price + draw(st.integers(0, 500))
    changed = draw(st.sampled_from([None, "price_list:l", "catalog_promotion:c"]))
    changes = (Change(changed, before, price, "x"),) if changed and before != price else ()
    return PriceLine(
        key=str(draw(st.uuids())),
        quantity=draw(st.integers(1, most)),
        unit_price=price,
        original_unit_price=before if changes else None,
        tax_category=draw(st.sampled_from(["standard", "reduced", "unheard-of", None])),
        product=draw(st.sampled_from(PRODUCTS)),
        categories=draw(st.frozensets(st.sampled_from(CATEGORIES), max_size=2)),
        min_price=draw(st.sampled_from([0, 0, price // 2, price, price + 100])),
        changes=changes,
    )


@st.composite
def questions(draw, rates, on):
    """Any cart a shop may be asked to price."""
    included = draw(st.booleans())
    return PriceQuestion(
        currency="RON",
        lines=tuple(draw(st.lists(lines(), max_size=8))),
        shipping=draw(st.none() | st.integers(0, 10**5)),
        shipping_tax_category=draw(st.sampled_from(["standard", None])),
        country="RO",
        on=on,
        rates=tuple(rates(included)),
        vat_registered=draw(st.booleans()),
        rounding=draw(st.sampled_from(Rounding)),
        promotions=tuple(draw(st.lists(promotions, max_size=4))),
        buyer=Buyer("RO", coupons=draw(st.frozensets(st.sampled_from(["A", "B"])))),
    )
