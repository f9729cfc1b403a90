"""The list of drafts, and a new one: for a customer of the shop, or for somebody without account.

One draft is ``draft``.
"""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.i18n import TranslationStringFactory

from ecommus.core.customers import is_email
from ecommus.core.ids import parse_uuid
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import carts as queries
from ecommus.db.queries import customers as people
from ecommus.db.tables.customers import customers
from ecommus.db.tables.sales import carts as table
from ecommus.plugin_sdk.interfaces import IAdmin, IDrafts
from ecommus.plugin_sdk.views import page
from ecommus.services import drafts as service
from ecommus.web.admin import cart_rows, lists, notices, order_words
from ecommus.web.admin.customers import name_of

_ = TranslationStringFactory("ecommus")
EDIT = {"within": IAdmin, "permission": P.ORDER_EDIT}
STATES = {
    "open": ("warning", _("Being written")),
    "sent": ("info", _("Sent to the customer")),
    "ordered": ("success", _("Became an order")),
}
DONE = {"deleted": "The draft was deleted."}
MOST_FOUND = 8


def state(row: Any) -> str:
    """A key of ``STATES``, of a row or a cart."""
    if row.ordered_at is not None:
        return "ordered"
    return "sent" if row.mailed_at is not None else "open"


@page(IDrafts, within=IAdmin, permission=P.ORDER_READ, template="drafts.pt")
def drafts(context: Any, request: Any) -> dict[str, Any]:
    """All drafts, the newest first."""
    notices.told(request, DONE)
    q, chosen = lists.search(request), lists.chosen(request, "state", STATES)
    statement = queries.drafts(request.tenant.currency, state=chosen, q=q)
    rows, pager = lists.fetch(request, statement, table.c.id.desc())
    orders = context.__parent__["orders"]
    return {
        "rows": [
            (
                cart_rows.shown(request, orders, row),
                request.to(context, str(row.id)),
                order_words.badge(request, STATES, state(row)),
            )
            for row in rows
        ],
        "pager": pager,
        "q": q,
        "state": chosen,
        "states": order_words.options(request, STATES),
        "filtered": bool(q or chosen),
        "list_url": request.to(context),
        "new_url": request.to(context, "new"),
    }


def found_customers(request: Any, q: str) -> list[tuple[str, str, str, str]]:
    """(id, name, e-mail, phone) of customers that words fit, for who may see them."""
    if not q or not request.identity.may(P.CUSTOMER_READ):
        return []
    statement = people.customer_list(q=q).order_by(customers.c.id.desc()).limit(MOST_FOUND)
    rows = request.db.execute(statement)
    return [(str(row.id), name_of(row), row.email, row.phone) for row in rows]


@page(IDrafts, name="new", template="draft_new.pt", **EDIT)
def new_draft(context: Any, request: Any) -> dict[str, Any]:
    """Whose it is: a customer of the shop, an e-mail address, or nobody yet."""
    notices.lead(request, "Drafts", context)
    q = lists.search(request)
    return {
        "q": q,
        "found": found_customers(request, q),
        "email": q if is_email(q) else "",
        "new_url": request.to(context, "new"),
    }


@page(IDrafts, name="new", method="POST", template="draft_new.pt", **EDIT)
def create_draft(context: Any, request: Any) -> Any:
    """A new draft, and on to it."""
    email = request.POST.get("email", "").strip()
    cart = service.create(request, email=email if is_email(email) else None)
    customer_id = parse_uuid(request.POST.get("customer_id", ""))
    customer = people.customer(request.db, customer_id) if customer_id else None
    if customer is not None and customer.erased_at is None:
        service.belong(request, cart, customer)
    request.audit.update(draft=str(cart.id))
    return HTTPSeeOther(request.to(context, str(cart.id)))
