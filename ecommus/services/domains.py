"""A shop's own domains: each is proved before it is used, so nobody can claim another's name.

The proof is a DNS TXT record ``_ecommus.<host>``, or a file at
``http://<host>/.well-known/ecommus-domain.txt``, that holds the text we made up for this domain.
"""

import secrets
from collections.abc import Callable
from uuid import UUID

import dns.exception
import dns.resolver
from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.license import registrable
from ecommus.db import versions
from ecommus.db.tables.platform import domains
from ecommus.services.fetching import Unreachable, fetch

RECORD = "_ecommus."
FILE = "/.well-known/ecommus-domain.txt"


def check_host(host: str, platform: str) -> str:
    """``host`` in its ASCII form when a shop may use it; Invalid says why not."""
    try:
        ascii_host = host.strip().rstrip(".").lower().encode("idna").decode()
    except UnicodeError:
        ascii_host = ""
    if registrable(ascii_host) is None or ":" in ascii_host or "/" in ascii_host:
        raise Invalid("host_invalid", "This is not a domain name.", field="host")
    if ascii_host == platform or ascii_host.endswith(f".{platform}"):
        raise Invalid("host_platform", "Addresses below the platform are slugs.", field="host")
    return ascii_host


def add(db: Session, tenant_id: UUID, host: str, platform: str) -> str:
    """Put a domain down for a tenant; answers the proof. Conflict when another shop proved it."""
    host = check_host(host, platform)
    row = db.execute(select(domains).where(domains.c.host == host)).one_or_none()
    if row is not None and row.tenant_id == tenant_id:
        return row.proof
    if row is not None and row.verified_at is not None:
        raise Conflict("host_taken", "Another shop uses this domain.", field="host")
    proof = f"ecommus-{secrets.token_hex(16)}"
    if row is not None:
        # Claimed and never proved: whoever proves it first has it.
        mine = {"tenant_id": tenant_id, "proof": proof}
        db.execute(update(domains).where(domains.c.host == host).values(**mine))
    else:
        db.execute(insert(domains).values(host=host, tenant_id=tenant_id, proof=proof))
    return proof


def verify(db: Session, host: str, looks: Callable[[str], list[str]] | None = None) -> None:
    """Look for the proof, and let the domain in. Conflict when it is not there (yet).

    ``looks(host)`` answers the texts found at a host; the default asks DNS and the file.
    """
    row = db.execute(select(domains).where(domains.c.host == host)).one_or_none()
    if row is None:
        raise Invalid("host_unknown", "Add the domain first.", field="host")
    if row.proof not in (looks or published)(host):
        raise Conflict(
            "proof_missing", "The proof was not found at %(host)s; DNS may take a while.", host=host
        )
    table = update(domains).where(domains.c.host == host)
    db.execute(table.values(verified_at=func.clock_timestamp()))
    versions.bump(db, row.tenant_id, config=True)


def published(host: str) -> list[str]:
    """What a host says in DNS, or else in the file."""
    try:
        answers = dns.resolver.resolve(f"{RECORD}{host}", "TXT", lifetime=5)
        found = [b"".join(answer.strings).decode("ascii", "replace") for answer in answers]
    except dns.exception.DNSException:
        found = []
    if not found:
        try:
            found = fetch(f"http://{host}{FILE}").decode("ascii", "replace").split()
        except Unreachable:
            found = []
    return found
