"""The typed client of the REST API: every call of ``/api/openapi.json``, each a small method.

    from ecommus.client import Client

    with Client("https://fashion.example", token="eck_…") as shop:
        mug = {"sku": "MUG", "price": {"amount": 4500, "currency": "RON"}}
        product = shop.admin.products.create({"title": "Mug", "variants": [mug]})
        shop.admin.products.update(product, {"status": "active"})
        for order in shop.admin.orders.iterate(status="placed"):
            print(order["number"], order["total"])

``http`` sends, repeats and raises; ``storefront``, ``admin`` and ``super_admin`` name the calls;
``types`` is written by ``ecommus.testing.client_types`` from the OpenAPI file that the server
answers.
"""

from ecommus.client.client import VERSION, Client
from ecommus.client.errors import (
    ApiError,
    Conflict,
    FieldError,
    Forbidden,
    Invalid,
    NotFound,
    PreconditionFailed,
    RateLimited,
    Unauthorized,
    Unavailable,
)
from ecommus.client.pages import Page
from ecommus.client.records import etag_of

__all__ = [
    "VERSION",
    "ApiError",
    "Client",
    "Conflict",
    "FieldError",
    "Forbidden",
    "Invalid",
    "NotFound",
    "Page",
    "PreconditionFailed",
    "RateLimited",
    "Unauthorized",
    "Unavailable",
    "etag_of",
]
