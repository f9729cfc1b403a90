"""Promotions and coupons: what the admin API takes and answers."""

from ecommus.services.promotions import ACTION_FIELDS, MOST, RULE_FIELDS
from ecommus.web import schema as s
from ecommus.web import schema_texts as texts
from ecommus.web.storefront.api.schemas import NULLABLE

CURRENCY = {"missing": s.drop}
REFERENCE = {"missing": s.drop}


class Filters(s.Shape):
    """Which items; nothing named: all. Ids or addresses; prices per unit in minor units."""

    products = s.list_of(s.text(1, 200, name="product"), MOST, missing=s.drop)
    categories = s.list_of(s.text(1, 200, name="category"), MOST, missing=s.drop)
    min_price = s.amount(nullable=True, missing=s.drop)
    max_price = s.amount(nullable=True, missing=s.drop)


class PromotionRule(s.Shape):
    """A condition; which of the fields a type takes is checked."""

    type = s.choice(*RULE_FIELDS)
    amount = s.amount(missing=s.drop)
    currency = s.pattern("[A-Z]{3}", "This must be a currency code.", missing=s.drop)
    count = s.integer(1, 9999, missing=s.drop)
    category = s.text(1, 200, missing=s.drop)
    product = s.text(1, 200, missing=s.drop)
    group = s.text(1, 100, missing=s.drop)
    countries = s.list_of(
        s.pattern("[A-Z]{2}", "This must be a country code.", name="country"), 250, missing=s.drop
    )


class PromotionAction(s.Shape):
    """A discount; which of the fields a type takes is checked. ``percentage`` as ``"10.00"``."""

    type = s.choice(*ACTION_FIELDS)
    amount = s.amount(missing=s.drop)
    currency = s.pattern("[A-Z]{3}", "This must be a currency code.", missing=s.drop)
    percentage = s.pattern(r"\d{1,3}(\.\d{1,2})?", 'As text, as "10.00".', missing=s.drop)
    filters = Filters(missing=s.drop)
    gets = Filters(missing=s.drop)
    buy = s.integer(1, 9999, missing=s.drop)
    get = s.integer(1, 9999, missing=s.drop)
    product = s.text(1, 200, missing=s.drop)


class PromotionFields(s.Shape):
    """What a promotion says. Higher priority first; an exclusive one applies alone."""

    name = s.text(1, 200)
    translations = texts.translations(missing=s.drop)
    priority = s.integer(-1_000_000, 1_000_000, missing=0)
    enabled = s.boolean(missing=False)
    exclusive = s.boolean(missing=False)
    coupon_based = s.boolean(missing=False)
    applies_to_discounted = s.boolean(missing=True)
    returns_use = s.boolean(missing=True)
    starts_at = s.time(**NULLABLE)
    ends_at = s.time(**NULLABLE)
    usage_limit = s.integer(1, 2_000_000_000, **NULLABLE)
    rules = s.list_of(PromotionRule(name="rule"), MOST, missing=())
    actions = s.list_of(PromotionAction(name="action"), MOST)


class PromotionInput(PromotionFields):
    """A new promotion."""


PromotionChange = s.partial(PromotionFields)


class Promotion(PromotionFields):
    """A promotion; ``used`` counts where there is a limit, ``orders`` those that it applied to."""

    id = s.uuid()
    used = s.integer()
    orders = s.integer()
    coupons = s.integer()
    version = s.integer()
    created_at = s.time()


class CouponFields(s.Shape):
    """Limits in all and per customer (by e-mail address), and when it ends."""

    usage_limit = s.integer(1, 2_000_000_000, **NULLABLE)
    customer_limit = s.integer(1, 1_000_000, **NULLABLE)
    expires_at = s.time(**NULLABLE)


class CouponInput(CouponFields):
    """One coupon. Codes know no small letters and no spaces."""

    code = s.text(3, 50)


CouponChange = s.partial(CouponFields)


class CouponBatch(CouponFields):
    """Many codes that nobody can guess: prefix, ``length`` random characters, suffix."""

    count = s.integer(1, 10_000)
    length = s.integer(6, 32, missing=10)
    prefix = s.text(0, 15, missing="")
    suffix = s.text(0, 15, missing="")


class Coupon(CouponInput):
    """A coupon and how often it was used."""

    id = s.uuid()
    used = s.integer()
    version = s.integer()
    created_at = s.time()


class Codes(s.Shape):
    """The codes that were made."""

    codes = s.list_of(s.text(name="code"), 10_000)


class WhatIf(s.Shape):
    """What the promotion would have done to the orders of the last days."""

    days = s.integer()
    orders = s.integer()
    applied = s.integer()
    amount = s.Money()
