"""A license service for tests: it signs, and answers heartbeats on loopback as it is told to."""

import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ecommus.core import heartbeats, keysets, license
from ecommus.core.signed import sign


class Issuer:
    """A root, and keys that sign; the newest is the active one."""

    def __init__(self) -> None:
        self.root = Ed25519PrivateKey.generate()
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
        return sign(claims | changes, self.root, "root", keysets.TYPE, now)

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

    def root_pem(self, folder: Any) -> str:
        """The root's public key as a file, its name the key's id."""
        path = folder / "root.pem"
        pem = self.root.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        path.write_bytes(pem)
        return str(path)


class Service:
    """Answers with ``said(beat)``: (status, JSON body). Keeps what was asked."""

    def __init__(self, issuer: Issuer):
        self.issuer, self.asked = issuer, []
        self.said = lambda beat: (200, {"answer": issuer.answer(beat), "keys": issuer.key_set()})
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                beat = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                service.asked.append((self.path, self.headers["Authorization"], beat))
                status, body = service.said(beat)
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
