"""Orders for the admin's tests, placed through the services as the checkout places them."""

from typing import Any

from ecommus.core.customers import Address
from ecommus.core.orders import Cart, Order
from ecommus.db.queries import sales
from ecommus.services import checkout
from ecommus.services.tokens import new_token, token_hash
from ecommus.testing import Client, Shop, an_address
from ecommus.testing.queries import counted


def an_order(shop: Shop, *bought: tuple[Any, int], **changes: Any) -> Order:
    """An order of ``(product, quantity)`` pairs, each of the product's first variant."""
    with shop.work() as job:
        address = Address(**an_address(**changes.pop("address", {}))).to_json()
        fields = {
            "email": "ana@example.com",
            "shipping_address": address,
            "shipping_method": "flat",
            "payment_method": "cod",
        }
        cart = Cart(token_hash(new_token()), shop.tenant.currency, "en", **(fields | changes))
        for product, quantity in bought:
            cart.add(product.variants[0].id, quantity)
        job.db.add(cart)
        job.db.flush()
        order, _token = checkout.place(job, cart, cart.payment_method)
    return order


def read(shop: Shop, order: Order) -> Order:
    """The order as it is stored now, its lines loaded."""
    with shop.work() as job:
        return sales.order(job.db, Order.id == order.id)


def statements(kit: Any, client: Client, path: str) -> int:
    """How many statements a page sends the second time."""
    client.get(path)
    with counted(kit) as sent:
        client.get(path, status=200)
    return len(sent)
