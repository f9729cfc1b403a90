"""What every storefront template is given: the shop, and the few functions that show things."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from markupsafe import Markup
from pyramid.i18n import TranslationString

from ecommus.core.entitlements import CHANGING, require_license, unmet
from ecommus.core.money import Money
from ecommus.core.tenants import LegalIdentity
from ecommus.plugin_sdk.interfaces import IStorefront
from ecommus.services import currencies
from ecommus.web import static, themes
from ecommus.web.jobs import shop_url
from ecommus.web.storefront.shapes import Choice, Link, MenuItem, media_url
from ecommus.web.tree.platform import TenantResource
from ecommus.web.tree.resource import find
from ecommus.web.tree.storefront import BELOW, Storefront

LANGUAGE_NAMES = {"ro": "Română", "en": "English"}


@dataclass(frozen=True)
class Legal:
    """The company behind the shop, for the footer."""

    legal_name: str
    registration_number: str
    vat_id: str
    vat_registered: bool
    address: str
    email: str
    phone: str
    complete: bool

    @classmethod
    def of(cls, identity: LegalIdentity, locale: str) -> "Legal":
        names = ("legal_name", "registration_number", "vat_id", "vat_registered", "email", "phone")
        values = {name: getattr(identity, name) for name in names}
        return cls(**values, address=identity.address(locale), complete=not identity.missing())


@dataclass(frozen=True)
class Shop:
    """See docs/reference/theme-templates.md."""

    name: str
    tagline: str
    description: str
    locale: str
    locales: tuple[Choice, ...]
    currency: str
    origin: str
    home_url: str
    search_url: str
    cart_url: str
    account_url: str
    withdrawal_url: str
    currencies: tuple[str, ...]
    currency_url: str
    here: str
    menu: tuple[MenuItem, ...]
    pages: tuple[Link, ...]
    legal: Legal
    settings: dict[str, Any]
    settings_css_url: str
    logo_url: str | None
    selling: bool
    email: str
    phone: str


def storefront_of(request: Any) -> Storefront:
    """The storefront of this request in its language, also where traversal did not get there."""
    found = find(getattr(request, "context", None), IStorefront)
    if isinstance(found, Storefront):
        return found
    tenant = TenantResource(request.root, request.tenant.slug, request.tenant)
    home = Storefront(tenant, "storefront")
    return home.in_locale(request.locale_name)


def localized(texts: Any, locale: str) -> str:
    """A setting that is either a text or a text per language."""
    if isinstance(texts, dict):
        return texts.get(locale) or next(iter(texts.values()), "")
    return texts or ""


def of_request(request: Any) -> Shop:
    """The shop as this request's templates see it."""
    tenant, locale, home = request.tenant, request.locale_name, request.storefront
    settings = tenant.settings
    theme = request.theme
    # An error page touches no database: the transaction may be lost.
    menu, pages = navigation(request) if request.exception is None else ((), ())
    return Shop(
        name=tenant.name,
        tagline=localized(settings.get("tagline"), locale),
        description=localized(settings.get("description"), locale),
        locale=locale,
        locales=alternates(request),
        currency=request.currency,
        currencies=currencies.offered(tenant),
        currency_url=request.to(home, "currency"),
        here=request.path_qs if request.method == "GET" else "",
        origin=shop_url(request.registry, tenant),
        home_url=request.to(home),
        search_url=request.to(home.child("search")),
        cart_url=request.to(home.child("cart")),
        account_url=request.to(home.child("account")),
        withdrawal_url=request.to(home.child("withdrawals")),
        menu=menu,
        pages=pages,
        legal=Legal.of(tenant.legal, locale),
        settings=theme.settings(settings.get("theme", {})),
        settings_css_url=f"/theme.css?v={tenant.version}",
        logo_url=media_url(settings["logo"]) if settings.get("logo") else None,
        selling=tenant.open and request.selling,
        email=tenant.legal.email,
        phone=tenant.legal.phone,
    )


def navigation(request: Any) -> tuple[tuple[MenuItem, ...], tuple[Link, ...]]:
    """Categories and texts as links: the same for every page in a language, so made once."""
    menu, locale = request.menu, request.locale_name
    if locale not in menu.shown:
        categories = request.storefront.child("categories")
        pages = request.storefront.child("pages")

        def item(node: Any) -> MenuItem:
            children = tuple(item(child) for child in node.children)
            return MenuItem(node.text("name", locale), request.to(categories, node.slug), children)

        def link(page: Any) -> Link:
            title = page.translations.get(locale, {}).get("title") or page.title
            return Link(title, request.to(pages, page.slug))

        menu.shown[locale] = (tuple(map(item, menu.roots)), tuple(map(link, menu.pages)))
    return menu.shown[locale]


def alternates(request: Any) -> tuple[Choice, ...]:
    """The same page in the shop's other languages."""
    here = request.storefront
    kinds = {segment: kind for kind, segment in here.segments.items()}
    path = [part for part in request.path_info.strip("/").split("/") if part]
    if here.locale != request.tenant.locale:
        path = path[1:]
    choices = []
    for locale in request.tenant.locales:
        there = here.in_locale(locale)
        kind = kinds.get(path[0]) if path else None
        place = there.child(kind) if kind else there
        url = request.to(place, *_below(kind, path[1:], here.locale, locale) if kind else ())
        if request.query_string and locale == here.locale:
            url = f"{url}?{request.query_string}"
        choices.append(
            Choice(locale, LANGUAGE_NAMES.get(locale, locale), url, locale == here.locale)
        )
    return tuple(choices)


def _below(kind: str, path: list[str], here: str, there: str) -> list[str]:
    """The rest of a path in another language: steps of the checkout, pages of the account."""
    words = BELOW.get(kind)
    if not path or words is None:
        return path
    ours, theirs = (words.get(locale, words["en"]) for locale in (here, there))
    code = next((code for code, word in ours.items() if word == path[0]), None)
    return [theirs[code], *path[1:]] if code else path


def selling(request: Any) -> bool:
    """Whether the license lets this shop take orders."""
    return not any(r.effects == CHANGING for r in unmet(require_license(), request.entitlements))


def add_names(event: Any) -> None:
    """Subscriber: the names of docs/reference/theme-templates.md, in storefront templates only."""
    request = event.get("request")
    # The JSON renderer announces itself too, and has no use for a menu.
    if request is None or event.get("renderer_name") == "json":
        return
    if not getattr(request, "themed", False):
        return
    locale = request.locale_name

    def slot(name: str, **context: Any) -> Markup:
        return themes.fill_slot(request, name, context)

    def translate(text: str, mapping: Any = None) -> str:
        return request.localizer.translate(
            TranslationString(text, domain="ecommus", mapping=mapping)
        )

    event.update(
        shop=request.shop,
        money=lambda value: show_money(value, locale),
        date=lambda value: show_date(value, locale, request.tenant.timezone),
        static=lambda path: static.theme_static(request, path),
        slot=slot,
        _=translate,
    )
    for name in ("description", "canonical", "json_ld", "robots", "notice"):
        event.setdefault(name, None)
    event.setdefault("alternates", ())


def show_money(value: Money, locale: str) -> str:
    return value.format(locale)


def show_date(value: datetime, locale: str, zone: str, *, time: bool = True) -> str:
    """A time in the shop's zone, as a reader of ``locale`` writes it."""
    local = value.astimezone(ZoneInfo(zone))
    if time:
        return format_datetime(local, "medium", locale=locale)
    return format_date(local, "long", locale=locale)
