"""Card payments in the demo shops: the trial provider beside them, and the plugins turned on."""

import hmac
from pathlib import Path
from typing import Any

from ecommus.demo.provider import Server
from ecommus.services import plugins, settings
from ecommus.web.jobs import work

CARD, TRANSFER = "payment-sandbox", "payment-transfer"
LOOPBACK = "http://127.0.0.1:"
# The account that IBAN's own documentation has for Romania: nobody's.
ACCOUNT = {"iban": "RO49AAAA1B31007593840000", "bank": "Banca Exemplu"}


def start(registry: Any, file: Path, port: int, slugs: list[str]) -> Server | None:
    """Start the provider and tell the shops of it; None where plugins for trying out are off."""
    if CARD not in registry.plugins:
        return None
    # The same after a restart, and known to nobody else.
    secret = hmac.digest(registry.secret.encode(), b"sandbox", "sha256").hex()
    server = Server(file, secret, port)
    for slug in slugs:
        _tell(registry, slug, server.url, secret)
    return server


def _tell(registry: Any, slug: str, url: str, secret: str) -> None:
    with work(registry, registry.directory.find("slug", slug), actor="demo") as job:
        known = plugins.stored(job)
        if TRANSFER not in known and TRANSFER in registry.plugins:
            plugins.enable(job, registry.plugins[TRANSFER])
            settings.change(job, settings={"invoicing": ACCOUNT})
        if CARD not in known:
            plugins.enable(job, registry.plugins[CARD])
        there = known.get(CARD, {}).get("provider_url") or LOOPBACK
        # Another provider than ours is somebody's own choice.
        if there != url and there.startswith(LOOPBACK):
            values = {"provider_url": url, "secret": secret, "charge": "at_once"}
            plugins.save_settings(job, registry.plugins[CARD], values)
