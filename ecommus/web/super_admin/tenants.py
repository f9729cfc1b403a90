"""Tenants: the list, and making a new one. What happens to one later is in ``tenant``."""

import secrets
from dataclasses import dataclass
from typing import Any

from deform import ValidationFailure
from translationstring import TranslationStringFactory

from ecommus.core.entitlements import require_niche, require_theme, unmet
from ecommus.core.errors import Refusal
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import tenants as queries
from ecommus.db.tables.platform import tenants as table
from ecommus.plugin_sdk.interfaces import ISuperAdmin, ITenants
from ecommus.plugin_sdk.views import page
from ecommus.services import tenants as service
from ecommus.web import forms
from ecommus.web.admin import lists, notices
from ecommus.web.back_office import editing
from ecommus.web.back_office import nodes as n
from ecommus.web.entitled import demand
from ecommus.web.jobs import shop_url
from ecommus.web.problems import translate
from ecommus.web.tree.super_admin import PROVISIONING

_ = TranslationStringFactory("ecommus")
# state → (kind of badge, label)
STATES = {
    "active": ("success", "Open"),
    "suspended": ("warning", "Suspended"),
    "archived": ("neutral", "Archived"),
}
NICHES = {
    "ecommerce": _("Shop"), "services": _("Services and bookings"),
    "real-estate": _("Real estate"), "travel": _("Travel"),
}  # fmt: skip


@dataclass(frozen=True)
class Address:
    """Enough of a tenant to know where its shop is."""

    slug: str
    hosts: tuple[str, ...] = ()


@page(ITenants, within=ISuperAdmin, permission=P.TENANT_READ, template="tenants.pt")
def tenants(context: Any, request: Any) -> dict[str, Any]:
    """All shops: search by name, address or host."""
    query = lists.search(request)
    state = lists.chosen(request, "state", STATES)
    sort, heads = lists.sorting(request, ("name", "created"), "-created")
    column = table.c.created_at if sort.endswith("created") else table.c.name
    order = column.desc() if sort.startswith("-") else column
    rows, pager = lists.fetch(request, queries.listing(q=query, state=state), order, table.c.id)
    counts = queries.states(request.db)
    labels = {"": "All"} | {code: label for code, (_kind, label) in STATES.items()}
    return {
        "rows": [
            (row, request.to(context, str(row.id)), *STATES[row.state], NICHES.get(row.niche))
            for row in rows
        ],
        "pager": pager,
        "query": query,
        "state": state,
        "filtered": bool(query or state),
        "reset_url": request.to(context) if query else None,
        "heads": heads,
        "tabs": [
            (
                translate(request, label),
                lists.url(request, state=code, done=None),
                state == code,
                counts.get(code, 0) if code else sum(counts.values()),
            )
            for code, label in labels.items()
        ],
        "new_url": request.to(context, "new"),
        "provisioning": PROVISIONING.met(request.entitlements),
    }


def build(request: Any) -> Any:
    """The form of a new shop. What the license lacks is offered, and says so."""

    def offered(code: str, title: Any, requirement: Any) -> tuple[str, str]:
        text = translate(request, title)
        if unmet([requirement], request.entitlements):
            text = f"{text} – {translate(request, 'Not licensed')}"
        return code, text

    niches = [offered(code, title, require_niche(code)) for code, title in NICHES.items()]
    themes = [("", translate(request, "The one that suits the niche"))]
    themes += [
        offered(chain.theme.id, chain.theme.title, require_theme(chain.theme.id))
        for chain in request.registry.themes.values()
    ]
    host = request.registry.sites.host
    address = translate(request, "a-z, 0-9 and hyphens; the shop opens at this name in front of")
    schema = n.schema(
        n.text("name", _("Name of the shop"), high=120),
        n.text("slug", _("Address"), high=63, description=f"{address} .{host}"),
        n.choice("niche", _("Niche"), niches, css="field--half", default="ecommerce"),
        n.choice("theme", _("Theme"), themes, css="field--half", missing=""),
        n.text("owner_email", _("The owner's e-mail"), high=254,
               description=_("They sign in with it. The first password is shown once, after this."),
               attributes={"type": "email"}),
    )  # fmt: skip
    buttons = editing.buttons(request, P.TENANT_CREATE, _("Create the shop"))
    return forms.form(schema, request, buttons=buttons, hidden=editing.hidden(request))


def _page(method: str, template: str) -> Any:
    return page(
        ITenants, within=ISuperAdmin, name="new", method=method, permission=P.TENANT_CREATE,
        template=template, requires=(PROVISIONING,),
    )  # fmt: skip


def blank(context: Any, request: Any, form: str) -> dict[str, Any]:
    notices.lead(request, "Tenants", context)
    return {"title": translate(request, "New shop"), "form": form, "made": None}


@_page("GET", "tenant_new.pt")
def new_tenant(context: Any, request: Any) -> dict[str, Any]:
    """The empty form."""
    return blank(context, request, build(request).render({}))


@_page("POST", "tenant_new.pt")
def create_tenant(context: Any, request: Any) -> dict[str, Any]:
    """Make a shop, and show its owner's first password: here, once, and never again."""
    form = build(request)
    try:
        given = form.validate(request.POST.items())
    except ValidationFailure as failure:
        request.response.status_int = 422
        return blank(context, request, failure.render())
    preset = request.registry.extensions.presets.get(given["niche"], {})
    theme = given.pop("theme") or preset.get("theme", "base")
    wanted = [require_niche(given["niche"]), require_theme(theme)]
    demand(request, context, P.TENANT_CREATE, wanted)
    password = secrets.token_urlsafe(12)
    new = service.NewTenant(**given, theme=theme, password=password)
    try:
        plugins = tuple(preset.get("plugins", service.BASIC_PLUGINS))
        tenant_id = service.create(request.db, new, plugins, most=request.entitlements.stores)
    except Refusal as refusal:
        editing.refuse(request, form, refusal)
        return blank(context, request, form.render())
    request.audit.update(tenant=str(tenant_id), slug=new.slug, niche=new.niche, theme=theme)
    forget_after_commit(request)
    request.response.headers["Cache-Control"] = "no-store"
    return blank(context, request, "") | {
        "title": translate(request, "The shop is there"),
        "made": new,
        "password": password,
        "url": shop_url(request.registry, Address(new.slug)),
        "tenant_url": request.to(context, str(tenant_id)),
    }


def forget_after_commit(request: Any, tenant_id: Any = None) -> None:
    """This process looks the tenant up anew at once; the others hear of it within a second."""
    directory = request.registry.directory

    def forget(committed: bool) -> None:
        if committed:
            directory.forget(tenant_id)

    request.tm.get().addAfterCommitHook(forget)
