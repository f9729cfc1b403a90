"""What returns are called, in the shop, the admin and the mails: states and reasons."""

from typing import Any

from pyramid.i18n import TranslationStringFactory

from ecommus.core.returns import Reason
from ecommus.web.problems import translate

_ = TranslationStringFactory("ecommus")

# code -> (kind of the badge, words)
STATUS = {
    "requested": ("warning", _("Requested")),
    "approved": ("info", _("Approved")),
    "refused": ("neutral", _("Not approved")),
    "received": ("info", _("Goods received")),
    "done": ("success", _("Closed")),
}
REASONS = {
    Reason.DOES_NOT_FIT: _("It does not fit"),
    Reason.DAMAGED: _("It came damaged"),
    Reason.WRONG_ITEM: _("It is not what was ordered"),
    Reason.NOT_AS_DESCRIBED: _("It is not as described"),
    Reason.CHANGED_MIND: _("Changed my mind"),
    Reason.WITHDRAWAL: _("Withdrawal from the contract"),
    Reason.OTHER: _("Another reason"),
}


def reason(request: Any, code: str) -> str:
    """A stored reason in words."""
    return translate(request, REASONS[Reason(code)])


def options(request: Any, *, withdrawal: bool = False) -> list[tuple[str, str]]:
    """(code, words) for a select; a withdrawal is declared on its own page."""
    return [
        (str(code), translate(request, label))
        for code, label in REASONS.items()
        if withdrawal or code is not Reason.WITHDRAWAL
    ]
