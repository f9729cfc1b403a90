"""Drafts for the tests, and what ``matrix`` puts into their calls and forms."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from ecommus.core.customers import Address
from ecommus.core.orders import Cart
from ecommus.services import cart_links, carts, drafts
from ecommus.services.tokens import new_token, optout_token, token_hash
from ecommus.testing import an_address

ADDRESS = Address(**an_address()).to_json()
READY = {"email": "ana@example.com", "shipping_method": "flat", "payment_method": "cod"}


def a_draft(shop: Any, *bought: tuple[Any, int], **fields: Any) -> Cart:
    """A draft of ``(variant, quantity)`` pairs that can be placed."""
    with shop.work() as job:
        cart = drafts.create(job, **(READY | {"shipping_address": ADDRESS} | fields))
        for variant, quantity in bought:
            carts.add(job, cart, quantity, variant_id=variant.id)
    return cart


class Things:
    """Of ``matrix``'s things: drafts, and what stands in mails about carts."""

    shop: Any
    variant: Any

    @cached_property
    def draft(self) -> Cart:
        """A draft that can be placed."""
        return a_draft(self.shop, (self.variant, 1))

    @cached_property
    def cart_link(self) -> str:
        with self.shop.work() as job:
            cart = Cart(token_hash(new_token()), "RON", "en", email="ana@example.com")
            cart.add(self.variant.id, 1)
            job.db.add(cart)
            return cart_links.token_of(job.registry, cart)

    @property
    def optout_token(self) -> str:
        return optout_token(self.shop.kit.registry.secret, self.shop.id, "ana@example.com")


SEGMENTS: dict[str, Callable[[Any], Any]] = {
    "drafts/draft_id": lambda t: t.draft.id,
    "lines/draft_line_id": lambda t: t.draft.lines[0].id,
    "saved-cart/cart_link": lambda t: t.cart_link,
    "opt-out/optout_token": lambda t: t.optout_token,
}


def forms(form: Any) -> dict[str, Any]:
    """Forms by method and address; ``form`` is ``matrix.Form``."""
    new = form(None, fill={"email": "ana@example.com"})
    bare, version = form(None), form(None, fill={"version": "1"})
    details = form("/admin/drafts/{draft_id}", fill={"email": "ana@example.com"})
    return {
        "POST /admin/drafts/new": new,
        "POST /admin/drafts/{draft_id}": details,
        "POST /admin/drafts/{draft_id}/contents": form("/admin/drafts/{draft_id}"),
        **{
            f"POST /admin/drafts/{{draft_id}}/{name}": version
            for name in ("add", "customer", "address", "send", "place")
        },
        "POST /admin/drafts/{draft_id}/delete": bare,
        "POST /admin/orders/{order_id}/note": form("/admin/orders/{order_id}"),
        "POST /admin/orders/{order_id}/copy": bare,
        "POST /saved-cart/opt-out/{optout_token}": bare,
    }


# JSON bodies, by method and address.
BODIES: dict[str, Callable[[Any], Any]] = {
    "POST /api/admin/drafts": lambda t: {
        "lines": [{"variant_id": str(t.variant.id), "quantity": 2}]
    },
    "PATCH /api/admin/drafts/{draft_id}": lambda t: {"name": "Phone"},
    "POST /api/admin/drafts/{draft_id}/lines": lambda t: {
        "variant_id": str(t.variant.id), "quantity": 1
    },
    "PATCH /api/admin/drafts/{draft_id}/lines/{draft_line_id}": lambda t: {
        "agreed_price": {"amount": 4000, "currency": "RON"}, "price_reason": "Bulk"
    },
    "POST /api/admin/orders/{order_id}/notes": lambda t: {"text": "Called, wants it on Monday."},
}  # fmt: skip
