"""Orders: what the admin API takes and answers."""

from typing import Any

from ecommus.core.errors import Invalid
from ecommus.web import schema as s
from ecommus.web.admin.api.refund_schemas import RefundRow
from ecommus.web.storefront.api.schemas import NULLABLE, Address, OutAddress, Totals


class OrderQuery(s.Shape):
    patterns = ("filter[",)
    q = s.text(0, 200, missing="")


class OrderRow(s.Shape):
    """An order in a list."""

    id = s.uuid()
    number = s.text()
    placed_at = s.time()
    email = s.text()
    status = s.text()
    payment_status = s.text()
    fulfilment_status = s.text()
    total = s.Money()
    refunded_total = s.Money()


class Fulfilment(s.Shape):
    id = s.uuid()
    lines = s.list_of(s.anything(name="line"))
    carrier = s.text()
    tracking_number = s.text()
    tracking_url = s.text(0, 2000)
    created_at = s.time()


class Payment(s.Shape):
    """An attempt to pay, or what a gift card or store credit paid (``balance_id``). ``claim``: what
    its provider is being asked for, if anything."""

    id = s.uuid()
    gateway = s.text()
    balance_id = s.uuid(**NULLABLE)
    status = s.choice("pending", "authorized", "paid", "failed", "cancelled")
    amount = s.Money()
    captured = s.Money()
    refunded = s.Money()
    reference = s.text()
    claim = s.choice("", "authorize", "capture", "void")
    error = s.text()


class TimelineEntry(s.Shape):
    kind = s.text()
    at = s.time()
    actor = s.text()
    data = s.map_of()


class OrderLineState(s.Shape):
    id = s.uuid()
    fulfilled = s.integer()


class Order(Totals):
    """An order as staff see it."""

    id = s.uuid()
    number = s.text()
    status = s.text()
    payment_status = s.text()
    fulfilment_status = s.text()
    placed_at = s.time()
    email = s.text()
    locale = s.text()
    exchange_rate = s.text(**NULLABLE)
    note = s.text(0, 1000, **NULLABLE)
    shipping_address = OutAddress()
    billing_address = OutAddress()
    shipping_method = s.text()
    payment_method = s.text()
    fulfilled = s.list_of(OrderLineState(name="line"))
    fulfilments = s.list_of(Fulfilment(name="fulfilment"))
    payments = s.list_of(Payment(name="payment"))
    refunded_total = s.Money()
    refunds = s.list_of(RefundRow(name="refund"))
    timeline = s.list_of(TimelineEntry(name="entry"))
    explanation = s.list_of(s.anything(name="step"))
    version = s.integer()


class FulfilLine(s.Shape):
    line_id = s.uuid()
    quantity = s.integer(1, 9999)


class FulfilInput(s.Shape):
    """No lines: everything that is still open."""

    optional_body = True
    lines = s.list_of(FulfilLine(name="line"), 100, missing=())
    carrier = s.text(0, 100, missing="")
    tracking_number = s.text(0, 100, missing="")
    tracking_url = s.pattern("(?:https://[^\\s]{1,1990})?", "Use an https address.", missing="")


class InvoiceInput(s.Shape):
    """``exchange_rate``: RON for one unit of the order's currency, when that is another."""

    optional_body = True
    exchange_rate = s.pattern(
        "[0-9]{1,4}(?:\\.[0-9]{1,6})?", "Write a decimal: 5.0876.", missing=None
    )
    work_point = s.pattern("[A-Z0-9]{0,5}", "Up to 5 capital letters and digits.", missing="")


class CancelInput(s.Shape):
    optional_body = True
    reason = s.text(0, 500, missing="")
    refund = s.boolean(missing=False)


class PaidInput(s.Shape):
    optional_body = True
    reference = s.text(0, 200, missing="")


class EditLine(s.Shape):
    """Zero takes the line out."""

    line_id = s.uuid()
    quantity = s.integer(0, 9999)


class AddedLine(s.Shape):
    sku = s.text(1, 200)
    quantity = s.integer(1, 9999)


class EditInput(s.Shape):
    """Lines that are not named stay as they are; so does the delivery price when null."""

    lines = s.list_of(EditLine(name="line"), 100, missing=())
    added = s.list_of(AddedLine(name="line"), 100, missing=())
    shipping = s.Money(nullable=True, missing=None)
    reason = s.text(0, 500, missing="")
    dry_run = s.boolean(missing=False)


class EditedLine(s.Shape):
    name = s.text()
    sku = s.text(0, 200, **NULLABLE)
    quantity_before = s.integer()
    quantity_after = s.integer()
    total_before = s.Money()
    total_after = s.Money()


class Edit(s.Shape):
    """What an edit comes to; a negative difference is given back."""

    applied = s.boolean()
    total_before = s.Money()
    total_after = s.Money()
    difference = s.Money()
    lines = s.list_of(EditedLine(name="line"))
    explanation = s.list_of(s.anything(name="step"))
    version = s.integer()


class OrderChange(s.Shape):
    """What is not named stays."""

    email = s.email(missing=s.drop)
    shipping_address = Address(nullable=False, missing=s.drop)
    billing_address = Address(nullable=False, missing=s.drop)
    note = s.text(0, 1000, nullable=True, missing=s.drop)


def check_currency(given: Any, currency: str) -> None:
    """Invalid unless a delivery price is in the order's money, and not below zero."""
    if given is None:
        return
    if given["currency"] != currency:
        text = "This must be in %(currency)s."
        raise Invalid("currency_invalid", text, field="shipping.currency", currency=currency)
    if given["amount"] < 0:
        raise Invalid("amount_invalid", "An amount is zero or more.", field="shipping.amount")
