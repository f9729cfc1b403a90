"""What a process keeps of a shop: read once per version of its settings (or catalogue).

Another version is another key, so a change made anywhere is seen as soon as the directory sees it.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

MOST = 2_000


class Memory:
    """The least recently used of all shops' memories give way."""

    def __init__(self, most: int = MOST):
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._most = most
        self._lock = threading.Lock()

    def get(self, key: Hashable, read: Callable[[], Any]) -> Any:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        value = read()
        with self._lock:
            self._kept[key] = value
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return value


def remembered(
    request: Any, name: Hashable, read: Callable[[], Any], *, catalogue: bool = False
) -> Any:
    """``read()``, or what it answered at this version. Changed settings are read anew at once."""
    if "pending_change" in request.__dict__:
        return read()
    tenant = request.tenant
    versions = (tenant.version, tenant.catalogue_version if catalogue else None)
    return request.registry.memory.get((tenant.id, *versions, name), read)


def includeme(config: Any) -> None:
    """``request.remembered(name, read)``."""
    config.registry.memory = Memory()
    config.add_request_method(remembered, "remembered")
