"""Who wants to hear that a sold-out variant is back: an address, kept for one mail.

Whoever asks gets the same answer, asked before or not. ``due`` runs where stock comes back, in that
transaction; the mail is ``web.storefront.stock_mails``, each from an outbox row of its own.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from ecommus.core.customers import is_email
from ecommus.core.errors import Conflict, Invalid
from ecommus.core.events import StockChanged, StockNoticeDue
from ecommus.core.ids import parse_uuid, uuid7
from ecommus.db.tables.stock import stock_notices as t
from ecommus.services.tokens import unseal
from ecommus.services.work import Work

# So many wait at one address in one shop; more is somebody else's typing.
MOST = 50
# How long the link in a mail works that was sent.
KEPT = timedelta(days=30)
PURPOSE = "stock-notice"


def ask(work: Work, variant: dict[str, Any], email: str) -> None:
    """Remember an address for a variant (an entry of the storefront's product row).

    Invalid: this is no address. Conflict: the variant can be bought now.
    """
    address = email.strip().lower()
    if not is_email(address):
        raise Invalid("email_invalid", "This is no e-mail address.", field="email")
    if not variant["track_stock"] or variant["backorder"] or variant["available"] > 0:
        raise Conflict("in_stock", "This can be bought right now.")
    waiting = select(func.count()).where(t.c.email == address, t.c.told_at.is_(None))
    if work.db.execute(waiting).scalar_one() >= MOST:
        return
    values = {"id": uuid7(), "variant_id": UUID(variant["id"]), "email": address}
    statement = upsert(t).values(**values, locale=work.locale_name)
    work.db.execute(statement.on_conflict_do_nothing())


def find_variant(variants: Iterable[dict[str, Any]], variant_id: UUID | None) -> dict[str, Any]:
    """The product's variant that is meant; without an id, its only one. Invalid: it has none."""
    known = list(variants)
    if variant_id is None and len(known) == 1:
        return known[0]
    for variant in known:
        if variant["id"] == str(variant_id):
            return variant
    raise Invalid("unknown_variant", "There is no such variant.", field="variant_id")


def stock_changed(event: StockChanged, work: Work) -> None:
    """In the transaction that brings a variant back, or takes the last one."""
    if event.available:
        due(work, [event.variant_id])


def due(work: Work, variant_ids: Iterable[UUID]) -> None:
    """These variants can be bought again: whoever waits is told after the commit."""
    waiting = select(t.c.id).where(t.c.variant_id.in_(list(variant_ids)), t.c.told_at.is_(None))
    for notice_id in work.db.execute(waiting.order_by(t.c.id)).scalars():
        work.publish(StockNoticeDue(notice_id))


def told(work: Work, notice_id: UUID) -> None:
    """The mail is sent; what was told long ago is forgotten on the way."""
    work.db.execute(update(t).where(t.c.id == notice_id).values(told_at=work.now))
    work.db.execute(delete(t).where(t.c.told_at < work.now - KEPT))


def of(work: Work, email: str) -> list[dict[str, Any]]:
    """What somebody waits for, or was told of lately."""
    names = (t.c.variant_id, t.c.created_at, t.c.told_at)
    rows = work.db.execute(select(*names).where(t.c.email == email.lower()).order_by(t.c.id))
    return [dict(row._mapping) for row in rows]


def forget(work: Work, email: str) -> None:
    """Nobody at this address waits for anything any more."""
    work.db.execute(delete(t).where(t.c.email == email.strip().lower()))


def email_of(work: Work, sealed: str) -> str | None:
    """Whose link this is, as long as the shop knows the address."""
    notice_id = parse_uuid(unseal(work.registry.secret, PURPOSE, sealed) or "")
    if notice_id is None:
        return None
    return work.db.execute(select(t.c.email).where(t.c.id == notice_id)).scalar_one_or_none()
