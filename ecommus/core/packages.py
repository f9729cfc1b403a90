"""Plugins and themes as packages: how they are named, who may have them, how a release is signed.

``ecommus-plugin-<id>`` and ``ecommus-theme-<id>`` are what the package index serves. A publisher
signs each wheel with a key of its own (Ed25519, over its name and SHA-256); which keys count, and
for which packages, says a list that the license service signs. So neither the index nor the wire
can swap one.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from packaging.utils import InvalidWheelFilename, parse_wheel_filename

from ecommus.core.keysets import keys_of
from ecommus.core.license import License
from ecommus.core.signed import Keys, SignedError, claim, names_of, read

TYPE = "ecommus-publishers+jwt"
WHAT = "list of publishers"
# The feature of a license that lets its holder publish.
PUBLISHER = "marketplace_publisher"
SIGNATURE = "ecommus-release-v1"
# A list that was kept back cannot hide for long that a publisher was struck off.
LIST_LASTS = timedelta(hours=24)
# Thousands of publishers: it is no token that a header has to carry.
LONGEST_LIST = 2_000_000
PACKAGE = re.compile(r"ecommus-(plugin|theme)-([a-z0-9]+(?:-[a-z0-9]+)*)")


@dataclass(frozen=True, slots=True)
class Package:
    """``kind``: plugin or theme. ``name`` is normalised (PEP 503)."""

    name: str
    kind: str
    id: str

    def licensed(self, license: License) -> bool:
        """Whether ``license`` grants it. A license calls a theme ``theme-fashion``, and its
        package is ``ecommus-theme-fashion``."""
        held = license.licensed_themes if self.kind == "theme" else license.licensed_plugins
        names = {normalize(name) for name in held}
        return "*" in held or self.id in names or (
            self.kind == "theme" and f"theme-{self.id}" in names
        )  # fmt: skip


def normalize(name: str) -> str:
    """PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()


def package_of(name: str) -> Package | None:
    """The package of a normalised name; None for any other name, look-alikes too."""
    found = PACKAGE.fullmatch(name)
    return Package(name, found[1], found[2]) if found else None


def package_of_wheel(filename: str) -> tuple[Package, str] | None:
    """(package, version) of a wheel's file name; None when it is none of ours."""
    try:
        name, version, _build, _tags = parse_wheel_filename(filename)
    except (InvalidWheelFilename, ValueError):
        return None
    package = package_of(name) if filename.isascii() else None
    return (package, str(version)) if package else None


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who may publish ``packages``, under the license of the installation ``install_id`` ("": the
    operator of the license service itself)."""

    id: str
    key: Ed25519PublicKey
    packages: frozenset[str]
    install_id: str = ""


def key_id(key: Ed25519PublicKey) -> str:
    return "pub-" + hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def verify_publishers(token: str, keys: Keys, now: datetime) -> dict[str, Publisher]:
    """The signed list, by key id, or SignedError."""
    claims, _kid = read(token, keys, TYPE, WHAT, now, most=LONGEST_LIST)
    if claim(claims, "iat", int, WHAT) < (now - LIST_LASTS).timestamp():
        raise SignedError("publishers_stale", "The list of publishers is more than a day old.")
    entries = claim(claims, "publishers", list, WHAT)
    known = keys_of(entries)
    return {
        entry["kid"]: Publisher(
            entry["kid"],
            known[entry["kid"]],
            names_of(entry, "packages", WHAT),
            claim(entry, "install_id", str, WHAT),
        )
        for entry in entries
    }


def verify_withdrawn(token: str, keys: Keys, now: datetime) -> dict[str, str]:
    """The wheels that the signed list says are withdrawn, and why, or SignedError."""
    claims, _kid = read(token, keys, TYPE, WHAT, now, most=LONGEST_LIST)
    withdrawn = claim(claims, "withdrawn", dict, WHAT, {})
    if not all(isinstance(reason, str) for reason in withdrawn.values()):
        raise SignedError("claim_invalid", f"The {WHAT}'s withdrawn is malformed.")
    return withdrawn


def _message(filename: str, sha256: str) -> bytes:
    # The first line keeps this from being taken for anything else that the key ever signs.
    return f"{SIGNATURE}\n{filename}\n{sha256}\n".encode()


def sign_release(filename: str, sha256: str, key: Ed25519PrivateKey) -> str:
    """What stands in ``<wheel>.sig``: one line of form, key id and signature."""
    signature = base64.b64encode(key.sign(_message(filename, sha256))).decode()
    return f"{SIGNATURE} {key_id(key.public_key())} {signature}"


def verify_release(
    text: str, filename: str, sha256: str, publishers: dict[str, Publisher]
) -> Publisher:
    """Who signed the wheel, being allowed to; SignedError otherwise."""
    form, kid, signature = [*text.split(), "", "", ""][:3]
    if form != SIGNATURE or len(text) > 500 or len(text.split()) != 3:
        raise SignedError("signature_missing", f"{filename} is not signed.")
    publisher = publishers.get(kid)
    if publisher is None:
        raise SignedError("publisher_unknown", f"{filename} is signed with an unknown key.")
    try:
        publisher.key.verify(base64.b64decode(signature, validate=True), _message(filename, sha256))
    except (InvalidSignature, binascii.Error, ValueError):
        text = f"The signature of {filename} does not fit: it was changed after signing."
        raise SignedError("bad_signature", text) from None
    wheel = package_of_wheel(filename)
    if wheel is None or wheel[0].name not in publisher.packages:
        text = f"{filename} is signed by a publisher of other packages."
        raise SignedError("not_the_publisher", text)
    return publisher
