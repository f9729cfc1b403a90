"""What stands in the license service: the root, its health, its API. No query behind any of it."""

from typing import Any, ClassVar


class Place:
    """A name, a parent, fixed children; an unknown child is a KeyError."""

    children: ClassVar[dict[str, type["Place"]]] = {}

    def __init__(self, parent: "Place | None" = None, name: str = ""):
        self.__parent__ = parent
        self.__name__ = name

    def __getitem__(self, name: str) -> "Place":
        return self.children[name](self, name)


class Health(Place):
    """``/health``: for supervisors and load balancers."""


class Root(Place):
    """``/``."""

    children: ClassVar[dict[str, type[Place]]] = {"health": Health}


def root(_request: Any) -> Root:
    """Pyramid's root factory."""
    return Root()
