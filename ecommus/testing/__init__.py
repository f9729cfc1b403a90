"""The test kit, for our own tests and for authors of plugins and themes.

``Kit`` makes a real application over a real database; ``Shop`` is a fresh tenant in it and speaks
the concepts: ``shop.as_("owner")``, ``shop.without("feature", "b2b")``. The pipeline is the real
one and commits for real; isolation between tests is the product's own isolation between tenants.
"""

from ecommus.testing.client import Client
from ecommus.testing.kit import Kit
from ecommus.testing.shop import Shop, a_category, a_product, an_address

__all__ = ["Client", "Kit", "Shop", "a_category", "a_product", "an_address"]
