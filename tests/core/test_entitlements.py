"""Requirements against entitlements: what closes which effects, and what never closes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecommus.core.entitlements import (
    ALL,
    CHANGING,
    Entitlements,
    Grace,
    Reason,
    Requirement,
    require_feature,
    require_license,
    require_niche,
    require_open_tenant,
    require_plugin,
    require_theme,
    unmet,
)
from ecommus.core.permissions import Effect

HELD = Entitlements(
    features=frozenset({"b2b"}),
    themes=frozenset({"base", "theme-fashion"}),
    plugins=frozenset({"niche-booking"}),
    niches=frozenset({"services"}),
)


@pytest.mark.parametrize(
    ("requirement", "met"),
    [
        (require_feature("b2b"), True),
        (require_feature("white_label"), False),
        (require_theme("base"), True),
        (require_theme("theme-travel"), False),
        (require_plugin("niche-booking"), True),
        (require_plugin("niche"), False),
        (require_niche("services"), True),
        (require_niche("travel"), False),
        (require_open_tenant(), True),
    ],
)
def test_what_is_named_is_held(requirement, met):
    assert requirement.met(HELD) is met


def test_a_star_holds_all_plugins_and_themes_but_no_feature_and_no_niche():
    star = frozenset({"*"})
    held = Entitlements(features=star, themes=star, plugins=star, niches=star)
    assert require_plugin("anything").met(held)
    assert require_theme("anything").met(held)
    assert not require_feature("anything").met(held)
    assert not require_niche("anything").met(held)


@pytest.mark.parametrize(
    ("grace", "closed"),
    [
        (Grace.OK, set()),
        (Grace.WARNING, set()),
        (Grace.REDUCED, {Effect.ACTIVATE}),
        (Grace.LOCKED, {Effect.WRITE, Effect.SELL, Effect.ACTIVATE}),
    ],
)
def test_what_silence_closes(grace, closed):
    left = unmet(require_license(), Entitlements(grace=grace))
    assert set().union(*(requirement.effects for requirement in left)) == closed


def test_the_worse_reason_is_said_first():
    left = unmet(require_license(), Entitlements(grace=Grace.LOCKED, domain_bound=False))
    assert [requirement.reason for requirement in left] == [
        Reason.LICENSE_LOCKED,
        Reason.LICENSE_REDUCED,
        Reason.DOMAIN_NOT_LICENSED,
    ]


def test_another_domain_neither_changes_nor_sells():
    (left,) = unmet(require_license(), Entitlements(domain_bound=False))
    assert (left.reason, left.effects) == (Reason.DOMAIN_NOT_LICENSED, CHANGING)


def test_a_suspended_shop_reads_and_exports():
    (left,) = unmet([require_open_tenant()], Entitlements(tenant_open=False))
    assert {Effect.READ, Effect.EXPORT} == ALL - left.effects


names = st.frozensets(st.sampled_from(["*", "base", "a", "b"]))


@given(
    st.builds(
        Entitlements,
        features=names,
        themes=names,
        plugins=names,
        niches=names,
        grace=st.sampled_from(Grace),
        domain_bound=st.booleans(),
        tenant_open=st.booleans(),
    )
)
def test_a_merchants_data_is_never_held_hostage(held):
    everything = [*require_license(), require_open_tenant(), require_plugin("a")]
    for requirement in unmet(everything, held):
        assert Effect.EXPORT not in requirement.effects


def test_a_reason_that_nobody_can_hold_is_no_requirement():
    with pytest.raises(ValueError, match="no requirement"):
        Requirement(Reason.PERMISSION_DENIED).met(HELD)
