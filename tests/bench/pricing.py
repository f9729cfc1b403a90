"""What lowering a whole catalogue costs: 10,000 variants through 1,000 catalogue promotions."""

import time
from datetime import UTC, datetime

from ecommus.core.promotions.catalogue import index, lowered
from tests.core.catalogue_size import a_catalogue


def milliseconds(rounds: int = 5) -> float:
    """CPU milliseconds, the best of some rounds."""
    sold, promotions = a_catalogue(10_000, 1_000)
    now = datetime(2026, 11, 28, tzinfo=UTC)
    spent = []
    for _ in range(rounds):
        before = time.process_time()
        lowered(sold, index(promotions), currency="RON", now=now)
        spent.append(time.process_time() - before)
    return round(min(spent) * 1000, 1)
