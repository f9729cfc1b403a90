"""Signed statements: EdDSA (Ed25519) JWTs of one type each, read strictly.

A license, an answer to a heartbeat and a set of keys are different types and are never taken for
one another. Nothing of a token is believed before its signature: its algorithm and type are ours to
say, its key must be one we know, and a name that stands in it twice makes it nothing.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ISSUER = "ecommus-license-service"
AUDIENCE = "ecommus"
MAX_TOKEN = 16_384
CLOCK_SKEW = timedelta(minutes=5)

Keys = Mapping[str, Ed25519PublicKey]


class SignedError(Exception):
    """The token is not what it should be. ``code`` is stable; the text says what to do. Pages have
    words of their own for each code (``web.license_words``), ``params`` filled in."""

    def __init__(self, code: str, text: str, **params: object):
        super().__init__(text)
        self.code, self.params = code, params


def sign(claims: dict[str, Any], key: Ed25519PrivateKey, kid: str, typ: str, now: datetime) -> str:
    """A token with ``claims`` and those that every one has: issuer, audience, id, time."""
    every = {"iss": ISSUER, "aud": AUDIENCE, "jti": str(uuid4()), "iat": int(now.timestamp())}
    return jwt.encode(every | claims, key, "EdDSA", headers={"kid": kid, "typ": typ})


def read(
    token: str, keys: Keys, typ: str, what: str, now: datetime, *, most: int = MAX_TOKEN
) -> tuple[dict[str, Any], str]:
    """(claims, kid) of a token of type ``typ``, or SignedError; ``what`` names it in the texts
    (``license``)."""
    token = token.strip()
    header, claims = _split(token, what, most)
    if header.get("alg") != "EdDSA":
        raise SignedError("alg_refused", f"A {what} is signed with EdDSA; nothing else counts.")
    if "crit" in header or header.get("b64") is False:
        raise SignedError("header_refused", f"The {what} wants its header read in another way.")
    if header.get("typ") != typ:
        raise SignedError("wrong_type", f"This token is not a {what}.")
    kid = header.get("kid")
    if not isinstance(kid, str) or kid not in keys:
        raise SignedError("unknown_kid", f"The {what} was signed with a key not known here.")
    try:
        jwt.decode(
            token,
            keys[kid],
            algorithms=["EdDSA"],
            audience=AUDIENCE,
            issuer=ISSUER,
            # Times are held against ``now`` below; PyJWT would ask the machine's clock.
            options={
                "require": ["iss", "aud", "iat", "jti"],
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )
    except jwt.InvalidSignatureError:
        raise SignedError("bad_signature", f"The {what} was changed after signing.") from None
    except jwt.InvalidTokenError as error:
        raise SignedError("malformed", f"The {what} cannot be read: {error}") from None
    begins = [time_of(claims, name, what) for name in ("iat", "nbf", "issued_at")]
    if any(time is not None and time > now + CLOCK_SKEW for time in begins):
        raise SignedError("issued_in_future", "Issued in the future: check the clock.")
    return claims, kid


def type_of(token: str) -> str:
    """What a token says that it is, before anything is believed; "" when it says nothing."""
    try:
        said = _segment(token.strip().split(".")[0], "token").get("typ")
    except SignedError:
        return ""
    return said if isinstance(said, str) else ""


def _split(token: str, what: str, most: int) -> tuple[dict, dict]:
    """Header and claims, before anything is believed; repeated JSON keys are refused."""
    if len(token) > most:
        raise SignedError("oversized", f"The {what} is larger than any {what} is.")
    if not token.isascii():
        raise SignedError("malformed", f"The {what} cannot be read.")
    parts = token.split(".")
    if len(parts) != 3:
        raise SignedError("malformed", f"A {what} has three parts separated by dots.")
    header, claims = (_segment(part, what) for part in parts[:2])
    return header, claims


def _segment(text: str, what: str) -> dict:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        if len(result) != len(pairs):
            raise SignedError("duplicate_key", f"The {what} names a claim twice.")
        return result

    def constant(name: str) -> Any:
        raise ValueError(f"{name} is no JSON")

    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        value = json.loads(raw.decode(), object_pairs_hook=unique, parse_constant=constant)
    except (binascii.Error, ValueError, RecursionError):
        raise SignedError("malformed", f"The {what} cannot be read.") from None
    if not isinstance(value, dict):
        raise SignedError("malformed", f"The {what} cannot be read.")
    return value


def claim(claims: dict, name: str, kind: type, what: str, default: Any = None) -> Any:
    """A claim of exactly this type; SignedError ``claim_invalid``."""
    value = claims.get(name, default)
    # bool is an int to Python, and is none here.
    if type(value) is not kind:
        raise SignedError("claim_invalid", f"The {what}'s {name} is missing or malformed.")
    return value


def names_of(claims: dict, name: str, what: str) -> frozenset[str]:
    """A claim that is a list of texts, none empty."""
    values = claim(claims, name, list, what)
    if not all(isinstance(value, str) and value for value in values):
        raise SignedError("claim_invalid", f"The {what}'s {name} is malformed.")
    return frozenset(values)


def time_of(claims: dict, name: str, what: str) -> datetime | None:
    """A claim that is a time in whole seconds, or null."""
    if claims.get(name) is None:
        return None
    seconds = claim(claims, name, int, what)
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        raise SignedError("claim_invalid", f"The {what}'s {name} is no time.") from None
