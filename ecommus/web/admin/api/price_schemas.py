"""Price lists and catalogue promotions: what the admin API takes and answers."""

from ecommus.services.catalog_promotions import MOST
from ecommus.services.price_lists import MOST_UNITS
from ecommus.web import schema as s
from ecommus.web import schema_texts as texts
from ecommus.web.storefront.api.schemas import NULLABLE

AT_ONCE = 1000


def references(name: str, **options):
    return s.list_of(s.text(1, 200, name=name), MOST, missing=(), **options)


class CatalogPromotionFields(s.Shape):
    """What a promotion lowers and by how much: a percentage, or an amount in a currency. Nothing
    named: everything. Products and categories go by id or address, variants by id or SKU."""

    name = s.text(1, 200)
    translations = texts.translations(missing=s.drop)
    priority = s.integer(-1_000_000, 1_000_000, missing=0)
    enabled = s.boolean(missing=False)
    exclusive = s.boolean(missing=False)
    starts_at = s.time(**NULLABLE)
    ends_at = s.time(**NULLABLE)
    products = references("product")
    categories = references("category")
    variants = references("variant")
    percentage = s.pattern(r"\d{1,3}(\.\d{1,2})?", 'As text, as "10.00".', **NULLABLE)
    amounts = s.list_of(s.Money(name="amount"), 20, missing=())


class CatalogPromotionInput(CatalogPromotionFields):
    """A new catalogue promotion."""


CatalogPromotionChange = s.partial(CatalogPromotionFields)


class CatalogPromotion(CatalogPromotionFields):
    """A catalogue promotion; what it names goes by id."""

    id = s.uuid()
    version = s.integer()
    created_at = s.time()


class Lowered(s.Shape):
    """A variant, and its price without and with the promotion."""

    title = s.text()
    sku = s.text(0, 200)
    before = s.Money()
    after = s.Money()


class PromotionPreview(s.Shape):
    """What it would lower if it ran now; ``average`` is in per cent, ``largest`` at most three."""

    looked_at = s.integer()
    lowered = s.integer()
    average = s.text()
    largest = s.list_of(Lowered(name="variant"), 3)


class PriceListFields(s.Shape):
    """Who a list is for: a customer group, countries, a time; without any, everybody."""

    name = s.text(1, 200)
    priority = s.integer(-1_000_000, 1_000_000, missing=0)
    enabled = s.boolean(missing=False)
    group_id = s.uuid(**NULLABLE)
    countries = s.list_of(
        s.pattern("[A-Z]{2}", "This must be a country code.", name="country"), 250, missing=()
    )
    starts_at = s.time(**NULLABLE)
    ends_at = s.time(**NULLABLE)


class PriceListInput(PriceListFields):
    """A new list; its code and its currency stay."""

    code = s.text(1, 40)
    currency = s.pattern("[A-Z]{3}", "This must be a currency code.")


PriceListChange = s.partial(PriceListFields)


class PriceList(PriceListInput):
    """A price list; ``prices`` counts what is in it."""

    id = s.uuid()
    prices = s.integer()
    version = s.integer()
    created_at = s.time()


class ListPriceInput(s.Shape):
    """What each unit costs from ``min_quantity`` units on. The variant goes by id or SKU."""

    variant_id = s.uuid(missing=None)
    sku = s.text(1, 200, missing=None)
    min_quantity = s.integer(1, MOST_UNITS, missing=1)
    price = s.Money()


class ListPricesInput(s.Shape):
    """Many prices at once: all of them or none."""

    prices = s.list_of(ListPriceInput(name="price"), AT_ONCE)
    dry_run = s.boolean(missing=False)


class ListPriceFields(s.Shape):
    """Another price."""

    price = s.Money()


ListPriceChange = s.partial(ListPriceFields)


class ListPrice(s.Shape):
    """A price in a list, with what it is of."""

    id = s.uuid()
    variant_id = s.uuid()
    sku = s.text(**NULLABLE)
    title = s.text()
    option_values = s.list_of(s.text(name="value"))
    min_quantity = s.integer()
    price = s.Money()


class ListPricesSet(s.Shape):
    """How many prices were set (or would be)."""

    count = s.integer()


class ListPriceQuery(s.Shape):
    q = s.text(0, 200, missing="")
