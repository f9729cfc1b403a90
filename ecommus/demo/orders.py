"""What a demo shop went through before anybody came: an order, and a return asked for."""

from typing import Any

from sqlalchemy import select

from ecommus.core.orders import Cart
from ecommus.core.returns import Asked, Reason
from ecommus.db.tables.catalog import products, variants
from ecommus.services import checkout, orders, returns
from ecommus.services.tokens import new_token, token_hash

BUYER = {
    "first_name": "Ioana", "last_name": "Marin", "company": "", "vat_id": "",
    "registration_number": "", "street": "Str. Horea 12", "street2": "", "city": "Cluj-Napoca",
    "county": "CJ", "postal_code": "400174", "country": "RO", "phone": "+40722000111",
}  # fmt: skip
NOTE = "Mi-ar trebui o altă variantă. Ambalajul este intact."


def returned(work: Any) -> None:
    """An order of the first two products, delivered; one piece of it is to come back."""
    sold = (
        select(variants.c.id)
        .distinct(variants.c.product_id)
        .join(products, products.c.id == variants.c.product_id)
        .where(products.c.status == "active")
        .order_by(variants.c.product_id, variants.c.position)
        .limit(2)
    )
    cart = Cart(
        token_hash(new_token()), work.tenant.currency, work.tenant.locale,
        email="ioana.marin@example.com", shipping_address=BUYER, shipping_method="flat",
    )  # fmt: skip
    for variant_id in work.db.execute(sold).scalars():
        cart.add(variant_id, 1)
    work.db.add(cart)
    work.db.flush()
    order, _token = checkout.place(work, cart, "cod")
    orders.confirm(work, order)
    orders.fulfil(work, order, {}, carrier="Fan Courier", tracking_number="2110042771")
    orders.mark_paid(work, order)
    orders.deliver(work, order)
    work.__dict__["actor"] = "shopper"
    returns.request(work, order, [Asked(order.lines[0].id, 1, Reason.DOES_NOT_FIT)], NOTE)
