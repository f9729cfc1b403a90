"""A shop with card payments: the trial provider on loopback, and what a shopper does there."""

import json
import secrets
from contextlib import contextmanager
from dataclasses import asdict
from types import SimpleNamespace
from urllib.parse import urlsplit

import httpx
from pages import form_at, send
from selling import an_order
from sqlalchemy import func, insert, update

from ecommus.core.customers import Address
from ecommus.core.ids import uuid7
from ecommus.core.orders import Order
from ecommus.db.queries import payments as queries
from ecommus.db.queries import sales
from ecommus.db.tables import ops
from ecommus.db.tables.payments import payments, refunds
from ecommus.db.tables.sales import orders
from ecommus.demo.provider import Server
from ecommus.services import settling
from ecommus.services.tokens import order_token
from ecommus.testing import Shop, an_address
from ecommus.web.jobs import opener

SECRET = "between-us"
HEADERS = {"Authorization": f"Bearer {SECRET}"}

# A plugin that a provider reports to.
HOOKED = "payment-sandbox"
# What ``matrix`` sends.
SEGMENTS = {"webhooks/plugin_id": lambda t: HOOKED}
BODIES = {
    "POST /api/admin/orders/{order_id}/refund": lambda t: {
        "amount": {"amount": 1, "currency": "RON"}
    },
}


def forms(form):
    """Forms by method and address; ``form`` is ``matrix.Form``."""
    bare, little = form(None), form(None, fill={"amount": "1"})
    return {
        "POST /order/{order_token}/payment": bare,
        "POST /order/{order_token}/payment/method": form(None, fill={"method": "cod"}),
        "POST /webhooks/{plugin_id}": bare,
        "POST /admin/orders/{order_id}/refund": little,
        "POST /admin/orders/{order_id}/refund-now": little,
        "POST /admin/orders/{order_id}/ask-provider": bare,
    }


@contextmanager
def a_provider(folder):
    """A provider that runs; its page and its calls, as the tests use them."""
    server = Server(folder / "provider.json", SECRET)
    try:
        yield server
    finally:
        server.close()


def takes_cards(shop: Shop, server: Server, charge: str = "at_once") -> None:
    """Turn the sandbox on in a shop."""
    with shop.work() as job:
        sealed = job.registry.secretbox.seal(SECRET)
        settings = {"provider_url": server.url, "secret": sealed, "charge": charge}
        row = {"id": uuid7(), "plugin": "payment-sandbox", "enabled": True, "settings": settings}
        job.db.execute(insert(ops.tenant_plugins).values(**row))
        job.changed(config=True)


def fails(server: Server, what: str, when: str = "before", times: int = 1) -> None:
    """Have the provider time out: ``before`` it did anything, or ``after``."""
    body = {"fail": what, "when": when, "times": times}
    httpx.post(f"{server.url}/_control", json=body, headers=HEADERS)


def calls(server: Server) -> dict:
    return server.provider.state["calls"]


def path(shop: Shop, order: Order) -> str:
    """The page on which an order is paid."""
    return f"/comanda/{order_token(shop.kit.registry.secret, order.id)}/plata"


def press(shop: Shop, order: Order, client=None):
    """The button, and the page that leads on to the provider (None: it does not)."""
    client = client or shop.anonymous
    answer = send(client, form_at(client, path(shop, order)), status=303)
    page = client.get(answer.location.removeprefix(f"http://{shop.host}"), status=200)
    refresh = page.headers.get("Refresh", "")
    return refresh.partition("url=")[2] or None


def choose(shop: Shop, url: str, what: str, *, come_back: bool = True):
    """A button of the provider's page: pay, decline or leave; and the way back."""
    answer = httpx.post(url, data={"do": what})
    back = urlsplit(answer.headers["Location"])
    if come_back:
        client = shop.anonymous
        answer = client.get(f"{back.path}?{back.query}", status=303)
        return client.get(urlsplit(answer.location).path)
    return back


def states(shop: Shop, order: Order) -> SimpleNamespace:
    """How everything stands: order, its attempts and refunds."""
    with shop.work() as job:
        now = sales.order(job.db, Order.id == order.id)
        attempts = queries.of_order(job.db, order.id)
        given = queries.refunds_of(job.db, order.id)
        timeline = [row.kind for row in sales.timeline(job.db, order.id)]
    return SimpleNamespace(
        order=now.status, payment=now.payment_status, refunded=now.refunded_total, entity=now,
        attempts=attempts, tried=[row.status for row in attempts], refunds=given,
        timeline=timeline,
    )  # fmt: skip


def later(shop: Shop, minutes: float) -> None:
    """Let the claims and waiting times of a shop be so much older, then bring them to an end."""
    with shop.work() as job:
        gone = func.make_interval(0, 0, 0, 0, 0, minutes, 0)
        for table, column in ((payments, "claimed_at"), (refunds, "claimed_at"),
                              (orders, "pay_by")):  # fmt: skip
            c = table.c[column]
            job.db.execute(update(table).where(c.is_not(None)).values({column: c - gone}))
    settling.settle(opener(shop.kit.registry, shop.tenant))


def an_unpaid_order(shop: Shop, product, quantity: int = 1) -> Order:
    whole = asdict(Address(**an_address()))
    return an_order(shop, (product, quantity), payment_method="sandbox", address=whole)


def a_paid_order(shop: Shop, product, quantity: int = 1) -> Order:
    """An order whose buyer pressed the button and paid."""
    order = an_unpaid_order(shop, product, quantity)
    choose(shop, press(shop, order), "pay")
    return order


def hook(shop: Shop, server: Server, payment: dict, event: str = "", signature: str | None = None):
    """A message of the provider, sent to the shop's own address."""
    body = json.dumps({"event": event or secrets.token_hex(4), "payment": payment}).encode()
    signed = server.provider.sign(body) if signature is None else signature
    return shop.anonymous.app.post(
        "/webhooks/payment-sandbox", body, status="*",
        headers={"Sandbox-Signature": signed, "Content-Type": "application/json"},
    )  # fmt: skip
