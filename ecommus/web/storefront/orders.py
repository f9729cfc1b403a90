"""An order as its buyer sees it, by its link: the confirmation, and later the state of things."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from pyramid.httpexceptions import HTTPNotFound
from pyramid.i18n import TranslationStringFactory

from ecommus.core.customers import Address
from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import invoices, sales
from ecommus.plugin_sdk.interfaces import IOrder, IStorefront
from ecommus.plugin_sdk.views import page
from ecommus.services import carts
from ecommus.services.timeline import KINDS
from ecommus.web import csrf, invoice_files
from ecommus.web.problems import translate
from ecommus.web.shoppers import customer_id_of
from ecommus.web.storefront import basket, paid_with, pay, returns, shapes
from ecommus.web.storefront.account import frame

_ = TranslationStringFactory("ecommus")

LABELS = {
    "placed": _("Order received"),
    "confirmed": _("Order confirmed"),
    "completed": _("Completed"),
    "cancelled": _("Cancelled"),
    "pending": _("Payment outstanding"),
    "authorized": _("Payment authorized"),
    "paid": _("Paid"),
    "partially_refunded": _("Partly refunded"),
    "refunded": _("Refunded"),
    "failed": _("Payment failed"),
    "unfulfilled": _("Not sent yet"),
    "partial": _("Partly sent"),
    "fulfilled": _("Sent"),
    "delivered": _("Delivered"),
    "returned": _("Returned"),
}
DOCUMENTS = {
    "380": _("Invoice"),
    "381": _("Credit note"),
    "384": _("Corrected invoice"),
}
# What the shopper is told; who did it stays inside the shop.
SHOWN = frozenset(
    {"placed", "confirmed", "fulfilled", "delivered", "authorized", "paid", "payment_failed",
     "balance_paid", "balance_returned", "refunded", "cancelled", "edited", "withdrawn",
     "return_requested", "return_approved", "return_refused", "return_received"}
)  # fmt: skip
ASKED = _("Your request is with the shop. We have written to you, and write again when it answers.")


@dataclass(frozen=True, slots=True)
class Parcel:
    """What was sent: by whom, under which number, and where to follow it (None: nowhere)."""

    carrier: str
    number: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Document:
    """An invoice or credit note of the order, and where its PDF is."""

    number: str
    label: str
    url: str


@dataclass(frozen=True)
class Order:
    """See docs/reference/theme-templates.md."""

    number: str
    placed_at: datetime
    status_label: str
    payment_label: str
    fulfilment_label: str
    shipping_address: tuple[str, ...]
    billing_address: tuple[str, ...]
    shipping_title: str
    payment_title: str
    email: str
    timeline: tuple[tuple[datetime, str], ...]
    instructions: Markup | None
    pay_url: str | None
    tracking: tuple[Parcel, ...]
    documents: tuple[Document, ...]
    lines: tuple[basket.Line, ...]
    items_total: Money
    discount_total: Money
    promotions: tuple[str, ...]
    shipping_total: Money
    tax_total: Money
    taxes: tuple[basket.Tax, ...]
    total: Money
    # What gift cards and store credit paid, and what is paid in money.
    paid_with: tuple[paid_with.PaidWith, ...]
    to_pay: Money
    # Where the buyer comes for it: lines, none when it is brought.
    pickup: tuple[str, ...] = ()
    tax_included: bool = True


def shape(request: Any, order: Any) -> Order:
    """An order as templates show it: six statements, however many lines."""

    def money(amount: int) -> Money:
        return Money(amount, order.currency)

    rows = sales.cart_rows(request.db, order.cart_id, [x.variant_id for x in order.lines])
    total = money(order.total)
    to_pay = money(order.to_pay)
    choice = carts.payment_choice(request, to_pay, order.payment_method)
    pending = order.payment_status == "pending"
    shipping = Address.of(order.shipping_address) or Address()
    return Order(
        number=order.number,
        placed_at=order.placed_at,
        status_label=translate(request, LABELS[order.status]),
        payment_label=translate(request, LABELS[order.payment_status]),
        fulfilment_label=translate(request, LABELS[order.fulfilment_status]),
        shipping_address=shipping.lines(request.locale_name),
        billing_address=(Address.of(order.billing_address) or shipping).lines(request.locale_name),
        shipping_title=order.shipping_title,
        payment_title=order.payment_title,
        email=order.email,
        timeline=tuple(
            (row.at, translate(request, KINDS[row.kind]))
            for row in sales.timeline(request.db, order.id)
            if row.kind in SHOWN
        ),
        instructions=Markup.escape(choice.instructions.replace("{number}", order.number))
        if choice and choice.instructions and pending
        else None,
        pay_url=pay.link(request, order),
        tracking=tuple(
            Parcel(row.carrier, row.tracking_number, row.tracking_url or None)
            for row in sales.fulfilments(request.db, order.id)
            if row.carrier or row.tracking_number or row.tracking_url
        ),
        documents=tuple(
            Document(row.full_number, translate(request, DOCUMENTS[row.kind]), _pdf(request, row))
            for row in invoices.of_order(request.db, order.id)
        ),
        lines=tuple(_line(request, line, rows.get(line.variant_id), money) for line in order.lines),
        items_total=money(order.items_total),
        discount_total=money(order.discount_total),
        promotions=tuple(entry["name"] for entry in order.promotions),
        shipping_total=money(order.shipping_total),
        tax_total=money(order.tax_total),
        taxes=tuple(
            basket.Tax(
                basket.tax_name(request, row["name"]),
                basket.percent(row["rate"]),
                money(row["base"]),
                money(row["amount"]),
            )
            for row in order.taxes
        ),
        total=total,
        paid_with=paid_with.of_order(request, order),
        to_pay=to_pay,
        pickup=tuple(order.pickup.splitlines()),
        tax_included=order.tax_included,
    )


def _pdf(request: Any, row: Any) -> str:
    """Where the buyer gets a document: below the order's own page, wherever this is shown."""
    if not IOrder.providedBy(getattr(request, "context", None)):
        return ""
    return request.to(request.context, "invoice", str(row.id))


def _line(request: Any, line: Any, row: Any, money: Any) -> basket.Line:
    products = request.storefront.child("products")
    sold = row is not None and row.status == "active"
    return basket.Line(
        id=str(line.id),
        title=line.name,
        url=request.to(products, row.slug) if sold else "",
        image=shapes.image(request, row, line.name) if row is not None else None,
        options=tuple((name, value) for name, value in line.options),
        sku=line.sku,
        quantity=line.quantity,
        unit_price=money(line.unit_price),
        original_unit_price=money(line.original_unit_price) if line.original_unit_price else None,
        total=money(line.unit_price * line.quantity),
        problem=None,
    )


@page(IOrder, within=IStorefront, permission=P.SHOP_ORDER_VIEW, template="order.pt")
def show(context: Any, request: Any) -> dict[str, Any]:
    """The buyer's own order."""
    frame.private(request)
    just_placed = request.GET.get("placed") == "1"
    notice = translate(request, ASKED) if request.GET.get("returned") == "1" else None
    # Whoever has an account is offered one too: the page must not tell.
    sign_up = request.storefront.child("account").place("sign-up")
    offer = just_placed and customer_id_of(request) is None
    return {
        "order": shape(request, context.entity),
        "just_placed": just_placed,
        "offer_url": request.to(sign_up, query={"order": context.__name__}) if offer else None,
        "orders_url": None,
        "again_url": None if just_placed else request.to(context, "reorder"),
        "csrf_token": csrf.form_token(request),
        "notice": notice,
        **returns.box(request, context.entity),
        "robots": "noindex",
        "alternates": request.shop.locales,
    }


@page(
    IOrder, within=IStorefront, name="invoice", permission=P.SHOP_ORDER_VIEW, subpath="invoice_id"
)
def invoice(context: Any, request: Any) -> Any:
    """The PDF of one of the order's documents."""
    for row in invoices.of_order(request.db, context.entity.id):
        if request.subpath == (str(row.id),):
            made = invoice_files.response(row, "pdf")
            made.headers["Referrer-Policy"] = "no-referrer"
            made.headers["X-Robots-Tag"] = "noindex"
            return made
    raise HTTPNotFound()
