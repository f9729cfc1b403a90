"""Zones and tax categories: their lists and forms. Rates are in ``taxes``."""

from typing import Any

from ecommus.core.countries import names as countries
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import tax as queries
from ecommus.db.tables import tax as t
from ecommus.plugin_sdk import interfaces as i
from ecommus.plugin_sdk.interfaces import IAdmin
from ecommus.plugin_sdk.views import page
from ecommus.web.admin import editor, lists, notices
from ecommus.web.admin.tax_forms import CATEGORY, ZONE, named
from ecommus.web.problems import translate

READ = {"within": IAdmin, "permission": P.SETTINGS_READ}
EDIT = {"within": IAdmin, "permission": P.SETTINGS_EDIT}
# Names of members that a list shows before it says how many more there are.
SHOWN = 6


def members_text(request: Any, members: list[dict[str, str]]) -> str:
    """``Romania, Hungary and 3 more``, in the reader's language."""
    names = countries(request.locale_name)
    said = []
    for member in members:
        name = member.get("zone") or names.get(member["country"], member["country"])
        province = member.get("province")
        said.append(f"{name} ({province})" if province else name)
    text = ", ".join(said[:SHOWN])
    more = len(said) - SHOWN
    if more > 0:
        text += " " + translate(request, "and %(more)s more", {"more": more})
    return text


@page(i.IZones, template="zones.pt", **READ)
def zones(context: Any, request: Any) -> dict[str, Any]:
    """The zones by name, and what is in each."""
    notices.told(request, editor.DONE)
    admin = context.__parent__
    notices.lead(request, "Taxes", admin["tax-rates"])
    rows, pager = lists.fetch(request, t.zones.select(), t.zones.c.name, t.zones.c.id)
    members = queries.members_of(request.db, [row.id for row in rows])
    return {
        "title": translate(request, "Zones"),
        "column": translate(request, "Holds"),
        "rows": [
            (
                row,
                row.name,
                request.to(context, str(row.id)),
                members_text(request, members[row.id]),
            )
            for row in rows
        ],
        "pager": pager,
        "new_url": request.to(context, "new"),
        "new_label": translate(request, "New zone"),
        "empty": translate(
            request, "A zone is a part of the world that taxes and deliveries are set for."
        ),
    }


@page(i.IZones, name="new", template="form_page.pt", **EDIT)
def new_zone(context: Any, request: Any) -> Any:
    """The empty form of a zone."""
    return editor.new(context, request, ZONE)


@page(i.IZones, name="new", method="POST", template="form_page.pt", **EDIT)
def create_zone(context: Any, request: Any) -> Any:
    """A new zone."""
    return editor.create(context, request, ZONE)


@page(i.IZone, template="form_page.pt", **READ)
def show_zone(context: Any, request: Any) -> Any:
    """One zone."""
    return editor.show(context, request, ZONE)


@page(i.IZone, method="POST", template="form_page.pt", **EDIT)
def save_zone(context: Any, request: Any) -> Any:
    """Save a zone."""
    return editor.save(context, request, ZONE)


@page(i.IZone, name="delete", template="confirm.pt", **EDIT)
def ask_delete_zone(context: Any, request: Any) -> Any:
    """What deleting a zone means."""
    return editor.ask_delete(context, request, ZONE)


@page(i.IZone, name="delete", method="POST", template="confirm.pt", **EDIT)
def delete_zone(context: Any, request: Any) -> Any:
    """Delete a zone that nothing names."""
    return editor.delete(context, request, ZONE)


@page(i.ITaxCategories, template="zones.pt", **READ)
def categories(context: Any, request: Any) -> dict[str, Any]:
    """The tax categories, and how many products carry each."""
    notices.told(request, editor.DONE)
    notices.lead(request, "Taxes", context.__parent__["tax-rates"])
    c = t.tax_categories.c
    rows, pager = lists.fetch(request, t.tax_categories.select(), c.position, c.name, c.id)
    counted = queries.products_by_category(request.db)
    return {
        "title": translate(request, "Tax categories"),
        "column": translate(request, "Products on sale"),
        "rows": [
            (
                row,
                named(request, row),
                request.to(context, str(row.id)),
                counted.get(row.code, 0),
            )
            for row in rows
        ],
        "pager": pager,
        "new_url": request.to(context, "new"),
        "new_label": translate(request, "New tax category"),
        "empty": translate(request, "A tax category says which rate a product is sold at."),
    }


@page(i.ITaxCategories, name="new", template="form_page.pt", **EDIT)
def new_category(context: Any, request: Any) -> Any:
    """The empty form of a tax category."""
    return editor.new(context, request, CATEGORY)


@page(i.ITaxCategories, name="new", method="POST", template="form_page.pt", **EDIT)
def create_category(context: Any, request: Any) -> Any:
    """A new tax category."""
    return editor.create(context, request, CATEGORY)


@page(i.ITaxCategory, template="form_page.pt", **READ)
def show_category(context: Any, request: Any) -> Any:
    """One tax category."""
    return editor.show(context, request, CATEGORY)


@page(i.ITaxCategory, method="POST", template="form_page.pt", **EDIT)
def save_category(context: Any, request: Any) -> Any:
    """Save a tax category."""
    return editor.save(context, request, CATEGORY)


@page(i.ITaxCategory, name="delete", template="confirm.pt", **EDIT)
def ask_delete_category(context: Any, request: Any) -> Any:
    """What deleting a tax category means."""
    return editor.ask_delete(context, request, CATEGORY)


@page(i.ITaxCategory, name="delete", method="POST", template="confirm.pt", **EDIT)
def delete_category(context: Any, request: Any) -> Any:
    """Delete a tax category that nothing names."""
    return editor.delete(context, request, CATEGORY)
