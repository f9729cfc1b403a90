"""Drafts and left carts: what the admin API takes and answers."""

from ecommus.web import schema as s
from ecommus.web.storefront.api.schemas import (
    NULLABLE,
    Address,
    Cart,
    CartFields,
    Line,
    Method,
    OptionalMoney,
)


class DraftQuery(s.Shape):
    patterns = ("filter[",)
    q = s.text(0, 200, missing="")


class Agreed(s.Money):
    """A price per unit that holds whatever promotions there are; null: the shop's own."""

    nullable = True
    amount = s.amount()


class DraftLine(s.Shape):
    """Name a variant by ``sku`` or by ``variant_id``."""

    sku = s.text(1, 200, missing=None)
    variant_id = s.uuid(missing=None)
    quantity = s.integer(1, 9999, missing=1)
    agreed_price = Agreed(missing=None)
    price_reason = s.text(0, 200, missing="")


class DraftLineChange(s.Shape):
    """What is not named stays; a quantity of zero takes the line out."""

    quantity = s.integer(0, 9999, missing=s.drop)
    agreed_price = Agreed(missing=s.drop)
    price_reason = s.text(0, 200, missing="")


class DraftInput(s.Shape):
    """A new draft; with ``customer_id`` their e-mail and addresses come from their account."""

    optional_body = True
    name = s.text(0, 120, **NULLABLE)
    currency = s.text(3, 3, **NULLABLE)
    customer_id = s.uuid(**NULLABLE)
    email = s.email(**NULLABLE)
    shipping_address = Address(missing=None)
    billing_address = Address(missing=None)
    shipping_method = s.text(1, 80, **NULLABLE)
    payment_method = s.text(1, 80, **NULLABLE)
    coupons = s.list_of(s.text(1, 50, name="code"), 10, missing=())
    note = s.text(0, 1000, **NULLABLE)
    lines = s.list_of(DraftLine(name="line"), 100, missing=())


class DraftChange(CartFields):
    """What is not named stays; null takes a value away. Another ``currency`` takes agreed prices
    away."""

    name = s.text(0, 120, nullable=True, missing=s.drop)
    customer_id = s.uuid(missing=s.drop)


class AgreedLine(Line):
    """A line; ``agreed_price`` where staff agreed on one."""

    agreed_price = OptionalMoney(missing=None)
    price_reason = s.text(**NULLABLE)


class Draft(Cart):
    """A cart of the staff, with the ways to send and to pay it."""

    id = s.uuid()
    name = s.text(**NULLABLE)
    drafted_by = s.text()
    customer_id = s.uuid(**NULLABLE)
    lines = s.list_of(AgreedLine(name="line"))
    shipping_methods = s.list_of(Method(name="method"))
    payment_methods = s.list_of(Method(name="method"))
    sent_at = s.time(**NULLABLE)
    ordered_at = s.time(**NULLABLE)
    updated_at = s.time()
    version = s.integer()


class CartRow(s.Shape):
    """A cart in a list; ``value``: its goods at the prices of today, in the shop's own currency."""

    id = s.uuid()
    email = s.text(**NULLABLE)
    units = s.integer()
    value = s.Money()
    goods = s.list_of(s.text(name="title"))
    updated_at = s.time()
    ordered_at = s.time(**NULLABLE)
    order_id = s.uuid(**NULLABLE)


class DraftRow(CartRow):
    """A draft in a list."""

    name = s.text(**NULLABLE)
    drafted_by = s.text()
    sent_at = s.time(**NULLABLE)
    version = s.integer()


class LeftCart(CartRow):
    """A cart that was left: whether a mail reminded of it, and brought its buyer back."""

    left_at = s.time()
    reminded_at = s.time(**NULLABLE)
    recovered_at = s.time(**NULLABLE)


class NoteInput(s.Shape):
    """For the staff alone; nobody changes it afterwards."""

    text = s.text(1, 2000)
