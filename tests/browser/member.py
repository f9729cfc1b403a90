"""Somebody with an account: signing up by the mail's link, and going about in the account."""

import email
import email.policy
import re
import time
from typing import Any

from playwright.sync_api import expect

from ecommus.web.tree import account

from .shopper import ADDRESS, COUNTY, Shopper

PASSWORD = "correct horse battery"
PATIENCE = 30


def link_to(server: Any, address: str) -> str:
    """The link in the newest mail to an address, once the outbox has sent it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for path in reversed(server.mails):
            mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if mail["To"] == address:
                return re.search(r"https?://\S+", mail.get_body(("plain",)).get_content())[0]
        time.sleep(0.3)
    raise AssertionError(f"no mail to {address}")


class Member(Shopper):
    """A shopper with an account."""

    def own(self, code: str = "", *rest: str) -> None:
        """Go to a page of the account."""
        segment = [account.SEGMENTS[self.language][code]] if code else []
        self.go("account", *segment, *rest)

    def save(self) -> None:
        self.page.locator("main button[name=save]").first.click()

    def sign_up(self, address: str) -> None:
        self.go()
        self.page.locator(f'header a[href="{self.path("account")}"]').click()
        segment = account.SEGMENTS[self.language]["sign-up"]
        self.page.locator(f'main a[href$="/{segment}"]').click()
        for name in ("first_name", "last_name"):
            self.page.fill(f"[name={name}]", ADDRESS[name])
        self.page.fill("[name=email]", address)
        self.page.fill("[name=password]", PASSWORD)
        self.save()
        expect(self.page.locator("main .notice")).to_be_visible()

    def follow(self, address: str) -> None:
        """The link of the mail to an address."""
        self.page.goto(link_to(self.server, address))
        self.page.fill("[name=password]", PASSWORD)
        self.save()
        expect(self.page.locator(".account__menu")).to_be_visible()

    def add_address(self) -> None:
        self.own("addresses", "new")
        for name in ("phone", "street", "city", "postal_code"):
            self.page.fill(f"[name={name}]", ADDRESS[name])
        self.page.select_option("[name=county]", COUNTY)
        self.save()
