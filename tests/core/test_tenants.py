"""Tenants: which addresses a shop may have, how its state moves, what the law wants of it."""

from dataclasses import fields, replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.tenants import (
    RESERVED_SLUGS,
    LegalIdentity,
    TenantState,
    check_slug,
    check_transition,
)

WHOLE = LegalIdentity(
    legal_name="Ceramica SRL",
    registration_number="J12/1/2020",
    vat_id="RO14399840",
    street="Str. Lungă 1",
    city="Cluj-Napoca",
    email="a@b.ro",
    phone="0722123456",
)


@pytest.mark.parametrize("slug", ["a", "9", "acme", "a-b", "a--b", "a" * 63, "7up"])
def test_a_name_for_an_address(slug):
    assert check_slug(slug) == slug


@pytest.mark.parametrize(
    "slug",
    ["", "-a", "a-", "Acme", "a_b", "a.b", "a b", "a" * 64, "ăcme", "acme\n", "a/b", "%61", "a\0"],
)
def test_what_is_no_label_of_a_host(slug):
    with pytest.raises(Invalid) as refused:
        check_slug(slug)
    assert (refused.value.code, refused.value.field) == ("slug_invalid", "slug")


@pytest.mark.parametrize("slug", [*sorted(RESERVED_SLUGS), "xn--cme-5pa"])
def test_names_that_would_mislead(slug):
    with pytest.raises(Invalid) as refused:
        check_slug(slug)
    assert refused.value.code == "slug_reserved"


@given(st.text(max_size=70))
def test_whatever_passes_is_a_host_label(text):
    try:
        slug = check_slug(text)
    except Invalid:
        return
    assert slug.encode("idna").decode() == slug
    assert 1 <= len(slug) <= 63


@pytest.mark.parametrize(("old", "new"), list(product(TenantState, TenantState)))
def test_archived_is_final(old, new):
    possible = old is not TenantState.ARCHIVED and new is not old
    if possible:
        check_transition(old, new)
        return
    with pytest.raises(Conflict, match=f"from {old} to {new}"):
        check_transition(old, new)


def test_the_law_wants_to_know_who_sells():
    assert WHOLE.missing() == ()
    for name in ("legal_name", "registration_number", "vat_id", "street", "city", "email", "phone"):
        assert replace(WHOLE, **{name: ""}).missing() == (name,)
    assert set(LegalIdentity().missing()) <= {field.name for field in fields(LegalIdentity)}


def test_an_address_leaves_out_what_is_not_there():
    assert WHOLE.address("ro") == "Str. Lungă 1, Cluj-Napoca, România"
    assert replace(WHOLE, county="CJ").address("en").endswith("Cluj-Napoca, Cluj, Romania")
