"""A heartbeat: who it is from, what is odd about it, what it is answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any

import jwt
from sqlalchemy import func, insert, select
from sqlalchemy.dialects.postgresql import JSONB

from ecommus.core import license as licensing
from ecommus.core.heartbeats import TYPE, Beat, claims_of
from ecommus.core.ids import parse_uuid, uuid7
from ecommus.core.keysets import KeySet
from ecommus.core.signed import SignedError, read, sign
from license_service.db.ledger import log
from license_service.db.tables import heartbeats, issuances, licenses
from license_service.rules.suspicion import Said, Suspicion, suspicions
from license_service.services import keys, tokens
from license_service.services.work import Work

QUIET = timedelta(hours=24)
EARLIER = 20
HOUR, MOST_AN_HOUR = timedelta(hours=1), 1000


class Stranger(Exception):
    """The bearer token is none of ours. ``code`` as ``SignedError`` has it, or ``unknown_jti``."""

    def __init__(self, code: str, text: str):
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: the signed answer, and the key set for who has an older one."""

    answer: str
    keys: str | None


def receive(work: Work, bearer: str, beat: Beat, clock: datetime, address: str) -> Reply:
    """Note it and answer it. Stranger for a token that is not ours, or not known any more.

    ``clock`` is ``beat.last_seen``, read. A license that has ended is answered too: that is how it
    learns of its renewal.
    """
    held = keys.current(work)
    row = _in_the_books(work, bearer, held, address)
    often = _often(work, row)
    _suspect(work, row, beat, clock, often=often)
    reason, token = _standing(work, row, beat, held)
    if not often:
        _keep(work, row, beat, clock, address, revoked=bool(reason))
    # The words are whoever's; the license is what was looked at, and what the answer is about.
    said = claims_of(
        beat.install_id, beat.nonce, revoked=bool(reason), reason=reason, license=token,
        jti=str(row[issuances.c.jti]),
    )  # fmt: skip
    answer = sign(said, keys.signer(work, held.active), held.active, TYPE, work.now)
    return Reply(answer, held.token if beat.keys_version < held.version else None)


def _in_the_books(work: Work, bearer: str, held: KeySet, address: str) -> Any:
    """The issuance and the license of the token. Stranger when there is none."""
    try:
        claims, _kid = read(bearer, held.keys, licensing.TYPE, licensing.WHAT, work.now)
    except SignedError as error:
        # Of a key that was removed, because it was stolen perhaps: anybody could have signed it.
        # Only the very token that was issued counts, and is replaced at once.
        row = _issued(work, _claimed(bearer)) if error.code == "unknown_kid" else None
        kept = work.config.box.open(row[issuances.c.token]) if row else ""
        if row is None or not compare_digest(kept.encode(), bearer.encode()):
            raise Stranger(error.code, str(error)) from None
        return row
    row = _issued(work, claims)
    if row is None:
        # Signed by us and not in the books: a copy of the key, or a database set back.
        work.note("suspect", rule="unknown_jti", jti=str(claims.get("jti")), address=address)
        raise Stranger("unknown_jti", "This license is not in the books of the service.")
    return row


def _claimed(bearer: str) -> dict[str, Any]:
    """What a token says, believed by nobody."""
    try:
        return jwt.decode(bearer, options={"verify_signature": False})
    except jwt.InvalidTokenError:
        return {}


def _issued(work: Work, claims: dict[str, Any]) -> Any:
    jti = parse_uuid(str(claims.get("jti")))
    query = select(issuances, licenses).join(licenses).where(issuances.c.jti == jti)
    return work.db.execute(query).mappings().one_or_none() if jti else None


def _standing(work: Work, row: Any, beat: Beat, held: KeySet) -> tuple[str, str | None]:
    """(why it is revoked, or "", the token to go on with, or None)."""
    license_id = row[licenses.c.id]
    if row[licenses.c.state] != "active":
        return row[licenses.c.reason] or row[licenses.c.state], None
    if row[issuances.c.install_id] != row[licenses.c.install_id]:
        return "transferred to another installation", None
    if beat.install_id != row[issuances.c.install_id]:
        return "", None
    if row[issuances.c.replaced_at] is not None:
        present = tokens.current(work, license_id)
        if present.kid == held.active:
            return "", tokens.token_of(work, license_id)
    elif row[issuances.c.kid] == held.active:
        return "", None
    # The key was rotated. Two heartbeats at once: the second takes what the first one got.
    tokens.locked(work, license_id)
    if tokens.current(work, license_id).kid == held.active:
        return "", tokens.token_of(work, license_id)
    return "", tokens.issue(work, license_id, "rotation")


def _keep(
    work: Work, row: Any, beat: Beat, clock: datetime, address: str, *, revoked: bool
) -> None:
    made = uuid7()
    work.db.execute(
        insert(heartbeats).values(
            id=made,
            license_id=row[licenses.c.id],
            at=work.now,
            jti=row[issuances.c.jti],
            install_id=beat.install_id,
            kid=beat.kid,
            last_seen=clock,
            version=beat.version,
            domain=beat.domain,
            address=address,
            revoked=revoked,
            keys_version=beat.keys_version,
            plugin_versions=beat.plugin_versions,
            kpis=beat.kpis,
        )
    )
    work.note("heartbeat", row[licenses.c.id], id=str(made), install_id=beat.install_id,
              jti=str(row[issuances.c.jti]), domain=beat.domain, address=address,
              revoked=revoked)  # fmt: skip


def _often(work: Work, row: Any) -> bool:
    """Whether more come of one license than any installation sends. They are answered, and no more
    is kept: whoever has a token must not be able to fill the log, nor to shut others out."""
    recent = select(heartbeats.c.id).where(
        heartbeats.c.license_id == row[licenses.c.id], heartbeats.c.at > work.now - HOUR
    )
    query = select(func.count()).select_from(recent.limit(MOST_AN_HOUR).subquery())
    return work.db.execute(query).scalar_one() >= MOST_AN_HOUR


def _suspect(work: Work, row: Any, beat: Beat, clock: datetime, *, often: bool) -> None:
    """Into the log, each rule once a day for a license."""
    h = heartbeats.c
    earlier = work.db.execute(
        select(h.at, h.last_seen, h.install_id, h.domain, h.jti)
        .where(h.license_id == row[licenses.c.id])
        .order_by(h.at.desc())
        .limit(EARLIER)
    ).all()
    before = [Said(e.at, e.last_seen, e.install_id, e.domain, str(e.jti)) for e in earlier]
    said = Said(work.now, clock, beat.install_id, beat.domain, str(row[issuances.c.jti]))
    current = str(tokens.current(work, row[licenses.c.id]).jti)
    issued_for = (row[licenses.c.install_id], row[licenses.c.domains])
    found = suspicions(said, before, *issued_for, current)
    if often:
        text = f"more than {MOST_AN_HOUR} heartbeats within an hour; no more of them are kept"
        found.append(Suspicion("too_often", text, {"most": str(MOST_AN_HOUR)}))
    if not found:
        return
    body = log.c.body.cast(JSONB)
    since = (work.now - QUIET).isoformat()
    known = set(
        work.db.execute(
            select(body["data"]["rule"].astext).where(
                log.c.license_id == str(row[licenses.c.id]),
                log.c.kind == "suspect",
                body["at"].astext >= since,
            )
        ).scalars()
    )
    for suspicion in found:
        if suspicion.rule not in known:
            work.note("suspect", row[licenses.c.id], rule=suspicion.rule, detail=suspicion.detail,
                      facts=suspicion.facts)  # fmt: skip
