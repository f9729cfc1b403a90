"""The addresses that the index has. All others, devpi's own among them, are not there."""

import re
from dataclasses import dataclass

from ecommus.core.packages import Package, package_of, package_of_wheel

USER, INDEX = "ecommus", "packages"
HOME = f"/{USER}/{INDEX}/"
# devpi names a file's folder by the beginning of its hash.
FILE = re.compile(r"\+f/([0-9a-f]{3}/[0-9a-f]{13})/([A-Za-z0-9_.+!-]+\.whl)(\.sig|\.metadata|)")
PROJECT = re.compile(r"\+simple/([a-z0-9-]+)/?")


@dataclass(frozen=True, slots=True)
class Address:
    """``kind``: list, project, file, signature, publishers or upload."""

    kind: str
    package: Package | None = None
    # Of a file, inside devpi's store.
    path: str = ""


def find(method: str, path: str) -> Address | None:
    """What ``path`` (decoded, as devpi's routes see it) asks for. Names that are not normalised, or
    that only look like ours, are nothing."""
    if not path.startswith(HOME) or not path.isascii():
        return None
    rest = path.removeprefix(HOME)
    if method == "POST":
        return Address("upload") if not rest else None
    if method not in ("GET", "HEAD"):
        return None
    if rest in ("+simple", "+simple/"):
        return Address("list")
    if rest == "+publishers":
        return Address("publishers")
    if found := PROJECT.fullmatch(rest):
        package = package_of(found[1])
        return Address("project", package) if package else None
    if found := FILE.fullmatch(rest):
        wheel = package_of_wheel(found[2])
        kind = "signature" if found[3] == ".sig" else "file"
        place = f"{USER}/{INDEX}/+f/{found[1]}/{found[2]}"
        return Address(kind, wheel[0], place) if wheel else None
    return None
