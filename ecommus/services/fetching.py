"""Fetching pictures that an imported file only names: by the worker, never from inside the house.

The address is the shop owner's to choose, so it is resolved here, every resolved address must be
public, and the connection goes to that very address: a second look-up could answer differently.
"""

import ipaddress
import socket
from collections.abc import Callable
from urllib.parse import urlsplit
from uuid import UUID

import httpx
from sqlalchemy import select, update

from ecommus.core.errors import Refusal
from ecommus.core.events import CatalogImported
from ecommus.db.tables.catalog import media
from ecommus.services.media import MAX_BYTES, prepare

TIMEOUT = 15.0


class Unreachable(Exception):
    """The address may not be, or could not be, fetched; the text says why."""


def public_address(host: str, port: int) -> str:
    """An address of ``host`` on the internet. Unreachable when any of them is private."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable(f"{host} has no address") from None
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        found_at = ipaddress.ip_address(address.partition("%")[0])
        if not found_at.is_global or found_at.is_multicast:
            raise Unreachable(f"{host} is not on the internet")
    return addresses[0]


def fetch(url: str) -> bytes:
    """The bytes behind a public http(s) address: no redirects, at most 15 MB."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise Unreachable("this is not an address") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise Unreachable("only plain http and https addresses are fetched")
    address = public_address(parts.hostname, port)
    literal = f"[{address}]" if ":" in address else address
    target = parts._replace(netloc=f"{literal}:{port}", fragment="").geturl()
    data = bytearray()
    try:
        with (
            httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client,
            client.stream(
                "GET",
                target,
                headers={"Host": parts.netloc, "User-Agent": "ecommus"},
                extensions={"sni_hostname": parts.hostname},
            ) as response,
        ):
            if response.status_code != 200:
                raise Unreachable(f"it answered {response.status_code}")
            for chunk in response.iter_bytes():
                data += chunk
                if len(data) > MAX_BYTES:
                    raise Unreachable("it is larger than 15 MB")
    # ValueError: an address that cannot be written into a request's head.
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise Unreachable(f"it could not be fetched ({type(error).__name__})") from None
    return bytes(data)


def run(open_work: Callable, media_id: UUID) -> None:
    """Fetch a waiting picture. The network is never used inside a transaction."""
    with open_work() as work:
        row = work.db.execute(select(media).where(media.c.id == media_id)).one_or_none()
        store, tenant_id = work.registry.media, work.tenant.id
    if row is None or row.status != "pending":
        return
    try:
        data = fetch(row.source_url)
        values, files = prepare(data)
    except (Unreachable, Refusal) as error:
        values, files = {"status": "failed", "error": str(error)[:500]}, []
    for rendition, content in files:
        store.write(tenant_id, rendition.path, content)
    with open_work() as work:
        work.db.execute(update(media).where(media.c.id == media_id).values(**values))
        if files:
            work.publish(CatalogImported(media_id, 0, 0))
