"""What a field of the API means, and a value that stands for it in examples.

The OpenAPI file knows types and limits; this says what people want to know beside them. Read by
``schemas`` and ``reference``. A test demands an entry for every field that the API takes.
"""

from typing import Any

from ecommus.web.apidocs import fields_catalogue, fields_selling, fields_settings

# name, or Schema.name where the meaning is another one: (example, meaning)
FIELDS: dict[str, tuple[Any, str]] = {
    **fields_catalogue.FIELDS,
    **fields_selling.FIELDS,
    **fields_settings.FIELDS,
}

PARAMETERS: dict[str, str] = {
    "limit": "Rows in a page.",
    "cursor": "The `next` of the page before.",
    "q": "Words to look for.",
    "group": "Id or code of a group of customers.",
    "category": "A category's slug; what is below it counts.",
    "sort": "The order of the rows; -price is the dearest first.",
    "min_price": "Minor units.",
    "max_price": "Minor units.",
    "in_stock": "Only what can be had now.",
    "explain": "1 adds how each sum came about.",
    "currency": "One of the shop's `currencies`; without it amounts are in its own.",
    "location": "Code or id of a stock location.",
    "show": "Which rows: differences, moved (something came or went since the sheet), all.",
    "Idempotency-Key": "A text of your own, one per intention: a second time it has no effect.",
    "If-Match": "The ETag of what you read; 412 when somebody changed it since.",
    "slug": "The last part of its address in the shop.",
    "draft_line_id": "The id of a line of the draft.",
    "cart_id": "The cart's secret token.",
    "order_token": "The order's secret token, from the checkout's answer.",
    "plugin_id": "The plugin's name.",
}

# The fields of an example where "what is required" would not be a useful one.
CHOSEN: dict[str, tuple[str, ...]] = {
    "AdminProductInput": ("title", "description", "status", "variants"),
    "AdminVariantInput": ("sku", "price"),
    "ProductFieldsChange": ("title", "status"),
    "VariantInputChange": ("price", "barcode"),
    "AdminCategoryInput": ("name",),
    "CategoryInputChange": ("name",),
    "AdminAttributeInput": ("code", "name"),
    "AttributeFieldsChange": ("name",),
    "AdminPromotionInput": ("name", "enabled", "rules", "actions"),
    "AdminPromotionRuleInput": ("type", "count"),
    "AdminPromotionActionInput": ("type", "percentage"),
    "PromotionFieldsChange": ("priority", "ends_at"),
    "AdminCouponInput": ("code", "usage_limit"),
    "AdminCatalogPromotionInput": ("name", "enabled", "categories", "percentage"),
    "CatalogPromotionFieldsChange": ("percentage", "ends_at"),
    "AdminPriceListInput": ("code", "name", "currency", "group_id", "enabled"),
    "PriceListFieldsChange": ("enabled",),
    "AdminListPriceInput": ("sku", "min_quantity", "price"),
    "AdminCouponBatchInput": ("count", "prefix", "usage_limit"),
    "CouponFieldsChange": ("usage_limit",),
    "AdminProductBulkInput": ("products", "price_percent", "dry_run"),
    "AdminOrderBulkInput": ("action", "orders", "dry_run"),
    "AdminDraftInput": ("name", "email", "lines"),
    "AdminDraftLineInput": ("sku", "quantity", "agreed_price", "price_reason"),
    "AdminDraftChange": ("shipping_method", "payment_method", "note"),
    "AdminDraftLineChange": ("quantity", "agreed_price", "price_reason"),
    "AdminZoneInput": ("code", "name", "members"),
    "AdminZoneMemberInput": ("country",),
    "AdminTaxCategoryInput": ("code", "name"),
    "AdminTaxRateInput": ("name", "zone", "tax_category", "rate", "starts_on"),
    "AdminShippingMethodInput": ("code", "name", "kind", "amount", "free_from", "enabled"),
    "ZoneFieldsChange": ("name",),
    "TaxCategoryFieldsChange": ("name",),
    "TaxRateFieldsChange": ("ends_on",),
    "ShippingMethodFieldsChange": ("amount", "enabled"),
    "AdminTaxSettingsInput": ("rounding", "abroad"),
    "AdminLocationInput": ("code", "name", "priority", "address"),
    "LocationFieldsChange": ("priority",),
    "AdminTransferInput": ("sku", "source", "target", "quantity"),
    "AdminStockTakeInput": ("content", "reason"),
    "AdminMovementInput": ("sku", "kind", "quantity", "reason"),
    "AdminFulfilInput": ("carrier", "tracking_number"),
    "AdminGiftCardInput": ("amount", "expires_at", "recipient_email", "message"),
    "GiftCardFieldsChange": ("expires_at",),
    "AdminRefundInput": ("lines", "shipping", "reason", "restock"),
    "AdminImportInput": ("filename", "content", "dry_run"),
    "AdminSettingsChange": ("name", "tax"),
    "StorefrontNewLineInput": ("sku", "quantity"),
    "StorefrontCartChange": ("email", "shipping_address", "shipping_method", "payment_method"),
    "StorefrontAddressInput": (
        "first_name", "last_name", "street", "city", "county", "postal_code", "country", "phone",
    ),
}  # fmt: skip


def entry(schema: str, name: str) -> tuple[Any, str] | None:
    """Example and meaning of a field, or None for one that is not known (a plugin's)."""
    return FIELDS.get(f"{schema}.{name}") or FIELDS.get(name)
