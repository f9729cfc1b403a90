"""Licenses, installations and the forensic log, as the license service tells them.

The panels are there where a service key is configured. When the service is away they say so, and
nothing else of super-admin waits for it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from translationstring import TranslationStringFactory

from ecommus.core.ids import parse_uuid
from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import (
    ICustomerInstalls,
    IForensicLog,
    IIssuedLicenses,
    ISuperAdmin,
)
from ecommus.plugin_sdk.views import page
from ecommus.services.license_office import Away, office_of
from ecommus.web.admin import lists
from ecommus.web.problems import translate
from ecommus.web.storefront.shop import show_date

_ = TranslationStringFactory("ecommus")
log = logging.getLogger(__name__)
ZONE = "Europe/Bucharest"
HEALTH = {
    "ok": ("success", _("In order")), "warning": ("warning", _("No contact")),
    "reduced": ("warning", _("Reduced")), "locked": ("error", _("Locked")),
    "never": ("neutral", _("Never heard of")),
}  # fmt: skip
STATE = {
    "active": ("success", _("In force")), "revoked": ("error", _("Revoked")),
    "refunded": ("neutral", _("Refunded")),
}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """What stands in a table: a text, perhaps with a link or as a badge, a hint below it, and the
    head of its column."""

    text: str
    hint: str = ""
    url: str | None = None
    badge: str = ""
    head: str = ""


def _words(request: Any, known: dict[str, Any], code: Any) -> Cell:
    kind, label = known.get(str(code or "never"), ("neutral", str(code)))
    return Cell(translate(request, label), badge=kind)


def _time(request: Any, value: Any) -> Cell:
    """A time as the service writes it, in the reader's words."""
    if not isinstance(value, str):
        return Cell("–")
    try:
        return Cell(show_date(datetime.fromisoformat(value), request.locale_name, ZONE))
    except ValueError:
        return Cell(value)


def _license(request: Any, row: dict[str, Any]) -> list[Cell]:
    customer = row["customer"]
    story = request.to(request.context, "story", query={"license": row["id"]})
    return [
        Cell(customer["company"] or customer["email"], customer["email"], story),
        Cell(row["tier"], ", ".join(row["domain_binding"])),
        _words(request, STATE, row["state"]),
        _words(request, HEALTH, row["health"]),
        _time(request, row["last_heartbeat"]),
    ]


def _install(request: Any, row: dict[str, Any]) -> list[Cell]:
    return [
        Cell(row["domain"] or ", ".join(row["domain_binding"]), row["install_id"]),
        Cell(row["tier"], row["version"]),
        _words(request, STATE, row["state"]),
        _words(request, HEALTH, row["health"]),
        _time(request, row["last_heartbeat"]),
    ]


def _entry(request: Any, row: dict[str, Any]) -> list[Cell]:
    said = ", ".join(f"{name}: {value}" for name, value in row["data"].items() if value)
    return [
        Cell(f"#{row['seq']} {row['kind']}", said[:300]),
        Cell(row["actor"]),
        _time(request, row["at"]),
    ]


LICENSES = (_("Customer"), _("Tier"), _("State"), _("Heartbeat"), _("Last heard"))
INSTALLS = (_("Installation"), _("Tier"), _("State"), _("Heartbeat"), _("Last heard"))
ENTRIES = (_("Entry"), _("Who"), _("When"))
Shape = Callable[[Any, dict[str, Any]], list[Cell]]


def _shown(
    request: Any, title: Any, path: str, heads: Any, shape: Shape, *, items: str = "items",
    after: str = "after", search: bool = True, **query: Any,
) -> dict[str, Any]:  # fmt: skip
    """A page of the service's answer; ``away`` says why there is none."""
    office = office_of(request.registry.settings)
    if office is None:
        raise HTTPNotFound()
    # What it answers is its own: a version that we do not know shows as such, too.
    asked = query | {"q": lists.search(request)} if search else query
    rows, following, away = [], None, ""
    try:
        said = office.ask(path, **asked, **{after: request.GET.get(after, "")})
        rows, following = [shape(request, row) for row in said[items]], said.get("next")
    except Away as error:
        away = str(error)
    except LookupError:
        raise HTTPNotFound() from None
    except (TypeError, AttributeError):
        log.exception("the license service answered %s in a form of its own", path)
        away = "it answered something else"
    named = [translate(request, head) for head in heads]
    return {
        "title": translate(request, title),
        "heads": named,
        "rows": [
            [replace(cell, head=head) for head, cell in zip(named, row, strict=True)]
            for row in rows
        ],
        "away": away,
        "service": office.url,
        "query": lists.search(request),
        "search": search,
        "next_url": following and lists.url(request, **{after: str(following)}),
    }


@page(IIssuedLicenses, within=ISuperAdmin, permission=P.LICENSE_READ, template="office.pt")
def licenses(_context: Any, request: Any) -> dict[str, Any]:
    """Every license the service issued, the newest first."""
    return _shown(request, _("Licenses"), "/v1/licenses", LICENSES, _license)


@page(IIssuedLicenses, within=ISuperAdmin, name="story", permission=P.LICENSE_READ,
      template="office.pt")  # fmt: skip
def story(_context: Any, request: Any) -> dict[str, Any]:
    """Everything that became of one license."""
    license_id = parse_uuid(request.GET.get("license", ""))
    if license_id is None:
        raise HTTPNotFound()
    path = f"/v1/licenses/{license_id}"
    return _shown(request, _("A license's story"), path, ENTRIES, _entry, items="story",
                  search=False)  # fmt: skip


@page(ICustomerInstalls, within=ISuperAdmin, permission=P.LICENSE_READ, template="office.pt")
def installs(_context: Any, request: Any) -> dict[str, Any]:
    """Every installation, its health and when it was heard of."""
    return _shown(request, _("Customer installs"), "/v1/installs", INSTALLS, _install)


@page(IForensicLog, within=ISuperAdmin, permission=P.LICENSE_READ, template="office.pt")
def forensic_log(_context: Any, request: Any) -> dict[str, Any]:
    """What happened to licenses: a chain that nobody can change unseen."""
    return _shown(request, _("Forensic log"), "/v1/log", ENTRIES, _entry, after="before",
                  search=False)  # fmt: skip
