"""A payment provider for trying things out: a hosted page, an API, signed webhooks, a file.

Plain WSGI for loopback. Payments and refunds are found by the id that the shop gave them, so the
same request twice has one effect; the state is in a file, so it outlives the process. It can be
told to fail: ``POST /_control {"fail": "capture", "when": "before"|"after", "times": 1}`` makes it
answer 504 without, or after, doing what was asked. The page is ``provider_page``.
"""

import hashlib
import hmac
import json
import logging
import secrets
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from ecommus.demo import provider_page

log = logging.getLogger(__name__)
STATUS = {200: "200 OK", 201: "201 Created", 303: "303 See Other", 400: "400 Bad Request",
          401: "401 Unauthorized", 404: "404 Not Found", 504: "504 Gateway Timeout"}  # fmt: skip


class Gone(Exception):
    """There is no such thing here."""


class Provider:
    """The WSGI application. ``calls`` counts what was asked, by kind, for whoever checks."""

    def __init__(self, file: Path, secret: str):
        self.file, self.secret = file, secret
        self._lock = threading.RLock()
        self._failures: list[dict[str, Any]] = []
        self.state: dict[str, Any] = {"payments": {}, "refunds": {}, "calls": {}}
        if file.is_file():
            self.state = json.loads(file.read_text())

    def __call__(self, environ: dict[str, Any], start: Callable) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"].strip("/").split("/")
        raw = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        base = f"{environ['wsgi.url_scheme']}://{environ['HTTP_HOST']}"
        headers = [("Content-Type", "application/json")]
        try:
            if path[0] == "pay":
                status, headers, body = self._page(method, path[1], raw, base)
            elif environ.get("HTTP_AUTHORIZATION") != f"Bearer {self.secret}":
                status, body = 401, b"{}"
            else:
                with self._lock:
                    status, answer = self._api(method, path, json.loads(raw or b"{}"), base)
                    self._save()
                body = json.dumps(answer).encode()
        except (Gone, KeyError, IndexError):
            status, body = 404, b"{}"
        except ValueError as error:
            status, body = 400, json.dumps({"error": str(error)}).encode()
        start(STATUS[status], [*headers, ("Content-Length", str(len(body)))])
        return [body]

    def _api(self, method: str, path: list[str], given: Any, base: str) -> tuple[int, Any]:
        if path == ["_control"]:
            if method == "POST":
                self._failures += [given] * int(given.get("times", 1))
            return 200, self.state
        what = path[2] if len(path) > 2 else ("status" if method == "GET" else "authorize")
        if method == "GET" and what == "refunds":
            what = "refund_status"
        calls = self.state["calls"]
        calls[what] = calls.get(what, 0) + 1
        failure = self._failure(what)
        if failure and failure.get("when", "before") == "before":
            return 504, {}
        answer = self._do(what, path, given, base)
        return (504, {}) if failure else (200, answer)

    def _failure(self, what: str) -> dict[str, Any] | None:
        for entry in self._failures:
            if entry["fail"] == what:
                self._failures.remove(entry)
                return entry
        return None

    def _do(self, what: str, path: list[str], given: Any, base: str) -> dict[str, Any]:
        if what == "authorize":
            payment = self.state["payments"].get(given["id"]) or self._begin(given)
        else:
            payment = self.state["payments"][path[1]]
        if what == "capture" and payment["status"] == "authorized":
            payment["status"] = "paid"
        elif what == "void" and payment["status"] in ("pending", "authorized"):
            payment["status"] = "cancelled"
        elif what == "refunds":
            return self._refund(payment, given)
        elif what == "refund_status":
            return self.state["refunds"][path[3]]
        return payment | {"redirect_url": f"{base}/pay/{payment['reference']}"}

    def _begin(self, given: dict[str, Any]) -> dict[str, Any]:
        names = (
            "id",
            "order",
            "amount",
            "currency",
            "return_url",
            "notify_url",
            "locale",
            "capture",
        )
        payment = {name: given[name] for name in names}
        payment |= {"kind": "payment", "status": "pending", "refunded": 0, "reason": ""}
        payment["reference"] = f"SB-{secrets.token_hex(6)}"
        self.state["payments"][given["id"]] = payment
        return payment

    def _refund(self, payment: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
        known = self.state["refunds"].get(given["id"])
        if known:
            return known
        amount = int(given["amount"])
        fits = payment["status"] == "paid" and payment["refunded"] + amount <= payment["amount"]
        refund = {
            "kind": "refund", "id": given["id"], "payment": payment["id"], "amount": amount,
            "currency": payment["currency"], "reference": f"SR-{secrets.token_hex(6)}",
            "status": "refunded" if fits else "failed", "reason": "" if fits else "more than paid",
        }  # fmt: skip
        payment["refunded"] += amount if fits else 0
        self.state["refunds"][given["id"]] = refund
        return refund

    def _page(self, method: str, reference: str, raw: bytes, base: str) -> tuple[int, list, bytes]:
        with self._lock:
            payment = next(
                (p for p in self.state["payments"].values() if p["reference"] == reference), None
            )
            if payment is None:
                raise Gone(reference)
            if method != "POST":
                page = provider_page.render(payment).encode()
                return 200, [("Content-Type", "text/html; charset=utf-8")], page
            chosen = parse_qs(raw.decode()).get("do", [""])[0]
            told = payment["status"] == "pending" and chosen in ("pay", "decline")
            if told and chosen == "pay":
                payment["status"] = "paid" if payment["capture"] else "authorized"
            elif told:
                payment |= {"status": "failed", "reason": provider_page.declined(payment["locale"])}
            self._save()
            snapshot = dict(payment)
        if told:
            self.notify(snapshot)
        return 303, [("Location", snapshot["return_url"])], b""

    def notify(self, payment: dict[str, Any], event: str = "") -> int | None:
        """Send the webhook; answers its status, None when nobody was there (the shop asks)."""
        told = {"event": event or f"ev-{secrets.token_hex(8)}", "payment": payment}
        body = json.dumps(told).encode()
        headers = {"Content-Type": "application/json", "Sandbox-Signature": self.sign(body)}
        url = urlsplit(payment["notify_url"])
        if (url.hostname or "").endswith(".localhost"):
            # Not every resolver knows *.localhost; browsers and we do.
            headers["Host"] = url.netloc
            url = url._replace(netloc=f"127.0.0.1:{url.port or 80}")
        try:
            sent = httpx.post(
                url.geturl(), content=body, headers=headers, timeout=5, trust_env=False
            )
            return sent.status_code
        except httpx.HTTPError:
            log.info("the shop was not there for %s", payment["reference"])
            return None

    def sign(self, body: bytes) -> str:
        return hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()

    def _save(self) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.file.with_suffix(".new")
        fresh.write_text(json.dumps(self.state))
        fresh.replace(self.file)


class Server:
    """A provider on loopback, in a thread."""

    def __init__(self, file: Path, secret: str, port: int = 0):
        from waitress.server import create_server

        self.provider = Provider(file, secret)
        self._server = create_server(
            self.provider, host="127.0.0.1", port=port, threads=2, asyncore_loop_timeout=1
        )
        self.url = f"http://127.0.0.1:{self._server.effective_port}"
        threading.Thread(target=self._run, name="provider", daemon=True).start()

    def _run(self) -> None:
        try:
            self._server.run()
        except OSError:
            log.debug("the provider's socket was closed")

    def close(self) -> None:
        self._server.close()
