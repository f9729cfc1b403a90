"""Whether a view is for programs or for people: both find the same places in the tree."""

from typing import Any


def machine(request: Any) -> bool:
    """Whether it is the API that was asked."""
    return request.path_info == "/v1" or request.path_info.startswith("/v1/")


class Machine:
    """``machine=True``: only under ``/v1``; ``machine=False``: only elsewhere."""

    def __init__(self, wanted: bool, _info: Any):
        self._wanted = wanted

    def text(self) -> str:
        return f"machine = {self._wanted}"

    phash = text

    def __call__(self, _context: Any, request: Any) -> bool:
        return machine(request) is self._wanted


def includeme(config: Any) -> None:
    config.add_view_predicate("machine", Machine)
