"""What a rule answers when it says no: data, not prose. The web turns it into 409 or 422."""

from collections.abc import Mapping


class Refusal(Exception):
    """A rule refused. ``code`` is stable; ``message`` is a msgid with ``params`` filled in."""

    def __init__(self, code: str, message: str, *, field: str = "", **params):
        super().__init__(message % params if params else message)
        self.code = code
        self.message = message
        self.field = field
        self.params: Mapping[str, object] = params


class Invalid(Refusal):
    """What was sent breaks an invariant (422)."""


class Conflict(Refusal):
    """What was asked does not fit the state things are in (409)."""


class Stale(Conflict):
    """Somebody else changed it since it was read (412)."""
