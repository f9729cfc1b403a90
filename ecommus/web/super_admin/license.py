"""This installation's license: what it says, what it opens, and why it is not another one."""

from typing import Any

from ecommus.core.entitlements import Grace
from ecommus.core.license import License, LicenseError
from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import ILicense, ISuperAdmin
from ecommus.plugin_sdk.views import page
from ecommus.services import license_state as state
from ecommus.web import heartbeats, license_words
from ecommus.web.admin import notices
from ecommus.web.license import trust_of
from ecommus.web.problems import translate
from ecommus.web.storefront.shop import show_date
from ecommus.web.super_admin import office_words
from ecommus.web.super_admin.tenants import NICHES

MOST_BYTES = 64_000

# state → (kind of badge, label, what it means)
GRACE = {
    Grace.OK: ("success", "In order", "Everything the license holds is open."),
    Grace.WARNING: (
        "warning",
        "No contact",
        "The license server was not reached for a while. Nothing is closed yet.",
    ),
    Grace.REDUCED: (
        "warning",
        "Reduced",
        "Nothing new can be turned on and no shop be made. Shops sell on.",
    ),
    Grace.LOCKED: (
        "error",
        "Locked",
        "Admins can be read and exported from only, and shops take no orders. Shoppers can browse.",
    ),
}
FEATURES = {
    "multi_tenant": "Several shops in one installation, with domains of their own.",
    "tenant_provisioning": "Making, suspending and archiving shops here.",
    "white_label": "Shops without the platform's name.",
    "marketplace_publisher": "Publishing plugins in the marketplace.",
}
SOURCES = {
    "database": "Installed here",
    "none": "No license was found",
    "development": "Made for development at first start",
}


def features(request: Any, license: Any) -> list[tuple[str, str, bool]]:
    """(name, what it opens, held) of every feature that is known or held."""
    names = [*FEATURES, *sorted(license.features - set(FEATURES))]
    unknown = "Nothing in this version asks for it."
    return [
        (name, translate(request, FEATURES.get(name, unknown)), name in license.features)
        for name in names
    ]


def parts(request: Any, license: Any) -> dict[str, list[tuple[str, str, bool]]]:
    """(id, title, may be used) of themes and plugins that are installed or licensed, and niches."""
    registry = request.registry
    held = registry.licensing.entitlements(None)
    plugins = {p.id: (p.title, p.free or held.has_plugin(p.id)) for p in registry.plugins.values()}
    themes = {
        chain.theme.id: (chain.theme.title, bool({"*", chain.theme.id} & held.themes))
        for chain in registry.themes.values()
    }
    absent = translate(request, "not installed")
    for name in license.licensed_plugins - {"*"} - set(plugins):
        plugins[name] = (absent, True)
    for name in license.licensed_themes - {"*"} - set(themes):
        themes[name] = (absent, True)
    return {
        "plugins": [(name, translate(request, t), ok) for name, (t, ok) in sorted(plugins.items())],
        "themes": [(name, translate(request, t), ok) for name, (t, ok) in sorted(themes.items())],
        "niches": [
            (name, translate(request, t), name in held.niches) for name, t in NICHES.items()
        ],
    }


HISTORY = {
    "installed": "License installed",
    "renewed": "A newer license came with the heartbeat",
    "keys": "Newer keys of the license service",
    "revoked": "The license was revoked",
    "restored": "The license is in force again",
    "asked": "A heartbeat was asked for",
}
DONE = {
    "installed": "The license is installed; every process runs under it within two seconds.",
    "asked": "The license service is being asked; the answer shows here in a few seconds.",
}


@page(ILicense, within=ISuperAdmin, permission=P.LICENSE_READ, template="license.pt")
def license_page(_context: Any, request: Any) -> dict[str, Any]:
    """The license and what each of its entitlements opens; open in every state."""
    notices.told(request, DONE)
    return values(request)


@page(ILicense, within=ISuperAdmin, name="install", method="POST",
      permission=P.LICENSE_INSTALL, template="license.pt")  # fmt: skip
def install(context: Any, request: Any) -> Any:
    """Install a license that was pasted or uploaded; a key set may stand beside it."""
    pasted, uploaded = request.POST.get("token", ""), request.POST.get("file")
    text = pasted if isinstance(pasted, str) else ""
    if not text.strip() and hasattr(uploaded, "file"):
        text = uploaded.file.read(MOST_BYTES).decode("ascii", "replace")
    try:
        made = put_in(request, text)
    except LicenseError as error:
        # A key set beside it that counts is not taken in either.
        request.db.rollback_to_start()
        request.response.status_int = 422
        why = license_words.why(request, error)
        said = translate(request, "This license was not installed: %(why)s", {"why": why})
        request.shell.messages.append(notices.Message("error", f"{said} ({error.code})"))
        return values(request, text[:MOST_BYTES])
    request.audit.update(jti=made.jti, tier=made.tier)
    return notices.done(request, context, "installed")


def put_in(request: Any, text: str) -> License:
    """Install it, as whoever is signed in. LicenseError: see ``license_state.install``."""
    return state.install(
        request.db, text, trust_of(request.registry.settings), actor=request.actor,
        domain=request.registry.licensing.domain, now=request.now,
    )  # fmt: skip


@page(ILicense, within=ISuperAdmin, name="heartbeat", method="POST",
      permission=P.LICENSE_INSTALL, template="license.pt")  # fmt: skip
def heartbeat(context: Any, request: Any) -> Any:
    """Have the worker ask the license service at once."""
    ask_soon(request)
    return notices.done(request, context, "asked")


def ask_soon(request: Any) -> None:
    """The worker looks every few seconds whether it is time."""
    state.change(request.db, seen=False, next_at=request.now)
    state.note(request.db, "asked", request.actor)


def told(request: Any, row: Any) -> tuple[str, str, str, str]:
    """An entry of the history, as the timeline shows it."""
    details = office_words.facts(request, row.data)
    what = translate(request, HISTORY.get(row.kind, row.kind))
    at = show_date(row.at, request.locale_name, office_words.ZONE)
    who = office_words.actor(request, row.actor)
    return f"{at} · {who}", what, details, "error" if row.kind == "revoked" else "info"


def values(request: Any, typed: str = "") -> dict[str, Any]:
    """What the page shows; ``typed`` is what was refused."""
    licensing = request.registry.licensing
    held = licensing.held
    stored = state.read(request.db)
    ours = stored.jti == held.asked.jti
    return {
        "typed": typed,
        "service": heartbeats.url_of(request.registry),
        "stored": stored,
        "revoked": ours and stored.revoked_at is not None,
        "watched": state.watched(held.asked),
        "may_install": request.identity.may(P.LICENSE_INSTALL),
        "history": [told(request, row) for row in state.history(request.db)],
        "license": held.license,
        "tier": office_words.tier(held.license.tier),
        "kind": translate(request, office_words.KIND.get(held.license.kind, held.license.kind)),
        "problem": held.problem and license_words.why(request, held.problem),
        "problem_code": held.problem and held.problem.code,
        "went_wrong": license_words.noted(request, stored),
        "source": translate(request, SOURCES.get(held.source, held.source)),
        "grace": GRACE[held.state],
        "only_told": held.state is not held.grace,
        "expired": held.license.expired(request.now),
        "bound": licensing.entitlements(None).domain_bound,
        "domain": licensing.domain,
        "stores": licensing.entitlements(None).stores,
        "features": features(request, held.license),
        "all_plugins": "*" in held.license.licensed_plugins,
        "all_themes": "*" in held.license.licensed_themes,
        **parts(request, held.license),
    }
