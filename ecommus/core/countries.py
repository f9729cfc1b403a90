"""Countries: their codes and names (CLDR, by Babel), and where a shop chose to sell."""

from collections.abc import Sequence
from functools import lru_cache

from babel import Locale

from ecommus.core.errors import Invalid
from ecommus.core.text import fold

# Offered in the settings: the Union, and where its shops also send parcels.
OFFERED = (
    "RO", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR",
    "HU", "IE", "IT", "LT", "LU", "LV", "MD", "MT", "NL", "NO", "PL", "PT", "RS", "SE", "SI", "SK",
    "UA", "US",
)  # fmt: skip
MOST = 60
# CLDR knows more than ISO 3166 assigned: unions, islands that post offices tell apart.
_MADE_UP = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())


def check(codes: Sequence[str]) -> list[str]:
    """The codes, each once. Invalid when one is no country, or when there are too many."""
    wanted = list(dict.fromkeys(codes))
    if len(wanted) > MOST:
        text = "Choose at most %(most)s countries."
        raise Invalid("countries_invalid", text, field="countries", most=MOST)
    for code in wanted:
        if code not in names("en"):
            text = "“%(country)s” is not the code of a country."
            raise Invalid("country_unknown", text, field="countries", country=code)
    return wanted


@lru_cache(maxsize=8)
def names(locale: str) -> dict[str, str]:
    """ISO 3166-1 code → name in a language, by name."""
    known = Locale.parse(locale).territories
    real = {c: n for c, n in known.items() if len(c) == 2 and c.isalpha() and c not in _MADE_UP}
    return dict(sorted(real.items(), key=lambda item: fold(item[1])))


def choices(codes: Sequence[str], locale: str) -> list[tuple[str, str]]:
    """(code, name) for a select: the first one first, the others by name."""
    first, rest = codes[:1], set(codes[1:])
    named = names(locale)
    return [(code, named[code]) for code in (*first, *(c for c in named if c in rest))]
