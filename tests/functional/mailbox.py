"""Reading what a shop has sent: the outbox delivered, the newest mails, the links in them."""

import email
import email.policy
import re
import time
from typing import Any

from sqlalchemy import func, select

from ecommus.db.tables.ops import outbox
from ecommus.worker import Worker

# Seconds without anything delivered; what is newer than somebody's transaction has to wait for it.
PATIENCE = 5.0


def deliver(kit: Any, shop: Any = None) -> None:
    """Until nothing (of ``shop``) waits any more, or nothing more can be delivered: other tests
    may have left events of shops that are closed."""
    worker, until = Worker(kit.registry), time.monotonic() + PATIENCE
    waiting = select(func.count()).where(outbox.c.done_at.is_(None), outbox.c.attempts == 0)
    if shop is not None:
        waiting = waiting.where(outbox.c.tenant_id == shop.id)
    while time.monotonic() < until:
        if worker.deliver():
            until = time.monotonic() + PATIENCE
        with kit.platform_session() as db:
            if not db.execute(waiting).scalar_one():
                return
        time.sleep(0.05)


def mails(kit: Any, to: str, shop: Any = None) -> list[Any]:
    """What was sent to an address (by ``shop``: its name is in the text), oldest first."""
    deliver(kit, shop)
    policy = email.policy.default
    found = [email.message_from_bytes(raw, policy=policy) for raw in kit.mails()]
    mine = [message for message in found if message["to"] == to]
    return [message for message in mine if shop is None or shop.slug in text(message)]


def text(message: Any) -> str:
    return message.get_body(("plain",)).get_content()


def path(message: Any) -> str:
    """The path of the link in a mail."""
    return re.search(r"https?://[^/\s]+(/\S*)", text(message))[1]


def token(message: Any) -> str:
    return path(message).partition("token=")[2]
