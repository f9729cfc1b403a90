"""Shapes of bodies and answers, written by ``ecommus.testing.client_types``: do not edit.

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


class AdminAddedLineInput(TypedDict):
    sku: str
    quantity: int


class AdminAgreedInput(TypedDict):
    """A price per unit that holds whatever promotions there are; null: the shop's own."""

    amount: int
    currency: str


class Money(TypedDict):
    """``{"amount": 9000, "currency": "RON"}``: minor units."""

    amount: int
    currency: str


class StorefrontAttribute(TypedDict):
    name: str
    value: str


class StorefrontMoney(TypedDict):
    amount: int
    currency: str


class AdminAgreedLine(TypedDict):
    """A line; ``agreed_price`` where staff agreed on one."""

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
    agreed_price: StorefrontMoney | None
    price_reason: str | None


class AdminApproveInput(TypedDict):
    answer: NotRequired[str]


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


class MoneyInput(TypedDict):
    """``{"amount": 9000, "currency": "RON"}``: minor units."""

    amount: int
    currency: str


class AdminBalanceAdjustmentInput(TypedDict):
    """What is put on, or below zero taken off, and why."""

    amount: MoneyInput
    reason: str


class AdminBalanceMovement(TypedDict):
    """One change of an amount; ``left`` is what was there after it."""

    id: str
    kind: Literal["issued", "spent", "refunded", "returned", "adjusted"]
    amount: Money
    left: Money
    order_id: str | None
    order_number: str | None
    reason: str
    actor: str
    at: str


class AdminBulkOrder(TypedDict):
    id: str
    number: str


class AdminBulkRefusal(TypedDict):
    """What stays as it is, and why."""

    id: str
    name: str
    code: str
    detail: str


class AdminBulkRow(TypedDict):
    """A value of a product or, with ``variant_id``, of a variant: before and after."""

    product_id: str
    variant_id: str | None
    before: Any
    after: Any


class AdminBulkUndo(TypedDict):
    """Titles of the products that are as before, and of those changed since, which stay."""

    restored: list[str]
    skipped: list[str]


class AdminCancelInput(TypedDict):
    reason: NotRequired[str]
    refund: NotRequired[bool]


class AdminCartSettingsInput(TypedDict):
    left_after_hours: NotRequired[int]
    keep_days: NotRequired[int]
    remind: NotRequired[bool]


class AdminCatalogPromotion(TypedDict):
    """A catalogue promotion; what it names goes by id."""

    name: str
    translations: NotRequired[Any]
    priority: int
    enabled: bool
    exclusive: bool
    starts_at: str | None
    ends_at: str | None
    products: list[str]
    categories: list[str]
    variants: list[str]
    percentage: str | None
    amounts: list[Money]
    id: str
    version: int
    created_at: str


class AdminCatalogPromotionInput(TypedDict):
    """A new catalogue promotion."""

    name: str
    translations: NotRequired[dict[str, Any]]
    priority: NotRequired[int]
    enabled: NotRequired[bool]
    exclusive: NotRequired[bool]
    starts_at: NotRequired[str | None]
    ends_at: NotRequired[str | None]
    products: NotRequired[list[str]]
    categories: NotRequired[list[str]]
    variants: NotRequired[list[str]]
    percentage: NotRequired[str | None]
    amounts: NotRequired[list[MoneyInput]]


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


class AdminChange(TypedDict):
    field: str
    before: str
    after: str


class AdminCodes(TypedDict):
    """The codes that were made."""

    codes: list[str]


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


class AdminCorrectInput(TypedDict):
    """How the invoice should read; null: as it is. A dry run only says what would change."""

    billing_address: NotRequired[StorefrontAddressInput | None]
    due_on: NotRequired[str | None]
    reason: str
    dry_run: NotRequired[bool]


class AdminCorrection(TypedDict):
    """What reads differently; ``id`` and ``number`` are the corrected invoice's, once it is
    issued."""

    id: str | None
    number: str | None
    changes: list[AdminChange]


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


class AdminCredit(TypedDict):
    """Store credit in one currency."""

    id: str
    amount: Money


class AdminCreditLineInput(TypedDict):
    line_id: str
    quantity: int


class AdminCreditInput(TypedDict):
    """No lines and no amount: all that is left. An ``amount`` is spread over the VAT rates."""

    lines: NotRequired[list[AdminCreditLineInput]]
    amount: NotRequired[MoneyInput]
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


class StorefrontMethod(TypedDict):
    code: str
    title: str
    description: str
    price: StorefrontMoney | None
    pickup: str


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


class StorefrontPaidWith(TypedDict):
    """A gift card or store credit and what it pays; ``left`` is what stays on it, in a cart."""

    id: str
    kind: Literal["gift_card", "store_credit"]
    hint: str
    amount: Money
    left: StorefrontMoney | None


class StorefrontProblem(TypedDict):
    """Why the cart cannot be ordered as it stands."""

    code: str
    message: str
    line_id: str | None


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


class AdminDraft(TypedDict):
    """A cart of the staff, with the ways to send and to pay it."""

    currency: str
    lines: list[AdminAgreedLine]
    items_total: Money
    discount_total: Money
    shipping_total: StorefrontMoney | None
    tax_total: Money
    tax_included: bool
    total: Money
    balance_total: Money
    to_pay: Money
    paid_with: list[StorefrontPaidWith]
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
    gift_cards: list[str]
    use_store_credit: bool
    problems: list[StorefrontProblem]
    explanation: NotRequired[list[Any]]
    name: str | None
    drafted_by: str
    customer_id: str | None
    shipping_methods: list[StorefrontMethod]
    payment_methods: list[StorefrontMethod]
    sent_at: str | None
    ordered_at: str | None
    updated_at: str
    version: int


class AdminDraftChange(TypedDict):
    """What is not named stays; null takes a value away. Another ``currency`` takes agreed prices
    away."""

    currency: NotRequired[str]
    email: NotRequired[str | None]
    shipping_address: NotRequired[StorefrontAddressInput | None]
    billing_address: NotRequired[StorefrontAddressInput | None]
    shipping_method: NotRequired[str | None]
    payment_method: NotRequired[str | None]
    coupons: NotRequired[list[str]]
    note: NotRequired[str | None]
    name: NotRequired[str | None]
    customer_id: NotRequired[str]


class AdminDraftLineInput(TypedDict):
    """Name a variant by ``sku`` or by ``variant_id``."""

    sku: NotRequired[str]
    variant_id: NotRequired[str]
    quantity: NotRequired[int]
    agreed_price: NotRequired[AdminAgreedInput | None]
    price_reason: NotRequired[str]


class AdminDraftInput(TypedDict):
    """A new draft; with ``customer_id`` their e-mail and addresses come from their account."""

    name: NotRequired[str | None]
    currency: NotRequired[str | None]
    customer_id: NotRequired[str | None]
    email: NotRequired[str | None]
    shipping_address: NotRequired[StorefrontAddressInput | None]
    billing_address: NotRequired[StorefrontAddressInput | None]
    shipping_method: NotRequired[str | None]
    payment_method: NotRequired[str | None]
    coupons: NotRequired[list[str]]
    note: NotRequired[str | None]
    lines: NotRequired[list[AdminDraftLineInput]]


class AdminDraftLineChange(TypedDict):
    """What is not named stays; a quantity of zero takes the line out."""

    quantity: NotRequired[int]
    agreed_price: NotRequired[AdminAgreedInput | None]
    price_reason: NotRequired[str]


class AdminDraftRow(TypedDict):
    """A draft in a list."""

    id: str
    email: str | None
    units: int
    value: Money
    goods: list[str]
    updated_at: str
    ordered_at: str | None
    order_id: str | None
    name: str | None
    drafted_by: str
    sent_at: str | None
    version: int


class AdminEditedLine(TypedDict):
    name: str
    sku: str | None
    quantity_before: int
    quantity_after: int
    total_before: Money
    total_after: Money


class AdminEdit(TypedDict):
    """What an edit comes to; a negative difference is given back."""

    applied: bool
    total_before: Money
    total_after: Money
    difference: Money
    lines: list[AdminEditedLine]
    explanation: list[Any]
    version: int


class AdminEditLineInput(TypedDict):
    """Zero takes the line out."""

    line_id: str
    quantity: int


class AdminEditInput(TypedDict):
    """Lines that are not named stay as they are; so does the delivery price when null."""

    lines: NotRequired[list[AdminEditLineInput]]
    added: NotRequired[list[AdminAddedLineInput]]
    shipping: NotRequired[MoneyInput | None]
    reason: NotRequired[str]
    dry_run: NotRequired[bool]


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


class AdminFinishInput(TypedDict):
    refund: NotRequired[bool]


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


class AdminGiftCard(TypedDict):
    """A card and what is left on it; ``hint``: the last four characters of its code."""

    expires_at: str | None
    note: str
    recipient_name: str
    recipient_email: str | None
    message: str
    locale: str
    id: str
    hint: str
    status: Literal["open", "empty", "expired", "blocked"]
    amount: Money
    mailed_at: str | None
    disabled_at: str | None
    version: int
    created_at: str


class AdminGiftCardInput(TypedDict):
    """A new card; with ``recipient_email`` its code is mailed at once."""

    expires_at: NotRequired[str | None]
    note: NotRequired[str]
    recipient_name: NotRequired[str]
    recipient_email: NotRequired[str | None]
    message: NotRequired[str]
    locale: NotRequired[str]
    amount: MoneyInput


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
    """One document; ``digest`` is the SHA-256 of what was issued, ``left`` the money that can
    still be credited."""

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
    left: Money
    digest: str
    preceding_id: str | None
    corrected_by_id: str | None
    lines: list[AdminInvoiceLine]


class AdminInvoiceInput(TypedDict):
    """``exchange_rate``: RON for one unit of the order's currency, when that is another."""

    exchange_rate: NotRequired[str]
    work_point: NotRequired[str]


class AdminInvoiceRow(TypedDict):
    """A document in a list. ``kind``: 380 invoice, 381 credit note, 384 corrected invoice."""

    id: str
    order_id: str
    order_number: str
    kind: str
    number: str
    issued_on: str
    buyer: str
    total: Money


class AdminInvoicingInput(TypedDict):
    """How the shop invoices; what is not named stays."""

    invoice_series: NotRequired[str]
    credit_series: NotRequired[str]
    due_days: NotRequired[int]
    iban: NotRequired[str]
    bank: NotRequired[str]
    share_capital: NotRequired[str]
    vat_on_collection: NotRequired[bool]


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


class AdminLeftCart(TypedDict):
    """A cart that was left: whether a mail reminded of it, and brought its buyer back."""

    id: str
    email: str | None
    units: int
    value: Money
    goods: list[str]
    updated_at: str
    ordered_at: str | None
    order_id: str | None
    left_at: str
    reminded_at: str | None
    recovered_at: str | None


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


class AdminListPrice(TypedDict):
    """A price in a list, with what it is of."""

    id: str
    variant_id: str
    sku: str | None
    title: str
    option_values: list[str]
    min_quantity: int
    price: Money


class AdminListPriceInput(TypedDict):
    """What each unit costs from ``min_quantity`` units on. The variant goes by id or SKU."""

    variant_id: NotRequired[str]
    sku: NotRequired[str]
    min_quantity: NotRequired[int]
    price: MoneyInput


class AdminListPricesInput(TypedDict):
    """Many prices at once: all of them or none."""

    prices: list[AdminListPriceInput]
    dry_run: NotRequired[bool]


class AdminListPricesSet(TypedDict):
    """How many prices were set (or would be)."""

    count: int


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


class AdminLowered(TypedDict):
    """A variant, and its price without and with the promotion."""

    title: str
    sku: str
    before: Money
    after: Money


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


class AdminNewGiftCard(TypedDict):
    """A card with its ``code``, which is shown this once."""

    expires_at: str | None
    note: str
    recipient_name: str
    recipient_email: str | None
    message: str
    locale: str
    id: str
    hint: str
    status: Literal["open", "empty", "expired", "blocked"]
    amount: Money
    mailed_at: str | None
    disabled_at: str | None
    version: int
    created_at: str
    code: str


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


class AdminNoteInput(TypedDict):
    """For the staff alone; nobody changes it afterwards."""

    text: str


class AdminOrderLineState(TypedDict):
    id: str
    fulfilled: int


class AdminPayment(TypedDict):
    """An attempt to pay, or what a gift card or store credit paid (``balance_id``). ``claim``: what
    its provider is being asked for, if anything."""

    id: str
    gateway: str
    balance_id: str | None
    status: Literal["pending", "authorized", "paid", "failed", "cancelled"]
    amount: Money
    captured: Money
    refunded: Money
    reference: str
    claim: Literal["", "authorize", "capture", "void"]
    error: str


class AdminRefundRow(TypedDict):
    """A refund of an order. ``surplus``: money that came although nobody waited for it."""

    id: str
    payment_id: str
    balance_id: str | None
    part_of: str | None
    status: Literal["requested", "processing", "done", "failed"]
    amount: Money
    shipping: Money
    lines: list[Any]
    reason: str
    reference: str
    error: str
    restock: bool
    surplus: bool
    credit_note_id: str | None
    created_at: str
    done_at: str | None


class AdminTimelineEntry(TypedDict):
    kind: str
    at: str
    actor: str
    data: Any


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
    balance_total: Money
    to_pay: Money
    paid_with: list[StorefrontPaidWith]
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
    exchange_rate: str | None
    note: str | None
    shipping_address: StorefrontOutAddress | None
    billing_address: StorefrontOutAddress | None
    shipping_method: str
    payment_method: str
    fulfilled: list[AdminOrderLineState]
    fulfilments: list[AdminFulfilment]
    payments: list[AdminPayment]
    refunded_total: Money
    refunds: list[AdminRefundRow]
    timeline: list[AdminTimelineEntry]
    explanation: list[Any]
    version: int


class AdminOrderBulk(TypedDict):
    """Orders it was done for (or would be), and those that refused."""

    dry_run: bool
    done: list[AdminBulkOrder]
    refused: list[AdminBulkRefusal]


class AdminOrderBulkInput(TypedDict):
    action: Literal["confirm", "mark_paid", "cancel"]
    orders: list[str]
    reason: NotRequired[str]
    dry_run: NotRequired[bool]


class AdminOrderChange(TypedDict):
    """What is not named stays."""

    email: NotRequired[str]
    shipping_address: NotRequired[StorefrontAddressInput]
    billing_address: NotRequired[StorefrontAddressInput]
    note: NotRequired[str | None]


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
    refunded_total: Money


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


class AdminPriceList(TypedDict):
    """A price list; ``prices`` counts what is in it."""

    name: str
    priority: int
    enabled: bool
    group_id: str | None
    countries: list[str]
    starts_at: str | None
    ends_at: str | None
    code: str
    currency: str
    id: str
    prices: int
    version: int
    created_at: str


class AdminPriceListInput(TypedDict):
    """A new list; its code and its currency stay."""

    name: str
    priority: NotRequired[int]
    enabled: NotRequired[bool]
    group_id: NotRequired[str | None]
    countries: NotRequired[list[str]]
    starts_at: NotRequired[str | None]
    ends_at: NotRequired[str | None]
    code: str
    currency: str


class AdminVariant(TypedDict):
    """A variant with its stock over all locations."""

    id: str
    sku: str | None
    option_values: list[str]
    price: Money
    compare_at: StorefrontMoney | None
    min_price: StorefrontMoney | None
    barcode: str | None
    weight_grams: int | None
    track_stock: bool
    backorder: bool
    low_stock: int | None
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


class AdminProductBulk(TypedDict):
    """``id``: by it the change is taken back; null for a trial, or when nothing changed."""

    id: str | None
    dry_run: bool
    changed: list[AdminBulkRow]
    refused: list[AdminBulkRefusal]


class AdminProductBulkInput(TypedDict):
    """Exactly one of ``status``, ``price_percent``, ``add_category`` and ``remove_category``."""

    products: list[str]
    status: NotRequired[Literal["draft", "active", "archived"]]
    price_percent: NotRequired[str]
    add_category: NotRequired[str]
    remove_category: NotRequired[str]
    dry_run: NotRequired[bool]


class StorefrontMoneyInput(TypedDict):
    amount: int
    currency: str


class AdminVariantInput(TypedDict):
    """``option_values``: one per option of the product, in their order."""

    sku: NotRequired[str | None]
    option_values: NotRequired[list[str]]
    price: MoneyInput
    compare_at: NotRequired[StorefrontMoneyInput | None]
    min_price: NotRequired[StorefrontMoneyInput | None]
    barcode: NotRequired[str | None]
    weight_grams: NotRequired[int | None]
    track_stock: NotRequired[bool]
    backorder: NotRequired[bool]
    low_stock: NotRequired[int | None]
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


class AdminPromotionPreview(TypedDict):
    """What it would lower if it ran now; ``average`` is in per cent, ``largest`` at most three."""

    looked_at: int
    lowered: int
    average: str
    largest: list[AdminLowered]


class AdminReceivedLineInput(TypedDict):
    line_id: str
    received: int
    damaged: NotRequired[int]


class AdminReceiveInput(TypedDict):
    """No lines: exactly what was announced came, all of it whole."""

    lines: NotRequired[list[AdminReceivedLineInput]]


class AdminRefundPart(TypedDict):
    line_id: str
    quantity: int
    amount: Money
    tax: Money


class AdminRefund(TypedDict):
    """What a refund comes to. ``status`` is proposed for a dry run, which has no ``id``."""

    id: str | None
    status: Literal["proposed", "requested", "processing", "done", "failed"]
    lines: list[AdminRefundPart]
    shipping: Money
    total: Money
    tax: Money


class AdminRefundLineInput(TypedDict):
    line_id: str
    quantity: int


class AdminRefundInput(TypedDict):
    """Lines and delivery, or an ``amount`` by itself."""

    lines: NotRequired[list[AdminRefundLineInput]]
    shipping: NotRequired[bool]
    shipping_amount: NotRequired[MoneyInput]
    amount: NotRequired[MoneyInput]
    reason: NotRequired[str]
    reference: NotRequired[str]
    restock: NotRequired[bool]
    as_store_credit: NotRequired[bool]
    dry_run: NotRequired[bool]


class AdminRefuseInput(TypedDict):
    answer: str


class StorefrontReturnLine(TypedDict):
    """``quantity`` was announced, ``received`` came; ``damaged`` of it cannot be sold again."""

    line_id: str
    name: str
    quantity: int
    reason: str
    received: int
    damaged: int


class AdminReturn(TypedDict):
    """A return as staff see it. ``withdrawal_id``: the declaration that it follows from."""

    id: str
    number: str
    status: str
    lines: list[StorefrontReturnLine]
    note: str
    answer: str
    created_at: str
    received_at: str | None
    order_id: str
    order_number: str
    requested_by: str
    withdrawal_id: str | None
    version: int


class AdminReturnLineInput(TypedDict):
    line_id: str
    quantity: int
    reason: Literal[
        "does_not_fit",
        "damaged",
        "wrong_item",
        "not_as_described",
        "changed_mind",
        "withdrawal",
        "other",
    ]


class AdminReturnInput(TypedDict):
    """Goods that lie before whoever enters them: received at once."""

    lines: list[AdminReturnLineInput]
    note: NotRequired[str]
    restock: NotRequired[bool]


class AdminReturnRow(TypedDict):
    """A return in a list. ``units``: announced, over all lines."""

    id: str
    number: str
    status: str
    order_id: str
    order_number: str
    email: str
    units: int
    created_at: str


class AdminReturnSettingsInput(TypedDict):
    days: int


class AdminRole(TypedDict):
    id: str
    code: str
    name: str
    permissions: list[str]


class AdminShopCurrency(TypedDict):
    """Another currency a shop sells in; ``rate``: so much of the shop's own for one of it."""

    code: str
    rate: str
    step: int


class AdminSettings(TypedDict):
    name: str
    slug: str
    state: str
    currency: str
    currencies: list[AdminShopCurrency]
    locales: list[str]
    timezone: str
    countries: list[str]
    legal: Any
    legal_missing: list[str]
    tax: Any
    invoicing: Any
    returns: Any
    stock: Any
    carts: Any


class AdminShopCurrencyInput(TypedDict):
    """Another currency a shop sells in; ``rate``: so much of the shop's own for one of it."""

    code: str
    rate: str
    step: NotRequired[int]


class AdminStockSettingsInput(TypedDict):
    low: int


class AdminTaxSettingsInput(TypedDict):
    """What is not named stays."""

    rounding: NotRequired[Literal["document", "line", "unit"]]
    abroad: NotRequired[Literal["gross", "net"]]
    missing_rate: NotRequired[Literal["block", "zero"]]
    default_zone: NotRequired[str]


class AdminSettingsChange(TypedDict):
    name: NotRequired[str]
    locales: NotRequired[list[Literal["ro", "en"]]]
    legal: NotRequired[AdminLegalInput]
    countries: NotRequired[list[str]]
    tax: NotRequired[AdminTaxSettingsInput]
    invoicing: NotRequired[AdminInvoicingInput]
    returns: NotRequired[AdminReturnSettingsInput]
    stock: NotRequired[AdminStockSettingsInput]
    carts: NotRequired[AdminCartSettingsInput]
    currencies: NotRequired[list[AdminShopCurrencyInput]]


class AdminSheetError(TypedDict):
    """A row that could not be read; the header is row 1."""

    row: int
    field: str
    code: str
    message: str


class AdminShippingTier(TypedDict):
    """From so many grams (``by_weight``) or minor units of value (``by_total``) on."""

    start: int
    amount: int


class AdminShippingMethod(TypedDict):
    """A way of delivery of the shop's own."""

    name: str
    description: str
    translations: NotRequired[Any]
    kind: Literal["flat", "per_item", "by_weight", "by_total", "pickup"]
    zones: list[str]
    amount: int
    per_item: int
    tiers: list[AdminShippingTier]
    free_from: int | None
    min_weight: int | None
    max_weight: int | None
    min_total: int | None
    max_total: int | None
    tax_category: str | None
    days: str
    pickup_address: str
    pickup_instructions: str
    position: int
    enabled: bool
    code: str
    id: str
    version: int


class AdminShippingTierInput(TypedDict):
    """From so many grams (``by_weight``) or minor units of value (``by_total``) on."""

    start: int
    amount: int


class AdminShippingMethodInput(TypedDict):
    """A new way of delivery; its code stays for good."""

    name: str
    description: NotRequired[str]
    translations: NotRequired[dict[str, Any]]
    kind: Literal["flat", "per_item", "by_weight", "by_total", "pickup"]
    zones: NotRequired[list[str]]
    amount: NotRequired[int]
    per_item: NotRequired[int]
    tiers: NotRequired[list[AdminShippingTierInput]]
    free_from: NotRequired[int | None]
    min_weight: NotRequired[int | None]
    max_weight: NotRequired[int | None]
    min_total: NotRequired[int | None]
    max_total: NotRequired[int | None]
    tax_category: NotRequired[str | None]
    days: NotRequired[str]
    pickup_address: NotRequired[str]
    pickup_instructions: NotRequired[str]
    position: NotRequired[int]
    enabled: NotRequired[bool]
    code: str


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


class AdminStockSheet(TypedDict):
    """The sheet to count with: send ``content`` back, its column “counted” filled in."""

    filename: str
    content: str


class AdminStockTake(TypedDict):
    """What the sheet comes to, as it would be corrected now or as it was: ``changes`` shelves that
    are corrected, ``problems`` that cannot be, ``refused`` rows that could not be read (``errors``
    tells the first thousand). ``processed``: lines that are applied."""

    id: str
    filename: str
    reason: str
    basis: Literal["sheet", "now"]
    status: Literal["open", "applying", "applied"]
    lines: int
    created_by: str
    created_at: str
    applied_by: str
    applied_at: str | None
    blank: int
    refused: int
    unchanged: int
    changes: int
    found: int
    missing: int
    problems: int
    processed: int
    errors: list[AdminSheetError]


class AdminStockTakeInput(TypedDict):
    """``content`` is the counted sheet itself, a CSV."""

    filename: NotRequired[str]
    content: str
    reason: str
    basis: NotRequired[Literal["sheet", "now"]]


class AdminStockTakeLine(TypedDict):
    """A counted shelf: what the sheet and the ledger say, and what the count makes of it."""

    row: int
    variant_id: str
    location_id: str
    title: str
    sku: str
    options: str
    place: str
    counted: int
    expected: int | None
    now: int
    difference: int
    after: int
    problem: str | None


class AdminStockTakeRow(TypedDict):
    """A counted sheet. ``lines``: counted rows that could be read."""

    id: str
    filename: str
    reason: str
    basis: Literal["sheet", "now"]
    status: Literal["open", "applying", "applied"]
    lines: int
    created_by: str
    created_at: str
    applied_by: str
    applied_at: str | None


class AdminStoreCredit(TypedDict):
    """A customer's store credit, and what changed it lately, the newest first."""

    balances: list[AdminCredit]
    movements: list[AdminBalanceMovement]


class AdminTaxCategory(TypedDict):
    """What products and deliveries name, and rates are set for."""

    name: str
    translations: NotRequired[Any]
    position: int
    code: str
    id: str
    version: int


class AdminTaxCategoryInput(TypedDict):
    """A new category; its code stays for good."""

    name: str
    translations: NotRequired[dict[str, Any]]
    position: NotRequired[int]
    code: str


class AdminTaxRate(TypedDict):
    """A tax rate; orders keep the one that they were placed with."""

    name: str
    zone: str
    tax_category: str
    rate: str
    included_in_price: bool
    starts_on: str
    ends_on: str | None
    id: str
    version: int


class AdminTaxRateInput(TypedDict):
    """A new rate: on a day there is one per zone and category."""

    name: str
    zone: str
    tax_category: str
    rate: str
    included_in_price: NotRequired[bool]
    starts_on: str
    ends_on: NotRequired[str | None]


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


class AdminZoneMember(TypedDict):
    """A country, a province of one, or another zone (its code or id)."""

    country: NotRequired[str]
    province: NotRequired[str]
    zone: NotRequired[str]


class AdminZone(TypedDict):
    """A part of the world that taxes and deliveries are set for."""

    name: str
    members: list[AdminZoneMember]
    code: str
    id: str
    version: int


class AdminZoneMemberInput(TypedDict):
    """A country, a province of one, or another zone (its code or id)."""

    country: NotRequired[str]
    province: NotRequired[str]
    zone: NotRequired[str]


class AdminZoneInput(TypedDict):
    """A new zone; its code stays for good."""

    name: str
    members: list[AdminZoneMemberInput]
    code: str


class AttributeFieldsChange(TypedDict):
    name: NotRequired[str]
    translations: NotRequired[dict[str, Any]]
    position: NotRequired[int]


class CatalogPromotionFieldsChange(TypedDict):
    """What a promotion lowers and by how much: a percentage, or an amount in a currency. Nothing
    named: everything. Products and categories go by id or address, variants by id or SKU."""

    name: NotRequired[str]
    translations: NotRequired[dict[str, Any]]
    priority: NotRequired[int]
    enabled: NotRequired[bool]
    exclusive: NotRequired[bool]
    starts_at: NotRequired[str | None]
    ends_at: NotRequired[str | None]
    products: NotRequired[list[str]]
    categories: NotRequired[list[str]]
    variants: NotRequired[list[str]]
    percentage: NotRequired[str | None]
    amounts: NotRequired[list[MoneyInput]]


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


class GiftCardFieldsChange(TypedDict):
    """What is said of a card: until when it holds, whom it is for, a note of the staff."""

    expires_at: NotRequired[str | None]
    note: NotRequired[str]
    recipient_name: NotRequired[str]
    recipient_email: NotRequired[str | None]
    message: NotRequired[str]
    locale: NotRequired[str]


class ListPriceFieldsChange(TypedDict):
    """Another price."""

    price: NotRequired[MoneyInput]


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
    kid: str
    jti: str
    features: list[str]
    licensed_themes: list[str]
    licensed_plugins: list[str]
    niche_packages: list[str]
    domain_binding: list[str]
    stores: int | None
    expires_at: str | None
    support_until: str | None
    grace: str
    closes: str
    source: str
    problem: str | None


class PlatformLicenseInput(TypedDict):
    """``token``: the license, and its key set after a space if there is one."""

    token: str


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


class PriceListFieldsChange(TypedDict):
    """Who a list is for: a customer group, countries, a time; without any, everybody."""

    name: NotRequired[str]
    priority: NotRequired[int]
    enabled: NotRequired[bool]
    group_id: NotRequired[str | None]
    countries: NotRequired[list[str]]
    starts_at: NotRequired[str | None]
    ends_at: NotRequired[str | None]


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


class ShippingMethodFieldsChange(TypedDict):
    """Amounts in minor units of the shop's currency. Zones: codes or ids; none: everywhere."""

    name: NotRequired[str]
    description: NotRequired[str]
    translations: NotRequired[dict[str, Any]]
    kind: NotRequired[Literal["flat", "per_item", "by_weight", "by_total", "pickup"]]
    zones: NotRequired[list[str]]
    amount: NotRequired[int]
    per_item: NotRequired[int]
    tiers: NotRequired[list[AdminShippingTierInput]]
    free_from: NotRequired[int | None]
    min_weight: NotRequired[int | None]
    max_weight: NotRequired[int | None]
    min_total: NotRequired[int | None]
    max_total: NotRequired[int | None]
    tax_category: NotRequired[str | None]
    days: NotRequired[str]
    pickup_address: NotRequired[str]
    pickup_instructions: NotRequired[str]
    position: NotRequired[int]
    enabled: NotRequired[bool]


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
    balance_total: Money
    to_pay: Money
    paid_with: list[StorefrontPaidWith]
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
    gift_cards: list[str]
    use_store_credit: bool
    problems: list[StorefrontProblem]
    explanation: NotRequired[list[Any]]


class StorefrontCartChange(TypedDict):
    """What is not named stays; null takes a value away."""

    currency: NotRequired[str]
    email: NotRequired[str | None]
    shipping_address: NotRequired[StorefrontAddressInput | None]
    billing_address: NotRequired[StorefrontAddressInput | None]
    shipping_method: NotRequired[str | None]
    payment_method: NotRequired[str | None]
    coupons: NotRequired[list[str]]
    note: NotRequired[str | None]
    gift_cards: NotRequired[list[str]]
    use_store_credit: NotRequired[bool]


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
    use_store_credit: NotRequired[bool]


class StorefrontCreditAmount(TypedDict):
    """Store credit in one currency."""

    amount: Money


class StorefrontCreditMovement(TypedDict):
    """One change of store credit; ``left`` is what was there after it."""

    kind: Literal["issued", "spent", "refunded", "returned", "adjusted"]
    amount: Money
    left: Money
    order_number: str | None
    at: str


class StorefrontCustomerAccess(TypedDict):
    """A bearer token and the seconds it lives."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int


class StorefrontCustomerCredentialsInput(TypedDict):
    """Who signs in."""

    email: str
    password: str


class StorefrontEmailChange(TypedDict):
    """The new address, and the present password."""

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
    returns: list[Any]
    withdrawals: list[Any]
    mail_optouts: list[Any]
    stock_notices: list[Any]
    store_credit: list[Any]
    gift_cards: list[Any]


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


class StorefrontLinkTokenInput(TypedDict):
    """``token`` stands in the link of the mail."""

    token: str


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


class StorefrontMethods(TypedDict):
    items: list[StorefrontMethod]


class StorefrontMissingLine(TypedDict):
    """A line of which the cart does not hold what the order had. ``sold``: whether it still is."""

    name: str
    sku: str | None
    wanted: int
    held: int
    sold: bool


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


class StorefrontMyStoreCredit(TypedDict):
    """One's store credit, and what changed it lately, the newest first."""

    balances: list[StorefrontCreditAmount]
    movements: list[StorefrontCreditMovement]


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
    balance_total: Money
    to_pay: Money
    paid_with: list[StorefrontPaidWith]
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
    pickup: str
    explanation: NotRequired[list[Any]]


class StorefrontPasswordChange(TypedDict):
    current: str
    password: str


class StorefrontQuantityPrice(TypedDict):
    """What each unit costs from so many in one line."""

    min_quantity: int
    price: Money


class StorefrontVariant(TypedDict):
    """What can be put in a cart."""

    id: str
    sku: str | None
    options: Any
    price: Money
    original_price: StorefrontMoney | None
    lowest_price_30_days: StorefrontMoney | None
    quantity_prices: list[StorefrontQuantityPrice]
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


class StorefrontReorderInput(TypedDict):
    """``cart``: the token of a cart to put it into; without one there is a new cart."""

    cart: NotRequired[str]


class StorefrontRepricedLine(TypedDict):
    """A line of which one piece costs another price than it did; none where the order's currency
    or taxes are not the cart's."""

    name: str
    sku: str | None
    was: Money
    now: Money


class StorefrontReordered(TypedDict):
    """The cart, what of the order it does not hold, and what costs another price now."""

    cart: StorefrontCart
    missing: list[StorefrontMissingLine]
    repriced: list[StorefrontRepricedLine]


class StorefrontReturn(TypedDict):
    """A return. No lines: a withdrawal from an order of which nothing had been sent."""

    id: str
    number: str
    status: str
    lines: list[StorefrontReturnLine]
    note: str
    answer: str
    created_at: str
    received_at: str | None


class StorefrontReturnLineInput(TypedDict):
    line_id: str
    quantity: int
    reason: Literal[
        "does_not_fit",
        "damaged",
        "wrong_item",
        "not_as_described",
        "changed_mind",
        "other",
    ]


class StorefrontReturnRequestInput(TypedDict):
    """Which units of the order's lines are to come back, and why."""

    lines: list[StorefrontReturnLineInput]
    note: NotRequired[str]


class StorefrontShop(TypedDict):
    """Who sells, in which languages and money."""

    name: str
    tagline: str
    locales: list[str]
    default_locale: str
    currency: str
    currencies: list[str]
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


class TaxCategoryFieldsChange(TypedDict):
    name: NotRequired[str]
    translations: NotRequired[dict[str, Any]]
    position: NotRequired[int]


class TaxRateFieldsChange(TypedDict):
    """A rate of a zone and a category (code or id); both days are included."""

    name: NotRequired[str]
    zone: NotRequired[str]
    tax_category: NotRequired[str]
    rate: NotRequired[str]
    included_in_price: NotRequired[bool]
    starts_on: NotRequired[str]
    ends_on: NotRequired[str | None]


class VariantInputChange(TypedDict):
    """``option_values``: one per option of the product, in their order."""

    sku: NotRequired[str | None]
    option_values: NotRequired[list[str]]
    price: NotRequired[MoneyInput]
    compare_at: NotRequired[StorefrontMoneyInput | None]
    min_price: NotRequired[StorefrontMoneyInput | None]
    barcode: NotRequired[str | None]
    weight_grams: NotRequired[int | None]
    track_stock: NotRequired[bool]
    backorder: NotRequired[bool]
    low_stock: NotRequired[int | None]
    media_id: NotRequired[str | None]


class ZoneFieldsChange(TypedDict):
    name: NotRequired[str]
    members: NotRequired[list[AdminZoneMemberInput]]
