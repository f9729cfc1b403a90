"""From a visitor's cart to an order, in steps that speak the shop's languages."""

from typing import Any

from zope.interface import implementer

from ecommus.plugin_sdk import interfaces as i
from ecommus.web.tree.resource import Resource

# The checkout's steps, by the codes that views and themes know them by.
STEPS: dict[str, dict[str, str]] = {
    "ro": {"address": "adresa", "shipping": "livrare", "payment": "plata", "summary": "sumar"},
    "en": {
        "address": "address",
        "shipping": "delivery",
        "payment": "payment",
        "summary": "summary",
    },
}
# Where an order is paid, below its own place.
PAY = {"ro": "plata", "en": "payment"}


@implementer(i.ICheckoutStep)
class CheckoutStep(Resource):
    """A step of the checkout, called ``code`` in whatever language."""

    def __init__(self, parent: Any, name: str, code: str):
        super().__init__(parent, name)
        self.code = code


@implementer(i.ICheckout)
class Checkout(Resource):
    """From the visitor's cart to an order, step by step."""

    children = dict.fromkeys(STEPS["en"].values(), CheckoutStep)

    def __init__(self, parent: Any, name: str):
        super().__init__(parent, name)
        self.steps = STEPS.get(parent.locale, STEPS["en"])

    def __getitem__(self, name: str) -> Any:
        for code, segment in self.steps.items():
            if segment == name:
                return self.step(code)
        return self.mounted(name)

    def step(self, code: str) -> CheckoutStep:
        """The place of a step, for links: ``checkout.step("payment")``."""
        return CheckoutStep(self, self.steps[code], code)
