"""Every declared view with an address that exists and a body that is valid: for the matrix.

``attempts`` reads declarations and tree; ``SEGMENTS``, ``BODIES`` and ``FORMS`` say what is put in.
A view that needs something they do not know fails by name. Who tries is in ``people``.
"""

import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

import comforting
import drafting
import giving
import licensing
import ordering
import papers
import paying
import pricing
import promoting
import returning
import shopping
import stocking
import taxed
from sqlalchemy import insert

from ecommus.core.customers import Address
from ecommus.core.ids import uuid7
from ecommus.core.orders import Cart
from ecommus.core.permissions import CUSTOMER
from ecommus.db.queries import invoices as queries
from ecommus.db.tables import accounts, back_office, catalog, customers, ops, promotions
from ecommus.plugin_sdk.interfaces import IAdmin, IApiRoot, ISuperAdmin
from ecommus.services import checkout, invoices, media, settings
from ecommus.services.tokens import new_token, token_hash
from ecommus.testing import a_category, a_product, an_address
from ecommus.testing.kit import PASSWORD
from ecommus.web.tree.walk import places
from ecommus.web.views import Declared

# What the matrix knows of each part of the shop.
PARTS = (
    shopping, promoting, ordering, papers, pricing, returning, drafting, comforting, paying, taxed,
    stocking, giving, licensing,
)  # fmt: skip
PLUGIN = "example-hello"
LEGAL = {
    "legal_name": "Magazin SRL", "registration_number": "J2015000345127", "vat_id": "RO12345674",
    "street": "Str. Florilor 10", "city": "Cluj-Napoca", "county": "CJ", "email": "a@example.com",
    "phone": "+40264123456",
}  # fmt: skip
ROOT = {"email": "root@example.com", "password": PASSWORD}


class Unknown(AssertionError):
    """A view needs an address, a body or a form that nobody has written down here."""


@dataclass(frozen=True)
class Attempt:
    """One method of one view at one address, ``{parameters}`` still open."""

    declared: Declared = field(repr=False)
    method: str
    template: str

    @property
    def key(self) -> str:
        return f"{self.method} {self.template}"

    @property
    def api(self) -> bool:
        return self.declared.kind == "api"

    @property
    def back_office(self) -> bool:
        return self.declared.within in (IAdmin, ISuperAdmin)

    @property
    def guarded(self) -> bool:
        """Whether one has to be signed in."""
        return self.back_office or self.declared.permission in CUSTOMER

    @property
    def safe(self) -> bool:
        return self.method == "GET"

    @property
    def parameters(self) -> list[str]:
        """``preceding segment/parameter``, which says what kind of thing is meant."""
        parts = self.template.split("/")
        return [f"{parts[n - 1]}/{part[1:-1]}" for n, part in enumerate(parts) if part[:1] == "{"]

    def path(self, things: "Things", strange: dict[str, "Things"] | None = None) -> str:
        """The address; parameters in ``strange`` are taken from somebody else's things."""
        path = self.template
        for parameter in self.parameters:
            if parameter not in SEGMENTS:
                raise Unknown(f"matrix.SEGMENTS has no {parameter!r} ({self.declared.where})")
            value = SEGMENTS[parameter]((strange or {}).get(parameter, things))
            path = path.replace("{" + parameter.partition("/")[2] + "}", str(value), 1)
        return path + QUERIES.get(self.template, "")


def attempts(registry: Any) -> Iterator[Attempt]:
    """Every declaration at every address it answers at; one without an address fails by name."""
    everywhere = {api: list(places(registry, api=api)) for api in (True, False)}
    for declared in registry.declared:
        found = [
            place.path.rstrip("/")
            for place in everywhere[declared.kind == "api"]
            if place.scope is declared.within and place.provides(declared.context)
        ]
        if declared.within is IApiRoot:
            found = ["/api"]
        if not found:
            raise Unknown(f"the matrix has no address for {declared.where}")
        for path in found:
            path += f"/{declared.name}" if declared.name else ""
            if declared.options.get("subpath"):
                path += f"/{{{declared.options['subpath']}}}"
            for method in declared.methods:
                yield Attempt(declared, method, path or "/")


class Things(pricing.Things, drafting.Things, stocking.Shelves, giving.Purse):
    """What an address in a shop can name; each is made when it is first asked for."""

    def __init__(self, shop: Any, product: Any = None):
        self.shop = shop
        if product is not None:
            self.product = product

    def _row(self, table: Any, **values: Any) -> Any:
        values["id"] = uuid7()
        with self.shop.work() as job:
            job.db.execute(insert(table).values(**values))
        return values["id"]

    @cached_property
    def product(self) -> Any:
        sizes = [{"option_values": [size], "price": 5000} for size in "SM"]
        return a_product(self.shop, quantity=1000, options=["Size"], variants=sizes)

    @property
    def variant(self) -> Any:
        return self.product.variants[0]

    @cached_property
    def category(self) -> Any:
        return a_category(self.shop, f"Category {secrets.token_hex(4)}")

    @cached_property
    def attribute_id(self) -> Any:
        return self._row(catalog.attributes, code=f"a{secrets.token_hex(4)}", name="Fabric")

    @cached_property
    def bulk_change_id(self) -> Any:
        change = {"kind": "status", "change": {"status": "draft"}, "rows": []}
        return self._row(back_office.bulk_changes, **change)

    @cached_property
    def promotion_id(self) -> Any:
        taken = [{"type": "order_percentage", "percentage": "10.00"}]
        return self._row(promotions.promotions, name="Sale", rules=[], actions=taken)

    @cached_property
    def coupon_id(self) -> Any:
        fields = {"code": secrets.token_hex(8).upper(), "promotion_id": self.promotion_id}
        return self._row(promotions.coupons, **fields)

    @cached_property
    def media(self) -> Any:
        # Its bytes are this shop's alone, or both shops would have the same file.
        title = f"<title>{self.shop.id}{uuid7()}</title>"
        drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{title}</svg>'
        with self.shop.work() as job:
            return media.add(job, "drawing.svg", drawing.encode())

    def _cart(self, job: Any, token: str) -> Cart:
        cart = Cart(
            token_hash(token), "RON", "en", email="ana@example.com", shipping_method="flat",
            shipping_address=asdict(Address(**an_address())), payment_method="cod",
            customer_id=shopping.customer_of(self.shop),
        )  # fmt: skip
        cart.add(self.variant.id, 1)
        job.db.add(cart)
        job.db.flush()
        return cart

    @cached_property
    def cart(self) -> tuple[str, Any]:
        """The token of a cart that can be ordered, and the id of its line."""
        token = new_token()
        with self.shop.work() as job:
            return token, self._cart(job, token).lines[0].id

    @cached_property
    def order(self) -> tuple[Any, str]:
        """The id and the token of an order that can be invoiced."""
        self._register()
        with self.shop.work() as job:
            order, token = checkout.place(job, self._cart(job, new_token()), "cod")
            return order.id, token

    def _register(self) -> None:
        """Who invoices is somebody before the law."""
        if self.shop.tenant.legal.missing():
            with self.shop.work() as job:
                settings.change(job, legal=LEGAL)

    @cached_property
    def invoiced(self) -> Any:
        """An issued invoice (its row); the order is another than ``order``."""
        self._register()
        with self.shop.work() as job:
            order, token = checkout.place(job, self._cart(job, new_token()), "cod")
            return queries.one(job.db, invoices.issue(job, order)), token

    @cached_property
    def address_id(self) -> Any:
        owner, address = shopping.customer_of(self.shop), asdict(Address(**an_address()))
        return self._row(customers.customer_addresses, customer_id=owner, address=address)

    @cached_property
    def customer_id(self) -> Any:
        return shopping.a_customer(self.shop)

    @cached_property
    def group_id(self) -> Any:
        return self._row(customers.customer_groups, code=f"g{secrets.token_hex(4)}", name="Trade")

    @property
    def customer_credentials(self) -> dict[str, str]:
        return {"email": f"ana@{self.shop.slug}.example", "password": PASSWORD}

    @cached_property
    def import_id(self) -> Any:
        return self._row(ops.imports, filename="catalogue.csv", status="done")

    @cached_property
    def key_id(self) -> Any:
        key = new_token()
        return self._row(
            accounts.api_keys, name="old", prefix=key[:8], key_hash=token_hash(key), scopes=[]
        )

    @cached_property
    def member_id(self) -> Any:
        role = self._row(accounts.roles, code=new_token(), name="role", permissions=[])
        email = f"{secrets.token_hex(4)}@example.com"
        return self._row(accounts.staff, email=email, password_hash="none", role_id=role)

    @cached_property
    def page(self) -> str:
        slug = f"about-{secrets.token_hex(4)}"
        self._row(catalog.pages, slug=slug, title="About us")
        return slug

    @cached_property
    def tenant(self) -> Any:
        """A shop seen from super-admin."""
        return self.shop.kit.shop()

    @property
    def credentials(self) -> dict[str, str]:
        return {"email": f"owner@{self.shop.slug}.example", "password": PASSWORD}


SEGMENTS = {name: of for part in PARTS for name, of in part.SEGMENTS.items()} | {
    "products/product_id": lambda t: t.product.id,
    "products/slug": lambda t: t.product.slug,
    "product/slug": lambda t: t.product.slug,
    "variants/variant_id": lambda t: t.variant.id,
    "categories/category_id": lambda t: t.category.id,
    "bulk-changes/change_id": lambda t: t.bulk_change_id,
    "attributes/attribute_id": lambda t: t.attribute_id,
    "promotions/promotion_id": lambda t: t.promotion_id,
    "coupons/coupon_id": lambda t: t.coupon_id,
    "categories/slug": lambda t: t.category.slug,
    "category/slug": lambda t: t.category.slug,
    "media/media_id": lambda t: t.media.id,
    "media/path": lambda t: t.media.renditions[-1]["path"],
    "pages/slug": lambda t: t.page,
    "carts/cart_id": lambda t: t.cart[0],
    "lines/line_id": lambda t: t.cart[1],
    "orders/order_id": lambda t: t.order[0],
    "orders/order_token": lambda t: t.order[1],
    "addresses/address_id": lambda t: t.address_id,
    "customers/customer_id": lambda t: t.customer_id,
    "customer-groups/group_id": lambda t: t.group_id,
    "order/order_token": lambda t: t.invoiced[1],
    "invoices/invoice_id": lambda t: t.invoiced[0].id,
    "invoice/invoice_id": lambda t: t.invoiced[0].id,
    "imports/import_id": lambda t: t.import_id,
    "api-keys/key_id": lambda t: t.key_id,
    "staff/id": lambda t: t.member_id,
    "plugins/plugin_id": lambda t: PLUGIN,
    "tenants/tenant_id": lambda t: t.tenant.id,
}
# The same word in every shop: nobody's in particular.
SHARED = frozenset(
    {"plugins/plugin_id", "webhooks/plugin_id", "tenants/tenant_id", "licenses/license_id"}
)


def _variant(sku: str) -> dict[str, Any]:
    return {"sku": sku, "price": {"amount": 4500, "currency": "RON"}}


CSV = "handle,title,sku,price\ncup,Cup,CUP-1,10.00\n"
# What a call needs in its query string.
QUERIES = {
    "/api/storefront/search": "?q=cup",
}
# JSON bodies, by method and address.
BODIES = {key: body for part in PARTS for key, body in part.BODIES.items()} | {
    "POST /api/storefront/carts/{cart_id}/lines": lambda t: {
        "variant_id": str(t.variant.id),
        "quantity": 1,
    },
    "PATCH /api/storefront/carts/{cart_id}": lambda t: {"email": "ana@example.com"},
    "PATCH /api/storefront/carts/{cart_id}/lines/{line_id}": lambda t: {"quantity": 2},
    "POST /api/admin/auth/login": lambda t: t.credentials,
    "POST /api/super-admin/auth/login": lambda t: ROOT,
    "PATCH /api/admin/categories/{category_id}": lambda t: {"position": 3},
    "POST /api/admin/categories": lambda t: {"name": f"New {secrets.token_hex(4)}"},
    "PATCH /api/admin/attributes/{attribute_id}": lambda t: {"position": 3},
    "POST /api/admin/attributes": lambda t: {"code": f"a{secrets.token_hex(4)}", "name": "Colour"},
    "POST /api/admin/media": lambda t: {
        "filename": "a.svg",
        "content": "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSI5IiBoZWlnaHQ9IjkiLz4=",  # noqa: E501 - one value, unbroken
    },
    "POST /api/admin/imports": lambda t: {"content": CSV, "dry_run": True},
    "POST /api/admin/products": lambda t: {
        "title": f"Cup {secrets.token_hex(4)}", "variants": [_variant(secrets.token_hex(4))]
    },
    "PATCH /api/admin/products/{product_id}": lambda t: {"vendor": secrets.token_hex(4)},
    "POST /api/admin/products/{product_id}/variants": lambda t: {
        "option_values": ["L"], **_variant(secrets.token_hex(4))
    },
    "PATCH /api/admin/products/{product_id}/variants/{variant_id}": lambda t: {"barcode": "123"},
    "POST /api/admin/theme/activate": lambda t: {"theme": "base"},
    "POST /api/admin/api-keys": lambda t: {"name": "new", "scopes": []},
    "PUT /api/admin/plugins/{plugin_id}/settings": lambda t: {"settings": {"greeting": "Hello"}},
    "PATCH /api/admin/settings": lambda t: {"tax": {"rounding": "document"}},
    "POST /api/super-admin/tenants": lambda t: {
        "slug": f"n{secrets.token_hex(5)}", "name": "New", "owner_email": "owner@example.com"
    },
}  # fmt: skip


@dataclass(frozen=True)
class Form:
    """The page that a form is read from (None: there is no more to it than its token).

    ``%s`` in a field becomes a word that was not there before.
    """

    at: str | None
    query: str = ""
    fill: dict[str, str] = field(default_factory=dict)


_MEMBER = Form("/admin/staff/{id}")
_BARE = Form(None)
# Forms by method and address. Not named here: the form on the page at the same address, as it is.
FORMS = {key: form for part in PARTS for key, form in part.forms(Form).items()} | {
    "POST /cart/add": Form("/product/{slug}"),
    "POST /checkout/address": Form("/checkout/address", fill=shopping.ADDRESS),
    "POST /admin/auth/sign-in": Form("/admin/auth/sign-in"),
    "POST /admin/auth/sign-out": Form("/admin"),
    "POST /super-admin/auth/sign-out": _BARE,
    "POST /admin/products/new": Form("/admin/products/new", fill={"title": "Cup", "price": "45"}),
    "POST /admin/products/{product_id}/upload": Form("/admin/products/{product_id}/pictures"),
    "POST /admin/products/{product_id}/pictures": _BARE,
    "POST /admin/products/{product_id}/variants/options": Form(
        "/admin/products/{product_id}/variants/options", "?name=Size&values=S,M,L"
    ),
    "POST /admin/stock/{variant_id}": Form("/admin/stock/{variant_id}", fill={"quantity": "3"}),
    "POST /admin/invoices/{invoice_id}/credit": Form("/admin/invoices/{invoice_id}"),
    "POST /admin/imports/{import_id}/for-real": _BARE,
    "POST /admin/staff/{id}/role": _MEMBER,
    "POST /admin/staff/{id}/password": Form("/admin/staff/{id}", fill={"password": PASSWORD}),
    "POST /admin/staff/{id}/deactivate": _MEMBER,
    "POST /admin/staff/{id}/reactivate": _BARE,
    "POST /admin/staff/{id}/sign-out": _BARE,
    "POST /admin/plugins/{plugin_id}/enable": _BARE,
    "POST /admin/plugins/{plugin_id}/disable": _BARE,
    "POST /admin/theme/activate": _BARE,
    "POST /super-admin/tenants/new": Form(
        "/super-admin/tenants/new",
        fill={"slug": "%s", "name": "New shop", "owner_email": "owner@example.com"},
    ),
}
