"""What every back-office template is given: the shell (menu, user, languages) and helpers."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from translationstring import TranslationStringFactory

from ecommus.core.entitlements import Grace
from ecommus.core.permissions import Permission as P
from ecommus.services.license_office import office_of
from ecommus.web import csrf, license_words, static, themes
from ecommus.web.back_office import saved_views, spreadsheet
from ecommus.web.problems import translate
from ecommus.web.storefront.shop import LANGUAGE_NAMES, show_date, show_money

# (group, [(label, path, icon, permission)])
ADMIN_MENU = (
    ("", [("Dashboard", "", "home", P.ADMIN_VIEW)]),
    (
        "Selling",
        [
            ("Orders", "orders", "orders", P.ORDER_READ),
            ("Returns", "returns", "returns", P.ORDER_READ),
            ("Drafts", "drafts", "edit", P.ORDER_READ),
            ("Left carts", "left-carts", "clock", P.ORDER_READ),
            ("Customers", "customers", "users", P.CUSTOMER_READ),
            ("Gift cards", "gift-cards", "payment", P.BALANCE_READ),
            ("Invoices", "invoices", "invoices", P.INVOICE_READ),
        ],
    ),
    (
        "Catalogue",
        [
            ("Products", "products", "products", P.PRODUCT_READ),
            ("Categories", "categories", "categories", P.PRODUCT_READ),
            ("Attributes", "attributes", "attributes", P.PRODUCT_READ),
            ("Stock", "stock", "stock", P.STOCK_READ),
            ("Imports", "imports", "import", P.CATALOG_IMPORT),
        ],
    ),
    (
        "Prices",
        [
            ("Promotions", "promotions", "discount", P.PROMOTION_READ),
            ("Catalogue promotions", "catalog-promotions", "discount", P.PROMOTION_READ),
            ("Price lists", "price-lists", "filter", P.PROMOTION_READ),
        ],
    ),
    (
        "Shop",
        [
            ("Taxes", "tax-rates", "tax", P.SETTINGS_READ),
            ("Delivery", "shipping-methods", "shipping", P.SETTINGS_READ),
            ("Plugins", "plugins", "plugins", P.PLUGIN_READ),
            ("Theme", "theme", "theme", P.PLUGIN_READ),
            ("Staff", "staff", "users", P.STAFF_READ),
            ("API keys", "api-keys", "key", P.STAFF_READ),
            ("Settings", "settings", "settings", P.SETTINGS_READ),
        ],
    ),
)
# Only where a service key is configured.
OFFICE = "License service"
SUPER_MENU = (
    ("", [("Dashboard", "", "home", P.PLATFORM_VIEW)]),
    (
        "Platform",
        [
            ("Tenants", "tenants", "tenants", P.TENANT_READ),
            ("License", "license", "license", P.LICENSE_READ),
            ("Plugins", "plugins", "plugins", P.PLATFORM_VIEW),
        ],
    ),
    (
        OFFICE,
        [
            ("Licenses", "licenses", "license", P.LICENSE_READ),
            ("Customer installs", "installs", "tenants", P.LICENSE_READ),
            ("Forensic log", "audit-log", "invoices", P.LICENSE_READ),
        ],
    ),
)


@dataclass(frozen=True)
class Item:
    label: str
    url: str
    icon: str
    current: bool
    badge: str | None = None


@dataclass(frozen=True)
class Group:
    label: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class User:
    name: str
    email: str


@dataclass(frozen=True)
class Banner:
    kind: str
    text: str
    url: str | None


@dataclass
class Shell:
    """See the head of templates/shell.pt."""

    title: str
    area: str
    menu: tuple[Group, ...]
    user: User | None
    home_url: str
    signout_url: str
    csrf_token: str
    locale: str
    locales: tuple[Any, ...]
    banner: Banner | None
    storefront_url: str | None
    messages: list[dict[str, str]] = field(default_factory=list)
    breadcrumbs: list[Any] = field(default_factory=list)
    account_url: str | None = None
    search_url: str | None = None
    csv_url: str | None = None
    views: Any = None


@dataclass(frozen=True)
class Language:
    code: str
    label: str
    url: str


def of_request(request: Any) -> Shell:
    """The shell of a request, made once per page."""
    area = "admin" if request.tenant else "super-admin"
    home = f"/{area}"
    identity = request.identity
    query = urlencode({"next": request.path_qs if request.method == "GET" else home})
    return Shell(
        title=request.tenant.name if request.tenant else "ecommus",
        area=area,
        menu=_menu(request, home, identity) if identity else (),
        user=User(identity.label, identity.label) if identity else None,
        home_url=home,
        signout_url=f"{home}/auth/sign-out",
        csrf_token=csrf.form_token(request),
        locale=request.locale_name,
        locales=tuple(
            Language(code, label, f"{home}/auth/language?{query}&locale={code}")
            for code, label in LANGUAGE_NAMES.items()
        ),
        banner=_banner(request),
        storefront_url="/" if request.tenant else None,
        csv_url=spreadsheet.url(request) if identity else None,
        views=saved_views.of_request(request) if identity else None,
    )


def _menu(request: Any, home: str, identity: Any) -> tuple[Group, ...]:
    groups = ADMIN_MENU if request.tenant else SUPER_MENU
    path = request.path_info.rstrip("/")
    shown = []
    office = request.tenant is None and office_of(request.registry.settings) is not None
    for label, entries in groups:
        if label == OFFICE and not office:
            continue
        items = [
            _item(request, text, f"{home}/{part}".rstrip("/"), icon, path, home)
            for text, part, icon, permission in entries
            if identity.may(permission)
        ]
        if items:
            shown.append(Group(translate(request, label) if label else "", tuple(items)))
    if request.tenant:
        own = [
            _item(request, text, f"{home}/{part}", icon, path, home)
            for plugin, text, part, icon in request.registry.extensions.menu
            if plugin in request.tenant.plugins
        ]
        if own:
            shown.append(Group(translate(request, "Plugins"), tuple(own)))
    return tuple(shown)


def _item(request: Any, text: str, url: str, icon: str, path: str, home: str) -> Item:
    current = path == url or (url != home and path.startswith(f"{url}/"))
    return Item(translate(request, text), url, icon, current)


_ = TranslationStringFactory("ecommus")
STANDS = {
    Grace.WARNING: _("The license service was not reached for a while. Nothing is closed yet."),
    Grace.REDUCED: _("The license is reduced: nothing new can be turned on until it is renewed."),
    Grace.LOCKED: _("The license is locked: orders and changes are closed, exports stay open."),
}


def _banner(request: Any) -> Banner | None:
    """What the operator must know wherever they are: the license, the shop's state."""
    held = request.registry.licensing.held
    if held.problem is not None:
        text = license_words.why(request, held.problem)
        return Banner("warning", text, "/super-admin/license")
    if held.state is not Grace.OK:
        return Banner("warning", translate(request, STANDS[held.state]), "/super-admin/license")
    if request.tenant and not request.tenant.open:
        return Banner("error", translate(request, "This shop is suspended."), None)
    if request.tenant and request.tenant.legal.missing():
        text = translate(
            request, "Before going live: fill in the company's legal identity in Settings."
        )
        return Banner("info", text, "/admin/settings")
    return None


def add_names(event: Any) -> None:
    """Subscriber: names for back-office templates only."""
    request = event.get("request")
    if request is None or event.get("renderer_name") == "json":
        return
    if getattr(request, "themed", True):
        return
    locale = request.locale_name
    zone = request.tenant.timezone if request.tenant else "Europe/Bucharest"
    event.update(
        shell=request.shell,
        money=lambda value: show_money(value, locale),
        date=lambda value, time=True: show_date(value, locale, zone, time=time),
        static=static.admin_static,
        csrf_token=request.shell.csrf_token,
        may=lambda permission: request.identity is not None and request.identity.may(permission),
        slot=lambda name, **context: themes.fill_slot(
            request, name, context, request.registry.extensions.admin_slots
        ),
        _=lambda text, **params: translate(request, text, params),
    )
