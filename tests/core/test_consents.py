"""Consents: the last entry holds, in the wording of today."""

from datetime import UTC, datetime, timedelta

import pytest

from ecommus.core.consents import VERSIONS, Consent, check_kind, current, holds
from ecommus.core.errors import Invalid

START = datetime(2026, 11, 24, tzinfo=UTC)


def ledger(*given, version=VERSIONS["marketing"]):
    return [Consent("marketing", version, g, START + timedelta(n)) for n, g in enumerate(given)]


@pytest.mark.parametrize(
    ("given", "holding"),
    [((), False), ((True,), True), ((True, False), False), ((False, True), True)],
)
def test_the_last_entry_holds(given, holding):
    assert holds(ledger(*given), "marketing") is holding


def test_a_consent_to_older_words_is_none_to_new_ones():
    older = ledger(True, version="2020-01")
    assert not holds(older, "marketing")
    assert current(older)["marketing"] == older[0]


def test_a_kind_that_is_no_more_is_left_out():
    gone = Consent("cookies", "1", True, START)
    assert current([gone]) == {"marketing": None}
    with pytest.raises(Invalid):
        check_kind("cookies")
