"""The overview: how installations are, what is suspicious, what was issued last."""

from typing import Any

from license_service.i18n import _
from license_service.pages import labels, page, plot
from license_service.services import finding, overview
from license_service.tree import Root


@page(Root, "overview")
def home(_context: Root, request: Any) -> dict[str, Any]:
    """The numbers, and the plots of them."""
    seen, words = overview.overview(request.work), request.words
    days = [(words.short_day(day), count) for day, count in seen.days]
    health = [(code, words.of(labels.HEALTH, code), n) for code, n in seen.health.items()]
    return {
        "seen": seen,
        "days": days,
        "anything": any(count for _day, count in days),
        "health": health,
        "heard": plot.days(days, words.say(_("Installations heard of, by day"))),
        "standing": plot.shares(health, words.say(_("Licenses in force, by how they stand"))),
        "domains": finding.domains_of(request.work, seen.suspicions),
        "newest": finding.search(request.work, most=8),
    }
