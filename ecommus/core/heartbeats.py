"""What an installation and the license service say to each other, once a day.

The shop posts ``Beat`` as JSON to ``/v1/heartbeat``, its license as the bearer token. It gets
``{"answer": token, "keys": token or null}``: the key set is signed by the root and read first, then
the answer, which is signed by a key of the set and bound to the installation, to its license and to
the nonce. So a stranger on the wire can neither revoke, renew nor replay; nor is the answer that
another license gets, asked for with this installation's words, an answer to this one.
"""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from ecommus.core.signed import Keys, SignedError, claim, read, time_of

TYPE = "ecommus-heartbeat+jwt"
WHAT = "heartbeat answer"
PATH = "/v1/heartbeat"
# Where the newest key set is had by whoever has none: ``{"keys": token}``.
KEYS_PATH = "/v1/keys"


@dataclass(frozen=True)
class Beat:
    """``nonce``: at least 128 bits, new each time. ``last_seen``: RFC 3339, the shop's clock.
    ``keys_version``: of the key set it has, 0 for none. ``kpis`` only where the operator agreed."""

    install_id: str
    kid: str
    jti: str
    nonce: str
    last_seen: str
    keys_version: int = 0
    version: str = ""
    domain: str = ""
    plugin_versions: dict[str, str] = field(default_factory=dict)
    kpis: dict[str, Any] | None = None

    def dump(self) -> dict[str, Any]:
        """JSON-ready; ``kpis`` is left out where there are none."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True)
class Answer:
    """``license``: a token to run under from now on, None to go on with the present one."""

    revoked: bool
    reason: str
    license: str | None
    at: datetime


def claims_of(
    install_id: str,
    nonce: str,
    *,
    revoked: bool,
    reason: str = "",
    license: str | None = None,
    jti: str | None = None,
) -> dict[str, Any]:
    """What the service signs (type ``TYPE``); ``jti``: of the license that came with the beat."""
    return {
        "sub": install_id, "nonce": nonce, "ok": not revoked, "revoked": revoked,
        "reason": reason, "new_jwt": license, "license": jti,
    }  # fmt: skip


def verify_answer(token: str, keys: Keys, beat: Beat, now: datetime) -> Answer:
    """The answer to ``beat``, or SignedError: ``other_install``, ``replayed``, ``other_license``,
    or what makes any signed statement nothing."""
    claims, _kid = read(token, keys, TYPE, WHAT, now)
    if claim(claims, "sub", str, WHAT) != beat.install_id:
        raise SignedError("other_install", "The answer is for another installation.")
    if claim(claims, "nonce", str, WHAT) != beat.nonce:
        raise SignedError("replayed", "The answer is not to this heartbeat.")
    if claims.get("license") not in (None, beat.jti):
        raise SignedError("other_license", "The answer is to another license than this one.")
    license = claims.get("new_jwt")
    if license is not None and type(license) is not str:
        raise SignedError("claim_invalid", "The heartbeat answer's new_jwt is malformed.")
    at = time_of(claims, "iat", WHAT)
    assert at is not None
    revoked, reason = claim(claims, "revoked", bool, WHAT), claim(claims, "reason", str, WHAT, "")
    return Answer(revoked, reason, license, at)
