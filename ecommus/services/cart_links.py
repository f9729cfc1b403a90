"""The way back into a cart from a mail: a link that only shows it, a button that opens it.

The button gives the browser a fresh token, so a link that was passed on opens nothing that somebody
else still uses.
"""

import hmac
from typing import Any

from sqlalchemy.orm import Session

from ecommus.core.orders import Cart
from ecommus.db.queries import carts as queries
from ecommus.services import carts
from ecommus.services.tokens import cart_of_token, cart_token, new_token, token_hash
from ecommus.services.work import Work


def token_of(registry: Any, cart: Cart) -> str:
    """What stands in the link to a cart that has an address."""
    return cart_token(registry.secret, cart.id, cart.email or "")


def find(db: Session, registry: Any, token: str) -> Cart | None:
    """The cart of a link that this shop sent to the address the cart still has."""
    cart_id = cart_of_token(token)
    cart = queries.by_id(db, cart_id) if cart_id else None
    if cart is None or not cart.email:
        return None
    given = token.encode("utf-8", "surrogatepass")
    good = hmac.compare_digest(given, token_of(registry, cart).encode())
    return cart if good else None


def reopen(work: Work, cart: Cart) -> str:
    """Its buyer is back: answers the token that opens the cart from now on, the only one."""
    carts.check_open(cart)
    token = new_token()
    cart.token_hash = token_hash(token)
    cart.recovered_at = work.now
    carts.change(work, cart, {})
    return token
