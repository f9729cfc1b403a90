"""The main pages of every area, and the people who may see them: made once, on first use."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from playwright.sync_api import expect

from ecommus.web.tree import account
from ecommus.web.tree.checkout import STEPS

from .chromium import PATIENCE
from .member import Member
from .server import ROOT
from .shopper import Shopper

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
# Of each demo shop: a category of more than one page, words of a product with diacritics.
SHOPS = {"fashion": ("toamna-iarna", "camasa de fiecare zi"), "home": ("casa", "cana dimineata")}
CATALOGUE = ROOT / "tests" / "data" / "catalogues" / "shopify-apparel.csv"
BACK_OFFICE = (
    ("dashboard", ""),
    ("orders", "/orders"),
    ("drafts", "/drafts"),
    ("draft-new", "/drafts/new?q=ana"),
    ("left-carts", "/left-carts"),
    ("returns", "/returns"),
    ("customers", "/customers"),
    ("customer-new", "/customers/new"),
    ("customer-groups", "/customer-groups"),
    ("gift-cards", "/gift-cards"),
    ("gift-card-new", "/gift-cards/new"),
    ("products", "/products"),
    ("product-new", "/products/new"),
    ("bulk-changes", "/bulk-changes"),
    ("categories", "/categories"),
    ("attributes", "/attributes"),
    ("attribute-new", "/attributes/new"),
    ("stock", "/stock"),
    ("stock-movements", "/stock/movements"),
    ("stock-takes", "/stock-takes"),
    ("stock-take-new", "/stock-takes/new"),
    ("stock-locations", "/stock-locations"),
    ("stock-location-new", "/stock-locations/new"),
    ("promotions", "/promotions"),
    ("promotion-new", "/promotions/new"),
    ("catalog-promotions", "/catalog-promotions"),
    ("catalog-promotion-new", "/catalog-promotions/new"),
    ("price-lists", "/price-lists"),
    ("price-list-new", "/price-lists/new"),
    ("imports", "/imports"),
    ("import-new", "/imports/new"),
    ("plugins", "/plugins"),
    ("plugin", "/plugins/shipping-flat"),
    ("theme", "/theme"),
    ("taxes", "/tax-rates"),
    ("tax-new", "/tax-rates/new"),
    ("tax-rules", "/tax-rates/rules"),
    ("zones", "/zones"),
    ("zone-new", "/zones/new"),
    ("tax-categories", "/tax-categories"),
    ("delivery", "/shipping-methods?weight=1500&total=99,90&country=RO"),
    ("delivery-new", "/shipping-methods/new"),
    ("delivery-table", "/shipping-methods/new?kind=by_weight"),
    ("settings", "/settings"),
    ("invoice-settings", "/settings/invoices"),
    ("currencies", "/settings/currencies"),
    ("staff", "/staff"),
    ("staff-new", "/staff/new"),
    ("api-keys", "/api-keys"),
    ("api-key-new", "/api-keys/new"),
)
DOORS = ("sign-in", "sign-up", "forgotten")
OWN_PAGES = ("orders", "addresses", "details", "company", "privacy", "erase")
SUPER_ADMIN = (
    ("dashboard", ""),
    ("tenants", "/tenants"),
    ("tenant-new", "/tenants/new"),
    ("license", "/license"),
    ("plugins", "/plugins"),
)


@dataclass(frozen=True)
class Place:
    """A page: what it is called, its address, the cookies it is seen with."""

    name: str
    url: str
    state: Any = None


def bad_catalogue() -> bytes:
    """The Shopify sample with one more row, whose price is none (it is row 24)."""
    lines = CATALOGUE.read_bytes().rstrip().splitlines()
    header = lines[0].decode().split(",")
    wrong = {"Handle": "no-price", "Title": "Without a price", "Variant Price": "cheap"}
    lines.append(",".join(wrong.get(name, "") for name in header).encode())
    return b"\n".join(lines) + b"\n"


class World:
    """Main pages and people of the demo."""

    def __init__(self, browser: Any, server: Any):
        self.browser, self.server = browser, server

    @contextmanager
    def page(self, state: Any = None) -> Iterator[Any]:
        context = self.browser.new_context(
            viewport=DESKTOP, java_script_enabled=False, storage_state=state, locale="ro-RO"
        )
        context.set_default_timeout(PATIENCE)
        try:
            yield context.new_page()
        finally:
            context.close()

    @cache  # noqa: B019 - one World lives as long as the session
    def operator(self, slug: str) -> Any:
        """The cookies of a shop's owner, signed in through the form."""
        entry = next(entry for entry in self.server.demo["tenants"] if entry["slug"] == slug)
        url = self.server.url(slug, "/admin")
        return self.sign_in(url, entry["admin_email"], entry["admin_password"])

    @cache  # noqa: B019 - as above
    def super_admin(self) -> Any:
        """The cookies of the platform's owner."""
        entry = self.server.demo["super_admin"]
        return self.sign_in(entry["url"], entry["email"], entry["password"])

    def sign_in(self, url: str, email: str, password: str) -> Any:
        """The cookies of somebody who signed in; ``url`` is the area's front page."""
        with self.page() as page:
            page.goto(url)
            page.fill("input[name=email]", email)
            page.fill("input[name=password]", password)
            page.locator("button[type=submit]").click()
            expect(page).to_have_url(url)
            return page.context.storage_state()

    @cache  # noqa: B019 - as above
    def shopper(self, slug: str, language: str) -> Any:
        """The cookies of a guest who stands before the order button."""
        with self.page() as page:
            guest = Shopper(page, self.server, slug, language)
            guest.fill_cart(SHOPS[slug][0], 2)
            guest.to_summary(f"guest-{secrets.token_hex(3)}@example.com")
            return page.context.storage_state()

    @cache  # noqa: B019 - as above
    def member(self, slug: str, language: str) -> Any:
        """The cookies of somebody with an account and an address."""
        with self.page() as page:
            member = Member(page, self.server, slug, language)
            address = f"member-{secrets.token_hex(3)}@example.com"
            member.sign_up(address)
            member.follow(address)
            member.add_address()
            return page.context.storage_state()

    @cache  # noqa: B019 - as above
    def order(self, slug: str, language: str) -> str:
        """The address of an order that was placed."""
        with self.page() as page:
            guest = Shopper(page, self.server, slug, language)
            guest.fill_cart(SHOPS[slug][0], 2)
            guest.to_summary(f"buyer-{language}@example.com")
            return guest.place_order()

    @cache  # noqa: B019 - as above
    def trial_import(self, slug: str) -> str:
        """The address of an import that was tried and is done, one row refused."""
        with self.page(self.operator(slug)) as page:
            upload(page, self.server.url(slug, "/admin/imports/new"))
            return page.url.partition("?")[0]

    def storefront(self, slug: str, language: str) -> list[Place]:
        """Every main page of a shop in a language."""
        category, words = SHOPS[slug]
        with self.page() as page:
            guest = Shopper(page, self.server, slug, language)
            guest.go("categories", category)
            guest.open_product()
            product = page.url
            text = page.locator(f'footer a[href^="{guest.path("pages")}/"]').first
            text = self.server.url(slug, text.get_attribute("href"))
        buyer, member = self.shopper(slug, language), self.member(slug, language)
        own = account.SEGMENTS[language]

        def place(name: str, *path: str, query: str = "", state: Any = None) -> Place:
            url = self.server.url(slug, guest.path(*path)) + (f"?{query}" if query else "")
            return Place(f"{slug}-{name}", url, state)

        return [
            place("home"),
            place("category", "categories", category),
            Place(f"{slug}-product", product),
            place("search", "search", query=f"q={words.replace(' ', '+')}"),
            place("search-nothing", "search", query="q=xyzzy"),
            Place(f"{slug}-text", text),
            place("cart-empty", "cart"),
            place("cart", "cart", state=buyer),
            *(
                place(f"checkout-{code}", "checkout", segment, state=buyer)
                for code, segment in STEPS[language].items()
            ),
            Place(f"{slug}-order", self.order(slug, language)),
            Place(f"{slug}-return", f"{self.order(slug, language).partition('?')[0]}/return"),
            place("withdrawal", "withdrawals"),
            *(place(f"account-{code}", "account", own[code]) for code in DOORS),
            place("account", "account", state=member),
            *(place(f"account-{code}", "account", own[code], state=member) for code in OWN_PAGES),
            place("missing", "pages", "not-there"),
        ]

    def admin(self, slug: str) -> list[Place]:
        """Every main page of a shop's back office; there is an order, a customer and an import to
        look at."""
        self.order(slug, "ro")
        self.member(slug, "ro")
        state, base = self.operator(slug), self.server.url(slug, "/admin")
        places = [Place("admin-sign-in", f"{base}/auth/sign-in")]
        places += [Place(f"admin-{name}", base + path, state) for name, path in BACK_OFFICE]
        places.append(Place("admin-import", self.trial_import(slug), state))
        with self.page(state) as page:
            for name, path in (
                ("order", "/orders?q=buyer-ro"),
                ("gift-card", "/gift-cards"),
                ("customer", "/customers"),
                ("draft", "/drafts"),
                ("return", "/returns"),
                ("product", "/products"),
                ("ledger", "/stock"),
                ("category", "/categories"),
                ("member", "/staff"),
                ("promotion", "/promotions"),
                ("catalog-promotion", "/catalog-promotions"),
                ("price-list", "/price-lists"),
            ):
                page.goto(base + path)
                href = page.locator("main table .main a").first.get_attribute("href")
                places.append(Place(f"admin-{name}", self.server.url(slug, href), state))
        known = {place.name: place.url for place in places}
        for name, url in (
            ("store-credit", f"{known['admin-customer']}/credit"),
            ("packing-slip", f"{known['admin-order']}/packing-slip"),
            ("refund", f"{known['admin-order']}/refund"),
            ("order-edit", f"{known['admin-order']}/edit"),
            ("order-address", f"{known['admin-order']}/address"),
            ("coupons", f"{known['admin-promotion']}/coupons"),
            ("price-why", f"{known['admin-product']}/variants/why"),
            ("list-prices", f"{known['admin-price-list']}/prices"),
            ("promotion-part", f"{known['admin-promotion']}/add-action?type=buy_x_get_y"),
        ):
            places.append(Place(f"admin-{name}", url, state))
        return places

    def platform(self) -> list[Place]:
        """Every main page of the super-admin, and the API's description."""
        state, base = self.super_admin(), self.server.url(None, "/super-admin")
        places = [Place(f"super-{name}", base + path, state) for name, path in SUPER_ADMIN]
        with self.page(state) as page:
            page.goto(f"{base}/tenants")
            href = page.locator("main table .main a").first.get_attribute("href")
        places.append(Place("super-tenant", self.server.url(None, href), state))
        return [*places, Place("api-docs", self.server.url("fashion", "/api/docs"))]


def upload(page: Any, url: str, *, try_first: bool = True) -> None:
    """Send the sample with a broken row through the form and wait for the result page."""
    page.goto(url)
    payload = {"name": "shopify-apparel.csv", "mimeType": "text/csv", "buffer": bad_catalogue()}
    page.set_input_files("input[type=file]", payload)
    page.locator("input[name=dry_run]").set_checked(try_first)
    page.locator(".form__actions button[type=submit]").first.click()
    # The page looks again by itself every three seconds until the import is done.
    expect(page.locator(".badge--success").first).to_be_visible(timeout=60_000)
