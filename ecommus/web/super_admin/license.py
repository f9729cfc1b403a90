"""This installation's license: what it says, what it opens, and why it is not another one."""

from typing import Any

from ecommus.core.entitlements import Grace
from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import ILicense, ISuperAdmin
from ecommus.plugin_sdk.views import page
from ecommus.services.tenants import NICHES
from ecommus.web.problems import translate

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
    "none": "No license was found",
    "development": "Made for development at first start",
}


def features(request: Any, license: Any) -> list[tuple[str, str, bool]]:
    """(name, what it opens, held) of every feature that is known or held."""
    names = [*FEATURES, *sorted(license.features - set(FEATURES))]
    unknown = "A feature that this version does not know."
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
        "niches": [(name, "", name in held.niches) for name in NICHES],
    }


@page(ILicense, within=ISuperAdmin, permission=P.LICENSE_READ, template="license.pt")
def license_page(_context: Any, request: Any) -> dict[str, Any]:
    """The license and what each of its entitlements opens; open in every state."""
    licensing = request.registry.licensing
    held = licensing.held
    return {
        "license": held.license,
        "problem": held.problem,
        "source": translate(request, SOURCES.get(held.source, held.source)),
        "grace": GRACE[held.grace],
        "expired": held.license.expired(request.now),
        "bound": licensing.entitlements(None).domain_bound,
        "domain": licensing.domain,
        "features": features(request, held.license),
        "all_plugins": "*" in held.license.licensed_plugins,
        "all_themes": "*" in held.license.licensed_themes,
        **parts(request, held.license),
    }
