"""Licenses and installations, listed as the license service tells them: searched, filtered, paged.

The panels are there where a service key is configured. When the service is away they say so, and
nothing else of super-admin waits for it.
"""

from collections.abc import Callable
from typing import Any

from translationstring import TranslationStringFactory

from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import ICustomerInstalls, IIssuedLicenses, ISuperAdmin
from ecommus.plugin_sdk.views import page
from ecommus.web.admin import lists
from ecommus.web.problems import translate
from ecommus.web.super_admin import office_calls as calls
from ecommus.web.super_admin import office_words as words
from ecommus.web.tree.resource import find

_ = TranslationStringFactory("ecommus")
Row = dict[str, Any]


def _license(request: Any, row: Row) -> Row:
    customer, places = row["customer"], find(request.context, ISuperAdmin)["licenses"]
    return {
        "url": request.to(places, str(row["id"])),
        "name": customer["company"] or customer["email"],
        "hint": customer["email"] if customer["company"] else "",
        "domains": ", ".join(map(str, row["domain_binding"])),
        "tier": words.tier(row["tier"]),
        "kind": translate(request, words.KIND.get(row["kind"], row["kind"])),
        "state": words.badge(request, words.STATE, row["state"]),
        "health": words.badge(request, words.HEALTH, row["health"]),
        "support": words.when(request, row["support_until"], time=False),
        "heard": words.when(request, row["last_heartbeat"]),
    }


def _install(request: Any, row: Row) -> Row:
    places = find(request.context, ISuperAdmin)["licenses"]
    bound = ", ".join(map(str, row["domain_binding"]))
    return {
        "url": request.to(places, str(row["license_id"])),
        "name": row["domain"] or bound,
        "hint": str(row["install_id"]),
        "tier": words.tier(row["tier"]),
        "version": str(row["version"]),
        "address": str(row["address"]),
        "state": words.badge(request, words.STATE, row["state"]),
        "health": words.badge(request, words.HEALTH, row["health"]),
        "heard": words.when(request, row["last_heartbeat"]),
        # Where it runs, when that is not where it is bound to.
        "elsewhere": bound if row["domain"] and not _bound(row) else "",
    }


def _bound(row: Row) -> bool:
    host = str(row["domain"]).lower()
    local = host == "localhost" or host.endswith(".localhost")
    return local or any(host == d or host.endswith(f".{d}") for d in row["domain_binding"])


def listed(request: Any, path: str, shape: Callable[[Any, Row], Row]) -> dict[str, Any]:
    """A page of one of the service's lists; ``away`` says why there is none."""
    query, after = lists.search(request), request.GET.get("after", "")[:100]
    state = lists.chosen(request, "state", words.STATE)
    tier = lists.chosen(request, "tier", words.TIERS)

    def read(said: Row) -> tuple[list[Row], Any]:
        return [shape(request, row) for row in said["items"]], said.get("next")

    found, away = calls.ask(request, path, read, q=query, state=state, tier=tier, after=after)
    rows, following = found or ([], None)
    return {
        "rows": rows,
        "away": away,
        "service": calls.office(request).url,
        "query": query,
        "state": state,
        "tier": tier,
        "states": [(c, translate(request, label)) for c, (_k, label) in words.STATE.items()],
        "tiers": [(code, words.tier(code)) for code in words.TIERS],
        "filtered": bool(query or state or tier),
        "next_url": lists.url(request, after=str(following)) if following else None,
        "first_url": lists.url(request, after=None) if after else None,
    }


@page(IIssuedLicenses, within=ISuperAdmin, permission=P.LICENSE_READ, template="licenses.pt")
def licenses(context: Any, request: Any) -> dict[str, Any]:
    """Every license the service issued, the newest first."""
    new_url = request.to(context, "new")
    return listed(request, "/v1/licenses", _license) | {"new_url": new_url}


def _figures(request: Any, said: Row) -> list[tuple[str, int]]:
    """How many installations stand how."""
    return [
        (translate(request, label), int(said["health"].get(code, 0)))
        for code, (_kind, label) in words.HEALTH.items()
    ]


@page(ICustomerInstalls, within=ISuperAdmin, permission=P.LICENSE_READ, template="installs.pt")
def installs(_context: Any, request: Any) -> dict[str, Any]:
    """Every installation, its health and when it was heard of."""
    shown = listed(request, "/v1/installs", _install)
    if shown["away"]:
        # One wait is enough.
        return shown | {"figures": None}
    figures, _away = calls.ask(request, "/v1/installs/health", lambda s: _figures(request, s))
    return shown | {"figures": figures}
