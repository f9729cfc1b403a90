"""Mail to buyers: written when the outbox delivers an event, in the order's own language."""

from typing import Any

from pyramid.i18n import TranslationString, TranslationStringFactory
from pyramid.renderers import render
from sqlalchemy import select

from ecommus.core.invoice_build import CASH, means_of
from ecommus.core.money import Money
from ecommus.core.orders import Order
from ecommus.core.ports import Mail
from ecommus.core.states import PaymentStatus
from ecommus.db.queries import payments, sales
from ecommus.db.tables.sales import fulfilments
from ecommus.services.customers.privacy import NOWHERE
from ecommus.services.timeline import note
from ecommus.services.tokens import order_token
from ecommus.web import storefront
from ecommus.web.jobs import in_language, shop_url
from ecommus.web.problems import translate
from ecommus.web.storefront.orders import shape
from ecommus.web.storefront.shop import show_money

_ = TranslationStringFactory("ecommus")


def order_placed(event: Any, work: Any) -> None:
    """The confirmation: a durable copy of what was agreed (OUG 34/2014, art. 8)."""
    _order_mail(work, event.order_id, "order_placed", _("Your order ${number} at ${shop}"))


def order_shipped(event: Any, work: Any) -> None:
    """Something is on its way, or ready to be picked up."""
    row = work.db.execute(
        select(fulfilments).where(fulfilments.c.id == event.fulfilment_id)
    ).one_or_none()
    subject = _("Your order ${number} is on its way")
    order = sales.order(work.db, Order.id == event.order_id)
    if order is not None and order.pickup:
        subject = _("Your order ${number} can be picked up")
    _order_mail(work, event.order_id, "order_shipped", subject, parcel=row)


def order_edited(event: Any, work: Any) -> None:
    """What was agreed is another thing now: the new whole of it."""
    _order_mail(work, event.order_id, "order_edited", _("Your order ${number} was changed"))


def order_cancelled(event: Any, work: Any) -> None:
    """Nothing will be sent."""
    _order_mail(work, event.order_id, "order_cancelled", _("Your order ${number} was cancelled"))


def order_paid(event: Any, work: Any) -> None:
    """The money is there; not told where the confirmation says so, or cash was handed over."""
    order = sales.order(work.db, Order.id == event.order_id)
    if order is None or means_of(order.payment_method) == CASH or _said_paid(work, order):
        return
    paid = payments.live(work.db, order.id)
    if paid is None and order.balance_total:
        # Nothing came: it costs so little now that gift cards pay all of it.
        return
    amount = Money(paid.captured if paid else order.total, order.currency)
    subject = _("Your order ${number}: we received your payment")
    _order_mail(work, order.id, "order_paid", subject, received=amount)


def _said_paid(work: Any, order: Order) -> bool:
    """Whether the confirmation was written after the payment, or is still to be written."""
    told = [
        entry.data.get("template") if entry.kind == "mail" else entry.kind
        for entry in sales.timeline(work.db, order.id)
    ]
    return "order_placed" not in told or "paid" in told[: told.index("order_placed")]


def order_refunded(event: Any, work: Any) -> None:
    """Money went back: how much."""
    row = payments.refund(work.db, event.refund_id)
    subject = _("Your order ${number}: money was refunded")
    amount = Money(event.amount, row.currency)
    _order_mail(work, event.order_id, "order_refunded", subject, refunded=amount)


def _order_mail(work: Any, order_id: Any, template: str, subject: str, **extra: Any) -> None:
    order = sales.order(work.db, Order.id == order_id)
    # Of an erased customer nothing is left to write to.
    if order is None or order.email.endswith(f"@{NOWHERE}"):
        return
    request = in_language(work, order.locale)
    token = order_token(work.registry.secret, order.id)
    path = request.to(request.storefront.child("orders"), token)
    values = {
        "order": shape(request, order),
        "order_url": shop_url(work.registry, work.tenant) + path,
        "base_url": shop_url(work.registry, work.tenant),
        "paid": order.payment_status == PaymentStatus.PAID,
    } | extra
    subject = request.localizer.translate(
        TranslationString(
            subject,
            domain="ecommus",
            mapping={"number": order.number, "shop": work.tenant.name},
        )
    )
    html = render(f"mail/{template}.pt", values | {"subject": subject}, request, package=storefront)
    text = plain(request, subject, **values)
    work.registry.mailer.send(Mail(order.email, subject, text, html))
    note(work, order.id, "mail", template=template)


def plain(
    request: Any,
    subject: str,
    *,
    order: Any,
    order_url: str,
    paid: bool,
    refunded: Money | None = None,
    received: Money | None = None,
    **_others: Any,
) -> str:
    """The same for readers without HTML: what, how much, where to, and the link."""
    locale = request.locale_name
    parcels = [" ".join(filter(None, (x.carrier, x.number, x.url))) for x in order.tracking]
    lines = [subject, ""]
    if refunded is not None:
        lines += [f"{translate(request, 'Refunded')}: {show_money(refunded, locale)}", ""]
    if received is not None:
        lines += [f"{translate(request, 'Payment received')}: {show_money(received, locale)}", ""]
    lines += [f"{x.quantity} × {x.title}  {show_money(x.total, locale)}" for x in order.lines]
    lines += [
        f"{translate(request, 'Delivery')}: {show_money(order.shipping_total, locale)}",
        f"{translate(request, 'Total')}: {show_money(order.total, locale)}",
        *_paid(request, order),
        "",
        *((translate(request, "Pick it up at"), *order.pickup, "") if order.pickup else ()),
        *order.shipping_address,
        "",
        order.payment_title,
        *((order.instructions.unescape(),) if order.instructions else ()),
        *((translate(request, "The order is paid."),) if paid else ()),
        "",
        *(line for parcel in parcels for line in (parcel, "")),
        order_url,
        "",
        f"{request.tenant.name} · {request.tenant.legal.legal_name}",
    ]
    return "\n".join(lines) + "\n"


def _paid(request: Any, order: Any) -> list[str]:
    """What gift cards and store credit paid, and what is left to pay."""
    if not order.paid_with:
        return []
    locale = request.locale_name
    lines = [f"{one.label}: {show_money(one.amount, locale)}" for one in order.paid_with]
    return [*lines, f"{translate(request, 'To pay')}: {show_money(order.to_pay, locale)}"]
