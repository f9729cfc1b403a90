"""The license an installation starts with: found in order, and never a reason not to start."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ecommus.core.entitlements import Grace
from ecommus.core.license import COMMUNITY
from ecommus.testing.kit import a_license
from ecommus.web import devlicense
from ecommus.web.license import Held, Licensing, hold, trusted_keys

KEY = Ed25519PrivateKey.generate()
NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch):
    for name in ("ECOMMUS_LICENSE", "ECOMMUS_LICENSE_JWT"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def settings(tmp_path):
    """Settings that trust ``KEY`` as k1."""
    pem = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "k1.pem").write_bytes(pem)
    return {
        "license.keys": str(tmp_path / "keys"),
        "license.token_file": str(tmp_path / "license.jwt"),
        "license.folder": str(tmp_path / "dev"),
    }


def a_token(key=KEY, kid="k1", **changes):
    return devlicense.sign(devlicense.claims(NOW, **changes), key, kid)


def write(settings, token):
    Path(settings["license.token_file"]).write_text(token)


def test_without_a_license_it_is_community(settings):
    assert hold(settings, NOW) == Held(COMMUNITY)
    assert hold({}, NOW) == Held(COMMUNITY)


def test_from_a_file_or_the_environment_which_comes_first(settings, monkeypatch):
    write(settings, a_token(install_id="file"))
    found = hold(settings, NOW)
    assert (found.license.install_id, found.problem) == ("file", None)
    assert found.source == settings["license.token_file"]
    monkeypatch.setenv("ECOMMUS_LICENSE_JWT", a_token(install_id="alias"))
    assert hold(settings, NOW).license.install_id == "alias"
    monkeypatch.setenv("ECOMMUS_LICENSE", a_token(install_id="environment"))
    assert hold(settings, NOW).license.install_id == "environment"


@pytest.mark.parametrize(
    ("token", "code"),
    [
        ("not a license", "malformed"),
        (a_token(Ed25519PrivateKey.generate()), "bad_signature"),
        (a_token(kid="k9"), "unknown_kid"),
        (a_token(kid="dev-1"), "unknown_kid"),
        (a_token(expires_at=int(NOW.timestamp()) - 1), "expired"),
        (a_token(tier="platinum"), "claim_invalid"),
        ("x" * 20_000, "oversized"),
    ],
)
def test_a_bad_one_is_said_and_community_holds(settings, token, code, caplog):
    write(settings, token)
    found = hold(settings, NOW)
    assert found.license is COMMUNITY
    assert found.problem.code == code
    assert found.source == settings["license.token_file"]
    assert f"({code})" in caplog.text


def test_a_file_that_is_not_there_is_no_license(settings):
    assert hold(settings | {"license.token_file": "/nowhere"}, NOW) == Held(COMMUNITY)


def test_what_cannot_be_read_is_said_and_community_holds(settings, tmp_path):
    Path(settings["license.token_file"]).write_bytes(b"\xff\xfe")
    found = hold(settings, NOW)
    assert (found.license, found.problem.code) == (COMMUNITY, "unreadable")
    write(settings, a_token())
    (tmp_path / "keys" / "k2.pem").write_text("no key")
    assert hold(settings, NOW).problem.code == "keys_unreadable"


def test_one_that_ended_is_remembered_to_ask_after_it(settings):
    token = a_token(expires_at=int(NOW.timestamp()))
    write(settings, f"{token}\n")
    found = hold(settings, NOW)
    assert (found.license, found.problem.code) == (COMMUNITY, "expired")
    assert (found.asked.tier, found.token) == ("dev", token)
    write(settings, a_token(Ed25519PrivateKey.generate(), expires_at=int(NOW.timestamp())))
    found = hold(settings, NOW)
    assert (found.asked, found.token, found.problem.code) == (COMMUNITY, "", "bad_signature")


def test_development_makes_its_own(settings):
    development = settings | {"license.development": "true"}
    found = hold(development, NOW)
    assert (found.source, found.license.tier, found.problem) == ("development", "dev", None)
    # The key stays: what it signed is good after the next start too.
    write(settings, devlicense.token(Path(settings["license.folder"]), NOW))
    assert hold(development, NOW).license.tier == "dev"
    # Production trusts no development key.
    assert hold(settings, NOW).problem.code == "unknown_kid"


def test_only_ed25519_keys_are_trusted(settings, tmp_path):
    rsa_key = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
    pem = rsa_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "keys" / "r1.pem").write_bytes(pem)
    assert set(trusted_keys(settings)) == {"k1"}
    assert trusted_keys({}) == {}


def test_what_expires_meanwhile_leaves_what_community_has():
    yesterday = datetime.now(UTC) - timedelta(days=1)
    licensing = Licensing(Held(a_license(expires_at=yesterday)), "localhost")
    assert licensing.entitlements(None).plugins == frozenset()
    licensing.held = Held(a_license(), Grace.WARNING)
    held = licensing.entitlements(None)
    assert (held.plugins, held.grace) == ({"*"}, Grace.WARNING)


def test_the_domain_counts():
    licensing = Licensing(Held(a_license(domain_binding=("acme.ro",))), "evil.com")
    assert not licensing.entitlements(None).domain_bound
    assert Licensing(licensing.held, "shop.acme.ro").entitlements(None).domain_bound


def test_a_locked_license_closes_selling_and_nothing_else(kit, shop):
    before = kit.registry.licensing.held
    kit.hold(a_license(), Grace.LOCKED)
    try:
        shop.anonymous.get("/", status=200)
        refused = shop.anonymous.api_post("/api/storefront/carts", status=403).json
        assert refused["reason"] == "license_locked"
        owner = shop.as_("owner")
        owner.get("/api/admin/products", status=200)
        body = {"title": "Cup", "variants": [{"price": {"amount": 1, "currency": "RON"}}]}
        refused = owner.api_post("/api/admin/products", body, status=403).json
        assert refused["reason"] == "license_locked"
    finally:
        kit.registry.licensing.held = before
