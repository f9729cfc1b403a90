"""Giving money back: what the admin API takes and answers."""

from ecommus.web import schema as s
from ecommus.web.storefront.api.schemas import NULLABLE


class RefundLine(s.Shape):
    line_id = s.uuid()
    quantity = s.integer(1, 9999)


class RefundInput(s.Shape):
    """Lines and delivery, or an ``amount`` by itself."""

    lines = s.list_of(RefundLine(name="line"), 100, missing=())
    shipping = s.boolean(missing=False)
    shipping_amount = s.Money(missing=None)
    amount = s.Money(missing=None)
    reason = s.text(0, 200, missing="")
    reference = s.text(0, 200, missing="")
    restock = s.boolean(missing=False)
    as_store_credit = s.boolean(missing=False)
    dry_run = s.boolean(missing=False)


class RefundPart(s.Shape):
    line_id = s.uuid()
    quantity = s.integer()
    amount = s.Money()
    tax = s.Money()


class Refund(s.Shape):
    """What a refund comes to. ``status`` is proposed for a dry run, which has no ``id``."""

    id = s.uuid(**NULLABLE)
    status = s.choice("proposed", "requested", "processing", "done", "failed")
    lines = s.list_of(RefundPart(name="line"))
    shipping = s.Money()
    total = s.Money()
    tax = s.Money()


class RefundRow(s.Shape):
    """A refund of an order. ``surplus``: money that came although nobody waited for it."""

    id = s.uuid()
    payment_id = s.uuid()
    # The gift card or store credit it goes to; and of which refund it is a part.
    balance_id = s.uuid(**NULLABLE)
    part_of = s.uuid(**NULLABLE)
    status = s.choice("requested", "processing", "done", "failed")
    amount = s.Money()
    shipping = s.Money()
    lines = s.list_of(s.anything(name="line"))
    reason = s.text()
    reference = s.text()
    error = s.text()
    restock = s.boolean()
    surplus = s.boolean()
    credit_note_id = s.uuid(**NULLABLE)
    created_at = s.time()
    done_at = s.time(**NULLABLE)
