"""Who may: permissions, the effect of each, and the roles that a shop starts with.

A permission is named ``<noun>.<verb>``. Its effect says what closes it: a suspended shop or a
locked license closes effects, never single permissions (see ``entitlements``).
"""

from enum import StrEnum


class Effect(StrEnum):
    """What using a permission does to the world."""

    READ = "read"
    WRITE = "write"
    SELL = "sell"
    ACTIVATE = "activate"
    EXPORT = "export"


class Permission(StrEnum):
    """Everything anybody may be allowed to do. One line each: what it allows."""

    effect: Effect
    label: str

    def __new__(cls, value: str, effect: Effect, label: str):
        member = str.__new__(cls, value)
        member._value_ = value
        member.effect = effect
        member.label = label
        return member

    # The shopper's, granted to everyone.
    SHOP_VIEW = "shop.view", Effect.READ, "Look at the shop"
    SHOP_BUY = "shop.buy", Effect.SELL, "Fill a cart and place an order"
    SHOP_ORDER_VIEW = "shop.order_view", Effect.READ, "See one's own order by its link"
    # The signed-in shopper's: nobody of the staff holds it.
    SHOP_ACCOUNT = "shop.account", Effect.READ, "Use one's own account"
    # Signing in and out must work in every state of license and tenant.
    SESSION_OPEN = "session.open", Effect.READ, "Sign in and out"
    HOOK_RECEIVE = "hook.receive", Effect.READ, "Deliver a webhook"

    # The operator's.
    ADMIN_VIEW = "admin.view", Effect.READ, "Open the admin"
    PRODUCT_READ = "product.read", Effect.READ, "See products and categories"
    PRODUCT_EDIT = "product.edit", Effect.WRITE, "Create and change products and categories"
    PRODUCT_DELETE = "product.delete", Effect.WRITE, "Delete products and categories"
    CATALOG_IMPORT = "catalog.import", Effect.WRITE, "Import a catalogue"
    CATALOG_EXPORT = "catalog.export", Effect.EXPORT, "Export the catalogue"
    STOCK_READ = "stock.read", Effect.READ, "See stock and its ledger"
    STOCK_ADJUST = "stock.adjust", Effect.WRITE, "Receive and correct stock"
    ORDER_READ = "order.read", Effect.READ, "See orders"
    ORDER_EDIT = "order.edit", Effect.WRITE, "Confirm, fulfil and cancel orders"
    PROMOTION_READ = "promotion.read", Effect.READ, "See promotions and coupons"
    PROMOTION_EDIT = "promotion.edit", Effect.WRITE, "Create and change promotions and coupons"
    BALANCE_READ = "balance.read", Effect.READ, "See gift cards and store credit"
    BALANCE_MANAGE = "balance.manage", Effect.WRITE, "Issue and adjust gift cards and store credit"
    CUSTOMER_READ = "customer.read", Effect.READ, "See customers"
    CUSTOMER_MANAGE = "customer.manage", Effect.WRITE, "Create, change and erase customers"
    CUSTOMER_EXPORT = "customer.export", Effect.EXPORT, "Export what is held of a customer"
    INVOICE_READ = "invoice.read", Effect.READ, "See and download invoices"
    INVOICE_MANAGE = "invoice.manage", Effect.WRITE, "Issue and credit invoices"
    PLUGIN_READ = "plugin.read", Effect.READ, "See plugins and themes"
    PLUGIN_MANAGE = "plugin.manage", Effect.WRITE, "Turn plugins off, edit their settings"
    PLUGIN_ACTIVATE = "plugin.activate", Effect.ACTIVATE, "Turn plugins and themes on"
    SETTINGS_READ = "settings.read", Effect.READ, "See the shop's settings"
    SETTINGS_EDIT = "settings.edit", Effect.WRITE, "Change the shop's settings"
    STAFF_READ = "staff.read", Effect.READ, "See staff, roles and API keys"
    STAFF_MANAGE = "staff.manage", Effect.WRITE, "Manage staff, roles and API keys"
    AUDIT_READ = "audit.read", Effect.READ, "See the audit log"

    # The platform's.
    PLATFORM_VIEW = "platform.view", Effect.READ, "Open super-admin"
    TENANT_READ = "tenant.read", Effect.READ, "See tenants"
    TENANT_MANAGE = "tenant.manage", Effect.WRITE, "Suspend, restore and archive tenants"
    TENANT_CREATE = "tenant.create", Effect.ACTIVATE, "Create tenants"
    LICENSE_READ = "license.read", Effect.READ, "See the license and what it entitles to"
    # Open in every state: it is the way out of one.
    LICENSE_INSTALL = "license.install", Effect.READ, "Install a license and ask its service"
    # The vendor's, on the license service: what stands here changes nothing there.
    LICENSE_ISSUE = "license.issue", Effect.READ, "Issue, transfer, extend and end licenses"
    OPS_READ = "ops.read", Effect.READ, "Ask whether the installation is well"

    # Granted to nobody: what a view gets that forgot to say.
    UNDECLARED = "undeclared", Effect.WRITE, "Nothing; a view must declare its permission"


P = Permission
SHOPPER = frozenset({P.SHOP_VIEW, P.SHOP_BUY, P.SHOP_ORDER_VIEW})
CUSTOMER = frozenset({P.SHOP_ACCOUNT})
OPEN = frozenset({P.SESSION_OPEN, P.HOOK_RECEIVE, P.OPS_READ})
PLATFORM = frozenset(
    {
        P.PLATFORM_VIEW,
        P.TENANT_READ,
        P.TENANT_MANAGE,
        P.TENANT_CREATE,
        P.LICENSE_READ,
        P.LICENSE_INSTALL,
        P.LICENSE_ISSUE,
    }
)
STAFF = frozenset(Permission) - SHOPPER - CUSTOMER - OPEN - PLATFORM - {P.UNDECLARED}

_READING = frozenset(p for p in STAFF if p.effect in (Effect.READ, Effect.EXPORT))
ROLES: dict[str, frozenset[Permission]] = {
    "owner": STAFF,
    "manager": STAFF - {P.STAFF_MANAGE, P.PLUGIN_ACTIVATE, P.PLUGIN_MANAGE},
    "staff": frozenset(
        {P.ADMIN_VIEW, P.PRODUCT_READ, P.PRODUCT_EDIT, P.STOCK_READ, P.STOCK_ADJUST}
        | {P.ORDER_READ, P.ORDER_EDIT, P.CUSTOMER_READ, P.INVOICE_READ, P.INVOICE_MANAGE}
        | {P.BALANCE_READ}
    ),
    "read-only": _READING,
}


def expand(names) -> frozenset[Permission]:
    """Permissions from stored names; a name that is no more is no grant."""
    return frozenset(Permission(name) for name in names if name in Permission._value2member_map_)  # type: ignore[call-arg]  # looked up by value
