"""One stock-take: what would be corrected, row by row; applying it, or throwing it away."""

from typing import Any

from pyramid.i18n import TranslationStringFactory

from ecommus.core.counting import Basis
from ecommus.core.errors import Refusal
from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import IAdmin, IStockTake
from ecommus.plugin_sdk.views import page
from ecommus.services import correcting
from ecommus.services import stocktakes as service
from ecommus.services.stocktakes import State
from ecommus.web.admin import lists, notices
from ecommus.web.admin import stocktakes as all_takes
from ecommus.web.admin.order_words import badge
from ecommus.web.problems import translate

_ = TranslationStringFactory("ecommus")
DONE = {
    "read": "The sheet was read. Nothing is changed yet: look at the differences, then apply them.",
    "applied": "The stock is corrected; every difference is in the ledger.",
    "applying": "So many shelves are corrected in the background; this page says how far it is.",
}
# What the list can be narrowed to.
SHOW = {
    "": _("Differences and problems"),
    "moved": _("Moved since the sheet was made"),
    "all": _("Every counted row"),
}


def values(context: Any, request: Any) -> dict[str, Any]:
    """What the page shows."""
    take = context.entity
    all_takes.lead(request, context)
    notices.lead(request, all_takes.TITLE, context.__parent__)
    lines = service.lines(request, take)
    chosen = lists.chosen(request, "show", SHOW)
    wanted = service.shown(lines, chosen or "differences")
    pager = lists.pager(request, len(wanted))
    sums, state = service.figures(lines), service.state(take)
    stock = context.__parent__.__parent__["stock"]
    return {
        "take": take,
        "badge": badge(request, all_takes.STATES, state),
        "when": lists.when(request, take.applied_at or take.created_at),
        "basis": request.localizer.translate(dict(all_takes.BASES)[Basis(take.basis).value]),
        "stats": [
            (translate(request, label), value)
            for label, value in (
                ("Counted rows", sums.counted),
                ("As the ledger says", sums.unchanged),
                ("Units found", sums.found),
                ("Units missing", sums.missing),
            )
        ],
        "tabs": [
            (request.localizer.translate(label), lists.url(request, show=code or None),
             code == chosen, None)
            for code, label in SHOW.items()
        ],
        "rows": [
            (line, request.to(stock, str(line.variant_id)),
             translate(request, line.problem.message, line.problem.params) if line.problem else "")
            for line in wanted[pager.offset : pager.offset + pager.size]
        ],
        "pager": pager,
        "refused": [
            (entry["row"], entry["field"], translate(request, entry["message"], entry["params"]))
            for entry in take.problems[: lists.SIZE]
        ],
        "more_refused": max(len(take.problems) - lists.SIZE, 0),
        "problems": sums.problems,
        "changes": sums.changes,
        "open": state is State.OPEN,
        "going": state is State.APPLYING,
        "stalled": service.stalled(take, request.now),
        "apply_url": request.to(context, "apply"),
        "discard_url": request.to(context, "discard"),
    }  # fmt: skip


@page(IStockTake, within=IAdmin, permission=P.STOCK_READ, template="stocktake.pt")
def stock_take(context: Any, request: Any) -> dict[str, Any]:
    """The differences as they are now, or as they were applied."""
    notices.told(request, DONE)
    return values(context, request)


@page(IStockTake, within=IAdmin, name="apply", method="POST", permission=P.STOCK_ADJUST,
      template="stocktake.pt")  # fmt: skip
def apply_stock_take(context: Any, request: Any) -> Any:
    """Write every difference into the ledger."""
    try:
        correcting.apply(request, context.entity)
    except Refusal as refusal:
        notices.refused(request, refusal)
        return values(context, request)
    request.audit.update(reason=context.entity.reason, rows=len(context.entity.lines))
    many = len(context.entity.lines) > correcting.BATCH
    return notices.done(request, context, "applying" if many else "applied")


@page(IStockTake, within=IAdmin, name="discard", method="POST", permission=P.STOCK_ADJUST,
      template="stocktake.pt")  # fmt: skip
def discard_stock_take(context: Any, request: Any) -> Any:
    """Throw a sheet away that was only looked at."""
    try:
        service.discard(request, context.entity)
    except Refusal as refusal:
        notices.refused(request, refusal)
        return values(context, request)
    request.audit.update(filename=context.entity.filename)
    return notices.done(request, context.__parent__, "discarded")
