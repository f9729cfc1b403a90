"""How much work lowering a whole catalogue is: counted, not timed (``tests.bench`` times it)."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from catalogue_size import a_catalogue

from ecommus.core.promotions.catalogue import CataloguePromotion, Sold, index, lowered

NOW = datetime(2026, 11, 28, tzinfo=UTC)


@pytest.fixture
def asked(monkeypatch):
    """How often a promotion was asked what it takes off."""
    calls = []
    real = CataloguePromotion.off

    def off(self, price, currency):
        calls.append(self.id)
        return real(self, price, currency)

    monkeypatch.setattr(CataloguePromotion, "off", off)
    return calls


def test_variants_and_promotions_meet_only_where_they_belong_together(asked):
    sold, promotions = a_catalogue(10_000, 1_000)
    found = lowered(sold, index(promotions), currency="RON", now=NOW)
    assert len(found) == 10_000
    # Each question lowered something, and of ten million possible ones less than a hundredth is.
    assert len(asked) == sum(len(entry.steps) for entry in found.values())
    assert 10_000 < len(asked) < 10_000 * 1_000 / 100


def test_twice_the_promotions_of_other_things_are_no_more_work(asked):
    sold = [Sold(f"v{n}", f"p{n}", frozenset(), 1000) for n in range(100)]
    about = [
        CataloguePromotion(f"x{n}", "", scope=frozenset({("product", f"other{n}")}),
                           percentage=Decimal(5))
        for n in range(1_000)
    ]  # fmt: skip
    lowered(sold, index(about), currency="RON", now=NOW)
    assert asked == []
