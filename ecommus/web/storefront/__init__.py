"""What shoppers see: pages in the shop's theme, and the same shop in JSON (``api``)."""

from typing import Any

from pyramid.events import BeforeRender

from ecommus.web.storefront import menu, shop


def includeme(config: Any) -> None:
    """Views, the menu, and what every template is given."""
    config.add_request_method(menu.of_request, "menu", reify=True)
    config.add_request_method(shop.of_request, "shop", reify=True)
    config.add_request_method(shop.storefront_of, "storefront", reify=True)
    config.add_request_method(shop.selling, "selling", reify=True)
    config.add_subscriber(shop.add_names, BeforeRender)
    config.scan("ecommus.web.storefront")
