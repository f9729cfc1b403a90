"""Stock-takes: what the admin API takes and answers."""

from ecommus.core.counting import Basis
from ecommus.services import stocktakes as service
from ecommus.web import schema as s
from ecommus.web.storefront.api.schemas import NULLABLE


class StockTakeInput(s.Shape):
    """``content`` is the counted sheet itself, a CSV."""

    filename = s.text(1, 200, missing="stock.csv")
    content = s.text(1, service.MAX_BYTES)
    reason = s.text(1, 500)
    basis = s.choice(*Basis, missing=Basis.SHEET.value)


class SheetQuery(s.Shape):
    location = s.text(1, 100, missing=None)


class StockSheet(s.Shape):
    """The sheet to count with: send ``content`` back, its column “counted” filled in."""

    filename = s.text()
    content = s.text(0, service.MAX_BYTES)


class StockTakeRow(s.Shape):
    """A counted sheet. ``lines``: counted rows that could be read."""

    id = s.uuid()
    filename = s.text()
    reason = s.text()
    basis = s.choice(*Basis)
    status = s.choice(*service.State)
    lines = s.integer()
    created_by = s.text()
    created_at = s.time()
    applied_by = s.text()
    applied_at = s.time(**NULLABLE)


class SheetError(s.Shape):
    """A row that could not be read; the header is row 1."""

    row = s.integer()
    field = s.text()
    code = s.text()
    message = s.text(0, 2000)


class StockTake(StockTakeRow):
    """What the sheet comes to, as it would be corrected now or as it was: ``changes`` shelves that
    are corrected, ``problems`` that cannot be, ``refused`` rows that could not be read (``errors``
    tells the first thousand). ``processed``: lines that are applied."""

    blank = s.integer()
    refused = s.integer()
    unchanged = s.integer()
    changes = s.integer()
    found = s.integer()
    missing = s.integer()
    problems = s.integer()
    processed = s.integer()
    errors = s.list_of(SheetError(name="error"))


class StockTakeLineQuery(s.Shape):
    show = s.choice(*service.SHOWN, missing=service.SHOWN[0])


class StockTakeLine(s.Shape):
    """A counted shelf: what the sheet and the ledger say, and what the count makes of it."""

    row = s.integer()
    variant_id = s.uuid()
    location_id = s.uuid()
    title = s.text()
    sku = s.text()
    options = s.text()
    place = s.text()
    counted = s.integer()
    expected = s.integer(**NULLABLE)
    now = s.integer()
    difference = s.integer()
    after = s.integer()
    problem = s.text(0, 2000, **NULLABLE)
