"""Ways of delivery: what the admin API takes and answers."""

from ecommus.core.shipping import Kind
from ecommus.services.delivery import MOST_TIERS
from ecommus.web import schema as s
from ecommus.web import schema_texts as texts
from ecommus.web.storefront.api.schemas import NULLABLE

GRAMS = 10_000_000


class ShippingTier(s.Shape):
    """From so many grams (``by_weight``) or minor units of value (``by_total``) on."""

    start = s.amount()
    amount = s.amount()


class ShippingMethodFields(s.Shape):
    """Amounts in minor units of the shop's currency. Zones: codes or ids; none: everywhere."""

    name = s.text(1, 120)
    description = s.text(0, 500, missing="")
    translations = texts.translations(missing=s.drop)
    kind = s.choice(*Kind)
    zones = s.list_of(s.text(1, 40, name="zone"), 100, missing=())
    amount = s.amount(missing=0)
    per_item = s.amount(missing=0)
    tiers = s.list_of(ShippingTier(name="tier"), MOST_TIERS, missing=())
    free_from = s.integer(0, 10**13, **NULLABLE)
    min_weight = s.integer(0, GRAMS, **NULLABLE)
    max_weight = s.integer(0, GRAMS, **NULLABLE)
    min_total = s.integer(0, 10**13, **NULLABLE)
    max_total = s.integer(0, 10**13, **NULLABLE)
    tax_category = s.text(1, 40, **NULLABLE)
    days = s.text(0, 20, missing="")
    pickup_address = s.text(0, 500, missing="")
    pickup_instructions = s.text(0, 500, missing="")
    position = s.integer(-1_000_000, 1_000_000, missing=0)
    enabled = s.boolean(missing=False)


class ShippingMethodInput(ShippingMethodFields):
    """A new way of delivery; its code stays for good."""

    code = s.text(1, 40)


ShippingMethodChange = s.partial(ShippingMethodFields)


class ShippingMethod(ShippingMethodInput):
    """A way of delivery of the shop's own."""

    id = s.uuid()
    version = s.integer()
