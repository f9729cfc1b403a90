"""The shop as a shopper's program sees it: catalogue, cart, checkout. ``account`` is next door."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ecommus.client import types as t
from ecommus.client.account import Me, ShopperAuth
from ecommus.client.http import Http, segment
from ecommus.client.pages import Namespace, Page, Rows

API = "/api/storefront"


class Categories(Rows[t.StorefrontCategory]):
    """The tree of categories, parents first."""

    path = f"{API}/categories"

    def get(self, slug: str) -> t.StorefrontCategory:
        return self._http.get(f"{self.path}/{segment(slug)}")


class Products(Rows[t.StorefrontCard]):
    """Products in lists, and one with all that its page shows."""

    path = f"{API}/products"

    def list(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        category: str | None = None,
        q: str | None = None,
        sort: str | None = None,
        min_price: int | None = None,
        max_price: int | None = None,
        in_stock: bool | None = None,
        options: Mapping[str, Sequence[str]] | None = None,
        currency: str | None = None,
    ) -> Page[t.StorefrontCard]:
        """``sort``: newest, title, price, -price. Prices in minor units of ``currency``, one of
        the shop's (none: its own).

        ``options``: ``{"Colour": ["Red", "Blue"]}``, any of the values.
        """
        wanted = _wanted(category, q, sort, min_price, max_price, in_stock, options, currency)
        return self._page(wanted, limit, cursor)

    def notify(self, slug: str, email: str, *, variant_id: str | None = None) -> None:
        """One mail when a sold-out variant is back. Conflict when it can be bought now."""
        body: t.StorefrontStockNoticeInput = {"email": email}
        if variant_id:
            body["variant_id"] = variant_id
        self._http.post(f"{self.path}/{segment(slug)}/notify", body)

    def iterate(
        self,
        *,
        category: str | None = None,
        q: str | None = None,
        sort: str | None = None,
        min_price: int | None = None,
        max_price: int | None = None,
        in_stock: bool | None = None,
        options: Mapping[str, Sequence[str]] | None = None,
        currency: str | None = None,
    ) -> Iterator[t.StorefrontCard]:
        return self._all(
            _wanted(category, q, sort, min_price, max_price, in_stock, options, currency)
        )

    def get(self, slug: str, *, currency: str | None = None) -> t.StorefrontProduct:
        return self._http.get(f"{self.path}/{segment(slug)}", query={"currency": currency})


def _wanted(
    category: str | None,
    q: str | None,
    sort: str | None,
    min_price: int | None,
    max_price: int | None,
    in_stock: bool | None,
    options: Mapping[str, Sequence[str]] | None,
    currency: str | None,
) -> dict[str, Any]:
    query: dict[str, Any] = {
        "category": category,
        "q": q,
        "sort": sort,
        "min_price": min_price,
        "max_price": max_price,
        "in_stock": in_stock,
        "currency": currency,
    }
    return query | {f"option.{name}": list(values) for name, values in (options or {}).items()}


class Search(Rows[t.StorefrontCard]):
    """Products that hold every word."""

    path = f"{API}/search"

    def __call__(
        self,
        q: str,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        currency: str | None = None,
    ) -> Page[t.StorefrontCard]:
        return self._page({"q": q, "currency": currency}, limit, cursor)


class Carts(Namespace):
    """Carts. A cart's ``id`` is a secret: whoever has it can change and order the cart."""

    path = f"{API}/carts"

    def create(self, *, currency: str | None = None) -> t.StorefrontCart:
        """``currency``: one of the shop's (none: its own)."""
        return self._http.post(self.path, query={"currency": currency}, once=True)

    def get(self, cart_id: str, *, explain: bool = False) -> t.StorefrontCart:
        """``explain`` adds how each sum came about."""
        return self._http.get(self._at(cart_id), query={"explain": 1 if explain else None})

    def update(self, cart_id: str, changes: t.StorefrontCartChange) -> t.StorefrontCart:
        """Currency, e-mail, addresses, methods, note; None takes a value away."""
        return self._http.patch(self._at(cart_id), changes)

    def add_line(
        self,
        cart_id: str,
        *,
        sku: str | None = None,
        variant_id: str | None = None,
        quantity: int = 1,
        idempotency_key: str | None = None,
    ) -> t.StorefrontCart:
        """Put units of a variant in, named by ``sku`` or by ``variant_id``."""
        body: t.StorefrontNewLineInput = {"quantity": quantity}
        if sku is not None:
            body["sku"] = sku
        if variant_id is not None:
            body["variant_id"] = variant_id
        return self._http.post(f"{self._at(cart_id)}/lines", body, idempotency_key=idempotency_key)

    def change_line(self, cart_id: str, line_id: str, quantity: int) -> t.StorefrontCart:
        """Another quantity; zero takes the line out."""
        body: t.StorefrontLineChange = {"quantity": quantity}
        return self._http.patch(f"{self._at(cart_id)}/lines/{segment(line_id)}", body)

    def remove_line(self, cart_id: str, line_id: str) -> t.StorefrontCart:
        return self._http.delete(f"{self._at(cart_id)}/lines/{segment(line_id)}")

    def shipping_methods(self, cart_id: str) -> Sequence[t.StorefrontMethod]:
        return self._http.get(f"{self._at(cart_id)}/shipping-methods")["items"]

    def payment_methods(self, cart_id: str) -> Sequence[t.StorefrontMethod]:
        return self._http.get(f"{self._at(cart_id)}/payment-methods")["items"]

    def reserve(self, cart_id: str) -> t.StorefrontCart:
        """Hold the cart's units for a quarter of an hour."""
        return self._http.post(f"{self._at(cart_id)}/reserve")

    def checkout(
        self, cart_id: str, *, payment_method: str | None = None, idempotency_key: str | None = None
    ) -> t.StorefrontOrder:
        """Order the cart. A key of your own makes this safe to repeat after a crash of yours."""
        body: t.StorefrontCheckoutInput = {}
        if payment_method is not None:
            body["payment_method"] = payment_method
        path = f"{self._at(cart_id)}/checkout"
        return self._http.post(path, body, idempotency_key=idempotency_key)

    def _at(self, cart_id: str) -> str:
        return f"{self.path}/{segment(cart_id)}"


class Orders(Namespace):
    """The buyer's own order, by its token."""

    path = f"{API}/orders"

    def get(self, token: str, *, explain: bool = False) -> t.StorefrontOrder:
        query = {"explain": 1 if explain else None}
        return self._http.get(f"{self.path}/{segment(token)}", query=query)

    def returns(
        self, token: str, *, limit: int | None = None, cursor: str | None = None
    ) -> Page[t.StorefrontReturn]:
        """The order's returns, newest first."""
        rows = Rows[t.StorefrontReturn](self._http)
        return rows._page({}, limit, cursor, f"{self.path}/{segment(token)}/returns")

    def ask_return(
        self, token: str, lines: Sequence[t.StorefrontReturnLineInput], *, note: str = "",
        idempotency_key: str | None = None,
    ) -> t.StorefrontReturn:  # fmt: skip
        """Ask to return units of what was sent; the shop answers by e-mail."""
        body: t.StorefrontReturnRequestInput = {"lines": [*lines], "note": note}
        path = f"{self.path}/{segment(token)}/returns"
        return self._http.post(path, body, idempotency_key=idempotency_key)

    def reorder(self, token: str, *, cart: str | None = None) -> t.StorefrontReordered:
        """Put it into a cart again (``cart``, or a new one) and say what cannot be had or costs
        another price."""
        body: t.StorefrontReorderInput = {} if cart is None else {"cart": cart}
        return self._http.post(f"{self.path}/{segment(token)}/reorder", body, once=True)


class Storefront(Namespace):
    """``/api/storefront``; only ``me`` needs a token, from ``auth``."""

    def __init__(self, http: Http):
        super().__init__(http)
        self.categories = Categories(http)
        self.products = Products(http)
        self.search = Search(http)
        self.carts = Carts(http)
        self.orders = Orders(http)
        self.auth = ShopperAuth(http, f"{API}/auth")
        self.me = Me(http)

    def withdraw(
        self, name: str, order_number: str, email: str, note: str = ""
    ) -> t.StorefrontWithdrawal:
        """Withdraw from the contract of an order; the receipt goes out by e-mail."""
        body: t.StorefrontWithdrawalInput = {
            "name": name,
            "order_number": order_number,
            "email": email,
            "note": note,
        }
        return self._http.post(f"{API}/withdrawals", body)

    def shop(self) -> t.StorefrontShop:
        """Who sells, in which languages and money."""
        return self._http.get(f"{API}/shop")
