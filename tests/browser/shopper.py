"""Somebody who buys: the steps from the front page to the order, as a person takes them.

Nothing here needs scripts. Places are found by what the theme contract promises (addresses, names
of fields), so both themes and both languages are bought in with the same steps.
"""

from typing import Any

from playwright.sync_api import expect

from ecommus.web.tree.storefront import SEGMENTS

ADDRESS = {
    "first_name": "Ana",
    "last_name": "Pop",
    "phone": "+40 722 123 456",
    "street": "Str. Memorandumului 10",
    "city": "Cluj-Napoca",
    "postal_code": "400114",
}
COUNTY = "CJ"


class Shopper:
    """A guest with a browser page in one shop and language."""

    def __init__(self, page: Any, server: Any, slug: str, language: str = "ro"):
        self.page, self.server, self.slug, self.language = page, server, slug, language

    def path(self, kind: str = "", *rest: str) -> str:
        """The path of a place; "" is the front page. Romanian is the demo shops' own language."""
        parts = [] if self.language == "ro" else [self.language]
        parts += [SEGMENTS[self.language][kind]] if kind else []
        return "/" + "/".join([*parts, *rest])

    def go(self, kind: str = "", *rest: str, query: str = "") -> Any:
        url = self.server.url(self.slug, self.path(kind, *rest)) + (f"?{query}" if query else "")
        return self.page.goto(url)

    def open_category(self, slug: str) -> None:
        """From the front page, through the menu or the tiles that it shows."""
        self.go()
        link = f'main a[href="{self.path("categories", slug)}"]'
        self.page.locator(link).first.click()

    def open_product(self, position: int = 0) -> None:
        self.page.locator("main .card a.card__link").nth(position).click()
        expect(self.page.locator("form.buy__form, .buy__closed").first).to_be_visible()

    def choose_variant(self) -> str:
        """Another value of the first option that is to be had; answers its label."""
        value = self.page.locator(".options a.option:not(.option--gone):not([aria-current])").first
        label = value.inner_text().strip()
        value.click()
        expect(self.page.locator(".options a[aria-current]").filter(has_text=label)).to_be_visible()
        return label

    def add_to_cart(self, quantity: int = 1) -> None:
        self.page.fill("form.buy__form input[name=quantity]", str(quantity))
        self.page.locator("form.buy__form button[type=submit]").click()
        expect(self.page.locator(".cart-line").first).to_be_visible()

    def change_quantity(self, quantity: int) -> None:
        self.page.locator("input[name^=quantity-]").first.fill(str(quantity))
        self.page.locator(".cart__update button").click()
        expect(self.page.locator("input[name^=quantity-]").first).to_have_value(str(quantity))

    def to_checkout(self) -> None:
        self.page.locator(f'main a[href="{self.path("checkout")}"]').click()
        expect(self.page.locator("input[name=email]")).to_be_visible()

    def submit(self) -> None:
        self.page.locator(".checkout__step form button[type=submit]").click()

    def fill_address(self, email: str) -> None:
        self.page.fill("input[name=email]", email)
        for name, value in ADDRESS.items():
            self.page.fill(f"input[name={name}]", value)
        self.page.select_option("select[name=county]", COUNTY)

    def choose_method(self) -> None:
        """The first way to send or to pay."""
        self.page.locator("input[name=method]").first.check()
        self.submit()

    def fill_cart(self, category: str, count: int) -> None:
        """So many products of a category into the cart; what is sold out is passed over."""
        self.go("categories", category)
        links = self.page.locator("main .card:not(.card--gone) a.card__link")
        addresses = [link.get_attribute("href") for link in links.all()]
        for address in addresses:
            self.page.goto(self.server.url(self.slug, address))
            if self.page.locator("form.buy__form").count():
                self.add_to_cart()
                count -= 1
            if not count:
                return
        raise AssertionError(f"{category}: nothing more to buy")

    def to_summary(self, email: str) -> None:
        """From the cart to the last step."""
        self.go("checkout")
        self.fill_address(email)
        self.submit()
        self.choose_method()
        self.choose_method()
        expect(self.page.locator(".review")).to_be_visible()

    def place_order(self) -> str:
        """Press the button; answers the order's own address."""
        self.submit()
        expect(self.page.locator(".order__head")).to_be_visible()
        return self.page.url.partition("?")[0]
