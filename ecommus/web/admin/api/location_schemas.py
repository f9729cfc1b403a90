"""Stock locations and moves between them: what the admin API takes and answers."""

from ecommus.web import schema as s


class PlaceAddress(s.Shape):
    """Where goods lie; each part where it is known."""

    street = s.text(0, 200, missing=s.drop)
    city = s.text(0, 120, missing=s.drop)
    county = s.text(0, 60, missing=s.drop)
    postal_code = s.text(0, 12, missing=s.drop)
    country = s.text(0, 2, missing=s.drop)
    phone = s.text(0, 30, missing=s.drop)


class LocationFields(s.Shape):
    """Orders take from the highest ``priority`` first."""

    name = s.text(1, 120)
    priority = s.integer(-1_000_000, 1_000_000, missing=0)
    address = PlaceAddress(missing={})


class LocationInput(LocationFields):
    """A new place; its code cannot be changed."""

    code = s.text(1, 40)


LocationChange = s.partial(LocationFields)


class Location(LocationInput):
    """Where stock lies, and how much: over all variants."""

    id = s.uuid()
    on_hand = s.integer()
    allocated = s.integer()
    reserved = s.integer()
    version = s.integer()


class TransferInput(s.Shape):
    """Units from one place to another; places by code or id."""

    variant_id = s.uuid(missing=None)
    sku = s.text(1, 200, missing=None)
    source = s.text(1, 100)
    target = s.text(1, 100)
    quantity = s.integer(1, 1_000_000)
    reason = s.text(0, 500, missing="")
