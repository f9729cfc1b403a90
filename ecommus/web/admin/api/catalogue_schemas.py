"""Products, categories, attributes, pictures: what the admin API takes and answers."""

from ecommus.core.attributes import CODE, CODE_MESSAGE
from ecommus.core.catalog import PRODUCT_STATUSES
from ecommus.web import schema as s
from ecommus.web import schema_texts as texts
from ecommus.web.storefront.api.schemas import NULLABLE, OptionalMoney

SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*"


def slug(**options):
    return s.pattern(SLUG, "Use a-z, 0-9 and single hyphens.", **options)


class VariantInput(s.Shape):
    """``option_values``: one per option of the product, in their order."""

    sku = s.text(1, 200, **NULLABLE)
    option_values = s.list_of(s.text(1, 200, name="value"), 3, missing=())
    price = s.Money()
    compare_at = OptionalMoney(missing=None)
    min_price = OptionalMoney(missing=None)
    barcode = s.text(1, 100, **NULLABLE)
    weight_grams = s.integer(0, 10_000_000, **NULLABLE)
    track_stock = s.boolean(missing=True)
    backorder = s.boolean(missing=False)
    low_stock = s.integer(0, 10_000, **NULLABLE)
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
    attributes = texts.attribute_values(missing=s.drop)
    tax_category = s.text(1, 50, nullable=True, missing=s.drop)
    seo_title = s.text(1, 300, nullable=True, missing=s.drop)
    seo_description = s.text(1, 500, nullable=True, missing=s.drop)
    translations = texts.translations(missing=s.drop)
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
    min_price = OptionalMoney(missing=None)
    barcode = s.text(**NULLABLE)
    weight_grams = s.integer(**NULLABLE)
    track_stock = s.boolean()
    backorder = s.boolean()
    low_stock = s.integer(**NULLABLE)
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
    translations = texts.translations(missing=s.drop)


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


class AttributeFields(s.Shape):
    name = s.text(1, 200)
    translations = texts.translations(missing=s.drop)
    position = s.integer(0, 1_000_000, missing=0)


class AttributeInput(AttributeFields):
    """``code`` is what products and files name its values by; it never changes."""

    code = s.pattern(CODE, CODE_MESSAGE)


AttributeChange = s.partial(AttributeFields)


class Attribute(AttributeInput):
    """An attribute that products of the shop can have."""

    id = s.uuid()
    version = s.integer()


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
