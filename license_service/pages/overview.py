"""The overview: how installations are, what is suspicious, what was issued last."""

from typing import Any

from license_service.pages import page, plot
from license_service.services import finding, overview
from license_service.tree import Root


@page(Root, "overview")
def home(_context: Root, request: Any) -> dict[str, Any]:
    """The numbers, and the plots of them."""
    seen = overview.overview(request.work)
    return {
        "seen": seen,
        "heard": plot.days(seen.days, "Installations heard of, by day"),
        "standing": plot.shares(list(seen.health.items()), "Active licenses by state"),
        "newest": finding.search(request.work, most=8),
    }
