"""A tenant in tests, and plain factories for what stands in it."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from ecommus.core.ids import uuid7
from ecommus.core.inventory import Movement
from ecommus.core.permissions import ROLES
from ecommus.core.tenants import Tenant
from ecommus.db.stock import Stock, Why, default_location
from ecommus.db.tables import accounts, ops
from ecommus.services import catalog
from ecommus.services.tenants import add_staff
from ecommus.services.tokens import new_token, token_hash
from ecommus.testing.client import Client
from ecommus.web.credentials import KEY_PREFIX
from ecommus.web.jobs import work

# Everybody's password in tests.
PASSWORD = "correct horse battery"  # noqa: S105


class Shop:
    """A fresh tenant of a ``Kit``."""

    def __init__(self, kit: Any, tenant_id: UUID, slug: str):
        self.kit, self.id, self.slug = kit, tenant_id, slug
        self.host = f"{slug}.localhost"
        self._clients: dict[str, Client] = {}

    @property
    def tenant(self) -> Tenant:
        return self.kit.registry.directory.find("slug", self.slug)

    @property
    def anonymous(self) -> Client:
        """A stranger, with a cookie jar of their own at each call."""
        return Client(self.kit.app, self.host, contract=self.kit.contract)

    def as_(self, who: str) -> Client:
        """A client with an API key that holds a role's permissions; ``nobody`` holds none."""
        if who not in self._clients:
            key = self.key(ROLES.get(who, ()))
            self._clients[who] = Client(self.kit.app, self.host, key, self.kit.contract)
        return self._clients[who]

    def key(self, permissions: Any) -> str:
        """An API key with these permissions."""
        key = KEY_PREFIX + new_token()
        with self.work() as job:
            job.db.execute(
                insert(accounts.api_keys).values(
                    id=uuid7(),
                    name=f"test {secrets.token_hex(3)}",
                    prefix=key[:8],
                    key_hash=token_hash(key),
                    scopes=sorted(permissions),
                )
            )
        return key

    def staff(self, role: str) -> str:
        """A member of staff with a role; answers the e-mail. The password is the kit's."""
        email = f"{role}-{secrets.token_hex(3)}@{self.slug}.example"
        with self.kit.platform_session() as db:
            found = select(accounts.roles.c.id).where(
                accounts.roles.c.tenant_id == self.id, accounts.roles.c.code == role
            )
            add_staff(db, self.id, email, PASSWORD, db.execute(found).scalar_one())
            db.commit()
        return email

    def signed_in(self, role: str = "owner") -> Client:
        """A browser with a session in the admin."""
        client = self.anonymous
        email = f"owner@{self.slug}.example" if role == "owner" else self.staff(role)
        form = {"email": email, "password": PASSWORD}
        client.post("/admin/auth/sign-in", form, status=303)
        return client

    def work(self, locale: str | None = None) -> Any:
        """One transaction in this shop, as a job has it."""
        return work(self.kit.registry, self.tenant, actor="test", locale=locale)

    def enable(self, *plugins: str) -> None:
        """Turn plugins on."""
        with self.work() as job:
            for plugin in plugins:
                row = {"id": uuid7(), "plugin": plugin, "enabled": True}
                job.db.execute(insert(ops.tenant_plugins).values(**row))
            job.changed(config=True)

    @contextmanager
    def without(self, kind: str, name: str = "") -> Iterator[None]:
        """The license lacks something for a while: a feature, theme, plugin or niche."""
        licensing = self.kit.registry.licensing
        before = licensing.held
        fields = {
            "feature": "features",
            "theme": "licensed_themes",
            "plugin": "licensed_plugins",
            "niche": "niche_packages",
        }
        field = fields[kind]
        left = getattr(before.license, field) - {name, "*"}
        licensing.held = replace(before, license=replace(before.license, **{field: left}))
        try:
            yield
        finally:
            licensing.held = before


def a_product(shop: Shop, **fields: Any) -> Any:
    """An active product; ``price`` (minor units) and ``quantity`` are its single variant's.

    ``options`` and ``variants`` make more of it. Answers the entity, variants loaded.
    """
    quantity = fields.pop("quantity", 10)
    price = fields.pop("price", 1000)
    variants = fields.pop("variants", None) or [
        {"sku": fields.pop("sku", f"SKU-{secrets.token_hex(4)}"), "option_values": [],
         "price": price}
    ]  # fmt: skip
    fields = {"title": f"Thing {secrets.token_hex(3)}", "status": "active"} | fields
    with shop.work() as job:
        product = catalog.create(job, fields, variants)
        stock = Stock(job.db, [v.id for v in product.variants], job.now)
        place = default_location(job.db)
        for variant in product.variants:
            if variant.track_stock and quantity:
                stock.move(variant.id, place, Movement.RECEIVED, quantity, Why("test", "start"))
        stock.flush()
    return product


def a_category(shop: Shop, name: str, parent_id: UUID | None = None) -> Any:
    """A category."""
    with shop.work() as job:
        return catalog.create_category(job, {"name": name, "parent_id": parent_id})


def an_address(**changes: str) -> dict[str, str]:
    """An address that can be delivered to."""
    return {
        "first_name": "Ana",
        "last_name": "Pop",
        "street": "Str. Memorandumului 10",
        "city": "Cluj-Napoca",
        "county": "CJ",
        "postal_code": "400114",
        "country": "RO",
        "phone": "+40 722 123 456",
    } | changes
