"""The prices in a list: searched, set one by one or from a file, taken out, downloaded."""

from typing import Any

from deform import ValidationFailure
from pyramid.response import Response

from ecommus.core.errors import Invalid, Refusal
from ecommus.core.money import Money
from ecommus.core.permissions import Permission as P
from ecommus.core.price_csv import MAX_BYTES
from ecommus.db.queries import prices as queries
from ecommus.db.tables import catalog
from ecommus.db.tables import prices as t
from ecommus.plugin_sdk.interfaces import IAdmin, IListPrice, IListPrices
from ecommus.plugin_sdk.views import page
from ecommus.services import price_files
from ecommus.services import price_lists as service
from ecommus.web.admin import lists, notices
from ecommus.web.admin.price_list_form import single, upload
from ecommus.web.admin.price_lists import DONE as LIST_DONE
from ecommus.web.admin.price_lists import frame
from ecommus.web.back_office import editing
from ecommus.web.problems import translate
from ecommus.web.tree.resource import find

READ = {"within": IAdmin, "permission": P.PROMOTION_READ}
EDIT = {"within": IAdmin, "permission": P.PROMOTION_EDIT}
DONE = LIST_DONE | {
    "set": "The price was set.",
    "filled": "The prices of the file were set.",
    "taken": "The price was taken out.",
}
MOST_ERRORS = 100


def shown(
    context: Any, request: Any, one: str = "", many: str = "", filled: Any = None
) -> dict[str, Any]:
    price_list, words = context.__parent__.entity, lists.search(request)
    statement = queries.prices_of(price_list.id, q=words)
    order = (catalog.products.c.title, catalog.variants.c.sku, t.price_list_prices.c.min_quantity)
    rows, pager = lists.fetch(request, statement, *order, t.price_list_prices.c.id)
    edit = request.identity.may(P.PROMOTION_EDIT)
    products, currency = find(context, IAdmin)["products"], price_list.currency
    if edit:
        one = one or single(request, price_list, request.to(context)).render({})
        dry = {"file": {"dry_run": True}}
        many = many or upload(request, request.to(context, "upload")).render(dry)
    return frame(request, context.__parent__, "prices") | {
        "rows": [
            (row, request.to(products, str(row.product_id), "variants"),
             " / ".join(row.option_values), Money(row.amount, currency),
             Money(row.price, request.tenant.currency),
             request.to(context, str(row.id), "delete"))
            for row in rows
        ],
        "pager": pager,
        "query": words,
        "one": one,
        "many": many,
        "edit": edit,
        "filled": filled,
        "errors": [
            (error.line, translate(request, error.message, error.params))
            for error in (filled.errors[:MOST_ERRORS] if filled else ())
        ],
        "download_url": request.to(context, "download"),
    }  # fmt: skip


@page(IListPrices, template="list_prices.pt", **READ)
def prices(context: Any, request: Any) -> dict[str, Any]:
    """The prices of a list beside the base prices, by product."""
    notices.told(request, DONE)
    return shown(context, request)


@page(IListPrices, method="POST", template="list_prices.pt", **EDIT)
def set_price(context: Any, request: Any) -> Any:
    """Set one price."""
    price_list = context.__parent__.entity
    form = single(request, price_list, request.to(context))
    try:
        given = form.validate(request.POST.items())["price"]
        known = queries.by_sku(request.db, [given["sku"]])
        if given["sku"] not in known:
            text = "No variant has the SKU %(sku)s."
            raise Invalid("unknown_variant", text, field="sku", sku=given["sku"])
        entry = {"variant_id": known[given["sku"]], "min_quantity": given["min_quantity"],
                 "amount": given["amount"]}  # fmt: skip
        service.put(request, price_list.id, [entry])
    except ValidationFailure as failure:
        request.response.status_int = 422
        return shown(context, request, one=failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, lambda f: f"price.{f.rpartition('.')[2]}")
        return shown(context, request, one=form.render())
    request.audit.update(name=price_list.name, sku=given["sku"], amount=given["amount"])
    return notices.done(request, context, "set")


@page(IListPrices, name="upload", method="POST", rate="upload", template="list_prices.pt", **EDIT)
def fill_list(context: Any, request: Any) -> Any:
    """Read a file: every row that cannot be is told by its number, the others are set."""
    price_list = context.__parent__.entity
    form = upload(request, request.to(context, "upload"))
    try:
        given = form.validate(request.POST.items())["file"]
        with given["file"]["fp"] as file:
            data = file.read(MAX_BYTES + 1)
        filled = price_files.fill(request, price_list, data, dry_run=given["dry_run"])
    except ValidationFailure as failure:
        request.response.status_int = 422
        return shown(context, request, many=failure.render())
    except Refusal as refusal:
        editing.refuse(request, form, refusal, lambda _field: "file.file")
        return shown(context, request, many=form.render())
    request.audit.update(name=price_list.name, prices=filled.good, dry_run=filled.dry_run)
    if filled.dry_run or filled.errors:
        return shown(context, request, filled=filled)
    return notices.done(request, context, "filled")


@page(IListPrices, name="download", **READ)
def download(context: Any, request: Any) -> Response:
    """The list as a file that ``upload`` reads."""
    price_list = context.__parent__.entity
    text = price_files.to_csv(request, price_list)
    response = Response(text.encode(), content_type="text/csv", charset="utf-8")
    response.content_disposition = f'attachment; filename="{price_list.code}.csv"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@page(IListPrice, name="delete", method="POST", template="list_prices.pt", **EDIT)
def take_price(context: Any, request: Any) -> Any:
    """Take a price out of the list."""
    price_list, row = context.__parent__.__parent__.entity, context.entity
    service.take(request, price_list.id, [row.id])
    request.audit.update(name=price_list.name, sku=row.sku, amount=row.amount)
    return notices.done(request, context.__parent__, "taken")
