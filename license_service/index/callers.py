"""Who asks: a license (user ``license``), or the operator (user ``operator``, a service key)."""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ecommus.core.ids import parse_uuid
from ecommus.core.license import License, LicenseError, verify
from ecommus.core.packages import PUBLISHER, Package
from license_service.errors import Refused
from license_service.index.books import Books

LICENSE, OPERATOR = "license", "operator"


@dataclass(frozen=True, slots=True)
class Caller:
    """``license`` None: the operator."""

    license: License | None

    @property
    def name(self) -> str:
        return LICENSE if self.license else OPERATOR

    def may_have(self, package: Package) -> bool:
        return self.license is None or package.licensed(self.license)

    @property
    def may_publish(self) -> bool:
        return self.license is None or PUBLISHER in self.license.features


def credentials(request: Any) -> tuple[str, str]:
    """(user, password) of the Authorization header; both empty when it has none to be read."""
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        user, _, password = base64.b64decode(text.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return user, password


def caller(request: Any, books: Books) -> Caller:
    """Whoever it is, or Refused: 401 for a token that is none, 403 for one that was ended."""
    user, password = credentials(request)
    if user == OPERATOR and books.is_operator(password):
        return Caller(None)
    if user != LICENSE:
        text = "Send the license as the password of the user 'license'."
        raise Refused(401, "authentication_required", text)
    try:
        license = verify(password, books.keys(), datetime.now(UTC))
    except LicenseError as error:
        raise Refused(401, error.code, str(error)) from None
    # The books know a token by its canonical id, and so does what is remembered of them.
    jti = parse_uuid(license.jti)
    state, reason = books.standing(str(jti)) if jti else ("unknown", "")
    if state == "unknown":
        raise Refused(401, "unknown_jti", "This license is not in the books of the service.")
    if state != "active":
        why = f": {reason}" if reason else ""
        raise Refused(403, "revoked", f"This license was {state}{why}.")
    return Caller(license)
