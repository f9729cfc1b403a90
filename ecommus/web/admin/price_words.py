"""The state of a price list or a catalogue promotion, and who a list is for."""

from typing import Any

from translationstring import TranslationStringFactory

from ecommus.web.problems import translate

_ = TranslationStringFactory("ecommus")

OFF, ON = ("neutral", _("Off")), ("success", _("On"))
WAITS, OVER = ("info", _("Not begun yet")), ("neutral", _("Over"))


def badge(request: Any, row: Any) -> tuple[str, str]:
    """(kind, label) of what has ``enabled``, ``starts_at`` and ``ends_at``."""
    if not row.enabled:
        kind, label = OFF
    elif row.ends_at and row.ends_at <= request.now:
        kind, label = OVER
    elif row.starts_at and row.starts_at > request.now:
        kind, label = WAITS
    else:
        kind, label = ON
    return kind, translate(request, label)


def meant_for(request: Any, row: Any) -> str:
    """A list's group and countries in words."""
    parts = []
    if row.group_id is not None:
        parts.append(row.group_name)
    if row.countries:
        parts.append(", ".join(row.countries))
    return " · ".join(parts) or translate(request, "Everybody")
