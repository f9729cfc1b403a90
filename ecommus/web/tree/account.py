"""A shopper's own account: the doors to it, its pages, orders and addresses; ``/me`` in the API.

Everything below belongs to whoever is signed in: an id of somebody else's leads nowhere.
"""

from typing import Any
from uuid import UUID

from zope.interface import implementer

from ecommus.core.orders import Order
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import customers, sales
from ecommus.plugin_sdk import interfaces as i
from ecommus.web.tree.resource import Container, Leaf, Resource, uuid_segment

DOORS = ("sign-in", "sign-up", "confirm", "forgotten", "new-password", "new-email")
PARTS = ("details", "password", "email", "company", "privacy", "erase", "sign-out")
# What stands below the account, by the codes that views and themes know it by.
SEGMENTS: dict[str, dict[str, str]] = {
    "ro": {
        "sign-in": "autentificare",
        "sign-up": "inregistrare",
        "confirm": "confirmare",
        "forgotten": "parola-uitata",
        "new-password": "parola-noua",
        "new-email": "adresa-noua",
        "orders": "comenzi",
        "addresses": "adrese",
        "details": "date",
        "password": "parola",
        "email": "email",
        "company": "firma",
        "privacy": "confidentialitate",
        "erase": "stergere",
        "sign-out": "iesire",
    },
    "en": {
        "sign-in": "sign-in",
        "sign-up": "sign-up",
        "confirm": "confirm",
        "forgotten": "forgotten-password",
        "new-password": "new-password",
        "new-email": "new-email",
        "orders": "orders",
        "addresses": "addresses",
        "details": "details",
        "password": "password",
        "email": "email",
        "company": "company",
        "privacy": "privacy",
        "erase": "erase",
        "sign-out": "sign-out",
    },
}


class _Coded(Resource):
    """A place that is called ``code`` in whatever language."""

    def __init__(self, parent: Any, name: str, code: str):
        super().__init__(parent, name)
        self.code = code


@implementer(i.IAccountDoor)
class Door(_Coded):
    """A page before the account; open to everyone."""


@implementer(i.IAccountPart)
class Part(_Coded):
    """A page of the account."""


class _Own(Container):
    """Leaves of the signed-in shopper, found by their UUID."""

    def load(self, name: str) -> Any:
        entity_id, owner = uuid_segment(name), self.__parent__.customer_id
        return None if owner is None else self.by_id(owner, entity_id)

    def by_id(self, owner: UUID, entity_id: UUID) -> Any:
        raise NotImplementedError


@implementer(i.IOwnOrder)
class OwnOrder(Leaf):
    """An order of the shopper's."""


@implementer(i.IOwnOrders)
class OwnOrders(_Own):
    leaf = OwnOrder

    def by_id(self, owner: UUID, entity_id: UUID) -> Any:
        return sales.order(self.db, (Order.id == entity_id) & (Order.customer_id == owner))


@implementer(i.IOwnAddress)
class OwnAddress(Leaf):
    """An address of the shopper's."""


@implementer(i.IOwnAddresses)
class OwnAddresses(_Own):
    leaf = OwnAddress

    def by_id(self, owner: UUID, entity_id: UUID) -> Any:
        return customers.address(self.db, owner, entity_id)


@implementer(i.IAccount)
class Me(Resource):
    """Whoever is signed in."""

    children = {"orders": OwnOrders, "addresses": OwnAddresses}

    def grants(self) -> list[tuple]:
        return self.allow(P.SHOP_ACCOUNT)

    @property
    def customer_id(self) -> UUID | None:
        identity = self.root.request.identity
        return identity.id if identity is not None else None

    @property
    def entity(self) -> Any:
        """The customer's row, read once."""
        if "_entity" not in self.__dict__:
            self._entity = customers.customer(self.db, self.customer_id)
        return self._entity

    def reread(self) -> Any:
        """The same after a change."""
        self.__dict__.pop("_entity", None)
        return self.entity

    @property
    def etag(self) -> str:
        return str(self.entity.version)


class Account(Me):
    """The same as pages, in the shop's language."""

    children = {
        SEGMENTS["en"]["orders"]: OwnOrders,
        SEGMENTS["en"]["addresses"]: OwnAddresses,
        **{SEGMENTS["en"][code]: Door for code in DOORS},
        **{SEGMENTS["en"][code]: Part for code in PARTS},
    }

    def __init__(self, parent: Any, name: str):
        super().__init__(parent, name)
        self.segments = SEGMENTS.get(parent.locale, SEGMENTS["en"])

    def __getitem__(self, name: str) -> Any:
        for code, segment in self.segments.items():
            if segment == name:
                return self.place(code)
        return self.mounted(name)

    def place(self, code: str) -> Any:
        """The place of a code, for links: ``account.place("addresses")``."""
        name = self.segments[code]
        if code in ("orders", "addresses"):
            return {"orders": OwnOrders, "addresses": OwnAddresses}[code](self, name)
        return (Door if code in DOORS else Part)(self, name, code)
