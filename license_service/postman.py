"""A thread that sends the letters that wait, every few seconds, while the service runs."""

import logging
import threading
from datetime import UTC, datetime
from typing import Any

from license_service.db.session import ServiceSession
from license_service.services import mail
from license_service.services.work import Work
from license_service.settings import BadSettings

log = logging.getLogger(__name__)
PAUSE = 5.0


def deliver(registry: Any) -> int:
    """One round; answers how many went out."""
    with ServiceSession(registry.engine) as db:
        sent = mail.send_waiting(
            Work(db, registry.config, datetime.now(UTC), "postman"), registry.mailer
        )
        db.commit()
    return sent


def begin(registry: Any) -> None:
    """``registry.mailer``, and the thread unless ``mail.thread = false``."""
    try:
        registry.mailer = mail.make_mailer(registry.config.mail_url or "folder:var/mail")
    except ValueError as error:
        raise BadSettings(str(error)) from None
    if registry.settings.get("mail.thread", "true") != "false":
        threading.Thread(target=_round, args=(registry,), name="postman", daemon=True).start()


def _round(registry: Any) -> None:
    stop = threading.Event()
    while not stop.wait(PAUSE):
        try:
            deliver(registry)
        except Exception:
            # Whatever it was, the letters after it wait for this thread.
            log.warning("letters could not be sent; trying again", exc_info=True)
