"""What the checkout's templates are given."""

from dataclasses import dataclass

from ecommus.core.money import Money
from ecommus.web.storefront.shapes import Link


@dataclass(frozen=True, slots=True)
class Step:
    code: str
    label: str
    url: str
    done: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Method:
    code: str
    title: str
    description: str
    price: Money | None
    selected: bool
    # Where the buyer comes for it: lines, none when it is brought.
    pickup: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    email: str
    shipping_address: tuple[str, ...]
    billing_address: tuple[str, ...]
    shipping: Method | None
    payment: Method | None
    links: tuple[Link, ...]
