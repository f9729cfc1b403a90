"""Permissions: named by one rule, each with an effect; roles hold what their name says."""

import re

import pytest

from ecommus.core.permissions import (
    CUSTOMER,
    OPEN,
    PLATFORM,
    ROLES,
    SHOPPER,
    STAFF,
    Effect,
    Permission,
    expand,
)


@pytest.mark.parametrize("permission", Permission)
def test_one_naming_rule_and_a_line_that_says_what_it_allows(permission):
    if permission is not Permission.UNDECLARED:
        assert re.fullmatch(r"[a-z]+\.[a-z_]+", permission)
        assert permission.name == permission.value.upper().replace(".", "_")
    assert permission.label[0].isupper()
    assert isinstance(permission.effect, Effect)


def test_everything_is_granted_to_somebody_but_what_was_forgotten():
    groups = (SHOPPER, CUSTOMER, OPEN, PLATFORM, STAFF)
    assert set().union(*groups) == set(Permission) - {Permission.UNDECLARED}
    assert sum(map(len, groups)) == len(set().union(*groups))


def test_roles():
    assert ROLES["owner"] == STAFF
    assert ROLES["manager"] < ROLES["owner"]
    assert ROLES["staff"] < ROLES["manager"]
    for role in ROLES.values():
        assert role <= STAFF


def test_who_only_reads_changes_nothing():
    effects = {permission.effect for permission in ROLES["read-only"]}
    assert effects == {Effect.READ, Effect.EXPORT}


@pytest.mark.parametrize("role", ["manager", "staff", "read-only"])
def test_only_the_owner_makes_staff_and_turns_on_plugins(role):
    powers = {Permission.STAFF_MANAGE, Permission.PLUGIN_ACTIVATE, Permission.PLUGIN_MANAGE}
    assert not ROLES[role] & powers


def test_a_name_that_is_no_more_is_no_grant():
    names = ["order.read", "order.burn", "ORDER_READ", ""]
    assert expand(names) == {Permission.ORDER_READ}
