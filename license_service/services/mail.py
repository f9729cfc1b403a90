"""Letters to customers: written with the license, sent after it was committed.

A letter waits sealed in the outbox; ``send_waiting`` is called by the service's own thread and by
``python -m license_service mail send``.
"""

import logging
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID

from sqlalchemy import insert, select, update

from ecommus.core import keysets
from ecommus.core.ids import uuid7
from license_service.db.ledger import outbox
from license_service.db.tables import customers, licenses
from license_service.services import letters, tokens
from license_service.services.work import Work

log = logging.getLogger(__name__)
MOST_TRIES = 8


class Mailer(Protocol):
    def send(self, message: EmailMessage) -> None: ...


class Folder:
    """One ``.eml`` file a message."""

    def __init__(self, folder: Path):
        self._folder = folder

    def send(self, message: EmailMessage) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        aside = self._folder / f".{uuid7()}.eml"
        aside.write_bytes(bytes(message))
        aside.rename(self._folder / aside.name[1:])


class Smtp:
    """``smtp://user:password@host:587`` (STARTTLS on 587), ``smtps://`` for implicit TLS."""

    def __init__(self, url: str):
        self._parts = urlsplit(url)

    def send(self, message: EmailMessage) -> None:
        parts, safe = self._parts, ssl.create_default_context()
        host = parts.hostname or "localhost"
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, parts.port or 465, timeout=30, context=safe
            )
        else:
            server = smtplib.SMTP(host, parts.port or 25, timeout=30)
        with server:
            if parts.scheme == "smtp" and parts.port == 587:
                server.starttls(context=safe)
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message)


def make_mailer(url: str) -> Mailer:
    """The mailer that ``mail.url`` names. ValueError for another kind of address."""
    if url.startswith("folder:"):
        return Folder(Path(url.removeprefix("folder:")))
    if url.startswith(("smtp://", "smtps://")):
        return Smtp(url)
    raise ValueError("mail.url: use smtp://…, smtps://… or folder:path")


def instructions(work: Work, license_id: UUID, token: str) -> None:
    """How to install the license, to the customer in their language."""
    row = work.db.execute(
        select(licenses, customers.c.email, customers.c.company, customers.c.language)
        .join(customers)
        .where(licenses.c.id == license_id)
    ).one()
    config = work.config
    told = letters.Told(
        install=tokens.bundle(work, token),
        root=" ".join(keysets.pinned(key) for key in config.roots.values()),
        address=config.address,
    )
    subject, body = letters.instructions(row.language, row.company, row, told)
    work.db.execute(
        insert(outbox).values(
            id=uuid7(),
            license_id=license_id,
            recipient=row.email,
            subject=subject,
            body=work.config.box.seal(body),
            created_at=work.now,
        )
    )


def _letter(work: Work, row: Any) -> EmailMessage:
    body = work.config.box.open(row.body)
    if not body:
        raise ValueError("the letter cannot be opened: is LICENSE_SERVICE_KEY the right one?")
    message = EmailMessage()
    message["Subject"], message["To"] = row.subject, row.recipient
    message["From"] = work.config.mail_sender
    message.set_content(body)
    return message


def send_waiting(work: Work, mailer: Mailer, most: int = 20) -> int:
    """Send what waits, oldest first; what fails waits on, with the reason beside it."""
    rows = work.db.execute(
        select(outbox)
        .where(outbox.c.sent_at.is_(None), outbox.c.tries < MOST_TRIES)
        .order_by(outbox.c.tries, outbox.c.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    sent = 0
    for row in rows:
        values: dict = {"sent_at": work.now, "error": ""}
        try:
            mailer.send(_letter(work, row))
            sent += 1
        # ValueError: an address that no header can hold, or a letter that cannot be opened.
        except (OSError, smtplib.SMTPException, ValueError) as error:
            log.warning("mail to %s: %s", row.recipient, error)
            values = {"error": str(error)[:500]}
        statement = update(outbox).where(outbox.c.id == row.id)
        work.db.execute(statement.values(tries=row.tries + 1, **values))
        if "sent_at" in values:
            work.note("mail.sent", row.license_id, to=row.recipient)
    return sent
