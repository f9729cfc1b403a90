"""Issued licenses are what the shop's own rules verify, and a tier is not stretched."""

from datetime import UTC, datetime, timedelta

import pytest

from ecommus.core.license import LicenseError, verify


def test_an_issued_license_is_verified_by_the_shops_rules(service):
    made = service.issue(licensed_plugins=["niche-booking"], features=["white_label"])
    license = service.license_of(made["token"])
    assert (license.tier, license.kind, license.install_id) == (
        "starter", "perpetual", made["install_id"],
    )  # fmt: skip
    assert license.domain_binding == ("acme.ro",)
    assert license.binds("www.acme.ro")
    assert not license.binds("acme.com")
    assert {"efactura-ro", "niche-ecommerce", "niche-booking"} <= license.licensed_plugins
    assert license.licensed_themes == {"theme-fashion"}
    assert license.niche_packages == {"ecommerce"}
    assert license.features == {"white_label"}
    assert license.expires_at is None
    assert (license.customer_company, license.customer_cif) == ("Acme SRL", "RO18547290")
    assert abs(license.support_until - datetime.now(UTC) - timedelta(days=30)) < timedelta(hours=1)


def test_a_trial_ends_after_thirty_days(service):
    made = service.issue(plan="", tier="trial", niche_packages=["services"])
    license = service.license_of(made["token"])
    assert license.kind == "trial"
    assert abs(license.expires_at - datetime.now(UTC) - timedelta(days=30)) < timedelta(hours=1)
    with pytest.raises(LicenseError) as refused:
        verify(made["token"], service.keys().keys, datetime.now(UTC) + timedelta(days=31))
    assert refused.value.code == "expired"


def test_paid_support_comes_after_the_free_one(service):
    made = service.issue(plan="travel-enterprise", support_period="12mo")
    support = service.license_of(made["token"]).support_until
    assert support > datetime.now(UTC) + timedelta(days=365 + 360)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"customer_email": "ana"}, "customer_email", "email_malformed"),
        ({"customer_cif": "RO18547291"}, "customer_cif", "cif_malformed"),
        ({"customer_cif": "DE123"}, "customer_cif", "cif_malformed"),
        ({"domain_binding": []}, "domain_binding", "domain_missing"),
        ({"domain_binding": ["ro"]}, "domain_binding", "domain_malformed"),
        ({"domain_binding": ["192.168.0.1"]}, "domain_binding", "domain_malformed"),
        ({"domain_binding": ["acme.ro", "acme.com"]}, "domain_binding", "too_many_domains"),
        ({"niche_packages": ["travel"]}, "niche_packages", "too_many_niches"),
        ({"niche_packages": ["gambling"]}, "niche_packages", "niche_unknown"),
        ({"plan": "support-3"}, "plan", "plan_unknown"),
        ({"plan": "", "tier": "community"}, "tier", "tier_unknown"),
        ({"tier": "pro"}, "tier", "tier_mismatch"),
        ({"kind": "for a week"}, "kind", "kind_unknown"),
        ({"support_period": "a year"}, "support_period", "period_malformed"),
        ({"features": ["a b"]}, "features", "name_malformed"),
        ({"features": "white_label"}, "features", "field_malformed"),
        ({"early_adopter": 1}, "early_adopter", "field_malformed"),
        ({"language": "fr"}, "language", "language_unknown"),
        ({"colour": "red"}, "colour", "field_unknown"),
    ],
)
def test_what_does_not_fit_is_refused(service, changes, field, code):
    from service import ORDER

    answer = service.call("POST", "/v1/licenses", ORDER | changes, 422)
    assert (answer["field"], answer["reason"]) == (field, code)


def test_the_same_request_twice_is_one_license(service):
    from service import ORDER

    key = {"Idempotency-Key": "order-7"}
    first = service.call("POST", "/v1/licenses", ORDER, 201, **key)
    second = service.call("POST", "/v1/licenses", ORDER, 200, **key)
    assert (first["id"], first["token"]) == (second["id"], second["token"])


def test_one_customer_for_one_address_and_number(service):
    first, second = service.issue(), service.issue(customer_company="Acme Group SRL")
    assert first["customer"]["id"] == second["customer"]["id"]
    assert second["customer"]["company"] == "Acme Group SRL"
    assert service.issue(customer_cif="")["customer"]["id"] != first["customer"]["id"]


def test_a_license_says_for_how_many_shops_it_is(service):
    def stores(**order):
        return service.license_of(
            service.issue(plan="", niche_packages=["ecommerce"], **order)["token"]
        ).stores

    assert stores(tier="starter") == 1
    assert stores(tier="growth") == 2
    assert stores(tier="enterprise") is None
    # Bought beyond what the tier grants, it is for any number.
    assert stores(tier="starter", features=["multi_tenant"]) is None


def test_a_higher_tier_is_for_more_shops_and_later_tiers_change_no_license(service):
    made = service.issue(plan="", tier="starter", niche_packages=["ecommerce"])
    tier = service.call("GET", "/v1/tiers/growth")
    service.call("PATCH", "/v1/tiers/growth", {"version": tier["version"], "stores": 5})
    higher = service.call("POST", f"/v1/licenses/{made['id']}/add", {"tier": "growth"})
    assert service.license_of(higher["token"]).stores == 5
    service.call("PATCH", "/v1/tiers/growth", {"version": tier["version"] + 1, "stores": 9})
    more = service.call("POST", f"/v1/licenses/{made['id']}/add", {"features": ["b2b"]})
    assert service.license_of(more["token"]).stores == 5
