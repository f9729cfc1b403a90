"""What the storefront API takes and answers."""

from ecommus.web import schema as s

NULLABLE = {"nullable": True, "missing": None}


class Image(s.Shape):
    """A picture; ``srcset`` lists its widths."""

    src = s.text()
    srcset = s.text(0, 4000)
    width = s.integer()
    height = s.integer()
    alt = s.text()


class OptionalImage(Image):
    nullable = True


class OptionalMoney(s.Money):
    nullable = True


class Card(s.Shape):
    """A product in a list; ``price`` is the lowest of its variants."""

    id = s.uuid()
    slug = s.text()
    title = s.text()
    vendor = s.text(**NULLABLE)
    image = OptionalImage(name="image", missing=None)
    price = s.Money()
    highest_price = s.Money()
    original_price = OptionalMoney(missing=None)
    available = s.boolean()


class QuantityPrice(s.Shape):
    """What each unit costs from so many in one line."""

    min_quantity = s.integer()
    price = s.Money()


class Variant(s.Shape):
    """What can be put in a cart."""

    id = s.uuid()
    sku = s.text(**NULLABLE)
    options = s.map_of()
    price = s.Money()
    original_price = OptionalMoney(missing=None)
    lowest_price_30_days = OptionalMoney(missing=None)
    quantity_prices = s.list_of(QuantityPrice(name="step"), 100)
    available = s.boolean()
    barcode = s.text(**NULLABLE)
    weight_grams = s.integer(**NULLABLE)


class Option(s.Shape):
    name = s.text()
    values = s.list_of(s.text(name="value"))


class Attribute(s.Shape):
    name = s.text()
    value = s.text(0, 5000)


class Product(s.Shape):
    """A product with all that its page shows."""

    id = s.uuid()
    slug = s.text()
    title = s.text()
    description = s.text(0, 200_000)
    vendor = s.text(**NULLABLE)
    product_type = s.text(**NULLABLE)
    tags = s.list_of(s.text(name="tag"))
    options = s.list_of(Option(name="option"))
    variants = s.list_of(Variant(name="variant"))
    media = s.list_of(Image(name="image"))
    attributes = s.list_of(Attribute(name="attribute"))
    categories = s.list_of(s.text(name="slug"))
    price = s.Money()
    original_price = OptionalMoney(missing=None)
    available = s.boolean()
    url = s.text(0, 2000)


class Category(s.Shape):
    """A category; ``parent`` is the slug above it."""

    id = s.uuid()
    slug = s.text()
    name = s.text()
    description = s.text(0, 20_000)
    parent = s.text(**NULLABLE)
    product_count = s.integer()


class Legal(s.Shape):
    legal_name = s.text()
    registration_number = s.text()
    vat_id = s.text()
    vat_registered = s.boolean()
    address = s.text(0, 1000)
    email = s.text()
    phone = s.text()


class Shop(s.Shape):
    """Who sells, in which languages and money."""

    name = s.text()
    tagline = s.text(0, 1000)
    locales = s.list_of(s.text(name="locale"))
    default_locale = s.text()
    currency = s.text()
    currencies = s.list_of(s.text(name="currency"))
    countries = s.list_of(s.text(name="country"))
    theme = s.text()
    selling = s.boolean()
    legal = Legal()


class ProductQuery(s.Shape):
    """``option.<name>=<value>`` narrows by an option as well."""

    patterns = ("option.",)
    category = s.text(1, 80, missing=None)
    q = s.text(0, 200, missing="")
    sort = s.choice("newest", "title", "price", "-price", missing="newest")
    min_price = s.amount(missing=None)
    max_price = s.amount(missing=None)
    in_stock = s.boolean(missing=False)
    currency = s.text(3, 3, missing="")


class SearchQuery(s.Shape):
    q = s.text(1, 200)
    currency = s.text(3, 3, missing="")


class CurrencyQuery(s.Shape):
    currency = s.text(3, 3, missing="")


class Address(s.Shape):
    """Where to; ``county`` is ISO 3166-2 without the country (``CJ``)."""

    nullable = True
    first_name = s.text(1, 120)
    last_name = s.text(1, 120)
    company = s.text(0, 120, missing="")
    vat_id = s.text(0, 20, missing="")
    registration_number = s.text(0, 30, missing="")
    street = s.text(1, 200)
    street2 = s.text(0, 200, missing="")
    city = s.text(1, 120)
    county = s.text(0, 10, missing="")
    postal_code = s.text(1, 12)
    country = s.pattern("[A-Z]{2}", "This must be a country code.", missing="RO")
    phone = s.text(1, 30)


class StockNoticeInput(s.Shape):
    """Who wants to hear when it is back; ``variant_id`` where there are several variants."""

    email = s.email()
    variant_id = s.uuid(missing=None)


class CartFields(s.Shape):
    """What is said of a cart, by its buyer or by staff."""

    currency = s.text(3, 3, missing=s.drop)
    email = s.email(nullable=True, missing=s.drop)
    shipping_address = Address(missing=s.drop)
    billing_address = Address(missing=s.drop)
    shipping_method = s.text(1, 80, nullable=True, missing=s.drop)
    payment_method = s.text(1, 80, nullable=True, missing=s.drop)
    coupons = s.list_of(s.text(1, 50, name="code"), 10, missing=s.drop)
    note = s.text(0, 1000, nullable=True, missing=s.drop)


class CartChange(CartFields):
    """What is not named stays; null takes a value away."""

    gift_cards = s.list_of(s.uuid(name="card"), 10, missing=s.drop)
    use_store_credit = s.boolean(missing=s.drop)


class NewLine(s.Shape):
    """Name a variant by ``sku`` or by ``variant_id``."""

    sku = s.text(1, 200, missing=None)
    variant_id = s.uuid(missing=None)
    quantity = s.integer(1, 9999, missing=1)


class LineChange(s.Shape):
    quantity = s.integer(0, 9999)


class Line(s.Shape):
    id = s.uuid()
    variant_id = s.uuid(nullable=True)
    product = s.text(**NULLABLE)
    sku = s.text(**NULLABLE)
    name = s.text()
    options = s.list_of(Attribute(name="option"))
    quantity = s.integer()
    unit_price = s.Money()
    original_unit_price = OptionalMoney(missing=None)
    discount = s.Money()
    tax = s.Money()
    tax_rate = s.text(**NULLABLE)
    total = s.Money()


class Tax(s.Shape):
    rate = s.text()
    name = s.text()
    base = s.Money()
    amount = s.Money()


class Problem(s.Shape):
    """Why the cart cannot be ordered as it stands."""

    code = s.text()
    message = s.text(0, 1000)
    line_id = s.uuid(**NULLABLE)


class Promotion(s.Shape):
    """What a promotion took off, shipping included: zero or less."""

    id = s.text()
    name = s.text()
    amount = s.Money()


class PaidWith(s.Shape):
    """A gift card or store credit and what it pays; ``left`` is what stays on it, in a cart."""

    id = s.uuid()
    kind = s.choice("gift_card", "store_credit")
    # The last four characters of a gift card's code.
    hint = s.text()
    amount = s.Money()
    left = OptionalMoney(missing=None)


class Totals(s.Shape):
    """Sums: ``items_total`` before promotions, ``discount_total`` (zero or less) what they took off
    the items, ``total`` what it costs. Of that gift cards and store credit pay ``balance_total``,
    and ``to_pay`` is left."""

    currency = s.text()
    lines = s.list_of(Line(name="line"))
    items_total = s.Money()
    discount_total = s.Money()
    shipping_total = OptionalMoney(missing=None)
    tax_total = s.Money()
    tax_included = s.boolean()
    total = s.Money()
    balance_total = s.Money()
    to_pay = s.Money()
    paid_with = s.list_of(PaidWith(name="balance"), 20)
    taxes = s.list_of(Tax(name="tax"))
    promotions = s.list_of(Promotion(name="promotion"))


class OutAddress(s.Shape):
    """An address as it was given."""

    nullable = True
    first_name = s.text()
    last_name = s.text()
    company = s.text()
    vat_id = s.text()
    registration_number = s.text()
    street = s.text()
    street2 = s.text()
    city = s.text()
    county = s.text()
    postal_code = s.text()
    country = s.text()
    phone = s.text()


class Cart(Totals):
    """A cart; ``id`` is its secret token and opens it."""

    id = s.text()
    email = s.text(**NULLABLE)
    shipping_address = OutAddress(missing=None)
    billing_address = OutAddress(missing=None)
    shipping_method = s.text(**NULLABLE)
    payment_method = s.text(**NULLABLE)
    note = s.text(0, 1000, **NULLABLE)
    coupons = s.list_of(s.text(name="code"), 10)
    gift_cards = s.list_of(s.uuid(name="card"), 10)
    use_store_credit = s.boolean()
    problems = s.list_of(Problem(name="problem"))
    explanation = s.list_of(s.anything(name="step"), missing=s.drop)


class CartQuery(s.Shape):
    explain = s.integer(0, 1, missing=0)


class Method(s.Shape):
    code = s.text()
    title = s.text()
    description = s.text(0, 1000)
    price = OptionalMoney(missing=None)
    # Where the buyer comes for it; "" when it is brought.
    pickup = s.text(0, 1100, missing="")


class Methods(s.Shape):
    items = s.list_of(Method(name="method"))


class CheckoutInput(s.Shape):
    """``payment_method`` may have been chosen on the cart already."""

    optional_body = True
    payment_method = s.text(1, 80, missing=None)
    use_store_credit = s.boolean(missing=None)


class PaymentState(s.Shape):
    status = s.text()
    method = s.text()
    redirect_url = s.text(**NULLABLE)


class FulfilmentState(s.Shape):
    status = s.text()
    tracking = s.list_of(s.anything(name="parcel"))


class Order(Totals):
    """An order as its buyer sees it; ``token`` opens it."""

    id = s.uuid()
    token = s.text()
    number = s.text()
    status = s.text()
    placed_at = s.time()
    email = s.text()
    payment = PaymentState()
    fulfilment = FulfilmentState()
    shipping_address = OutAddress()
    billing_address = OutAddress()
    shipping_method = s.text()
    pickup = s.text()
    explanation = s.list_of(s.anything(name="step"), missing=s.drop)
