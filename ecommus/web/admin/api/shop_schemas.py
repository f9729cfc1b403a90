"""Imports, keys, plugins, theme, settings: what the admin API takes and answers."""

from ecommus.core.inventory import MOST_LOW
from ecommus.core.returns import DAYS, MOST_DAYS
from ecommus.web import schema as s
from ecommus.web.storefront.api.schemas import NULLABLE


class ImportInput(s.Shape):
    """``content`` is the CSV itself."""

    filename = s.text(1, 200, missing="catalogue.csv")
    format = s.choice("auto", "ecommus", "shopify", "woocommerce", missing="auto")
    mapping = s.map_of(missing={})
    dry_run = s.boolean(missing=False)
    content = s.text(1, 20_000_000)


class ImportError(s.Shape):
    row = s.integer()
    field = s.text()
    code = s.text()
    message = s.text(0, 2000)


class Import(s.Shape):
    """An import: counts of products, and the rows that were refused."""

    id = s.uuid()
    filename = s.text()
    format = s.text()
    dry_run = s.boolean()
    status = s.text()
    rows = s.integer()
    total = s.integer()
    processed = s.integer()
    created = s.integer()
    updated = s.integer()
    unchanged = s.integer()
    failed = s.integer()
    errors = s.list_of(ImportError(name="error"))
    created_at = s.time()
    finished_at = s.time(**NULLABLE)


class KeyInput(s.Shape):
    """``scopes`` are permissions; at most those that you hold."""

    name = s.text(1, 200)
    scopes = s.list_of(s.text(1, 100, name="scope"), 100)
    expires_at = s.time(nullable=True, missing=None)


class Key(s.Shape):
    id = s.uuid()
    name = s.text()
    prefix = s.text()
    scopes = s.list_of(s.text(name="scope"))
    created_by = s.text()
    created_at = s.time()
    expires_at = s.time(**NULLABLE)


class NewKey(Key):
    """``key`` is shown this once."""

    key = s.text()


class Plugin(s.Shape):
    id = s.text()
    title = s.text()
    description = s.text(0, 2000)
    version = s.text()
    enabled = s.boolean()
    licensed = s.boolean()
    free = s.boolean()
    settings = s.map_of()


class PluginSettings(s.Shape):
    settings = s.map_of()


class Theme(s.Shape):
    id = s.text()
    title = s.text()
    licensed = s.boolean()
    active = s.boolean()
    settings = s.map_of()


class Themes(s.Shape):
    items = s.list_of(Theme(name="theme"))


class ActivateInput(s.Shape):
    theme = s.text(1, 100)


class LegalInput(s.Shape):
    legal_name = s.text(0, 200, missing=s.drop)
    registration_number = s.text(0, 50, missing=s.drop)
    vat_id = s.text(0, 20, missing=s.drop)
    vat_registered = s.boolean(missing=s.drop)
    street = s.text(0, 200, missing=s.drop)
    city = s.text(0, 100, missing=s.drop)
    county = s.text(0, 10, missing=s.drop)
    postal_code = s.text(0, 12, missing=s.drop)
    country = s.pattern("[A-Z]{2}", "This must be a country code.", missing=s.drop)
    email = s.text(0, 254, missing=s.drop)
    phone = s.text(0, 30, missing=s.drop)


class TaxSettings(s.Shape):
    """What is not named stays."""

    rounding = s.choice("document", "line", "unit", missing=s.drop)
    abroad = s.choice("gross", "net", missing=s.drop)
    missing_rate = s.choice("block", "zero", missing=s.drop)
    default_zone = s.text(0, 40, missing=s.drop)


class InvoicingInput(s.Shape):
    """How the shop invoices; what is not named stays."""

    invoice_series = s.text(1, 10, missing=s.drop)
    credit_series = s.text(1, 10, missing=s.drop)
    due_days = s.integer(0, 365, missing=s.drop)
    iban = s.text(0, 42, missing=s.drop)
    bank = s.text(0, 100, missing=s.drop)
    share_capital = s.text(0, 60, missing=s.drop)
    vat_on_collection = s.boolean(missing=s.drop)


class StockSettings(s.Shape):
    low = s.integer(0, MOST_LOW)


class ReturnSettings(s.Shape):
    days = s.integer(DAYS, MOST_DAYS)


class CartSettings(s.Shape):
    left_after_hours = s.integer(1, 240, missing=s.drop)
    keep_days = s.integer(7, 730, missing=s.drop)
    remind = s.boolean(missing=s.drop)


class ShopCurrency(s.Shape):
    """Another currency a shop sells in; ``rate``: so much of the shop's own for one of it."""

    code = s.text(3, 3)
    rate = s.pattern("[0-9]{1,7}([.][0-9]{1,6})?", "A number such as 4.9765.")
    step = s.integer(1, 100, missing=1)


class SettingsChange(s.Shape):
    name = s.text(1, 200, missing=s.drop)
    locales = s.list_of(s.choice("ro", "en", name="locale"), 2, missing=s.drop)
    legal = LegalInput(missing=s.drop)
    countries = s.list_of(s.pattern("[A-Z]{2}", "This must be a country code.", name="country"),
                          60, missing=s.drop)  # fmt: skip
    tax = TaxSettings(missing=s.drop)
    invoicing = InvoicingInput(missing=s.drop)
    returns = ReturnSettings(missing=s.drop)
    stock = StockSettings(missing=s.drop)
    carts = CartSettings(missing=s.drop)
    currencies = s.list_of(ShopCurrency(name="currency"), 20, missing=s.drop)


class Settings(s.Shape):
    name = s.text()
    slug = s.text()
    state = s.text()
    currency = s.text()
    currencies = s.list_of(ShopCurrency(name="currency"), 20)
    locales = s.list_of(s.text(name="locale"))
    timezone = s.text()
    countries = s.list_of(s.text(name="country"))
    legal = s.map_of()
    legal_missing = s.list_of(s.text(name="field"))
    tax = s.map_of()
    invoicing = s.map_of()
    returns = s.map_of()
    stock = s.map_of()
    carts = s.map_of()


class Slot(s.Shape):
    slot = s.text()
    plugin = s.text()
    template = s.text()


class Slots(s.Shape):
    items = s.list_of(Slot(name="slot"))


class Role(s.Shape):
    id = s.uuid()
    code = s.text()
    name = s.text()
    permissions = s.list_of(s.text(name="permission"))


class StaffMember(s.Shape):
    id = s.uuid()
    email = s.text()
    name = s.text()
    role = s.text()
    active = s.boolean()
    created_at = s.time()


class AuditRow(s.Shape):
    id = s.uuid()
    at = s.time()
    actor = s.text()
    action = s.text()
    target = s.text()
    target_id = s.uuid(**NULLABLE)
    data = s.map_of()
