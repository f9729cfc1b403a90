"""Names of packages, what a license grants of them, signatures of releases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ecommus.core.keysets import jwk
from ecommus.core.license import COMMUNITY
from ecommus.core.packages import (
    TYPE,
    Publisher,
    key_id,
    package_of,
    package_of_wheel,
    sign_release,
    verify_publishers,
    verify_release,
)
from ecommus.core.signed import SignedError, sign

NOW = datetime(2026, 11, 1, tzinfo=UTC)
WHEEL = "ecommus_plugin_x-1.0-py3-none-any.whl"
SHA = "ab" * 32


@pytest.mark.parametrize(
    "name",
    [
        "", "requests", "ecommus", "ecommus-plugin", "ecommus-plugin-", "ecommus-plugin--x",
        "ecommus-plugin-x-", "ecommus-plugins-x", "xecommus-plugin-x", "ecommus-plugin-X",
        "ecommus_plugin_x", "ecommus-plugin-х", "ecommus-plugin-x\n", "ecommus-theme", "\n",
    ],
)  # fmt: skip
def test_what_only_looks_like_ours_is_not(name):
    assert package_of(name) is None


@pytest.mark.parametrize(
    ("name", "plugins", "themes", "granted"),
    [
        ("ecommus-plugin-niche-booking", {"niche-booking"}, set(), True),
        ("ecommus-plugin-niche-booking", {"Niche_Booking"}, set(), True),
        ("ecommus-plugin-niche-booking", {"*"}, set(), True),
        ("ecommus-plugin-niche-booking", {"niche"}, {"*"}, False),
        ("ecommus-theme-fashion", {"*"}, {"theme-fashion"}, True),
        ("ecommus-theme-fashion", set(), {"fashion"}, True),
        ("ecommus-theme-fashion", {"fashion", "theme-fashion", "*"}, {"base"}, False),
        ("ecommus-plugin-fashion", {"plugin-fashion"}, {"*"}, False),
    ],
)
def test_a_license_grants_by_kind_and_name(name, plugins, themes, granted):
    license = replace(
        COMMUNITY, licensed_plugins=frozenset(plugins), licensed_themes=frozenset(themes)
    )
    package = package_of(name)
    assert package is not None
    assert package.licensed(license) is granted


@pytest.mark.parametrize(
    ("filename", "found"),
    [
        (WHEEL, ("ecommus-plugin-x", "1.0")),
        ("ecommus_plugin_a_b-2.0.post1-py3-none-any.whl", ("ecommus-plugin-a-b", "2.0.post1")),
        ("ecommus_plugin_x-1.0.tar.gz", None),
        ("ecommus_plugin_x-1.0-py3-none-any.whl.exe", None),
        ("requests-1.0-py3-none-any.whl", None),
        ("ecommus_plugin_х-1.0-py3-none-any.whl", None),
    ],
)
def test_wheels_are_known_by_their_file_name(filename, found):
    wheel = package_of_wheel(filename)
    assert (wheel and (wheel[0].name, wheel[1])) == found


@pytest.fixture(scope="module")
def key():
    return Ed25519PrivateKey.generate()


def known(key, *packages):
    kid = key_id(key.public_key())
    return {kid: Publisher(kid, key.public_key(), frozenset(packages or ["ecommus-plugin-x"]))}


def test_a_signature_holds_for_one_name_one_content_one_publisher(key):
    text = sign_release(WHEEL, SHA, key)
    assert verify_release(text + "\n", WHEEL, SHA, known(key)).key == key.public_key()
    other = Ed25519PrivateKey.generate()
    theirs = sign_release(WHEEL, SHA, other).split()[2]
    ours = text.split()
    for said, filename, sha, publishers, code in (
        ("", WHEEL, SHA, known(key), "signature_missing"),
        (text + " more", WHEEL, SHA, known(key), "signature_missing"),
        (text.replace("v1", "v2"), WHEEL, SHA, known(key), "signature_missing"),
        (text, WHEEL, SHA, known(other), "publisher_unknown"),
        (text, WHEEL, "cd" * 32, known(key), "bad_signature"),
        (text, WHEEL.replace("1.0", "1.1"), SHA, known(key), "bad_signature"),
        (" ".join([*ours[:2], theirs]), WHEEL, SHA, known(key), "bad_signature"),
        (" ".join([*ours[:2], "é"]), WHEEL, SHA, known(key), "bad_signature"),
        (text, WHEEL, SHA, known(key, "ecommus-plugin-y"), "not_the_publisher"),
    ):
        with pytest.raises(SignedError) as refused:
            verify_release(said, filename, sha, publishers)
        assert refused.value.code == code


def test_the_list_of_publishers_counts_for_a_day(key):
    service = Ed25519PrivateKey.generate()
    entry = {"kid": "pub-1", "x": jwk("pub-1", key.public_key())["x"],
             "packages": ["ecommus-plugin-x"], "install_id": "i"}  # fmt: skip
    token = sign({"publishers": [entry]}, service, "k1", TYPE, NOW)
    keys = {"k1": service.public_key()}
    found = verify_publishers(token, keys, NOW + timedelta(hours=23))
    assert found == {
        "pub-1": Publisher("pub-1", key.public_key(), frozenset({"ecommus-plugin-x"}), "i")
    }
    for said, at, code in (
        (token, NOW + timedelta(hours=25), "publishers_stale"),
        (sign({"publishers": [entry, entry]}, service, "k1", TYPE, NOW), NOW, "claim_invalid"),
        (sign({"publishers": ["x"]}, service, "k1", TYPE, NOW), NOW, "claim_invalid"),
        (sign({"publishers": [entry]}, key, "k1", TYPE, NOW), NOW, "bad_signature"),
        (sign({"publishers": [entry]}, service, "k1", "other", NOW), NOW, "wrong_type"),
    ):
        with pytest.raises(SignedError) as refused:
            verify_publishers(said, keys, at)
        assert refused.value.code == code
