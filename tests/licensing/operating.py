"""An operator at the service's pages, with a password and codes."""

from itertools import count

import pyotp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from webtest import TestApp

from license_service.services import operators

NUMBER = count(1)
PASSWORD = "correct horse battery"


class Browser:
    """Somebody with a cookie jar of their own; ``secret`` once it was scanned."""

    def __init__(self, service, email, address=""):
        self.service, self.email, self.secret = service, email, ""
        # Each from a place of their own: failures are counted by address too.
        address = address or f"2001:db8:0:{next(NUMBER):x}::1"
        self.app = TestApp(service.app.app, extra_environ={"REMOTE_ADDR": address})

    def password(self, password=PASSWORD, status=None):
        page = self.app.get("/sign-in")
        form = page.forms[0]
        form["email"], form["password"] = self.email, password
        return form.submit(status=status)

    def code(self, page, value, status=None):
        page.form["code"] = value
        return page.form.submit(status=status)

    def enrol(self):
        page = self.password().follow()
        self.secret = page.html.select_one("code").text
        return self.code(page, pyotp.TOTP(self.secret).now())


def pem():
    """A publisher's new public key."""
    key = Ed25519PrivateKey.generate().public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def made_operator(service, email):
    """A new operator who is signed in."""
    with service.work() as job:
        operators.create(job, email, PASSWORD)
    made = Browser(service, email)
    made.enrol()
    return made
