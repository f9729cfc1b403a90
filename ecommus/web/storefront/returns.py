"""Giving something back, by the order's link: the form, and what became of earlier ones."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import deform
from babel.dates import format_date
from deform import Button
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.i18n import TranslationStringFactory

from ecommus.core.errors import Refusal
from ecommus.core.permissions import Permission as P
from ecommus.core.returns import Asked, Reason, left
from ecommus.db.queries import returns as queries
from ecommus.plugin_sdk.interfaces import IOrder, IStorefront
from ecommus.plugin_sdk.views import page
from ecommus.services import returns as service
from ecommus.services.tokens import order_token
from ecommus.web import forms, return_words
from ecommus.web.back_office import nodes as n
from ecommus.web.problems import translate
from ecommus.web.storefront.account import frame

_ = TranslationStringFactory("ecommus")
# So many pieces of a line can be chosen in the form.
MOST = 100


@dataclass(frozen=True, slots=True)
class OwnReturn:
    """See docs/reference/theme-templates.md."""

    number: str
    status_label: str
    created_at: datetime
    lines: tuple[tuple[int, str, str], ...]
    answer: str


def box(request: Any, order: Any) -> dict[str, Any]:
    """What an order's page says of returns: none before something was sent, and no statement."""
    nothing = {"returns": (), "return_url": None, "return_until": None, "return_over": None}
    if not any(line.fulfilled for line in order.lines):
        return nothing
    known = queries.of_order(request.db, order.id)
    names = {str(line.id): line.name for line in order.lines}
    shown = tuple(_shown(request, entered, names) for entered in reversed(known))
    last = service.until(request, order)
    rest = any(left(order.lines, known).values())
    open_now = rest and service.is_open(request, last)
    return nothing | {
        "returns": shown,
        "return_url": _url(request, order, "return") if open_now else None,
        "return_until": _day(request, last) if open_now else None,
        "return_over": _day(request, last) if rest and not open_now else None,
    }


def _shown(request: Any, entered: Any, names: dict[str, str]) -> OwnReturn:
    return OwnReturn(
        number=entered.number,
        status_label=translate(request, return_words.STATUS[entered.status][1]),
        created_at=entered.created_at,
        lines=tuple(
            (max(line["quantity"], line["received"]), names.get(line["line_id"], ""),
             return_words.reason(request, line["reason"]))
            for line in entered.lines
        ),
        answer=entered.answer,
    )  # fmt: skip


def _url(request: Any, order: Any, *path: str, **query: str) -> str:
    """Below the order's own link, wherever this is shown."""
    token = order_token(request.registry.secret, order.id)
    place = request.storefront.child("orders")
    return request.to(place, token, *path, query=query or None)


def _day(request: Any, day: date | None) -> str:
    return format_date(day, "long", locale=request.locale_name) if day else ""


def form_of(request: Any, order: Any, free: dict[Any, int]) -> deform.Form:
    """A part per line that can come back: how many, and why."""
    reasons = [("", translate(request, _("Choose a reason"))), *return_words.options(request)]
    parts = []
    for line in order.lines:
        if not free[line.id]:
            continue
        options = " · ".join(f"{name}: {value}" for name, value in line.options)
        counts = [(str(units), str(units)) for units in range(1, min(free[line.id], MOST) + 1)]
        keep = ("0", translate(request, _("I keep it")))
        parts.append(
            n.section(
                str(line.id), f"{line.name} ({options})" if options else line.name,
                n.choice("quantity", _("How many"), [keep, *counts], css="field--half"),
                n.choice("reason", _("Why"), reasons, css="field--half", missing=""),
            )
        )  # fmt: skip
    note = n.text(
        "note", _("Anything else we should know"), high=1000, rows=3, missing="",
        description=_("For example what is broken. You need not say more than the reason above."),
    )  # fmt: skip
    button = Button("ask", title=_("Ask for the return"))
    action = _url(request, order, "return")
    return forms.form(n.schema(*parts, note), request, buttons=(button,), action=action)


def asked(given: dict[str, Any]) -> list[Asked]:
    """The chosen lines; a part whose reason was left out comes back for another reason."""
    return [
        Asked(line_id, int(part["quantity"]), Reason(part["reason"] or Reason.OTHER))
        for line_id, part in given.items()
        if int(part["quantity"])
    ]


def values(request: Any, order: Any, form: str | None) -> dict[str, Any]:
    frame.private(request)
    last = service.until(request, order)
    return {
        "number": order.number,
        "form": form,
        "until": _day(request, last),
        "order_url": _url(request, order),
        "alternates": request.shop.locales,
        "robots": "noindex",
    }


def _free(request: Any, order: Any) -> dict[Any, int]:
    return left(order.lines, queries.of_order(request.db, order.id))


@page(IOrder, within=IStorefront, name="return", permission=P.SHOP_ORDER_VIEW, template="return.pt")
def ask(context: Any, request: Any) -> dict[str, Any]:
    """The form, while something can come back; after that, why there is none."""
    order = context.entity
    free = _free(request, order)
    can = any(free.values()) and service.is_open(request, service.until(request, order))
    form = form_of(request, order, free).render({}) if can else None
    return values(request, order, form)


@page(
    IOrder, within=IStorefront, name="return", method="POST", permission=P.SHOP_ORDER_VIEW,
    template="return.pt", rate="auth",
)  # fmt: skip
def request_return(context: Any, request: Any) -> Any:
    """Ask the shop; it answers by e-mail."""
    order = context.entity
    form = form_of(request, order, _free(request, order))
    try:
        given = form.validate(request.POST.items())
        note = given.pop("note")
        by_id = {str(line.id): line.id for line in order.lines}
        lines = asked({by_id[name]: part for name, part in given.items()})
        service.request(request, order, lines, note)
    except deform.ValidationFailure as failure:
        request.response.status_int = 422
        return values(request, order, failure.render())
    except Refusal as refusal:
        forms.refuse(request, form, refusal)
        return values(request, order, form.render(given | {"note": note}))
    return HTTPSeeOther(_url(request, order, returned="1"))
