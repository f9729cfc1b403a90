"""A license service for tests: it signs, and answers heartbeats on loopback as it is told to."""

import json
import threading
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
        # What GET answers, by path.
        self.told: dict[str, Any] = {}
        self.said = lambda beat: (200, {"answer": issuer.answer(beat), "keys": issuer.key_set()})
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                service.asked.append((self.path, self.headers["Authorization"], None))
                known = service.told.get(self.path.partition("?")[0])
                self._answer(404 if known is None else 200, known or {})

            def do_POST(self) -> None:
                beat = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                service.asked.append((self.path, self.headers["Authorization"], beat))
                self._answer(*service.said(beat))

            def _answer(self, status: int, body: Any) -> None:
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


# What ``matrix`` puts into calls and forms.
ISSUER = Issuer()
SEGMENTS: dict[str, Any] = {}
BODIES = {
    "POST /api/super-admin/license/install": lambda t: {
        "token": f"{ISSUER.license()} {ISSUER.key_set()}"
    },
}


def forms(form: Any) -> dict[str, Any]:
    """``form``: the class of ``matrix``."""
    token = f"{ISSUER.license()} {ISSUER.key_set()}"
    return {
        "POST /super-admin/license/install": form(None, fill={"token": token}),
        "POST /super-admin/license/heartbeat": form(None),
    }
