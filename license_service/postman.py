"""A thread that sends the letters that wait, every few seconds, while the service runs.

Once an hour it removes the heartbeats that are kept no longer, and says when the key set ends soon.
"""

import logging
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from license_service.db.session import ServiceSession
from license_service.services import keys, mail, retention
from license_service.services.work import Work
from license_service.settings import BadSettings

log = logging.getLogger(__name__)
PAUSE, HOUR = 5.0, 3600.0
SOON = timedelta(days=45)


def deliver(registry: Any) -> int:
    """One round; answers how many went out."""
    with ServiceSession(registry.engine) as db:
        sent = mail.send_waiting(
            Work(db, registry.config, datetime.now(UTC), "postman"), registry.mailer
        )
        db.commit()
    return sent


def tidy(registry: Any) -> int:
    """Remove old heartbeats, a part at a time; answers how many."""
    removed, part = 0, retention.MOST
    while part == retention.MOST:
        with ServiceSession(registry.engine) as db:
            part = retention.prune(Work(db, registry.config, datetime.now(UTC), "postman"))
            db.commit()
        removed += part
    return removed


def look_ahead(registry: Any) -> None:
    """Without another set nobody new can verify a license, nor the package index any."""
    with ServiceSession(registry.engine) as db:
        now = datetime.now(UTC)
        held = keys.current(Work(db, registry.config, now, "postman"))
    if held.expires_at - now < SOON:
        log.warning("the key set ends on %s: have the root sign another", held.expires_at.date())


def begin(registry: Any) -> None:
    """``registry.mailer``, and the thread unless ``mail.thread = false``."""
    try:
        registry.mailer = mail.make_mailer(registry.config.mail_url or "folder:var/mail")
    except ValueError as error:
        raise BadSettings(str(error)) from None
    if registry.settings.get("mail.thread", "true") != "false":
        threading.Thread(target=_round, args=(registry,), name="postman", daemon=True).start()


def _round(registry: Any) -> None:
    stop, tidied = threading.Event(), float("-inf")
    while not stop.wait(PAUSE):
        try:
            deliver(registry)
            if time.monotonic() - tidied > HOUR:
                tidied = time.monotonic()
                tidy(registry)
                look_ahead(registry)
        except Exception:
            # Whatever it was, the letters after it wait for this thread.
            log.warning("letters or heartbeats could not be seen to; trying again", exc_info=True)
