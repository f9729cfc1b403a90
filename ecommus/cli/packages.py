"""``ecommus plugin install`` and ``publish``: packages from the index, and into it."""

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from packaging.requirements import InvalidRequirement, Requirement
from sqlalchemy import select

from ecommus.cli import index
from ecommus.cli.app import Mistake, databases, mistakes, say, settings_of
from ecommus.cli.index import Index
from ecommus.core.packages import (
    normalize,
    package_of,
    package_of_wheel,
    sign_release,
    verify_publishers,
    verify_release,
    verify_withdrawn,
)
from ecommus.core.signed import Keys, SignedError
from ecommus.db.tables.licensing import license_state
from ecommus.services.license_state import parts_of
from ecommus.web.license import find_token, trust_of

REQUIRED = "plugins.require_signature"
OPERATOR_KEY = "ECOMMUS_INDEX_KEY"
PASSPHRASE = "ECOMMUS_PUBLISHER_PASSPHRASE"  # noqa: S105  the variable's name


def add(actions: Any) -> None:
    install = actions.add_parser("install", help="a plugin or theme from the package index")
    install.add_argument("name", help="its id, or the package: ecommus-plugin-x, also with ==1.0")
    install.add_argument("--dry-run", action="store_true", help="fetch and check, install nothing")
    install.add_argument("--no-deps", action="store_true", help="none of what else it needs")
    install.add_argument("--target", help="a folder to install into, for building images")
    install.set_defaults(run=run_install)
    publish = actions.add_parser("publish", help="sign a wheel and send it to the package index")
    publish.add_argument("wheel", type=Path)
    publish.add_argument("--key", type=Path, required=True, help="the private key, a PEM file")
    publish.set_defaults(run=run_publish)


@contextmanager
def _index(settings: dict[str, Any], user: str, password: str) -> Iterator[Index]:
    url = settings.get("license.index_url", "").strip()
    if not url:
        raise Mistake("license.index_url is not set in the .ini: where is the package index?")
    with index.opened(url, user, password) as opened:
        yield opened


def _license(arguments: Any, settings: dict[str, Any]) -> tuple[str, Keys]:
    """The license as it is stored or named, ended or not: the index judges it. And the keys whose
    word counts here."""
    with databases(arguments) as opened, opened.platform.connect() as connection:
        stored = connection.execute(select(license_state)).one()
    try:
        token, beside = parts_of(find_token(settings, stored)[0])
        keys, _kept = trust_of(settings).keys(stored.keys or beside, datetime.now(UTC))
    except SignedError as error:
        raise Mistake(f"license.root_key, license.keys or the license: {error}") from error
    return token, keys


def _requirement(text: str) -> Requirement:
    """What was asked for, as a package of ours; a plain id is a plugin's."""
    try:
        wanted = Requirement(text)
        if not normalize(wanted.name).startswith("ecommus-"):
            wanted.name = f"ecommus-plugin-{wanted.name}"
    except InvalidRequirement:
        raise Mistake(f"{text!r} is no name of a plugin") from None
    wanted.name = normalize(wanted.name)
    if wanted.url or package_of(wanted.name) is None:
        raise Mistake(f"{text!r} is no plugin and no theme: they are called ecommus-plugin-…"
                      " or ecommus-theme-…")  # fmt: skip
    return wanted


def run_install(arguments: Any) -> None:
    """All that is ours comes from the index, checked; pip gets the rest as it is set up here."""
    settings = settings_of(arguments.config)
    wanted = _requirement(arguments.name)
    token, keys = _license(arguments, settings)
    with (
        mistakes(),
        _index(settings, "license", token) as source,
        tempfile.TemporaryDirectory(prefix="ecommus-") as folder,
    ):
        wheels = _fetch(source, wanted, Path(folder), with_others=not arguments.no_deps)
        _check(source, wheels, keys, insisted=settings.get(REQUIRED) == "true")
        names = ", ".join(path.name for path in wheels)
        if arguments.dry_run:
            say(f"Would install {names}.")
            return
        options = ["--no-deps"] if arguments.no_deps else []
        options += ["--target", arguments.target] if arguments.target else []
        index.pip(["install", "--quiet", *options, "--", *(str(path) for path in wheels)])
    say(f"Installed {names}.")
    say("Run `ecommus db upgrade`, then restart the web processes and the workers.")


def _fetch(source: Index, wanted: Requirement, folder: Path, *, with_others: bool) -> list[Path]:
    """The wheel, and those of ours that it needs: no other index is asked for such a name."""
    wheels: dict[str, Path] = {}
    waiting = [wanted]
    while waiting:
        each = waiting.pop()
        if each.name in wheels:
            continue
        # The page itself says why not; pip would say "No matching distribution".
        source.files(each.name)
        wheels[each.name] = source.download(str(each), folder)
        if with_others:
            waiting += _ours(wheels[each.name])
    return list(wheels.values())


def _ours(wheel: Path) -> list[Requirement]:
    """What a wheel needs of the index."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        needs = BytesParser().parsebytes(archive.read(name)).get_all("Requires-Dist") or []
    found = []
    for need in map(Requirement, needs):
        need.name = normalize(need.name)
        if package_of(need.name) and (need.marker is None or need.marker.evaluate({"extra": ""})):
            need.marker = None
            found.append(need)
    return found


def _check(source: Index, wheels: list[Path], keys: Keys, *, insisted: bool) -> None:
    """Each is signed by the publisher of its name. Mistake where the .ini insists on it, a line
    where it does not."""
    now = datetime.now(UTC)
    for wheel in wheels:
        package = package_of_wheel(wheel.name)
        assert package is not None, wheel
        address = source.files(package[0].name)[wheel.name].partition("#")[0]
        try:
            token = source.get("+publishers").text
            listed = verify_publishers(token, keys, now)
            if reason := verify_withdrawn(token, keys, now).get(wheel.name):
                say(f"{wheel.name} was withdrawn: {reason}")
            sha256 = hashlib.sha256(wheel.read_bytes()).hexdigest()
            signature = source.get(f"{address}.sig").text
            by = verify_release(signature, wheel.name, sha256, listed)
            say(f"{wheel.name} is signed by {by.id}.")
        except (SignedError, Mistake) as error:
            if insisted:
                raise Mistake(f"{wheel.name} is not installed: {error}") from error
            say(f"{wheel.name}: the signature does not count: {error}")


def run_publish(arguments: Any) -> None:
    settings = settings_of(arguments.config)
    with mistakes():
        content, name = arguments.wheel.read_bytes(), arguments.wheel.name
        key = _private(arguments.key)
    wheel = package_of_wheel(name)
    if wheel is None:
        raise Mistake(f"{name} is no wheel of a plugin or theme (ecommus_plugin_x-1.0-….whl)")
    form = {
        ":action": "file_upload", "name": wheel[0].name, "version": wheel[1],
        "metadata_version": "2.1",
        "signature": sign_release(name, hashlib.sha256(content).hexdigest(), key),
    }  # fmt: skip
    user, password = "operator", os.environ.get(OPERATOR_KEY, "")
    if not password:
        user, password = "license", _license(arguments, settings)[0]
    with _index(settings, user, password) as target:
        target.post(data=form, files={"content": (name, content)})
    say(f"{name} is published.")


def _private(path: Path) -> Ed25519PrivateKey:
    passphrase = os.environ.get(PASSPHRASE, "").encode() or None
    try:
        key = load_pem_private_key(path.read_bytes(), passphrase)
    except (ValueError, TypeError):
        raise Mistake(f"{path} cannot be read; a passphrase is taken from {PASSPHRASE}") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise Mistake(f"{path} is no Ed25519 key")
    return key
