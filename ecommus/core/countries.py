"""Where a shop sells: the countries that its address forms offer. Names are CLDR's (Babel)."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from babel import Locale

from ecommus.core.errors import Invalid

# Offered in the settings: the Union, and where its shops also send parcels.
OFFERED = (
    "RO", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR",
    "HU", "IE", "IT", "LT", "LU", "LV", "MD", "MT", "NL", "NO", "PL", "PT", "RS", "SE", "SI", "SK",
    "UA", "US",
)  # fmt: skip
MOST = 60


def of_shop(settings: Mapping[str, Any], home: str) -> tuple[str, ...]:
    """ISO 3166-1 codes, the shop's own country first when it is among them."""
    chosen = tuple(settings.get("countries") or (home,))
    return tuple(sorted(chosen, key=lambda code: (code != home, code)))


def check(codes: Sequence[str]) -> list[str]:
    """The codes, each once. Invalid when there is none, or one that is no country."""
    wanted = list(dict.fromkeys(codes))
    if not 1 <= len(wanted) <= MOST:
        text = "Choose between 1 and %(most)s countries."
        raise Invalid("countries_invalid", text, field="countries", most=MOST)
    for code in wanted:
        if code not in names("en"):
            text = "“%(country)s” is not the code of a country."
            raise Invalid("country_unknown", text, field="countries", country=code)
    return wanted


@lru_cache(maxsize=8)
def names(locale: str) -> dict[str, str]:
    """Country code → its name in a language."""
    territories = Locale.parse(locale).territories
    nowhere = {"EU", "UN", "EZ", "QO", "ZZ", "XA", "XB"}
    known = {code: name for code, name in territories.items() if len(code) == 2}
    return {code: name for code, name in known.items() if code not in nowhere}


def choices(codes: Sequence[str], locale: str) -> list[tuple[str, str]]:
    """(code, name) for a select: the first one first, the others by name."""
    named = names(locale)
    rest = sorted(codes[1:], key=lambda code: named[code])
    return [(code, named[code]) for code in (*codes[:1], *rest)]
