"""Ids: version and variant are right, and what is made later is greater."""

import time

from ecommus.core.ids import parse_uuid, uuid7


def test_ids_are_version_7_and_in_the_order_in_which_they_are_made():
    before = time.time_ns() // 1_000_000
    ids = []
    for _ in range(200):
        ids.append(uuid7())
        # Longer than a 4096th of a millisecond, as any work is.
        time.sleep(1e-6)
    after = time.time_ns() // 1_000_000
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
    for made in ids:
        assert (made.version, made.variant) == (7, "specified in RFC 4122")
        assert before <= made.int >> 80 <= after
        assert parse_uuid(str(made)) == made
