"""Returns: what the admin API takes and answers."""

from ecommus.core.returns import Reason
from ecommus.web import schema as s
from ecommus.web.storefront.api import return_schemas as shared
from ecommus.web.storefront.api.schemas import NULLABLE


class ReturnQuery(s.Shape):
    patterns = ("filter[",)
    q = s.text(0, 200, missing="")


class ReturnRow(s.Shape):
    """A return in a list. ``units``: announced, over all lines."""

    id = s.uuid()
    number = s.text()
    status = s.text()
    order_id = s.uuid()
    order_number = s.text()
    email = s.text()
    units = s.integer()
    created_at = s.time()


class Return(shared.Return):
    """A return as staff see it. ``withdrawal_id``: the declaration that it follows from."""

    order_id = s.uuid()
    order_number = s.text()
    requested_by = s.text()
    withdrawal_id = s.uuid(**NULLABLE)
    version = s.integer()


class ReturnLineInput(s.Shape):
    line_id = s.uuid()
    quantity = s.integer(1, 9999)
    reason = s.choice(*Reason)


class ReturnInput(s.Shape):
    """Goods that lie before whoever enters them: received at once."""

    lines = s.list_of(ReturnLineInput(name="line"), 100)
    note = s.text(0, 1000, missing="")
    restock = s.boolean(missing=True)


class ApproveInput(s.Shape):
    optional_body = True
    answer = s.text(0, 1000, missing="")


class FinishInput(s.Shape):
    optional_body = True
    refund = s.boolean(missing=False)


class RefuseInput(s.Shape):
    answer = s.text(1, 1000)


class ReceivedLine(s.Shape):
    line_id = s.uuid()
    received = s.integer(0, 9999)
    damaged = s.integer(0, 9999, missing=0)


class ReceiveInput(s.Shape):
    """No lines: exactly what was announced came, all of it whole."""

    optional_body = True
    lines = s.list_of(ReceivedLine(name="line"), 100, missing=())
