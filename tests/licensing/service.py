"""The license service over a database of its own, with a root key that lies in the test's hand."""

import secrets
import threading
from contextlib import contextmanager
from datetime import UTC, datetime

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from waitress.server import create_server
from webtest import TestApp

import license_service
from ecommus.core import keysets
from ecommus.core.heartbeats import Beat, verify_answer
from ecommus.core.keysets import verify_keys
from ecommus.core.license import verify
from ecommus.db.base import upgrade
from ecommus.db.provision import drop, provision
from ecommus.db.security import OWNER
from ecommus.testing.kit import ROOT_KEY
from license_service import postman
from license_service.db.migrations import SCRIPTS
from license_service.db.session import ServiceSession
from license_service.services import access, keys, roots
from license_service.services.work import Work

ORDER = {
    "customer_email": "ana@acme.ro", "customer_company": "Acme SRL", "customer_cif": "RO18547290",
    "plan": "ecommerce-starter", "domain_binding": ["shop.acme.ro"], "send_email": False,
}  # fmt: skip
STRIPE = "whsec_test"


class Service:
    """``app`` answers requests; ``work`` is a transaction beside them."""

    def __init__(self, cluster, folder, root=None):
        self.cluster = cluster
        self.name = f"licenses_{secrets.token_hex(4)}"
        self._admin = cluster.conninfo("postgres", user="postgres")
        provision(self._admin, self.name)
        self.url = cluster.url(self.name, user=OWNER)
        upgrade(self.url, SCRIPTS)
        self.root = root or Ed25519PrivateKey.generate()
        self.roots = {keysets.root_id(self.root.public_key()): self.root.public_key()}
        self.mail = folder / self.name
        self.settings = {
            "sqlalchemy.url": self.url,
            "service.key": "k" * 40,
            "license.root_key": keysets.pinned(self.root.public_key()),
            "stripe.webhook_secret": STRIPE,
            "mail.url": f"folder:{self.mail}",
            "mail.thread": "false",
            "cookies.secure": "false",
        }
        made = license_service.main({}, **self.settings)
        self.registry = made.registry
        self.app = TestApp(made)
        self.rotate()
        with self.work() as job:
            self.key = access.make(job, "test", access.SCOPES)

    @contextmanager
    def work(self, now=None):
        with ServiceSession(self.registry.engine) as db:
            yield Work(db, self.registry.config, now or datetime.now(UTC), "test")
            db.commit()

    def rotate(self, *without):
        """A new key that signs, in a set that the root signed; answers its id."""
        with self.work() as job:
            kid = keys.make_key(job)
            proposal = keys.proposal(job, kid, without)
            keys.take_in(job, roots.sign_set(proposal, self.root, job.now))
        return kid

    def call(self, method, path, body=None, status=200, key=None, **headers):
        """A request of a program; answers its JSON."""
        headers["Authorization"] = f"Bearer {key or self.key}"
        send = {"GET": self.app.get, "POST": self.app.post_json, "PATCH": self.app.patch_json}
        sent = (path, body) if body is not None else (path,)
        return send[method](*sent, headers=headers, status=status).json

    def issue(self, **changes):
        return self.call("POST", "/v1/licenses", ORDER | changes, 201)

    def keys(self):
        """The key set as an installation has it: nothing is believed but the root."""
        token = self.app.get("/v1/keys").json["keys"]
        return verify_keys(token, self.roots, datetime.now(UTC))

    def license_of(self, token):
        return verify(token, self.keys().keys, datetime.now(UTC))

    def beat(self, token, status=200, **changes):
        """A heartbeat as a shop sends it; answers (what it may believe, the key set's token)."""
        claims = jwt.decode(token, options={"verify_signature": False})
        said = {
            "install_id": claims["install_id"], "kid": jwt.get_unverified_header(token)["kid"],
            "jti": claims["jti"],
            "nonce": secrets.token_urlsafe(24), "last_seen": datetime.now(UTC).isoformat(),
            "domain": "acme.ro", "version": "0.1.0", "plugin_versions": {"payment-cod": "1.0"},
        }  # fmt: skip
        beat = Beat(**(said | changes))
        headers = {"Authorization": f"Bearer {token}"}
        answer = self.app.post_json("/v1/heartbeat", beat.dump(), headers=headers, status=status)
        if status != 200:
            return answer.json
        token = answer.json["keys"]
        held = verify_keys(token, self.roots, datetime.now(UTC)) if token else self.keys()
        return verify_answer(answer.json["answer"], held.keys, beat, datetime.now(UTC)), token

    def noted(self, license_id, kind):
        """The facts of a license's entries of one kind, the oldest first."""
        story = self.call("GET", f"/v1/licenses/{license_id}")["story"]
        return [event["data"] for event in reversed(story) if event["kind"] == kind]

    def mails(self):
        postman.deliver(self.registry)
        return [path.read_bytes() for path in sorted(self.mail.glob("[!.]*.eml"))]

    def close(self):
        self.registry.engine.dispose()
        drop(self._admin, self.name)


@contextmanager
def served(cluster, folder):
    """One whose root the shop of the tests has pinned, at ``address``: on a port of its own."""
    made = Service(cluster, folder, ROOT_KEY)
    server = create_server(made.app.app, listen="127.0.0.1:0", threads=4)
    made.address = f"http://127.0.0.1:{server.effective_port}"
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.close()
        thread.join(10)
        made.close()
