"""Slugs, folding and ids: what names become in addresses."""

import re
import time
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecommus.core.errors import Invalid, Refusal
from ecommus.core.ids import parse_uuid, uuid7
from ecommus.core.text import fold, slugify, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Rochie țesută", "rochie tesuta"),
        ("ȘȚĂÎÂ şţ", "staia st"),
        ("Ångström Straße", "angstrom strasse"),
        ("Łódź Æther øl", "lodz aether ol"),
        ("ﬁnă №5", "fina no5"),
    ],
)
def test_folding(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("T-shirt „Țesut” T", ["t", "shirt", "tesut"]),
        ("NF-RO_001 & 'x' | !y:*", ["nf", "ro", "001", "x", "y"]),
        ("%_ \\ --", []),
        ("z" * 80, ["z" * 50]),
    ],
)
def test_words(text, found):
    assert words(text) == found


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Ceașcă albă, 250 ml", "ceasca-alba-250-ml"),
        ("  --a--  ", "a"),
        ("漢字", ""),
        ("100 %", "100"),
    ],
)
def test_slugs(text, slug):
    assert slugify(text) == slug


@given(st.text(), st.integers(1, 80))
def test_a_slug_can_stand_in_any_address(text, limit):
    slug = slugify(text, limit)
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug)
    assert len(slug) <= limit
    assert slugify(slug, limit) == slug


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_new_ids_come_after_older_ones():
    early = uuid7()
    time.sleep(0.002)
    late = uuid7()
    assert early < late
    assert {(i.version, i.variant) for i in (early, late)} == {(7, "specified in RFC 4122")}


def test_ids_of_one_moment_differ():
    assert len({uuid7() for _ in range(1000)}) == 1000


@given(st.uuids())
def test_an_id_is_read_in_its_canonical_form(value):
    assert parse_uuid(str(value)) == value
    assert parse_uuid(str(value).upper()) == value
    for other in (value.hex, f"{{{value}}}", value.urn, f" {value}", f"{value}\n", f"{value}0"):
        assert parse_uuid(other) is None


@given(st.text(max_size=40) | st.none() | st.integers())
def test_anything_else_names_nothing(text):
    found = parse_uuid(text)
    assert found is None or found == UUID(text)


def test_a_refusal_is_data():
    refused = Invalid("few", "Only %(left)s left, 100%% sure.", field="a.b", left=3)
    assert str(refused) == "Only 3 left, 100% sure."
    assert (refused.code, refused.field, refused.params) == ("few", "a.b", {"left": 3})
    assert refused.message == "Only %(left)s left, 100%% sure."
    assert str(Refusal("x", "100 % sure")) == "100 % sure"
