"""A license service for tests: it signs, and answers heartbeats on loopback as it is told to."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ecommus.core import heartbeats, keysets, license
from ecommus.core.signed import sign
from ecommus.testing.kit import ROOT_KEY


class Issuer:
    """A root, and keys that sign; the newest is the active one."""

    def __init__(self, root: Ed25519PrivateKey = ROOT_KEY) -> None:
        self.root = root
        self.keys = {"k1": Ed25519PrivateKey.generate()}
        self.version = 1

    @property
    def active(self) -> str:
        return list(self.keys)[-1]

    def rotate(self) -> None:
        self.version += 1
        self.keys[f"k{self.version}"] = Ed25519PrivateKey.generate()

    def key_set(self, **changes: Any) -> str:
        now = datetime.now(UTC)
        entries = [
            keysets.jwk(kid, key.public_key(), retired=kid != self.active)
            for kid, key in self.keys.items()
        ]
        expires = int((now + timedelta(days=90)).timestamp())
        claims = {
            "version": self.version, "active": self.active, "keys": entries, "expires_at": expires
        }  # fmt: skip
        root = keysets.root_id(self.root.public_key())
        return sign(claims | changes, self.root, root, keysets.TYPE, now)

    def license(self, **changes: Any) -> str:
        now = datetime.now(UTC)
        seconds = int(now.timestamp())
        claims = {
            "install_id": "install-1", "tier": "pro", "kind": "perpetual",
            "features": ["multi_tenant", "tenant_provisioning"],
            "licensed_themes": ["theme-fashion"], "licensed_plugins": ["example-hello"],
            "niche_packages": ["ecommerce"], "domain_binding": ["localhost"],
            "issued_at": seconds, "expires_at": None, "support_until": None,
        }  # fmt: skip
        return sign(claims | changes, self.keys[self.active], self.active, license.TYPE, now)

    def answer(self, beat: dict[str, Any], **changes: Any) -> str:
        claims = heartbeats.claims_of(beat["install_id"], beat["nonce"], revoked=False)
        key = self.keys[self.active]
        return sign(claims | changes, key, self.active, heartbeats.TYPE, datetime.now(UTC))


class Service:
    """Answers with ``said(beat)``: (status, JSON body). Keeps what was asked."""

    def __init__(self, issuer: Issuer):
        self.issuer, self.asked = issuer, []
        # What GET answers, by path; a tuple is a status and a body.
        self.told: dict[str, Any] = {}
        # What POST answers beside heartbeats, by path; and under which keys it was asked.
        self.done: dict[str, tuple[int, Any]] = {}
        self.keys: list[str] = []
        # Seconds until it answers.
        self.pause = 0.0
        self.said = lambda beat: (200, {"answer": issuer.answer(beat), "keys": issuer.key_set()})
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                service.asked.append((self.path, self.headers["Authorization"], None))
                known = service.told.get(self.path.partition("?")[0])
                if isinstance(known, tuple):
                    return self._answer(*known)
                return self._answer(404 if known is None else 200, known or {})

            def do_POST(self) -> None:
                beat = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                service.asked.append((self.path, self.headers["Authorization"], beat))
                if self.path == heartbeats.PATH:
                    return self._answer(*service.said(beat))
                service.keys.append(self.headers["Idempotency-Key"])
                return self._answer(*service.done.get(self.path, (404, {})))

            def _answer(self, status: int, body: Any) -> None:
                time.sleep(service.pause)
                raw = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, *_arguments: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


LICENSE_ID = "0190a000-0000-7000-8000-000000000001"


def a_license(**changes: Any) -> dict[str, Any]:
    """A license as the service tells it, with its story."""
    at = "2026-11-01T10:00:00+00:00"
    license = {
        "id": LICENSE_ID, "install_id": "install-1", "state": "active", "reason": "",
        "tier": "pro", "kind": "perpetual", "plan": "ecommerce-pro", "features": ["b2b"],
        "licensed_plugins": ["*"], "licensed_themes": ["theme-fashion"],
        "niche_packages": ["ecommerce"], "domain_binding": ["acme.ro"], "early_adopter": False,
        "issued_at": at, "expires_at": None, "support_until": "2027-02-01T10:00:00+00:00",
        "customer": {"id": "c", "email": "ana@acme.ro", "company": "Acme SRL", "cif": ""},
        "health": "ok", "last_heartbeat": at, "version": 1,
        "issuances": [{"jti": "jti-1", "kid": "k1", "issued_at": at, "replaced_at": None}],
        "heartbeats": [{"at": at, "domain": "shop.acme.ro", "version": "0.1.0", "revoked": False,
                        "address": "10.0.0.9", "plugin_versions": {"payment-cod": "1.0"}}],
        "letters": [{"to": "ana@acme.ro", "subject": "Licența ta", "created_at": at,
                     "sent_at": None, "tries": 1, "error": "mailbox full"}],
        "story": [{"seq": 7, "kind": "suspect", "actor": "install:install-1", "at": at,
                   "license_id": LICENSE_ID, "data": {"rule": "clock_back", "detail": "x"}}],
    }  # fmt: skip
    return license | changes


def an_install(**changes: Any) -> dict[str, Any]:
    return {
        "license_id": LICENSE_ID, "install_id": "install-1", "tier": "pro", "kind": "perpetual",
        "state": "active", "health": "warning", "last_heartbeat": "2026-11-01T10:00:00+00:00",
        "domain": "shop.elsewhere.ro", "version": "0.1.0", "address": "10.0.0.9",
        "domain_binding": ["acme.ro"],
    } | changes  # fmt: skip


PLAN = {"code": "ecommerce-pro", "name": "Ecommerce Pro", "category": "package", "active": True}
ACTS = ("resend", "transfer", "extend", "add", "refund", "revoke")


@contextmanager
def a_vendor(settings: dict[str, Any]) -> Iterator[Service]:
    """A service with one license, and an installation that has a key of it."""
    service, before = Service(Issuer()), settings["license.url"]
    license = a_license()
    one = f"/v1/licenses/{LICENSE_ID}"
    service.told = {
        "/v1/licenses": {"items": [license], "next": None}, one: license,
        f"{one}/token": {"token": "t", "install": "the-token the-keys"},
        "/v1/installs": {"items": [an_install()], "next": None},
        "/v1/installs/health": {"health": {"warning": 1}},
        "/v1/plans": {"items": [PLAN], "next": None},
        "/v1/log": {"items": license["story"], "next": None},
    }  # fmt: skip
    service.done = {f"{one}/{act}": (200, license) for act in ACTS}
    service.done["/v1/licenses"] = (201, license)
    settings["license.url"] = service.url
    try:
        yield service
    finally:
        settings["license.url"] = before
        service.close()


# What ``matrix`` puts into calls and forms.
ISSUER = Issuer()
SEGMENTS: dict[str, Any] = {"licenses/license_id": lambda t: LICENSE_ID}
BODIES = {
    "POST /api/super-admin/license/install": lambda t: {
        "token": f"{ISSUER.license()} {ISSUER.key_set()}"
    },
}


def forms(form: Any) -> dict[str, Any]:
    """``form``: the class of ``matrix``."""
    token = f"{ISSUER.license()} {ISSUER.key_set()}"
    one, sure = "POST /super-admin/licenses/{license_id}", {"confirmed": "yes"}
    ended = {f"{one}/{act}": form(None, fill=sure | {"reason": "leaked"})
             for act in ("refund", "revoke")}  # fmt: skip
    return ended | {
        "POST /super-admin/licenses/new": form(
            "/super-admin/licenses/new",
            fill={"customer_email": "ana@acme.ro", "domain_binding": "acme.ro"},
        ),
        f"{one}/resend": form(None, fill=sure),
        f"{one}/transfer": form(None, fill=sure | {"domain_binding": "acme.com"}),
        f"{one}/extend": form(None, fill=sure | {"period": "12mo"}),
        f"{one}/add": form(None, fill=sure | {"tier": "growth"}),
        f"{one}/token": form(None),
        "POST /super-admin/audit-log/check": form(None),
        "POST /super-admin/license/install": form(None, fill={"token": token}),
        "POST /super-admin/license/heartbeat": form(None),
    }
