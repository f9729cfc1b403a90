"""The jobs, by name, and what listens to events after the commit."""

from pathlib import Path
from typing import Any

from ecommus.core import events as e
from ecommus.services import correcting, fetching, importing, refund_credit, returns, stock_notices
from ecommus.services.customers import privacy
from ecommus.services.media import Store
from ecommus.web.mailer import make_mailer
from ecommus.web.storefront import account_mails, cart_mails, mails, return_mails, stock_mails


def includeme(config: Any) -> None:
    registry, settings = config.registry, config.registry.settings
    registry.media = Store(Path(settings.get("media.folder", "var/media")))
    registry.mailer = make_mailer(settings)
    registry.queue.task("catalog.import", importing.run)
    registry.queue.task(correcting.JOB, correcting.run)
    registry.queue.task("media.fetch", fetching.run)
    for event, function in (
        (e.CartAbandoned, cart_mails.cart_abandoned),
        (e.DraftSent, cart_mails.draft_sent),
        (e.OrderPlaced, mails.order_placed),
        (e.OrderPaid, mails.order_paid),
        (e.OrderShipped, mails.order_shipped),
        (e.OrderCancelled, mails.order_cancelled),
        (e.OrderEdited, mails.order_edited),
        (e.OrderRefunded, mails.order_refunded),
        (e.AccountMailWanted, account_mails.account_mail_wanted),
        (e.WithdrawalDeclared, account_mails.withdrawal_declared),
        *((event, return_mails.tell) for event in return_mails.LETTERS),
        (e.StockNoticeDue, stock_mails.notice_due),
    ):
        registry.bus.after(event, function, None)
    registry.bus.on(e.StockChanged, stock_notices.stock_changed, None)
    for event in (e.OrderDelivered, e.OrderCancelled, e.OrderPaid):
        registry.bus.on(event, privacy.tidy, None)
    registry.bus.on(e.OrderCancelled, returns.cancelled, None)
    registry.bus.on(e.InvoiceIssued, refund_credit.invoiced, None)
