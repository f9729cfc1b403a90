"""What stands in the service: pages for operators, the API under ``/v1``, keys and health.

A place costs no query but a license, a customer and a plan, which are looked up by name.
"""

from typing import Any, ClassVar

from pyramid.authorization import ALL_PERMISSIONS, Allow, Deny, Everyone

from ecommus.core.ids import parse_uuid
from license_service.security import OPERATOR
from license_service.services import customers, finding, plans, publishers
from license_service.services.access import SCOPES


class Place:
    """A name, a parent, fixed children; an unknown child is a KeyError."""

    children: ClassVar[dict[str, type["Place"]]] = {}

    def __init__(self, request: Any, parent: "Place | None" = None, name: str = ""):
        self.request = request
        self.__parent__ = parent
        self.__name__ = name

    def __getitem__(self, name: str) -> "Place":
        return self.children[name](self.request, self, name)


class Leaf(Place):
    """A place with something behind it: ``row``."""

    def __init__(self, request: Any, parent: Place, name: str, row: Any):
        super().__init__(request, parent, name)
        self.row = row


class License(Leaf):
    """``licenses/<id>``; ``row`` is a ``Found``."""


class Licenses(Place):
    """All licenses."""

    def __getitem__(self, name: str) -> License:
        found = finding.one(self.request.work, key) if (key := parse_uuid(name)) else None
        if found is None:
            raise KeyError(name)
        return License(self.request, self, name, found)


class Customer(Leaf):
    """``customers/<id>``."""


class Customers(Place):
    """All customers."""

    def __getitem__(self, name: str) -> Customer:
        row = customers.get(self.request.work, key) if (key := parse_uuid(name)) else None
        if row is None:
            raise KeyError(name)
        return Customer(self.request, self, name, row)


class Plan(Leaf):
    """``plans/<code>``."""


class Plans(Place):
    """What is sold."""

    def __getitem__(self, name: str) -> Plan:
        row = plans.plan(self.request.work, name) if name.isprintable() else None
        if row is None:
            raise KeyError(name)
        return Plan(self.request, self, name, row)


class Tier(Leaf):
    """``tiers/<code>``."""


class Tiers(Place):
    """The tier matrix."""

    def __getitem__(self, name: str) -> Tier:
        row = plans.tier(self.request.work, name) if name.isprintable() else None
        if row is None:
            raise KeyError(name)
        return Tier(self.request, self, name, row)


class Health(Place):
    """``/health``: for supervisors and load balancers."""


class Keys(Place):
    """The key set; ``/v1/keys`` is public."""


class Log(Place):
    """The forensic log; ``/v1/log/head`` is public."""


class Installs(Place):
    """What is heard of installations."""


class Publisher(Leaf):
    """``publishers/<kid>``: a publisher's key."""


class Publishers(Place):
    """Who may publish to the package index."""

    def __getitem__(self, name: str) -> Publisher:
        row = publishers.get(self.request.work, name) if name.isprintable() else None
        if row is None:
            raise KeyError(name)
        return Publisher(self.request, self, name, row)


class Standing(Leaf):
    """``standings/<jti>``; ``row`` is the token's id."""


class Standings(Place):
    """How tokens stand."""

    def __getitem__(self, name: str) -> Standing:
        if (jti := parse_uuid(name)) is None:
            raise KeyError(name)
        return Standing(self.request, self, name, jti)


class WellKnown(Place):
    """``/.well-known``."""


class Api(Place):
    """``/v1``: for programs."""

    children: ClassVar[dict[str, type[Place]]] = {
        "licenses": Licenses,
        "customers": Customers,
        "installs": Installs,
        "plans": Plans,
        "tiers": Tiers,
        "keys": Keys,
        "log": Log,
        "publishers": Publishers,
        "standings": Standings,
    }


class Root(Place):
    """``/``: for people."""

    children: ClassVar[dict[str, type[Place]]] = {
        "health": Health,
        "v1": Api,
        ".well-known": WellKnown,
        "licenses": Licenses,
        "customers": Customers,
        "plans": Plans,
        "tiers": Tiers,
        "publishers": Publishers,
        "keys": Keys,
        "log": Log,
    }
    __acl__ = [
        (Allow, OPERATOR, ALL_PERMISSIONS),
        *((Allow, scope, scope) for scope in SCOPES),
        (Deny, Everyone, ALL_PERMISSIONS),
    ]


def root(request: Any) -> Root:
    """Pyramid's root factory."""
    return Root(request)
