"""What happened: events as data. Published in the request's transaction, delivered after it.

``name`` is the wire name (dot notation); ``aggregate`` is the id of what it happened to.
"""

from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True)
class Event:
    """Base of all events; the first field is the aggregate's id."""

    name: ClassVar[str]
    # Written down even where nobody waits for it.
    kept: ClassVar[bool] = True

    @property
    def aggregate(self) -> UUID:
        return getattr(self, fields(self)[0].name)

    def payload(self) -> dict[str, Any]:
        """JSON-ready fields."""
        return {
            key: str(value) if isinstance(value, UUID) else value
            for key, value in asdict(self).items()
        }


@dataclass(frozen=True)
class ProductCreated(Event):
    name = "product.created"
    product_id: UUID


@dataclass(frozen=True)
class ProductUpdated(Event):
    name = "product.updated"
    product_id: UUID
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProductDeleted(Event):
    name = "product.deleted"
    product_id: UUID


@dataclass(frozen=True)
class CategoryChanged(Event):
    name = "category.changed"
    category_id: UUID


@dataclass(frozen=True)
class CatalogImported(Event):
    name = "catalog.imported"
    import_id: UUID
    created: int
    updated: int


@dataclass(frozen=True)
class CartUpdated(Event):
    name = "cart.updated"
    kept = False
    cart_id: UUID


@dataclass(frozen=True)
class CartAbandoned(Event):
    """Somebody left a cart with an address to write to; once until it is touched again."""

    name = "cart.abandoned"
    cart_id: UUID


@dataclass(frozen=True)
class DraftSent(Event):
    """Staff sent a cart that they wrote to its buyer."""

    name = "draft.sent"
    cart_id: UUID


@dataclass(frozen=True)
class OrderPlaced(Event):
    name = "order.placed"
    order_id: UUID


@dataclass(frozen=True)
class OrderConfirmed(Event):
    name = "order.confirmed"
    order_id: UUID


@dataclass(frozen=True)
class OrderPaid(Event):
    name = "order.paid"
    order_id: UUID


@dataclass(frozen=True)
class OrderRefunded(Event):
    """Money went back to the buyer: so many minor units."""

    name = "order.refunded"
    order_id: UUID
    refund_id: UUID
    amount: int


@dataclass(frozen=True)
class PaymentAuthorized(Event):
    """A provider holds the money for the shop, which has not taken it yet."""

    name = "payment.authorized"
    payment_id: UUID
    order_id: UUID


@dataclass(frozen=True)
class PaymentSucceeded(Event):
    name = "payment.succeeded"
    payment_id: UUID
    order_id: UUID


@dataclass(frozen=True)
class PaymentFailed(Event):
    name = "payment.failed"
    payment_id: UUID
    order_id: UUID


@dataclass(frozen=True)
class OrderShipped(Event):
    name = "order.shipped"
    order_id: UUID
    fulfilment_id: UUID


@dataclass(frozen=True)
class OrderDelivered(Event):
    name = "order.delivered"
    order_id: UUID


@dataclass(frozen=True)
class OrderEdited(Event):
    """Its lines or sums are others; ``difference``: minor units, negative is given back."""

    name = "order.edited"
    order_id: UUID
    edit_id: UUID
    difference: int


@dataclass(frozen=True)
class OrderCancelled(Event):
    name = "order.cancelled"
    order_id: UUID


@dataclass(frozen=True)
class InvoiceIssued(Event):
    """A fiscal document: ``kind`` 380 is an invoice, 381 a credit note, 384 replaces an invoice."""

    name = "invoice.issued"
    invoice_id: UUID
    order_id: UUID
    kind: str
    number: str


@dataclass(frozen=True)
class StockChanged(Event):
    name = "inventory.changed"
    variant_id: UUID
    available: bool


@dataclass(frozen=True)
class StockNoticeDue(Event):
    """Somebody waits for a variant that can be bought again."""

    name = "inventory.notice_due"
    notice_id: UUID


@dataclass(frozen=True)
class StockLow(Event):
    """What is left to promise fell to ``threshold`` units or below; told once a fall."""

    name = "inventory.low"
    variant_id: UUID
    left: int
    threshold: int


@dataclass(frozen=True)
class UserLoggedIn(Event):
    name = "user.logged_in"
    staff_id: UUID


@dataclass(frozen=True)
class CustomerCreated(Event):
    name = "customer.created"
    customer_id: UUID


@dataclass(frozen=True)
class CustomerUpdated(Event):
    name = "customer.updated"
    customer_id: UUID


@dataclass(frozen=True)
class CustomerErased(Event):
    name = "customer.erased"
    customer_id: UUID


@dataclass(frozen=True)
class AccountMailWanted(Event):
    """Somebody asked for a link by mail; whether it is sent, and which, is decided after it."""

    name = "customer.mail_wanted"
    token_id: UUID


@dataclass(frozen=True)
class WithdrawalDeclared(Event):
    name = "withdrawal.declared"
    withdrawal_id: UUID


@dataclass(frozen=True)
class ReturnRequested(Event):
    name = "return.requested"
    return_id: UUID
    order_id: UUID


@dataclass(frozen=True)
class ReturnApproved(Event):
    name = "return.approved"
    return_id: UUID
    order_id: UUID


@dataclass(frozen=True)
class ReturnRefused(Event):
    name = "return.refused"
    return_id: UUID
    order_id: UUID


@dataclass(frozen=True)
class ReturnReceived(Event):
    name = "return.received"
    return_id: UUID
    order_id: UUID


@dataclass(frozen=True)
class ReturnDone(Event):
    name = "return.done"
    return_id: UUID
    order_id: UUID


@dataclass(frozen=True)
class TenantCreated(Event):
    name = "tenant.created"
    tenant_id: UUID


@dataclass(frozen=True)
class TenantStateChanged(Event):
    name = "tenant.state_changed"
    tenant_id: UUID
    state: str


@dataclass(frozen=True)
class PluginEnabled(Event):
    name = "plugin.enabled"
    tenant_id: UUID
    plugin: str


@dataclass(frozen=True)
class PluginDisabled(Event):
    name = "plugin.disabled"
    tenant_id: UUID
    plugin: str


EVENTS: dict[str, type[Event]] = {cls.name: cls for cls in Event.__subclasses__()}
