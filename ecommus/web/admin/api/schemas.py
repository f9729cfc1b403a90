"""What the admin API takes and answers."""

from ecommus.core.catalog import PRODUCT_STATUSES
from ecommus.core.inventory import MANUAL
from ecommus.web import schema as s
from ecommus.web.storefront.api.schemas import NULLABLE, OptionalMoney, OutAddress, Totals

SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*"


def slug(**options):
    return s.pattern(SLUG, "Use a-z, 0-9 and single hyphens.", **options)


class VariantInput(s.Shape):
    """``option_values``: one per option of the product, in their order."""

    sku = s.text(1, 200, **NULLABLE)
    option_values = s.list_of(s.text(1, 200, name="value"), 3, missing=())
    price = s.Money()
    compare_at = OptionalMoney(missing=None)
    barcode = s.text(1, 100, **NULLABLE)
    weight_grams = s.integer(0, 10_000_000, **NULLABLE)
    track_stock = s.boolean(missing=True)
    backorder = s.boolean(missing=False)
    media_id = s.uuid(**NULLABLE)


class ProductFields(s.Shape):
    """What a product says of itself. ``description`` is HTML, reduced to what is safe."""

    title = s.text(1, 300)
    slug = slug(missing=s.drop)
    description = s.text(0, 200_000, missing=s.drop)
    status = s.choice(*PRODUCT_STATUSES, missing=s.drop)
    vendor = s.text(1, 200, nullable=True, missing=s.drop)
    product_type = s.text(1, 200, nullable=True, missing=s.drop)
    tags = s.list_of(s.text(1, 100, name="tag"), 100, missing=s.drop)
    options = s.list_of(s.text(1, 100, name="option"), 3, missing=s.drop)
    attributes = s.map_of(missing=s.drop)
    tax_category = s.text(1, 50, nullable=True, missing=s.drop)
    seo_title = s.text(1, 300, nullable=True, missing=s.drop)
    seo_description = s.text(1, 500, nullable=True, missing=s.drop)
    translations = s.map_of(missing=s.drop)
    featured = s.boolean(missing=s.drop)
    categories = s.list_of(s.text(1, 100, name="category"), 100, missing=s.drop)
    media = s.list_of(s.uuid(name="media"), 100, missing=s.drop)


class ProductInput(ProductFields):
    """A new product with its variants."""

    variants = s.list_of(VariantInput(name="variant"), 200)


ProductChange = s.partial(ProductFields)
VariantChange = s.partial(VariantInput)


class Variant(s.Shape):
    """A variant with its stock over all locations."""

    id = s.uuid()
    sku = s.text(**NULLABLE)
    option_values = s.list_of(s.text(name="value"))
    price = s.Money()
    compare_at = OptionalMoney(missing=None)
    barcode = s.text(**NULLABLE)
    weight_grams = s.integer(**NULLABLE)
    track_stock = s.boolean()
    backorder = s.boolean()
    media_id = s.uuid(**NULLABLE)
    on_hand = s.integer()
    allocated = s.integer()
    reserved = s.integer()
    available = s.integer()


class Product(s.Shape):
    """A product as staff see it."""

    id = s.uuid()
    title = s.text()
    slug = s.text()
    description = s.text(0, 200_000)
    status = s.text()
    vendor = s.text(**NULLABLE)
    product_type = s.text(**NULLABLE)
    tags = s.list_of(s.text(name="tag"))
    options = s.list_of(s.text(name="option"))
    attributes = s.map_of()
    tax_category = s.text(**NULLABLE)
    seo_title = s.text(**NULLABLE)
    seo_description = s.text(**NULLABLE)
    translations = s.map_of()
    featured = s.boolean()
    categories = s.list_of(s.uuid(name="category"))
    media = s.list_of(s.uuid(name="media"))
    variants = s.list_of(Variant(name="variant"))
    version = s.integer()
    created_at = s.time()
    updated_at = s.time()


class ProductQuery(s.Shape):
    patterns = ("filter[",)
    q = s.text(0, 200, missing="")


class CategoryInput(s.Shape):
    name = s.text(1, 200)
    slug = slug(missing=s.drop)
    parent_id = s.uuid(nullable=True, missing=s.drop)
    description = s.text(0, 20_000, missing=s.drop)
    position = s.integer(0, 1_000_000, missing=s.drop)
    translations = s.map_of(missing=s.drop)


CategoryChange = s.partial(CategoryInput)


class Category(s.Shape):
    id = s.uuid()
    name = s.text()
    slug = s.text()
    parent_id = s.uuid(**NULLABLE)
    description = s.text(0, 20_000)
    position = s.integer()
    translations = s.map_of()
    version = s.integer()


class AttributeInput(s.Shape):
    code = s.pattern("[a-z][a-z0-9_]{0,49}", "Use a-z, 0-9 and _.")
    name = s.text(1, 200)
    translations = s.map_of(missing=s.drop)
    position = s.integer(0, 1_000_000, missing=0)


class Attribute(AttributeInput):
    id = s.uuid()


class Media(s.Shape):
    """A picture; ``status`` is ready, pending (being fetched) or failed."""

    id = s.uuid()
    status = s.text()
    filename = s.text()
    content_type = s.text()
    width = s.integer(**NULLABLE)
    height = s.integer(**NULLABLE)
    alt = s.map_of()
    url = s.text(0, 2000, **NULLABLE)
    source_url = s.text(0, 4000, **NULLABLE)
    error = s.text(0, 2000, **NULLABLE)


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


class StockItem(Level):
    """The level of one variant, and its newest ledger rows."""

    movements = s.list_of(Movement(name="movement"))


class OrderQuery(s.Shape):
    patterns = ("filter[",)
    q = s.text(0, 200, missing="")


class OrderRow(s.Shape):
    """An order in a list."""

    id = s.uuid()
    number = s.text()
    placed_at = s.time()
    email = s.text()
    status = s.text()
    payment_status = s.text()
    fulfilment_status = s.text()
    total = s.Money()


class Fulfilment(s.Shape):
    id = s.uuid()
    lines = s.list_of(s.anything(name="line"))
    carrier = s.text()
    tracking_number = s.text()
    tracking_url = s.text(0, 2000)
    created_at = s.time()


class Payment(s.Shape):
    id = s.uuid()
    gateway = s.text()
    status = s.text()
    amount = s.Money()
    reference = s.text()


class TimelineEntry(s.Shape):
    kind = s.text()
    at = s.time()
    actor = s.text()
    data = s.map_of()


class OrderLineState(s.Shape):
    id = s.uuid()
    fulfilled = s.integer()


class Order(Totals):
    """An order as staff see it."""

    id = s.uuid()
    number = s.text()
    status = s.text()
    payment_status = s.text()
    fulfilment_status = s.text()
    placed_at = s.time()
    email = s.text()
    locale = s.text()
    note = s.text(0, 1000, **NULLABLE)
    shipping_address = OutAddress()
    billing_address = OutAddress()
    shipping_method = s.text()
    payment_method = s.text()
    fulfilled = s.list_of(OrderLineState(name="line"))
    fulfilments = s.list_of(Fulfilment(name="fulfilment"))
    payments = s.list_of(Payment(name="payment"))
    timeline = s.list_of(TimelineEntry(name="entry"))
    explanation = s.list_of(s.anything(name="step"))
    version = s.integer()


class FulfilLine(s.Shape):
    line_id = s.uuid()
    quantity = s.integer(1, 9999)


class FulfilInput(s.Shape):
    """No lines: everything that is still open."""

    optional_body = True
    lines = s.list_of(FulfilLine(name="line"), 100, missing=())
    carrier = s.text(0, 100, missing="")
    tracking_number = s.text(0, 100, missing="")
    tracking_url = s.pattern("(?:https://[^\\s]{1,1990})?", "Use an https address.", missing="")


class CancelInput(s.Shape):
    optional_body = True
    reason = s.text(0, 500, missing="")


class PaidInput(s.Shape):
    optional_body = True
    reference = s.text(0, 200, missing="")


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
    rounding = s.choice("document", "line")


class SettingsChange(s.Shape):
    name = s.text(1, 200, missing=s.drop)
    locales = s.list_of(s.choice("ro", "en", name="locale"), 2, missing=s.drop)
    legal = LegalInput(missing=s.drop)
    tax = TaxSettings(missing=s.drop)


class Settings(s.Shape):
    name = s.text()
    slug = s.text()
    state = s.text()
    currency = s.text()
    locales = s.list_of(s.text(name="locale"))
    timezone = s.text()
    legal = s.map_of()
    legal_missing = s.list_of(s.text(name="field"))
    tax = s.map_of()


class Slot(s.Shape):
    slot = s.text()
    plugin = s.text()
    template = s.text()


class Slots(s.Shape):
    items = s.list_of(Slot(name="slot"))


class TaxRate(s.Shape):
    id = s.uuid()
    name = s.text()
    country = s.text()
    tax_category = s.text()
    rate = s.text()
    included_in_price = s.boolean()
    starts_on = s.text()
    ends_on = s.text(**NULLABLE)


class Location(s.Shape):
    id = s.uuid()
    code = s.text()
    name = s.text()
    priority = s.integer()


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
