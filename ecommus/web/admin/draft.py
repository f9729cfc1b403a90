"""One draft: whose it is, what is in it and for how much, and the way to its buyer.

What is done with it is ``draft_actions``; a refused action shows this page again.
"""

from dataclasses import asdict, dataclass
from types import SimpleNamespace
from typing import Any

from pyramid.i18n import TranslationStringFactory

from ecommus.core.customers import Address
from ecommus.core.errors import Invalid, Refusal
from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import customers as people
from ecommus.db.queries import sales, stock
from ecommus.plugin_sdk.interfaces import IAdmin, IDraft
from ecommus.plugin_sdk.views import page
from ecommus.services import carts, checkout, currencies
from ecommus.web.admin import draft_form, drafts, lists, notices, order_words, price_trace
from ecommus.web.problems import translate
from ecommus.web.storefront import basket

_ = TranslationStringFactory("ecommus")
DONE = {
    "copied": "This draft holds what was ordered, at the prices of today. Look it through.",
    "saved": "The draft was saved.",
    "added": "It is in the draft.",
    "sent": "The mail is on its way. Its link opens the draft at the agreed prices.",
    "customer": "The draft is theirs: e-mail and address are filled in.",
}
MOST_FOUND = 8


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the page shows it; ``agreed``: the price typed into its field, ``usual``: what
    holds when that is left empty."""

    id: str
    name: str
    options: str
    sku: str
    quantity: int
    unit: Money
    agreed: str
    usual: str
    reason: str
    total: Money
    problem: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A variant that words fit."""

    id: str
    name: str
    sku: str
    price: Money
    available: int | None


def lines(request: Any, view: carts.CartView) -> list[Line]:
    by_key, currency = {entry.key: entry for entry in view.priced.lines}, view.priced.currency
    problems = {problem.line_id: basket.message(request, problem) for problem in view.problems}
    shown = []
    for line in view.cart.lines:
        row, entry = view.row(line), by_key[str(line.id)]
        texts = basket.line_texts(request, row)
        agreed = line.unit_price
        shown.append(
            Line(
                id=str(line.id),
                name=texts.title,
                options=" · ".join(f"{name}: {value}" for name, value in texts.options),
                sku=row.sku or "",
                quantity=line.quantity,
                unit=Money(entry.unit_price, currency),
                agreed=""
                if agreed is None
                else lists.typed(request, Money(agreed, view.cart.currency)),
                usual=lists.typed(request, Money(entry.unit_price, currency)),
                reason=line.price_reason or "",
                total=Money(entry.unit_price * line.quantity, currency),
                problem=problems.get(line.id),
            )
        )
    return shown


def found(request: Any, cart: Any, q: str) -> list[Found]:
    """Variants for words or a SKU: two statements."""
    if not q:
        return []
    wanted = stock.Wanted(q=q, active=True)
    rows = stock.variants(request.db, wanted, limit=MOST_FOUND)
    priced = sales.cart_rows(request.db, cart.id, [row.id for row in rows])
    exchange = currencies.exchange(request, cart.currency)

    def price(amount: int) -> Money:
        own = Money(amount, request.tenant.currency)
        return exchange.money(own) if exchange else own

    return [
        Found(
            id=str(row.id),
            name=" · ".join([row.title, *row.option_values]),
            sku=row.sku or "",
            price=price(priced[row.id].price),
            available=int(row.available) if row.track_stock else None,
        )
        for row in sorted(rows, key=lambda row: (row.sku or "").lower() != q.lower())
    ]


def sums(request: Any, view: carts.CartView) -> list[tuple[str, Money]]:
    priced = view.priced
    rows = [(_("Goods"), priced.items_total)]
    if priced.discount_total:
        rows.append((_("Discount"), priced.discount_total))
    if priced.shipping_total is not None:
        rows.append((_("Delivery"), priced.shipping_total))
    return [(translate(request, label), Money(n, priced.currency)) for label, n in rows]


def trace(request: Any, view: carts.CartView) -> list[price_trace.Explained]:
    """“Why this price?”, of a cart as it stands."""
    names = [basket.line_texts(request, view.row(line)).title for line in view.cart.lines]
    as_order = SimpleNamespace(
        currency=view.priced.currency,
        trace=view.priced.explain(),
        taxes=[asdict(tax) | {"rate": str(tax.rate)} for tax in view.priced.taxes],
        question=view.question.dump(),
        lines=[SimpleNamespace(name=name) for name in names],
    )
    return price_trace.rows(request, as_order)


def open_point(request: Any, view: carts.CartView) -> str | None:
    """What is still missing before it can be placed."""
    try:
        checkout.check_ready(request, view)
        if not view.cart.payment_method:
            raise Invalid("required", "Choose how to pay.", field="payment_method")
    except Refusal as refusal:
        reason = translate(request, refusal.message, refusal.params)
        return translate(request, "Before it can be placed: %(reason)s", {"reason": reason})
    return None


def shown(request: Any, cart: Any, form: str = "", **more: Any) -> dict[str, Any]:
    """What the page shows; ``form``: the details as they were entered, when they were refused."""
    context = request.context
    notices.lead(request, "Drafts", context.__parent__)
    view = carts.look(request, cart)
    ordered = cart.ordered_at is not None
    edit = request.identity.may(P.ORDER_EDIT) and not ordered
    q, who = lists.search(request), request.GET.get("customer", "").replace("\0", "").strip()[:200]
    own = people.addresses(request.db, cart.customer_id) if edit and cart.customer_id else []
    addresses = [(str(row.id), Address.of(row.address)) for row in own]
    billing = Address.of(cart.billing_address)
    details = draft_form.build(request, cart, view) if edit and not form else None
    return {
        "cart": cart,
        "title": cart.draft_name or order_words.customer(cart.shipping_address)
        or cart.email or translate(request, "Draft"),
        "badge": order_words.badge(request, drafts.STATES, drafts.state(cart)),
        "written": lists.when(request, cart.created_at or request.now),
        "lines": lines(request, view),
        "problems": [basket.message(request, p) for p in view.problems if p.line_id is None],
        "sums": sums(request, view),
        "total": Money(view.priced.total, view.priced.currency),
        "trace": trace(request, view) if cart.lines else [],
        "open_point": open_point(request, view) if edit and cart.lines else None,
        "form": form or (details.render(draft_form.values(cart, view)) if details else ""),
        "billing": billing.lines(request.locale_name) if billing else (),
        "addresses": [(i, " · ".join(a.lines(request.locale_name))) for i, a in addresses
                      if a and a.to_json() != cart.shipping_address],
        "q": q,
        "found": found(request, cart, q) if edit else [],
        "who": who,
        "people": drafts.found_customers(request, who) if edit else [],
        "edit": edit,
        "ordered": ordered,
        "base": request.to(context),
        "differences": None,
        "given": {},
    } | more  # fmt: skip


@page(IDraft, within=IAdmin, permission=P.ORDER_READ, template="draft.pt")
def draft(context: Any, request: Any) -> dict[str, Any]:
    """One draft, with everything that can be done with it."""
    notices.told(request, DONE)
    return shown(request, context.entity)
