"""One tenant: what it holds, and its states. Suspending and archiving are asked first."""

from dataclasses import dataclass
from typing import Any

from ecommus.core.entitlements import Requirement, unmet
from ecommus.core.errors import Refusal
from ecommus.core.permissions import Permission as P
from ecommus.core.tenants import TRANSITIONS, TenantState
from ecommus.db.queries import tenants as queries
from ecommus.plugin_sdk.interfaces import ISuperAdmin, ITenantEntry
from ecommus.plugin_sdk.views import page
from ecommus.services import tenants as service
from ecommus.web.admin import notices
from ecommus.web.jobs import shop_url
from ecommus.web.problems import translate
from ecommus.web.super_admin.tenants import NICHES, STATES, Address, forget_after_commit
from ecommus.web.tree.super_admin import PROVISIONING


@dataclass(frozen=True)
class Change:
    """A way from one state to another: its words, and what it means."""

    state: TenantState
    label: str
    question: str
    meaning: str
    look: str
    # Opening a shop again makes nothing new: no license that got smaller may keep it shut.
    requires: tuple[Requirement, ...] = (PROVISIONING,)


CHANGES = {
    "suspend": Change(
        TenantState.SUSPENDED,
        "Suspend",
        "Suspend this shop?",
        "Shoppers can look around but not buy, and its staff can read and export but change"
        " nothing. It can be restored at any time.",
        "danger",
    ),
    "restore": Change(
        TenantState.ACTIVE,
        "Restore",
        "Open this shop again?",
        "Shoppers can buy and its staff can work again, at once.",
        "primary",
        requires=(),
    ),
    "archive": Change(
        TenantState.ARCHIVED,
        "Archive",
        "Archive this shop for good?",
        "Its addresses stop answering and nobody can sign in. Its data stays for export. This"
        " cannot be undone.",
        "danger",
    ),
}
DONE = {
    "suspend": "The shop is suspended.",
    "restore": "The shop is open again.",
    "archive": "The shop is archived.",
}


@page(ITenantEntry, within=ISuperAdmin, permission=P.TENANT_READ, template="tenant.pt")
def tenant(context: Any, request: Any) -> dict[str, Any]:
    """One shop seen from outside."""
    notices.told(request, DONE)
    entity, registry = context.entity, request.registry
    holds = queries.summary(request.db, entity.id)
    kind, label = STATES[entity.state]
    ways = TRANSITIONS[TenantState(entity.state)]
    hosts = tuple(row.host for row in holds["hosts"] if row.verified_at)
    theme = registry.themes.get(entity.theme)
    notices.lead(request, "Tenants", context.__parent__)
    return holds | {
        "tenant": entity,
        "kind": kind,
        "state": translate(request, label),
        "url": shop_url(registry, Address(entity.slug, hosts)),
        "niche": translate(request, NICHES.get(entity.niche, entity.niche)),
        "theme": translate(request, theme.theme.title) if theme else entity.theme,
        "titles": [
            (name, translate(request, registry.plugins[name].title))
            if name in registry.plugins
            else (name, translate(request, "not installed"))
            for name in holds["plugins"]
        ],
        "changes": [
            (request.to(context, name), translate(request, change.label), change.look)
            for name, change in CHANGES.items()
            if change.state in ways and not unmet(change.requires, request.entitlements)
        ],
        "provisioning": PROVISIONING.met(request.entitlements),
    }


def _page(name: str, method: str) -> Any:
    return page(
        ITenantEntry, within=ISuperAdmin, name=name, method=method, permission=P.TENANT_MANAGE,
        template="confirm.pt", requires=CHANGES[name].requires,
    )  # fmt: skip


def ask(context: Any, request: Any, name: str) -> dict[str, Any]:
    change, entity = CHANGES[name], context.entity
    allowed = change.state in TRANSITIONS[TenantState(entity.state)]
    notices.lead(request, "Tenants", context.__parent__)
    notices.lead(request, entity.name, context)
    text = change.meaning if allowed else "In its present state this cannot be done."
    return {
        "title": translate(request, change.question),
        "texts": [f"{entity.name} ({entity.slug})", translate(request, text)],
        "action": request.to(context, name),
        "button": translate(request, change.label) if allowed else None,
        "look": change.look,
        "cancel_url": request.to(context),
    }


def carry_out(context: Any, request: Any, name: str) -> Any:
    try:
        service.set_state(request.db, context.entity, CHANGES[name].state)
    except Refusal as refusal:
        notices.say(request, "error", notices.undo(request, refusal))
        return ask(context, request, name)
    request.audit.update(slug=context.entity.slug)
    forget_after_commit(request, context.entity.id)
    return notices.done(request, context, name)


@_page("suspend", "GET")
def ask_suspend(context: Any, request: Any) -> dict[str, Any]:
    """What it means to suspend a shop."""
    return ask(context, request, "suspend")


@_page("suspend", "POST")
def suspend_tenant(context: Any, request: Any) -> Any:
    """Suspend the shop."""
    return carry_out(context, request, "suspend")


@_page("restore", "GET")
def ask_restore(context: Any, request: Any) -> dict[str, Any]:
    """What it means to restore a shop."""
    return ask(context, request, "restore")


@_page("restore", "POST")
def restore_tenant(context: Any, request: Any) -> Any:
    """Open the shop again."""
    return carry_out(context, request, "restore")


@_page("archive", "GET")
def ask_archive(context: Any, request: Any) -> dict[str, Any]:
    """What it means to archive a shop."""
    return ask(context, request, "archive")


@_page("archive", "POST")
def archive_tenant(context: Any, request: Any) -> Any:
    """Archive the shop for good."""
    return carry_out(context, request, "archive")
