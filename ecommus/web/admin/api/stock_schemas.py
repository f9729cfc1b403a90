"""Stock and its ledger: what the admin API takes and answers."""

from ecommus.core.inventory import MANUAL
from ecommus.web import schema as s
from ecommus.web.storefront.api.schemas import NULLABLE


class MovementInput(s.Shape):
    """``quantity`` is positive; for ``adjusted`` it is the signed difference."""

    variant_id = s.uuid(missing=None)
    sku = s.text(1, 200, missing=None)
    kind = s.choice(*sorted(MANUAL))
    quantity = s.integer(-1_000_000, 1_000_000)
    reason = s.text(0, 500, missing="")
    location = s.text(1, 100, missing=None)


class Level(s.Shape):
    variant_id = s.uuid()
    on_hand = s.integer()
    allocated = s.integer()
    reserved = s.integer()
    available = s.integer()


class StockLine(Level):
    sku = s.text(**NULLABLE)
    title = s.text()
    option_values = s.list_of(s.text(name="value"))


class Movement(s.Shape):
    """A row of the ledger: why a figure is what it is."""

    id = s.uuid()
    variant_id = s.uuid()
    location_id = s.uuid()
    kind = s.text()
    quantity = s.integer()
    on_hand = s.integer()
    allocated = s.integer()
    reason = s.text()
    order_id = s.uuid(**NULLABLE)
    actor = s.text()
    at = s.time()


class PlaceLevel(s.Shape):
    """What lies at one place."""

    location_id = s.uuid()
    code = s.text()
    name = s.text()
    on_hand = s.integer()
    allocated = s.integer()
    reserved = s.integer()
    available = s.integer()


class StockItem(Level):
    """The level of one variant, place by place too, and its newest ledger rows."""

    locations = s.list_of(PlaceLevel(name="location"))
    movements = s.list_of(Movement(name="movement"))
