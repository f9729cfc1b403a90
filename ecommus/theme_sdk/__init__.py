"""What a theme may import: its manifest. A theme is templates and declarations, no code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import colander

SLOTS = frozenset(
    "header.after footer.before home.hero home.sections listing.before listing.card listing.after "
    "product.gallery product.buy product.tabs product.after cart.lines cart.summary checkout.step "
    "order.confirmation account.menu page.after".split()
)


class ThemeError(Exception):
    """A theme cannot be used as it is; the text names the field and the fix."""


@dataclass(eq=False)
class Theme:
    """The manifest. ``slots``: default fillers, slot name to template. ``settings``: a colander
    schema whose values the templates get as ``shop.settings``."""

    id: str
    title: str
    version: str
    description: str = ""
    extends: str | None = "base"
    niches: Sequence[str] = ()
    slots: Mapping[str, str] = field(default_factory=dict)
    settings: type[colander.MappingSchema] | None = None
    package: str = field(default="", init=False)

    def check(self) -> None:
        """ThemeError naming the field that is wrong."""
        if unknown := set(self.slots) - SLOTS:
            raise ThemeError(f"slots: {', '.join(sorted(unknown))} unknown")
        if self.extends == self.id:
            raise ThemeError("extends: a theme cannot extend itself")
