"""Who wants no mail but about their orders: said once it holds, also when the address is erased."""

import hashlib
import hmac
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from ecommus.core.ids import uuid7
from ecommus.db.queries.customers import same_email
from ecommus.db.tables.customers import mail_optouts as table
from ecommus.services.work import Work


def digest(work: Work, email: str) -> bytes:
    """What is left of an address that was erased: nobody reads it back without the shop's key."""
    key = work.registry.secret.encode()
    return hmac.digest(key, b"opt-out:" + email.strip().lower().encode(), hashlib.sha256)


def opt_out(work: Work, email: str, reason: str) -> None:
    """No more mail of this kind; saying it again changes nothing."""
    row = {"id": uuid7(), "digest": digest(work, email), "email": email.strip(), "reason": reason}
    again = insert(table).values(row).on_conflict_do_nothing(index_elements=["tenant_id", "digest"])
    work.db.execute(again)


def opted_out(work: Work, email: str) -> bool:
    """Whether somebody said so, in any case of letters."""
    found = select(table.c.id).where(table.c.digest == digest(work, email))
    return work.db.execute(found).first() is not None


def of_person(work: Work, email: str) -> list[dict[str, Any]]:
    """What is held of it, for whoever asks for their data."""
    rows = work.db.execute(
        select(table.c.reason, table.c.at).where(table.c.digest == digest(work, email))
    )
    return [dict(row._mapping) for row in rows]


def forget(work: Work, email: str) -> None:
    """Erase the address and keep the wish."""
    work.db.execute(update(table).where(same_email(table.c.email, email)).values(email=None))
