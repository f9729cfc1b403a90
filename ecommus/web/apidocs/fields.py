"""What a field of the API means, and a value that stands for it in examples.

The OpenAPI file knows types and limits; this says what people want to know beside them. Read by
``schemas`` and ``reference``. A test demands an entry for every field that the API takes.
"""

from typing import Any

ID = "019aa6d2-5c1e-7a40-9f3b-2f6d1c8e4b70"

# name, or Schema.name where the meaning is another one: (example, meaning)
FIELDS: dict[str, tuple[Any, str]] = {
    # Money
    "amount": (4500, "Minor units: 4500 is 45.00."),
    "currency": ("RON", "The shop's own currency, as in GET /api/storefront/shop."),
    # Products and variants
    "title": ("Blue mug", "What it is called."),
    "slug": ("blue-mug", "The last part of its address; left out, it is made from the name."),
    "description": ("Stoneware, 300 ml.", "HTML, reduced to what is safe."),
    "status": ("active", "draft: staff alone see it. active: on sale. archived: out of the way."),
    "vendor": ("Atelier", "Who makes it."),
    "product_type": ("Mugs", "A word of your own for sorting."),
    "tags": (["blue"], "Words of your own."),
    "options": (["Size"], "What variants differ in, at most three: names, in order."),
    "attributes": ({}, "Attribute code → text, or texts by language."),
    "tax_category": ("standard", "Which tax rate holds: the tax_category of a tax rate."),
    "seo_title": ("Blue mug", "For search engines, instead of the title."),
    "seo_description": ("A stoneware mug.", "For search engines."),
    "translations": ({}, 'Language → field → text: {"ro": {"title": "Cană albastră"}}.'),
    "featured": (False, "Shown on the home page."),
    "categories": ([ID], "Ids or slugs of categories."),
    "media": ([ID], "Ids of pictures, in the order they are shown."),
    "variants": ([], "What can be bought: one for a simple product, one per choice otherwise."),
    "sku": ("MUG-BLUE", "Your own code of the variant, unique in the shop."),
    "option_values": ([], "One value per option of the product, in their order."),
    "price": ({}, "What one unit costs, tax as the shop's tax rates say."),
    "compare_at": ({}, "The price before a reduction; null when there is none."),
    "barcode": ("5901234123457", "EAN, UPC or ISBN."),
    "weight_grams": (350, "With packing."),
    "track_stock": (True, "false: it can always be sold."),
    "backorder": (False, "true: it can be sold beyond what is there."),
    "media_id": (ID, "The picture of this variant."),
    "variant_id": (ID, "The id of a variant, instead of its sku."),
    # Categories, attributes, pictures, imports
    "name": ("Mugs", "What it is called."),
    "parent_id": (ID, "The category above; null at the top."),
    "position": (0, "Smaller comes first."),
    "code": ("material", "A name for programs; it cannot be changed."),
    "filename": ("mug.jpg", "For people; the type is seen from the content."),
    "content": ("iVBORw0KGgo=", "The file in base64: base64 -w0 mug.jpg"),
    "alt": ({"en": "A blue mug"}, "Language → what the picture shows."),
    "AdminImportInput.filename": ("products.csv", "For people."),
    "AdminImportInput.content": ("Title,SKU,Price\nBlue mug,MUG-BLUE,45.00\n", "The CSV itself."),
    "format": ("auto", "Which shop the file was made by; auto finds out."),
    "mapping": ({}, "Column → field, where the columns have names of their own."),
    "dry_run": (True, "true: say what would happen, change nothing."),
    # Invoices
    "exchange_rate": ("5.0876", "RON for one unit of the order's currency, when that is another."),
    "work_point": ("B2", "Its code stands behind the series; empty for the seat."),
    "AdminCreditInput.lines": ([], "Lines of the invoice and units; none: all that is left."),
    "AdminCreditInput.reason": ("Came back", "It stands on the credit note."),
    "AdminCreditLineInput.line_id": ("1", "The id of a line of the invoice."),
    # Stock
    "kind": ("received", "received and returned add, damaged takes away, adjusted corrects."),
    "quantity": (2, "Units."),
    "AdminMovementInput.quantity": (10, "Units, positive; for adjusted the signed difference."),
    "location": ("main", "Code or id of a stock location; the first one when left out."),
    "reason": ("Delivery 1042", "For the ledger or the timeline."),
    # Orders
    "lines": ([], "Which lines, how many units; left out, everything that is open."),
    "line_id": (ID, "The id of an order's line."),
    "carrier": ("Courier", "Who brings it."),
    "tracking_number": ("AWB123", "The parcel's number."),
    "tracking_url": ("https://courier.example/AWB123", "Where to follow it."),
    "reference": ("Receipt 77", "How you find the payment again."),
    # Carts
    "email": ("ana@example.com", "Where the confirmation goes."),
    "shipping_address": ({}, "Where it is sent to."),
    "billing_address": ({}, "Whom it is billed to; the shipping address when left out."),
    "shipping_method": ("flat", "A code of GET …/shipping-methods."),
    "payment_method": ("cod", "A code of GET …/payment-methods."),
    "note": ("Ring twice.", "The buyer's words to the shop."),
    "first_name": ("Ana", "Given name."),
    "last_name": ("Pop", "Family name."),
    "company": ("", "Billed to a company: its name."),
    "vat_id": ("", "The company's tax identification number."),
    "registration_number": ("", "The company's number in the trade register."),
    "street": ("Str. Memorandumului 10", "Street and number."),
    "street2": ("", "Building, floor, flat."),
    "city": ("Cluj-Napoca", "Town or village."),
    "county": ("CJ", "ISO 3166-2 without the country."),
    "postal_code": ("400114", "Postal code."),
    "country": ("RO", "ISO 3166-1, two letters."),
    "phone": ("+40722123456", "With the country's prefix."),
    # Shop
    "settings": ({}, "As the plugin's own schema says; it replaces all of them."),
    "theme": ("base", "The id of an installed theme."),
    "scopes": (["product.read", "order.read"], "Permissions; at most those that you hold."),
    "expires_at": ("2027-12-31T23:59:59Z", "When the key ends; null: when it is revoked."),
    "AdminKeyInput.name": ("ERP", "Which program it is for."),
    "AdminSettingsChange.name": ("Atelier", "The shop's name."),
    "locales": (["ro", "en"], "The shop's languages, the main one first."),
    "legal": ({}, "The company that sells."),
    "legal_name": ("Atelier SRL", "The company's name."),
    "vat_registered": (True, "Whether it charges VAT."),
    "tax": ({}, "How sums are made."),
    "rounding": ("document", "Round the tax once a document, or on each line."),
    "CredentialsInput.email": ("you@example.com", "Who signs in."),
    "password": ("a long password", "At least ten characters."),
    "CredentialsInput.password": ("a long password", "Their password."),
    "PlatformTenantInput.slug": ("atelier", "The first part of its host: atelier.<platform>."),
    "PlatformTenantInput.name": ("Atelier", "The shop's name."),
    "owner_email": ("owner@example.com", "Who runs it; signs in with this address."),
    "niche": ("ecommerce", "What kind of shop it is."),
}

PARAMETERS: dict[str, str] = {
    "limit": "Rows in a page.",
    "cursor": "The `next` of the page before.",
    "q": "Words to look for.",
    "category": "A category's slug; what is below it counts.",
    "sort": "The order of the rows; -price is the dearest first.",
    "min_price": "Minor units.",
    "max_price": "Minor units.",
    "in_stock": "Only what can be had now.",
    "explain": "1 adds how each sum came about.",
    "Idempotency-Key": "A text of your own, one per intention: a second time it has no effect.",
    "If-Match": "The ETag of what you read; 412 when somebody changed it since.",
    "slug": "The last part of its address in the shop.",
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
    "AdminMovementInput": ("sku", "kind", "quantity", "reason"),
    "AdminFulfilInput": ("carrier", "tracking_number"),
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
