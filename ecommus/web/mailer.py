"""Sending mail: through an SMTP server, or into a folder in development and tests.

Built on pyramid_mailer's classes, outside its transaction hook: the outbox decides when to send.
"""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pyramid_mailer.mailer import Mailer as SmtpMailer
from pyramid_mailer.message import Message

from ecommus.core.ids import uuid7
from ecommus.core.ports import Mail
from ecommus.web.settings import BadSettings


def message_of(mail: Mail, sender: str) -> Message:
    """Both bodies, UTF-8; the text one for readers without HTML."""
    return Message(
        subject=mail.subject,
        recipients=[mail.to],
        sender=mail.sender or sender,
        body=mail.text,
        html=mail.html,
        extra_headers=dict(mail.headers),
    )


class Smtp:
    """``mail.url = smtp://user:password@host:587``; ``smtps`` for implicit TLS."""

    def __init__(self, url: str, sender: str):
        parts = urlsplit(url)
        self._sender = sender
        self._mailer = SmtpMailer(
            host=parts.hostname or "localhost",
            port=parts.port or (465 if parts.scheme == "smtps" else 25),
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            ssl=parts.scheme == "smtps",
            tls=parts.scheme == "smtp" and parts.port == 587,
        )

    def send(self, mail: Mail) -> None:
        self._mailer.send_immediately(message_of(mail, self._sender))


class Folder:
    """One ``.eml`` file a message, for people and tests to open."""

    def __init__(self, folder: Path, sender: str):
        self._folder, self._sender = folder, sender

    def send(self, mail: Mail) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        message = message_of(mail, self._sender).to_message()
        name = f"{uuid7()}.eml"
        aside = self._folder / f".{name}"
        aside.write_bytes(bytes(message))
        aside.rename(self._folder / name)


def make_mailer(settings: Any) -> Any:
    """The mailer that ``mail.url`` names: ``smtp://…``, ``smtps://…`` or ``folder:path``."""
    url = settings.get("mail.url", "folder:var/mail")
    sender = settings.get("mail.sender", "ecommus <no-reply@localhost>")
    if url.startswith("folder:"):
        return Folder(Path(url.removeprefix("folder:")), sender)
    if url.startswith(("smtp://", "smtps://")):
        return Smtp(url, sender)
    raise BadSettings("mail.url: use smtp://…, smtps://… or folder:path")
