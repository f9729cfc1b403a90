"""The forms of a price list: the list itself, one price in it, a file of many."""

from typing import Any

import colander
import deform
from deform.widget import FileUploadWidget
from translationstring import TranslationStringFactory

from ecommus.core.permissions import Permission as P
from ecommus.db.tables.customers import customer_groups
from ecommus.services import currencies
from ecommus.services.price_lists import MOST_UNITS
from ecommus.web import forms
from ecommus.web.admin.imports import Uploads
from ecommus.web.admin.promotion_form import moment
from ecommus.web.back_office import editing
from ecommus.web.back_office import nodes as n

_ = TranslationStringFactory("ecommus")
PLAIN = ("name", "priority", "starts_at", "ends_at", "enabled")


def build(request: Any, row: Any = None) -> Any:
    """The form of a list."""
    c = customer_groups.c
    groups = [(str(g.id), g.name) for g in request.db.execute(customer_groups.select()
              .order_by(c.name))]  # fmt: skip
    code = n.text(
        "code", _("Code"), high=40,
        description=_("What files and programs call it, for good: a-z, 0-9, - and _."),
    )  # fmt: skip
    sold = currencies.offered(request.tenant)
    money = n.choice(
        "currency", _("Currency"), [(code, code) for code in sold], css="field--half",
        default=sold[0], description=_("What its prices are in, for good."),
    )  # fmt: skip
    schema = n.schema(
        n.section(
            "list", _("Price list"),
            n.text("name", _("Name"), high=200,
                   description=_("Staff sees it where a price is explained.")),
            *([] if row else [code]),
            *([] if row or len(sold) == 1 else [money]),
            n.flag("enabled", _("In force"), description=_("Off, it changes no price.")),
        ),
        n.section(
            "whom", _("Who it is for"),
            n.choice("group_id", _("Customer group"), [("", _("Everybody")), *groups], missing="",
                     css="field--half"),
            n.text("countries", _("Countries"), high=1000, missing="", css="field--half",
                   description=_("Two letters each, as RO, HU. Left empty: all.")),
            moment(request, "starts_at", _("Starts")),
            moment(request, "ends_at", _("Ends")),
            n.whole("priority", _("Priority"), -1_000_000, 1_000_000, css="field--half", missing=0,
                    default=0, description=_("Of two lists that are as special, the highest"
                                             " wins.")),
            description=_("The most special list wins: one with a group, countries and dates goes"
                          " before one with a group alone."),
        ),
    )  # fmt: skip
    title = None if row else _("Create the price list")
    buttons = editing.buttons(request, P.PROMOTION_EDIT, title)
    return forms.form(schema, request, buttons=buttons, hidden=editing.hidden(request, row))


def at(field: str) -> str:
    """Where the form shows what a rule says of a field."""
    section = "list" if field in ("name", "code", "currency", "enabled") else "whom"
    return f"{section}.{field}"


def values(row: Any) -> dict[str, Any]:
    """What the form shows of a list."""
    shown = {name: getattr(row, name) for name in PLAIN}
    shown = {name: colander.null if value is None else value for name, value in shown.items()}
    whom = {"group_id": str(row.group_id or ""), "countries": ", ".join(row.countries)}
    return {"list": shown, "whom": shown | whom}


def fields(given: dict[str, Any]) -> dict[str, Any]:
    """The service's fields from a validated form."""
    found = given["list"] | given["whom"]
    pieces = (piece.strip().upper() for piece in found["countries"].split(","))
    return found | {
        "group_id": found["group_id"] or None,
        "countries": [piece for piece in pieces if piece],
    }


def single(request: Any, price_list: Any, action: str) -> Any:
    """The form of one price."""
    schema = n.schema(
        n.section(
            "price", _("One price"),
            n.text("sku", _("SKU"), high=200, css="field--half"),
            n.whole("min_quantity", _("From so many pieces"), 1, MOST_UNITS, css="field--half",
                    default=1, missing=1),
            n.amount("amount", _("Price"), price_list.currency, css="field--half"),
            description=_("The same SKU and quantity again: the new price takes the place of the"
                          " old one."),
        )
    )  # fmt: skip
    buttons = editing.buttons(request, P.PROMOTION_EDIT, _("Set the price"))
    return forms.form(schema, request, buttons=buttons, hidden=editing.hidden(request),
                      formid="one", action=action)  # fmt: skip


def upload(request: Any, action: str) -> Any:
    """The form of a file."""
    shown = FileUploadWidget(Uploads(), accept=".csv,.tsv,.txt,text/csv")
    schema = n.schema(
        n.section(
            "file", _("Many prices from a file"),
            colander.SchemaNode(
                deform.FileData(), name="file", title=_("File"), widget=shown,
                description=_("CSV with the columns sku, min_quantity and price, at most 5 MB."),
            ),
            n.flag("dry_run", _("Try it first"),
                   description=_("Says what would happen, row by row; nothing is changed.")),
        )
    )  # fmt: skip
    buttons = editing.buttons(request, P.PROMOTION_EDIT, _("Read the file"))
    return forms.form(schema, request, buttons=buttons, hidden=editing.hidden(request),
                      formid="many", action=action)  # fmt: skip
