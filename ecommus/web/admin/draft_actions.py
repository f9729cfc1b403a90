"""What staff do with a draft: fill it, price it, give it to somebody, place it, send it, drop it.

Every form carries the version of the draft it was drawn from.
"""

from collections.abc import Callable
from typing import Any

from deform import ValidationFailure
from pyramid.i18n import TranslationStringFactory

from ecommus.core.customers import Address
from ecommus.core.errors import Invalid, Refusal, Stale
from ecommus.core.ids import parse_uuid
from ecommus.core.money import parse, plain
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import carts as queries
from ecommus.db.queries import customers as people
from ecommus.plugin_sdk.interfaces import IAdmin, IDraft, IOrder
from ecommus.plugin_sdk.views import page
from ecommus.services import carts
from ecommus.services import drafts as service
from ecommus.web.admin import draft_form, notices
from ecommus.web.admin.draft import shown
from ecommus.web.admin.order_actions import text
from ecommus.web.back_office import editing
from ecommus.web.jobs import speaking
from ecommus.web.problems import translate

_ = TranslationStringFactory("ecommus")
EDIT = {"within": IAdmin, "permission": P.ORDER_EDIT, "method": "POST"}
PAGE = EDIT | {"template": "draft.pt"}


def attempt(context: Any, request: Any, what: str, action: Callable[[], Any]) -> Any:
    """Do it and go back to the draft; or show it again, with the reason why not."""
    try:
        carts.check_open(context.entity)
        if text(request, "version") != str(context.entity.version):
            changed = "This draft was changed meanwhile: look at it again, then decide."
            raise Stale("stale", changed)
        action()
    except Refusal as refusal:
        notices.refused(request, refusal)
        context.entity = queries.draft(request.db, context.entity.id)
        return shown(request, context.entity, given=dict(request.POST))
    request.audit.update(draft=str(context.entity.id))
    return notices.done(request, context, what)


@page(IDraft, **PAGE)
def save_details(context: Any, request: Any) -> Any:
    """E-mail, address, methods, codes, note."""
    cart = context.entity
    carts.check_open(cart)
    view = carts.look(request, cart)
    form = draft_form.build(request, cart, view)
    if editing.is_stale(request, cart):
        differences = editing.stale(request, form, draft_form.values(cart, view))
        return shown(request, cart, form.render(), differences=differences)
    try:
        draft_form.save(request, cart, form.validate(request.POST.items()))
    except ValidationFailure as failure:
        request.response.status_int = 422
        return shown(request, cart, failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal)
        context.entity = queries.draft(request.db, cart.id)
        return shown(request, context.entity, form.render())
    request.audit.update(draft=str(cart.id))
    return notices.done(request, context, "saved")


@page(IDraft, name="add", **PAGE)
def add_to_draft(context: Any, request: Any) -> Any:
    """Units of a variant."""
    variant_id = parse_uuid(text(request, "variant_id"))

    def add() -> None:
        quantity = _whole(request, "quantity")
        carts.add(request, context.entity, quantity, variant_id=variant_id)

    return attempt(context, request, "added", add)


def _whole(request: Any, name: str) -> int:
    typed = text(request, name) or "1"
    if not typed.isdecimal() or len(typed) > 6:
        raise Invalid("quantity_invalid", "Write a whole number.", field=name)
    return int(typed)


@page(IDraft, name="contents", **PAGE)
def save_lines(context: Any, request: Any) -> Any:
    """Quantities (zero takes a line out) and agreed prices (left empty: the shop's own)."""

    def save() -> None:
        cart = context.entity
        gone = text(request, "remove")
        wanted = {}
        for line in cart.lines:
            if str(line.id) == gone:
                wanted[line.id] = 0
                continue
            wanted[line.id] = _whole(request, f"quantity-{line.id}")
            price, reason = _price(request, cart, line), text(request, f"reason-{line.id}")
            if price != line.unit_price:
                request.audit.update({f"agreed {line.id}": price, f"reason {line.id}": reason})
            service.agree(request, cart, line, price, reason)
        carts.set_quantities(request, cart, wanted)

    return attempt(context, request, "saved", save)


def _price(request: Any, cart: Any, line: Any) -> int | None:
    typed = text(request, f"price-{line.id}")
    try:
        return parse(plain(typed), cart.currency).amount if typed else None
    except ValueError:
        raise Invalid("amount_invalid", "Write an amount like 19.99.") from None


@page(IDraft, name="customer", **PAGE)
def choose_customer(context: Any, request: Any) -> Any:
    """Make it a customer's."""

    def choose() -> None:
        customer_id = parse_uuid(text(request, "customer_id"))
        customer = people.customer(request.db, customer_id) if customer_id else None
        if customer is None or customer.erased_at is not None:
            raise Invalid("customer_unknown", "There is no such customer.", field="customer_id")
        service.belong(request, context.entity, customer)

    return attempt(context, request, "customer", choose)


@page(IDraft, name="address", **PAGE)
def choose_address(context: Any, request: Any) -> Any:
    """An address of the customer's book."""

    def choose() -> None:
        cart, address_id = context.entity, parse_uuid(text(request, "address_id"))
        known = cart.customer_id and address_id
        row = people.address(request.db, cart.customer_id, address_id) if known else None
        address = Address.of(row.address) if row is not None else None
        if address is None:
            raise Invalid("address_unknown", "There is no such address.", field="address_id")
        service.deliver_to(request, cart, address)

    return attempt(context, request, "saved", choose)


@page(IDraft, name="send", **PAGE)
def send_draft(context: Any, request: Any) -> Any:
    """Write to its buyer."""
    return attempt(context, request, "sent", lambda: service.send(request, context.entity))


@page(IDraft, name="place", **PAGE)
def place_draft(context: Any, request: Any) -> Any:
    """Order it for its buyer, and go on to the order."""
    placed: list[Any] = []

    def place() -> None:
        with speaking(request, context.entity.locale):
            placed.append(service.place(request, context.entity))

    answer = attempt(context, request, "placed", place)
    if not placed:
        return answer
    request.audit.update(number=placed[0].number)
    orders = context.__parent__.__parent__["orders"]
    return notices.done(request, orders, "placed", str(placed[0].id))


@page(IDraft, name="delete", within=IAdmin, permission=P.ORDER_EDIT, template="confirm.pt")
def ask_delete_draft(context: Any, request: Any) -> dict[str, Any]:
    """Ask once more."""
    notices.lead(request, "Drafts", context.__parent__)
    text_ = "What is in it is forgotten; a link that was sent opens nothing any more."
    return {
        "title": translate(request, "Delete this draft?"),
        "texts": [translate(request, text_)],
        "action": request.to(context, "delete"),
        "button": translate(request, "Delete for good"),
        "look": "danger",
        "cancel_url": request.to(context),
    }


@page(IDraft, name="delete", **PAGE)
def delete_draft(context: Any, request: Any) -> Any:
    """Throw it away."""
    try:
        service.remove(request, context.entity)
    except Refusal as refusal:
        notices.refused(request, refusal)
        return shown(request, queries.draft(request.db, context.entity.id))
    request.audit.update(draft=str(context.entity.id))
    return notices.done(request, context.__parent__, "deleted")


@page(IOrder, name="copy", template="order.pt", **EDIT)
def copy_order(context: Any, request: Any) -> Any:
    """The same once more, as a draft."""
    cart, missing = service.copy(request, context.entity)
    request.audit.update(number=context.entity.number, draft=str(cart.id), missing=len(missing))
    drafts = context.__parent__.__parent__["drafts"]
    return notices.done(request, drafts, "copied", str(cart.id))
