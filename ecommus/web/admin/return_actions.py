"""What staff do with a return: approve, refuse, receive, close; and entering one themselves.

The rules are ``services.returns``. Every form carries the version of what it was drawn from.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from ecommus.core.errors import Invalid, Refusal, Stale
from ecommus.core.permissions import Permission as P
from ecommus.core.returns import Asked, Came, Reason
from ecommus.db.queries import returns as queries
from ecommus.plugin_sdk.interfaces import IAdmin, IOrder, IReturn
from ecommus.plugin_sdk.views import page
from ecommus.services import returns as service
from ecommus.web import return_words
from ecommus.web.admin import notices, order_words, return_shapes
from ecommus.web.admin import order_actions as orders
from ecommus.web.admin.returns import values

_edit = {"within": IAdmin, "permission": P.ORDER_EDIT}
_post = {**_edit, "method": "POST", "template": "return.pt"}


def attempt(context: Any, request: Any, what: str, action: Callable[..., Any], *args: Any) -> Any:
    """Do it and show the return; or its page again, with the reason why not."""
    try:
        if orders.text(request, "version") != str(context.entity.version):
            raise Stale(
                "stale", "This return was changed meanwhile: see what happened, then decide again."
            )
        action(request, context.order, context.entity, *(arg() for arg in args))
    except Refusal as refusal:
        notices.undo(request, refusal)
        found = queries.one(request.db, context.entity.id)
        assert found is not None
        context.entity, context.order = found
        reason = order_words.readable(request, refusal, return_words.STATUS)
        request.shell.messages.append(notices.Message("error", reason))
        return values(request, dict(request.POST))
    request.audit.update(number=context.entity.number)
    return notices.done(request, context, what)


@page(IReturn, name="approve", **_post)
def approve(context: Any, request: Any) -> Any:
    """The goods may come."""
    return attempt(context, request, "approved", service.approve, lambda: _answer(request))


@page(IReturn, name="refuse", **_post)
def refuse(context: Any, request: Any) -> Any:
    """They may not, or never came."""
    return attempt(context, request, "refused", service.refuse, lambda: _answer(request))


@page(IReturn, name="receive", **_post)
def receive(context: Any, request: Any) -> Any:
    """The goods are here, line by line as the form says."""
    return attempt(context, request, "received", service.receive, lambda: _came(context, request))


@page(IReturn, name="finish", **_post)
def finish(context: Any, request: Any) -> Any:
    """Nothing is left to do; the button may give the money back with it."""
    refund = orders.text(request, "refund") == "1"
    action = partial(service.finish, refund=refund)
    return attempt(context, request, "finished", action)


def _answer(request: Any) -> str:
    return orders.text(request, "answer", 1000)


def _came(context: Any, request: Any) -> dict[Any, Came]:
    came = {
        line.id: Came(_units(request, "received", line), _units(request, "damaged", line))
        for line in context.order.lines
    }
    return {line_id: part for line_id, part in came.items() if part.received or part.damaged}


def _units(request: Any, field: str, line: Any) -> int:
    typed = orders.text(request, f"{field}-{line.id}")
    if not typed:
        return 0
    if not (typed.isascii() and typed.isdigit()) or len(typed) > 6:
        raise Invalid("quantity_invalid", "%(name)s: write a whole number.", name=line.name)
    return int(typed)


def _form(request: Any, order: Any, given: dict[str, str] | None = None) -> dict[str, Any]:
    notices.lead(request, "Orders", request.context.__parent__)
    return {
        "order": order,
        "lines": return_shapes.returnable(request, order),
        "reasons": return_words.options(request, withdrawal=True),
        "given": given or {},
        "order_url": request.to(request.context),
    }


@page(IOrder, name="return", template="order_return.pt", **_edit)
def ask_enter(context: Any, request: Any) -> dict[str, Any]:
    """What came back without having been asked for."""
    return _form(request, context.entity)


@page(IOrder, name="return", method="POST", template="order_return.pt", **_edit)
def enter(context: Any, request: Any) -> Any:
    """Enter it: the goods are counted at once."""
    order = context.entity
    return orders.attempt(context, request, "returned", lambda: _enter(request, order), _form)


def _enter(request: Any, order: Any) -> None:
    given = orders.text(request, "reason")
    reason = Reason(given) if given in set(Reason) else Reason.OTHER
    wanted = [Asked(x.id, _units(request, "quantity", x), reason) for x in order.lines]
    text = orders.text(request, "note", 1000)
    restock = orders.text(request, "restock") == "1"
    service.enter(request, order, wanted, text, restock=restock)
