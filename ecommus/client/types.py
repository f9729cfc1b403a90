"""The shapes of bodies and answers. Written by ``ecommus.client.generate``; do not edit.

Times are RFC 3339 texts, ids UUID texts, money minor units with a currency.
"""

from typing import Any, Literal, NotRequired, TypedDict


class Access(TypedDict):
    """A bearer token and the seconds it lives."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int


class AdminActivateInput(TypedDict):
    theme: str


class AdminAttribute(TypedDict):
    """An attribute that products of the shop can have."""

    name: str
    translations: NotRequired[Any]
    position: int
    code: str
    id: str
    version: int


class AdminAttributeInput(TypedDict):
    """``code`` is what products and files name its values by; it never changes."""

    name: str
    translations: NotRequired[dict[str, Any]]
    position: NotRequired[int]
    code: str


class AdminAuditRow(TypedDict):
    id: str
    at: str
    actor: str
    action: str
    target: str
    target_id: str | None
    data: Any


class AdminCancelInput(TypedDict):
    reason: NotRequired[str]


class AdminCategory(TypedDict):
    id: str
    name: str
    slug: str
    parent_id: str | None
    description: str
    position: int
    translations: Any
    version: int


class AdminCategoryInput(TypedDict):
    name: str
    slug: NotRequired[str]
    parent_id: NotRequired[str | None]
    description: NotRequired[str]
    position: NotRequired[int]
    translations: NotRequired[dict[str, Any]]


class AdminCodes(TypedDict):
    """The codes that were made."""

    codes: list[str]


class AdminCoupon(TypedDict):
    """A coupon and how often it was used."""

    usage_limit: int | None
    customer_limit: int | None
    expires_at: str | None
    code: str
    id: str
    used: int
    version: int
    created_at: str


class AdminCouponBatchInput(TypedDict):
    """Many codes that nobody can guess: prefix, ``length`` random characters, suffix."""

    usage_limit: NotRequired[int | None]
    customer_limit: NotRequired[int | None]
    expires_at: NotRequired[str | None]
    count: int
    length: NotRequired[int]
    prefix: NotRequired[str]
    suffix: NotRequired[str]


class AdminCouponInput(TypedDict):
    """One coupon. Codes know no small letters and no spaces."""

    usage_limit: NotRequired[int | None]
    customer_limit: NotRequired[int | None]
    expires_at: NotRequired[str | None]
    code: str


class AdminCreditLineInput(TypedDict):
    line_id: str
    quantity: int


class AdminCreditInput(TypedDict):
    """No lines: all that is left."""

    lines: NotRequired[list[AdminCreditLineInput]]
    reason: NotRequired[str]


class AdminCustomerConsent(TypedDict):
    kind: str
    version: str
    given: bool
    at: str


class StorefrontShownAddress(TypedDict):
    first_name: str
    last_name: str
    company: str
    vat_id: str
    registration_number: str
    street: str
    street2: str
    city: str
    county: str
    postal_code: str
    country: str
    phone: str


class StorefrontMyAddress(TypedDict):
    id: str
    address: StorefrontShownAddress
    default_shipping: bool
    default_billing: bool
    version: int


class AdminCustomer(TypedDict):
    """A customer with addresses and consents; ``has_password``: somebody signed up to it."""

    id: str
    email: str
    first_name: str
    last_name: str
    phone: str
    locale: str | None
    group_id: str | None
    company: str
    vat_id: str
    registration_number: str
    tax_exempt: bool
    tax_exempt_reason: str
    has_password: bool
    email_verified_at: str | None
    created_at: str
    erased_at: str | None
    addresses: list[StorefrontMyAddress]
    consents: list[AdminCustomerConsent]
    version: int


class AdminCustomerGroup(TypedDict):
    id: str
    code: str
    name: str
    version: int


class AdminCustomerGroupChange(TypedDict):
    """The code stays: integrations name it."""

    name: NotRequired[str]


class AdminCustomerGroupInput(TypedDict):
    code: str
    name: str


class AdminCustomerInput(TypedDict):
    """Its owner proves the address by asking for a password in the shop."""

    email: str
    first_name: NotRequired[str]
    last_name: NotRequired[str]
    phone: NotRequired[str]
    locale: NotRequired[str | None]
    group_id: NotRequired[str | None]
    company: NotRequired[str]
    vat_id: NotRequired[str]
    registration_number: NotRequired[str]
    tax_exempt: NotRequired[bool]
    tax_exempt_reason: NotRequired[str]


class Money(TypedDict):
    """``{"amount": 9000, "currency": "RON"}``: minor units."""

    amount: int
    currency: str


class AdminCustomerRow(TypedDict):
    """A customer in a list; ``spent`` is the sum of their orders that were not cancelled."""

    id: str
    email: str
    first_name: str
    last_name: str
    phone: str
    company: str
    group_id: str | None
    verified: bool
    orders: int
    spent: Money
    created_at: str
    version: int


class AdminFile(TypedDict):
    """``content`` is base64."""

    filename: str
    content_type: str
    content: str


class AdminFilters(TypedDict):
    """Which items; nothing named: all. Ids or addresses; prices per unit in minor units."""

    products: NotRequired[list[str]]
    categories: NotRequired[list[str]]
    min_price: NotRequired[int | None]
    max_price: NotRequired[int | None]


class AdminFiltersInput(TypedDict):
    """Which items; nothing named: all. Ids or addresses; prices per unit in minor units."""

    products: NotRequired[list[str]]
    categories: NotRequired[list[str]]
    min_price: NotRequired[int | None]
    max_price: NotRequired[int | None]


class AdminFulfilLineInput(TypedDict):
    line_id: str
    quantity: int


class AdminFulfilInput(TypedDict):
    """No lines: everything that is still open."""

    lines: NotRequired[list[AdminFulfilLineInput]]
    carrier: NotRequired[str]
    tracking_number: NotRequired[str]
    tracking_url: NotRequired[str]


class AdminFulfilment(TypedDict):
    id: str
    lines: list[Any]
    carrier: str
    tracking_number: str
    tracking_url: str
    created_at: str


class AdminImportError(TypedDict):
    row: int
    field: str
    code: str
    message: str


class AdminImport(TypedDict):
    """An import: counts of products, and the rows that were refused."""

    id: str
    filename: str
    format: str
    dry_run: bool
    status: str
    rows: int
    total: int
    processed: int
    created: int
    updated: int
    unchanged: int
    failed: int
    errors: list[AdminImportError]
    created_at: str
    finished_at: str | None


class AdminImportInput(TypedDict):
    """``content`` is the CSV itself."""

    filename: NotRequired[str]
    format: NotRequired[Literal["auto", "ecommus", "shopify", "woocommerce"]]
    mapping: NotRequired[dict[str, Any]]
    dry_run: NotRequired[bool]
    content: str


class AdminInvoiceLine(TypedDict):
    """``left``: units that can still be credited."""

    id: str
    name: str
    quantity: int
    left: int
    category: str
    rate: str
    net: Money
    tax: Money
    total: Money


class AdminInvoice(TypedDict):
    """One document; ``digest`` is the SHA-256 of what was issued."""

    id: str
    order_id: str
    order_number: str
    kind: str
    number: str
    issued_on: str
    buyer: str
    total: Money
    due_on: str
    net: Money
    tax: Money
    payable: Money
    digest: str
    preceding_id: str | None
    lines: list[AdminInvoiceLine]


class AdminInvoiceInput(TypedDict):
    """``exchange_rate``: RON for one unit of the order's currency, when that is another."""

    exchange_rate: NotRequired[str]
    work_point: NotRequired[str]


class AdminInvoiceRow(TypedDict):
    """A document in a list. ``kind``: 380 invoice, 381 credit note."""

    id: str
    order_id: str
    order_number: str
    kind: str
    number: str
    issued_on: str
    buyer: str
    total: Money


class AdminKey(TypedDict):
    id: str
    name: str
    prefix: str
    scopes: list[str]
    created_by: str
    created_at: str
    expires_at: str | None


class AdminKeyInput(TypedDict):
    """``scopes`` are permissions; at most those that you hold."""

    name: str
    scopes: list[str]
    expires_at: NotRequired[str | None]


class AdminLegalInput(TypedDict):
    legal_name: NotRequired[str]
    registration_number: NotRequired[str]
    vat_id: NotRequired[str]
    vat_registered: NotRequired[bool]
    street: NotRequired[str]
    city: NotRequired[str]
    county: NotRequired[str]
    postal_code: NotRequired[str]
    country: NotRequired[str]
    email: NotRequired[str]
    phone: NotRequired[str]


class AdminLevel(TypedDict):
    variant_id: str
    on_hand: int
    allocated: int
    reserved: int
    available: int


class AdminPlaceAddress(TypedDict):
    """Where goods lie; each part where it is known."""

    street: NotRequired[str]
    city: NotRequired[str]
    county: NotRequired[str]
    postal_code: NotRequired[str]
    country: NotRequired[str]
    phone: NotRequired[str]


class AdminLocation(TypedDict):
    """Where stock lies, and how much: over all variants."""

    name: str
    priority: int
    address: AdminPlaceAddress
    code: str
    id: str
    on_hand: int
    allocated: int
    reserved: int
    version: int


class AdminPlaceAddressInput(TypedDict):
    """Where goods lie; each part where it is known."""

    street: NotRequired[str]
    city: NotRequired[str]
    county: NotRequired[str]
    postal_code: NotRequired[str]
    country: NotRequired[str]
    phone: NotRequired[str]


class AdminLocationInput(TypedDict):
    """A new place; its code cannot be changed."""

    name: str
    priority: NotRequired[int]
    address: NotRequired[AdminPlaceAddressInput]
    code: str


class AdminMedia(TypedDict):
    """A picture; ``status`` is ready, pending (being fetched) or failed."""

    id: str
    status: str
    filename: str
    content_type: str
    width: int | None
    height: int | None
    alt: Any
    url: str | None
    source_url: str | None
    error: str | None


class AdminMediaInput(TypedDict):
    """``content`` is the file in base64; JPEG, PNG, WebP, GIF, AVIF or SVG."""

    filename: str
    content: str
    alt: NotRequired[dict[str, Any]]


class AdminMovement(TypedDict):
    """A row of the ledger: why a figure is what it is."""

    id: str
    variant_id: str
    location_id: str
    kind: str
    quantity: int
    on_hand: int
    allocated: int
    reason: str
    order_id: str | None
    actor: str
    at: str


class AdminMovementInput(TypedDict):
    """``quantity`` is positive; for ``adjusted`` it is the signed difference."""

    variant_id: NotRequired[str]
    sku: NotRequired[str]
    kind: Literal["adjusted", "damaged", "received", "returned"]
    quantity: int
    reason: NotRequired[str]
    location: NotRequired[str]


class AdminNewKey(TypedDict):
    """``key`` is shown this once."""

    id: str
    name: str
    prefix: str
    scopes: list[str]
    created_by: str
    created_at: str
    expires_at: str | None
    key: str


class AdminOrderLineState(TypedDict):
    id: str
    fulfilled: int


class AdminPayment(TypedDict):
    id: str
    gateway: str
    status: str
    amount: Money
    reference: str


class AdminTimelineEntry(TypedDict):
    kind: str
    at: str
    actor: str
    data: Any


class StorefrontAttribute(TypedDict):
    name: str
    value: str


class StorefrontMoney(TypedDict):
    amount: int
    currency: str


class StorefrontLine(TypedDict):
    id: str
    variant_id: str | None
    product: str | None
    sku: str | None
    name: str
    options: list[StorefrontAttribute]
    quantity: int
    unit_price: Money
    original_unit_price: StorefrontMoney | None
    discount: Money
    tax: Money
    tax_rate: str | None
    total: Money


class StorefrontOutAddress(TypedDict):
    """An address as it was given."""

    first_name: str
    last_name: str
    company: str
    vat_id: str
    registration_number: str
    street: str
    street2: str
    city: str
    county: str
    postal_code: str
    country: str
    phone: str


class StorefrontPromotion(TypedDict):
    """What a promotion took off, shipping included: zero or less."""

    id: str
    name: str
    amount: Money


class StorefrontTax(TypedDict):
    rate: str
    name: str
    base: Money
    amount: Money


class AdminOrder(TypedDict):
    """An order as staff see it."""

    currency: str
    lines: list[StorefrontLine]
    items_total: Money
    discount_total: Money
    shipping_total: StorefrontMoney | None
    tax_total: Money
    tax_included: bool
    total: Money
    taxes: list[StorefrontTax]
    promotions: list[StorefrontPromotion]
    id: str
    number: str
    status: str
    payment_status: str
    fulfilment_status: str
    placed_at: str
    email: str
    locale: str
    note: str | None
    shipping_address: StorefrontOutAddress | None
    billing_address: StorefrontOutAddress | None
    shipping_method: str
    payment_method: str
    fulfilled: list[AdminOrderLineState]
    fulfilments: list[AdminFulfilment]
    payments: list[AdminPayment]
    timeline: list[AdminTimelineEntry]
    explanation: list[Any]
    version: int


class AdminOrderRow(TypedDict):
    """An order in a list."""

    id: str
    number: str
    placed_at: str
    email: str
    status: str
    payment_status: str
    fulfilment_status: str
    total: Money


class AdminPaidInput(TypedDict):
    reference: NotRequired[str]


class AdminPlaceLevel(TypedDict):
    """What lies at one place."""

    location_id: str
    code: str
    name: str
    on_hand: int
    allocated: int
    reserved: int
    available: int


class AdminPlugin(TypedDict):
    id: str
    title: str
    description: str
    version: str
    enabled: bool
    licensed: bool
    free: bool
    settings: Any


class AdminPluginSettingsInput(TypedDict):
    settings: dict[str, Any]


class AdminVariant(TypedDict):
    """A variant with its stock over all locations."""

    id: str
    sku: str | None
    option_values: list[str]
    price: Money
    compare_at: StorefrontMoney | None
    barcode: str | None
    weight_grams: int | None
    track_stock: bool
    backorder: bool
    media_id: str | None
    on_hand: int
    allocated: int
    reserved: int
    available: int


class AdminProduct(TypedDict):
    """A product as staff see it."""

    id: str
    title: str
    slug: str
    description: str
    status: str
    vendor: str | None
    product_type: str | None
    tags: list[str]
    options: list[str]
    attributes: Any
    tax_category: str | None
    seo_title: str | None
    seo_description: str | None
    translations: Any
    featured: bool
    categories: list[str]
    media: list[str]
    variants: list[AdminVariant]
    version: int
    created_at: str
    updated_at: str


class MoneyInput(TypedDict):
    """``{"amount": 9000, "currency": "RON"}``: minor units."""

    amount: int
    currency: str


class StorefrontMoneyInput(TypedDict):
    amount: int
    currency: str


class AdminVariantInput(TypedDict):
    """``option_values``: one per option of the product, in their order."""

    sku: NotRequired[str | None]
    option_values: NotRequired[list[str]]
    price: MoneyInput
    compare_at: NotRequired[StorefrontMoneyInput | None]
    barcode: NotRequired[str | None]
    weight_grams: NotRequired[int | None]
    track_stock: NotRequired[bool]
    backorder: NotRequired[bool]
    media_id: NotRequired[str | None]


class AdminProductInput(TypedDict):
    """A new product with its variants."""

    title: str
    slug: NotRequired[str]
    description: NotRequired[str]
    status: NotRequired[Literal["draft", "active", "archived"]]
    vendor: NotRequired[str | None]
    product_type: NotRequired[str | None]
    tags: NotRequired[list[str]]
    options: NotRequired[list[str]]
    attributes: NotRequired[dict[str, Any]]
    tax_category: NotRequired[str | None]
    seo_title: NotRequired[str | None]
    seo_description: NotRequired[str | None]
    translations: NotRequired[dict[str, Any]]
    featured: NotRequired[bool]
    categories: NotRequired[list[str]]
    media: NotRequired[list[str]]
    variants: list[AdminVariantInput]


class AdminPromotionAction(TypedDict):
    """A discount; which of the fields a type takes is checked. ``percentage`` as ``"10.00"``."""

    type: Literal[
        "order_fixed",
        "order_percentage",
        "item_fixed",
        "item_percentage",
        "shipping_percentage",
        "buy_x_get_y",
        "free_gift",
    ]
    amount: NotRequired[int]
    currency: NotRequired[str]
    percentage: NotRequired[str]
    filters: NotRequired[AdminFilters]
    gets: NotRequired[AdminFilters]
    buy: NotRequired[int]
    get: NotRequired[int]
    product: NotRequired[str]


class AdminPromotionRule(TypedDict):
    """A condition; which of the fields a type takes is checked."""

    type: Literal[
        "cart_quantity",
        "item_total",
        "category_total",
        "has_category",
        "contains_product",
        "customer_group",
        "nth_order",
        "shipping_country",
    ]
    amount: NotRequired[int]
    currency: NotRequired[str]
    count: NotRequired[int]
    category: NotRequired[str]
    product: NotRequired[str]
    group: NotRequired[str]
    countries: NotRequired[list[str]]


class AdminPromotion(TypedDict):
    """A promotion; ``used`` counts where there is a limit, ``orders`` those that it applied to."""

    name: str
    translations: NotRequired[Any]
    priority: int
    enabled: bool
    exclusive: bool
    coupon_based: bool
    applies_to_discounted: bool
    returns_use: bool
    starts_at: str | None
    ends_at: str | None
    usage_limit: int | None
    rules: list[AdminPromotionRule]
    actions: list[AdminPromotionAction]
    id: str
    used: int
    orders: int
    coupons: int
    version: int
    created_at: str


class AdminPromotionActionInput(TypedDict):
    """A discount; which of the fields a type takes is checked. ``percentage`` as ``"10.00"``."""

    type: Literal[
        "order_fixed",
        "order_percentage",
        "item_fixed",
        "item_percentage",
        "shipping_percentage",
        "buy_x_get_y",
        "free_gift",
    ]
    amount: NotRequired[int]
    currency: NotRequired[str]
    percentage: NotRequired[str]
    filters: NotRequired[AdminFiltersInput]
    gets: NotRequired[AdminFiltersInput]
    buy: NotRequired[int]
    get: NotRequired[int]
    product: NotRequired[str]


class AdminPromotionRuleInput(TypedDict):
    """A condition; which of the fields a type takes is checked."""

    type: Literal[
        "cart_quantity",
        "item_total",
        "category_total",
        "has_category",
        "contains_product",
        "customer_group",
        "nth_order",
        "shipping_country",
    ]
    amount: NotRequired[int]
    currency: NotRequired[str]
    count: NotRequired[int]
    category: NotRequired[str]
    product: NotRequired[str]
    group: NotRequired[str]
    countries: NotRequired[list[str]]


class AdminPromotionInput(TypedDict):
    """A new promotion."""

    name: str
    translations: NotRequired[dict[str, Any]]
    priority: NotRequired[int]
    enabled: NotRequired[bool]
    exclusive: NotRequired[bool]
    coupon_based: NotRequired[bool]
    applies_to_discounted: NotRequired[bool]
    returns_use: NotRequired[bool]
    starts_at: NotRequired[str | None]
    ends_at: NotRequired[str | None]
    usage_limit: NotRequired[int | None]
    rules: NotRequired[list[AdminPromotionRuleInput]]
    actions: list[AdminPromotionActionInput]


class AdminRole(TypedDict):
    id: str
    code: str
    name: str
    permissions: list[str]


class AdminSettings(TypedDict):
    name: str
    slug: str
    state: str
    currency: str
    locales: list[str]
    timezone: str
    legal: Any
    legal_missing: list[str]
    tax: Any


class AdminTaxSettingsInput(TypedDict):
    rounding: Literal["document", "line", "unit"]


class AdminSettingsChange(TypedDict):
    name: NotRequired[str]
    locales: NotRequired[list[Literal["ro", "en"]]]
    legal: NotRequired[AdminLegalInput]
    tax: NotRequired[AdminTaxSettingsInput]


class AdminSlot(TypedDict):
    slot: str
    plugin: str
    template: str


class AdminSlots(TypedDict):
    items: list[AdminSlot]


class AdminStaffMember(TypedDict):
    id: str
    email: str
    name: str
    role: str
    active: bool
    created_at: str


class AdminStockItem(TypedDict):
    """The level of one variant, place by place too, and its newest ledger rows."""

    variant_id: str
    on_hand: int
    allocated: int
    reserved: int
    available: int
    locations: list[AdminPlaceLevel]
    movements: list[AdminMovement]


class AdminStockLine(TypedDict):
    variant_id: str
    on_hand: int
    allocated: int
    reserved: int
    available: int
    sku: str | None
    title: str
    option_values: list[str]


class AdminTaxRate(TypedDict):
    id: str
    name: str
    country: str
    tax_category: str
    rate: str
    included_in_price: bool
    starts_on: str
    ends_on: str | None


class AdminTheme(TypedDict):
    id: str
    title: str
    licensed: bool
    active: bool
    settings: Any


class AdminThemes(TypedDict):
    items: list[AdminTheme]


class AdminTransferInput(TypedDict):
    """Units from one place to another; places by code or id."""

    variant_id: NotRequired[str]
    sku: NotRequired[str]
    source: str
    target: str
    quantity: int
    reason: NotRequired[str]


class AdminWhatIf(TypedDict):
    """What the promotion would have done to the orders of the last days."""

    days: int
    orders: int
    applied: int
    amount: Money


class AttributeFieldsChange(TypedDict):
    name: NotRequired[str]
    translations: NotRequired[dict[str, Any]]
    position: NotRequired[int]


class CategoryInputChange(TypedDict):
    name: NotRequired[str]
    slug: NotRequired[str]
    parent_id: NotRequired[str | None]
    description: NotRequired[str]
    position: NotRequired[int]
    translations: NotRequired[dict[str, Any]]


class CouponFieldsChange(TypedDict):
    """Limits in all and per customer (by e-mail address), and when it ends."""

    usage_limit: NotRequired[int | None]
    customer_limit: NotRequired[int | None]
    expires_at: NotRequired[str | None]


class CredentialsInput(TypedDict):
    """Who signs in."""

    email: str
    password: str


class CustomerInputChange(TypedDict):
    """Its owner proves the address by asking for a password in the shop."""

    email: NotRequired[str]
    first_name: NotRequired[str]
    last_name: NotRequired[str]
    phone: NotRequired[str]
    locale: NotRequired[str | None]
    group_id: NotRequired[str | None]
    company: NotRequired[str]
    vat_id: NotRequired[str]
    registration_number: NotRequired[str]
    tax_exempt: NotRequired[bool]
    tax_exempt_reason: NotRequired[str]


class LocationFieldsChange(TypedDict):
    """Orders take from the highest ``priority`` first."""

    name: NotRequired[str]
    priority: NotRequired[int]
    address: NotRequired[AdminPlaceAddressInput]


class PlatformInstalled(TypedDict):
    id: str
    version: str | None
    title: str | None
    failed: str | None


class PlatformLicense(TypedDict):
    """What this installation may use, and why."""

    tier: str
    kind: str
    install_id: str
    features: list[str]
    licensed_themes: list[str]
    licensed_plugins: list[str]
    niche_packages: list[str]
    domain_binding: list[str]
    expires_at: str | None
    support_until: str | None
    grace: str
    source: str
    problem: str | None


class PlatformNewTenant(TypedDict):
    id: str
    slug: str
    name: str
    state: str
    niche: str
    theme: str
    currency: str
    created_at: str
    url: str | None
    initial_password: str | None


class PlatformTenant(TypedDict):
    id: str
    slug: str
    name: str
    state: str
    niche: str
    theme: str
    currency: str
    created_at: str
    url: str | None


class PlatformTenantInput(TypedDict):
    """``password`` of the owner; left out, one is made and shown this once."""

    slug: str
    name: str
    owner_email: str
    password: NotRequired[str]
    niche: NotRequired[Literal["ecommerce", "services", "real-estate", "travel"]]
    theme: NotRequired[str]


class Problem(TypedDict):
    type: str
    title: str
    status: int
    reason: str
    detail: str
    requires: NotRequired[str]
    remedy: NotRequired[str]
    errors: NotRequired[list[dict[str, Any]]]


class ProductFieldsChange(TypedDict):
    """What a product says of itself. ``description`` is HTML, reduced to what is safe."""

    title: NotRequired[str]
    slug: NotRequired[str]
    description: NotRequired[str]
    status: NotRequired[Literal["draft", "active", "archived"]]
    vendor: NotRequired[str | None]
    product_type: NotRequired[str | None]
    tags: NotRequired[list[str]]
    options: NotRequired[list[str]]
    attributes: NotRequired[dict[str, Any]]
    tax_category: NotRequired[str | None]
    seo_title: NotRequired[str | None]
    seo_description: NotRequired[str | None]
    translations: NotRequired[dict[str, Any]]
    featured: NotRequired[bool]
    categories: NotRequired[list[str]]
    media: NotRequired[list[str]]


class PromotionFieldsChange(TypedDict):
    """What a promotion says. Higher priority first; an exclusive one applies alone."""

    name: NotRequired[str]
    translations: NotRequired[dict[str, Any]]
    priority: NotRequired[int]
    enabled: NotRequired[bool]
    exclusive: NotRequired[bool]
    coupon_based: NotRequired[bool]
    applies_to_discounted: NotRequired[bool]
    returns_use: NotRequired[bool]
    starts_at: NotRequired[str | None]
    ends_at: NotRequired[str | None]
    usage_limit: NotRequired[int | None]
    rules: NotRequired[list[AdminPromotionRuleInput]]
    actions: NotRequired[list[AdminPromotionActionInput]]


class StorefrontWholeAddressInput(TypedDict):
    first_name: str
    last_name: str
    company: NotRequired[str]
    vat_id: NotRequired[str]
    registration_number: NotRequired[str]
    street: str
    street2: NotRequired[str]
    city: str
    county: NotRequired[str]
    postal_code: str
    country: NotRequired[str]
    phone: str


class StorefrontAddressChange(TypedDict):
    """``address`` replaces the whole of it."""

    address: NotRequired[StorefrontWholeAddressInput]
    default_shipping: NotRequired[bool]
    default_billing: NotRequired[bool]


class StorefrontAddressInput(TypedDict):
    """Where to; ``county`` is ISO 3166-2 without the country (``CJ``)."""

    first_name: str
    last_name: str
    company: NotRequired[str]
    vat_id: NotRequired[str]
    registration_number: NotRequired[str]
    street: str
    street2: NotRequired[str]
    city: str
    county: NotRequired[str]
    postal_code: str
    country: NotRequired[str]
    phone: str


class StorefrontImage(TypedDict):
    src: str
    srcset: str
    width: int
    height: int
    alt: str


class StorefrontCard(TypedDict):
    """A product in a list; ``price`` is the lowest of its variants."""

    id: str
    slug: str
    title: str
    vendor: str | None
    image: StorefrontImage | None
    price: Money
    highest_price: Money
    original_price: StorefrontMoney | None
    available: bool


class StorefrontProblem(TypedDict):
    """Why the cart cannot be ordered as it stands."""

    code: str
    message: str
    line_id: str | None


class StorefrontCart(TypedDict):
    """A cart; ``id`` is its secret token and opens it."""

    currency: str
    lines: list[StorefrontLine]
    items_total: Money
    discount_total: Money
    shipping_total: StorefrontMoney | None
    tax_total: Money
    tax_included: bool
    total: Money
    taxes: list[StorefrontTax]
    promotions: list[StorefrontPromotion]
    id: str
    email: str | None
    shipping_address: StorefrontOutAddress | None
    billing_address: StorefrontOutAddress | None
    shipping_method: str | None
    payment_method: str | None
    note: str | None
    coupons: list[str]
    problems: list[StorefrontProblem]
    explanation: NotRequired[list[Any]]


class StorefrontCartChange(TypedDict):
    """What is not named stays; null takes a value away."""

    email: NotRequired[str | None]
    shipping_address: NotRequired[StorefrontAddressInput | None]
    billing_address: NotRequired[StorefrontAddressInput | None]
    shipping_method: NotRequired[str | None]
    payment_method: NotRequired[str | None]
    coupons: NotRequired[list[str]]
    note: NotRequired[str | None]


class StorefrontCategory(TypedDict):
    """A category; ``parent`` is the slug above it."""

    id: str
    slug: str
    name: str
    description: str
    parent: str | None
    product_count: int


class StorefrontCheckoutInput(TypedDict):
    """``payment_method`` may have been chosen on the cart already."""

    payment_method: NotRequired[str]


class StorefrontCustomerAccess(TypedDict):
    """A bearer token and the seconds it lives."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int


class StorefrontCustomerCredentialsInput(TypedDict):
    """Who signs in."""

    email: str
    password: str


class StorefrontExport(TypedDict):
    """Everything that is held."""

    customer: Any
    addresses: list[Any]
    consents: list[Any]
    sessions: list[Any]
    orders: list[Any]
    carts: list[Any]
    withdrawals: list[Any]
    stock_notices: list[Any]


class StorefrontForgottenInput(TypedDict):
    email: str


class StorefrontFulfilmentState(TypedDict):
    status: str
    tracking: list[Any]


class StorefrontLegal(TypedDict):
    legal_name: str
    registration_number: str
    vat_id: str
    vat_registered: bool
    address: str
    email: str
    phone: str


class StorefrontLineChange(TypedDict):
    quantity: int


class StorefrontLinkPasswordInput(TypedDict):
    """``token`` stands in the link of the mail."""

    token: str
    password: str


class StorefrontMe(TypedDict):
    """Whoever is signed in."""

    id: str
    email: str
    first_name: str
    last_name: str
    phone: str
    locale: str | None
    company: str
    vat_id: str
    registration_number: str
    marketing: bool
    created_at: str
    version: int


class StorefrontMeChange(TypedDict):
    """What is not named stays (RFC 7396)."""

    first_name: NotRequired[str]
    last_name: NotRequired[str]
    phone: NotRequired[str]
    locale: NotRequired[str]
    company: NotRequired[str]
    vat_id: NotRequired[str]
    registration_number: NotRequired[str]
    marketing: NotRequired[bool]


class StorefrontMethod(TypedDict):
    code: str
    title: str
    description: str
    price: StorefrontMoney | None


class StorefrontMethods(TypedDict):
    items: list[StorefrontMethod]


class StorefrontMyOrder(TypedDict):
    """An order in a list; ``token`` opens it at ``/orders/{token}``, for others too."""

    id: str
    token: str
    number: str
    placed_at: str
    status: str
    payment_status: str
    fulfilment_status: str
    total: Money


class StorefrontNewAddressInput(TypedDict):
    """The first address is the default for both."""

    address: StorefrontWholeAddressInput
    default_shipping: NotRequired[bool]
    default_billing: NotRequired[bool]


class StorefrontNewLineInput(TypedDict):
    """Name a variant by ``sku`` or by ``variant_id``."""

    sku: NotRequired[str]
    variant_id: NotRequired[str]
    quantity: NotRequired[int]


class StorefrontOption(TypedDict):
    name: str
    values: list[str]


class StorefrontPaymentState(TypedDict):
    status: str
    method: str
    redirect_url: str | None


class StorefrontOrder(TypedDict):
    """An order as its buyer sees it; ``token`` opens it."""

    currency: str
    lines: list[StorefrontLine]
    items_total: Money
    discount_total: Money
    shipping_total: StorefrontMoney | None
    tax_total: Money
    tax_included: bool
    total: Money
    taxes: list[StorefrontTax]
    promotions: list[StorefrontPromotion]
    id: str
    token: str
    number: str
    status: str
    placed_at: str
    email: str
    payment: StorefrontPaymentState
    fulfilment: StorefrontFulfilmentState
    shipping_address: StorefrontOutAddress | None
    billing_address: StorefrontOutAddress | None
    shipping_method: str
    explanation: NotRequired[list[Any]]


class StorefrontPasswordChange(TypedDict):
    current: str
    password: str


class StorefrontVariant(TypedDict):
    """What can be put in a cart."""

    id: str
    sku: str | None
    options: Any
    price: Money
    original_price: StorefrontMoney | None
    lowest_price_30_days: StorefrontMoney | None
    available: bool
    barcode: str | None
    weight_grams: int | None


class StorefrontProduct(TypedDict):
    """A product with all that its page shows."""

    id: str
    slug: str
    title: str
    description: str
    vendor: str | None
    product_type: str | None
    tags: list[str]
    options: list[StorefrontOption]
    variants: list[StorefrontVariant]
    media: list[StorefrontImage]
    attributes: list[StorefrontAttribute]
    categories: list[str]
    price: Money
    original_price: StorefrontMoney | None
    available: bool
    url: str


class StorefrontReceived(TypedDict):
    """The same whether the address has an account or not."""

    detail: str


class StorefrontShop(TypedDict):
    """Who sells, in which languages and money."""

    name: str
    tagline: str
    locales: list[str]
    default_locale: str
    currency: str
    countries: list[str]
    theme: str
    selling: bool
    legal: StorefrontLegal


class StorefrontSignUpInput(TypedDict):
    """An account is made when the link in the mail is followed."""

    email: str
    password: str
    first_name: NotRequired[str]
    last_name: NotRequired[str]
    marketing: NotRequired[bool]


class StorefrontStockNoticeInput(TypedDict):
    """Who wants to hear when it is back; ``variant_id`` where there are several variants."""

    email: str
    variant_id: NotRequired[str]


class StorefrontWithdrawal(TypedDict):
    """What was received, and when; the receipt goes out by e-mail."""

    id: str
    name: str
    order_number: str
    email: str
    note: str
    received_at: str


class StorefrontWithdrawalInput(TypedDict):
    """The buyer's declaration; confirm it with them before it is sent."""

    name: str
    order_number: str
    email: str
    note: NotRequired[str]


class VariantInputChange(TypedDict):
    """``option_values``: one per option of the product, in their order."""

    sku: NotRequired[str | None]
    option_values: NotRequired[list[str]]
    price: NotRequired[MoneyInput]
    compare_at: NotRequired[StorefrontMoneyInput | None]
    barcode: NotRequired[str | None]
    weight_grams: NotRequired[int | None]
    track_stock: NotRequired[bool]
    backorder: NotRequired[bool]
    media_id: NotRequired[str | None]
