"""The shop and the license service together, over HTTP: what one says the other takes in."""

from datetime import UTC, datetime

import pytest
from service import Service, served

from ecommus.core.entitlements import Grace
from ecommus.core.license import LicenseError
from ecommus.db.session import TenantSession
from ecommus.services import license_state
from ecommus.web import heartbeats
from ecommus.web.license import Licensing, Watch, trust_of


@pytest.fixture(scope="module")
def service(cluster, tmp_path_factory):
    with served(cluster, tmp_path_factory.mktemp("mail")) as made:
        yield made


@pytest.fixture
def shop(kit, service, monkeypatch):
    """The installation with a watch of its own, and nothing installed."""
    settings, before = kit.registry.settings, kit.registry.licensing
    forget(kit)
    monkeypatch.setitem(settings, "license.url", service.address)
    watch = Watch(settings, kit.databases)
    kit.registry.licensing = Licensing(watch.load(), "localhost", watch)
    yield kit
    kit.registry.licensing = before
    forget(kit)


def forget(kit):
    """Nothing is installed, and no key set known: another test's has the same root and version."""
    with TenantSession(kit.databases.platform) as db:
        license_state.change(
            db, token=None, keys=None, jti="", since=None, heard_at=None, revoked_at=None
        )
        db.commit()


def install(shop, text):
    trust = trust_of(shop.registry.settings)
    with TenantSession(shop.databases.platform) as db:
        now = datetime.now(UTC)
        license_state.install(db, text, trust, domain="localhost", actor="test", now=now)
        db.commit()
    shop.registry.licensing.poll()


def beat(shop):
    """Ask now; answers what went wrong, and what holds afterwards."""
    problem = heartbeats.beat(shop.registry, actor="test", due_only=False)
    return problem, shop.registry.licensing.held


def test_a_license_from_its_issue_to_its_end(shop, service):
    made = service.issue(plan="ecommerce-growth")
    with pytest.raises(LicenseError, match="not known here"):
        install(shop, made["token"])
    install(shop, made["install"])
    problem, held = beat(shop)
    assert (problem, held.license.tier, held.grace) == (None, "growth", Grace.OK)
    assert service.call("GET", f"/v1/licenses/{made['id']}")["health"] == "ok"

    kid = service.rotate()
    problem, held = beat(shop)
    assert (problem, held.license.kid) == (None, kid)
    assert beat(shop)[1].license.jti == held.license.jti

    # The key was stolen and is removed: the next heartbeat brings a license of another one.
    stolen = kid
    kid = service.rotate(stolen)
    problem, held = beat(shop)
    assert (problem, held.license.kid) == (None, kid)
    assert stolen not in service.keys().keys

    service.call("POST", f"/v1/licenses/{made['id']}/add", {"licensed_plugins": ["niche-hotel"]})
    problem, held = beat(shop)
    assert problem is None
    assert "niche-hotel" in held.license.licensed_plugins
    assert held.license.install_id == made["install_id"]

    service.call("POST", f"/v1/licenses/{made['id']}/revoke", {"reason": "leaked on a forum"})
    problem, held = beat(shop)
    assert (problem, held.grace) == (None, Grace.LOCKED)
    assert service.noted(made["id"], "suspect") == []
    heard = service.noted(made["id"], "heartbeat")
    assert [noted["revoked"] for noted in heard] == [False] * 5 + [True]


def test_a_license_of_another_service_is_told_from_ours(shop, service, cluster, tmp_path):
    other = Service(cluster, tmp_path)
    try:
        with pytest.raises(LicenseError):
            install(shop, other.issue()["install"])
    finally:
        other.close()
    assert shop.registry.licensing.held.license.tier == "community"
