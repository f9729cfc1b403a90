"""What every place in the tree is: a name, a parent, requirements, grants, children.

A resource wraps an entity and knows nothing of HTTP. Containers cost no query, leaves one. An
unknown child is a KeyError and nothing else, and an id that is no UUID is one before any SQL.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, ClassVar
from uuid import UUID

from pyramid.authorization import Allow, Deny
from pyramid.location import lineage
from sqlalchemy import select

from ecommus.core.entitlements import Requirement
from ecommus.core.ids import parse_uuid
from ecommus.core.permissions import Effect, Permission


class Closed:
    """The permissions with one of some effects: the third part of a requirement's ACE."""

    def __init__(self, effects: frozenset[Effect]):
        self.effects = effects

    def __contains__(self, permission: Any) -> bool:
        return permission.effect in self.effects

    def __iter__(self) -> Iterator[Permission]:
        return (p for p in Permission if p.effect in self.effects)


@lru_cache(maxsize=1024)
def deny(requirement: Requirement, effects: frozenset[Effect]) -> tuple:
    """The ACE of a requirement. Its principal is the missing thing itself."""
    return (Deny, requirement, Closed(effects))


class Resource:
    """Base of all places."""

    requires: ClassVar[tuple[Requirement, ...]] = ()
    # Segments that lead to fixed children: name -> factory(parent, name).
    children: ClassVar[dict[str, Callable[..., Any]]] = {}

    def __init__(self, parent: Any, name: str):
        self.__parent__ = parent
        self.__name__ = name

    def requirements(self) -> tuple[Requirement, ...]:
        """What must be held here; a resource that knows more than its class overrides this."""
        return self.requires

    def grants(self) -> list[tuple]:
        """Allow entries of this place."""
        return []

    def allow(self, *permissions: Permission) -> list[tuple]:
        """Grants for whoever holds these permissions in this tenant (or on the platform)."""
        realm = self.realm
        return [(Allow, f"{realm}:{permission}", permission) for permission in permissions]

    def __acl__(self) -> list[tuple]:
        """Requirements from the outermost in, then grants.

        Pyramid asks the nearest place first, so a parent's Deny would come after a child's Allow:
        that is why every place repeats its parents' requirements ahead of its own grants.
        """
        entries = []
        for place in reversed(list(lineage(self))):
            for requirement in place.requirements():
                entries.append(deny(requirement, requirement.effects))
        return entries + self.grants()

    def __getitem__(self, name: str) -> Any:
        if name in self.children:
            return self.children[name](self, name)
        return self.mounted(name)

    def mounted(self, name: str) -> Any:
        """A child that a plugin mounted here (``config.add_child``), if it is on for the tenant."""
        return self.root.mounts.child(self, name)

    @property
    def root(self) -> Any:
        place = self
        while place.__parent__ is not None:
            place = place.__parent__
        return place

    @property
    def realm(self) -> str:
        """Whose permissions count: the tenant's id, or ``platform``."""
        return self.__parent__.realm

    @property
    def db(self) -> Any:
        return self.__parent__.db

    @property
    def tenant(self) -> Any:
        return self.__parent__.tenant


def find(resource: Any, interface: Any) -> Any:
    """The nearest place at or above ``resource`` that provides ``interface``, or None."""
    return next((place for place in lineage(resource) if interface.providedBy(place)), None)


def uuid_segment(name: str) -> UUID:
    """A segment that is an id. KeyError, before any SQL, when it is none."""
    value = parse_uuid(name)
    if value is None:
        raise KeyError(name)
    return value


class Container(Resource):
    """A place whose children are leaves of one kind, found by ``load(name)``."""

    leaf: ClassVar[Callable[..., Any]]

    def load(self, name: str) -> Any:
        """The entity called ``name``, or None."""
        raise KeyError(name)

    def __getitem__(self, name: str) -> Any:
        try:
            return super().__getitem__(name)
        except KeyError:
            pass
        if "\0" in name:
            raise KeyError(name)
        entity = self.load(name)
        if entity is None:
            raise KeyError(name)
        return self.wrap(entity, name)

    def wrap(self, entity: Any, name: str | None = None) -> Any:
        """The leaf of an entity."""
        return type(self).leaf(self, name or str(entity.id), entity)


class ById(Container):
    """Leaves found by their UUID."""

    def load(self, name: str) -> Any:
        return self.by_id(uuid_segment(name))

    def by_id(self, entity_id: UUID) -> Any:
        raise NotImplementedError

    def row(self, table: Any, entity_id: UUID) -> Any:
        """One row of a table, locked when the session may write."""
        statement = select(table).where(table.c.id == entity_id)
        if not self.db.read_only:
            statement = statement.with_for_update()
        return self.db.execute(statement).one_or_none()


class Leaf(Resource):
    """A place that wraps one entity. ``volatile``: what is said of it depends on more than its
    version, today's prices for one."""

    volatile: ClassVar[bool] = False

    def __init__(self, parent: Any, name: str, entity: Any):
        super().__init__(parent, name)
        self.entity = entity

    @property
    def etag(self) -> str:
        """The version of the aggregate, for If-Match and If-None-Match."""
        return str(self.entity.version)
