"""One change for many products or orders: what the admin API takes and answers."""

from ecommus.web import schema as s
from ecommus.web.storefront.api.schemas import NULLABLE


class ProductBulkInput(s.Shape):
    """Exactly one of ``status``, ``price_percent``, ``add_category`` and ``remove_category``."""

    products = s.list_of(s.uuid(name="product"), 500)
    status = s.choice("draft", "active", "archived", missing=s.drop)
    price_percent = s.pattern(
        r"-?\d{1,3}(\.\d{1,2})?", "This must be a percentage such as -10.00.", missing=s.drop
    )
    add_category = s.text(1, 200, missing=s.drop)
    remove_category = s.text(1, 200, missing=s.drop)
    dry_run = s.boolean(missing=False)


class BulkRow(s.Shape):
    """A value of a product or, with ``variant_id``, of a variant: before and after."""

    product_id = s.uuid()
    variant_id = s.uuid(**NULLABLE)
    before = s.anything()
    after = s.anything()


class BulkRefusal(s.Shape):
    """What stays as it is, and why."""

    id = s.uuid()
    name = s.text()
    code = s.text()
    detail = s.text(0, 2000)


class ProductBulk(s.Shape):
    """``id``: by it the change is taken back; null for a trial, or when nothing changed."""

    id = s.uuid(**NULLABLE)
    dry_run = s.boolean()
    changed = s.list_of(BulkRow(name="row"), 200_000)
    refused = s.list_of(BulkRefusal(name="refusal"))


class BulkUndo(s.Shape):
    """Titles of the products that are as before, and of those changed since, which stay."""

    restored = s.list_of(s.text(name="title"))
    skipped = s.list_of(s.text(name="title"))


class OrderBulkInput(s.Shape):
    action = s.choice("confirm", "mark_paid", "cancel")
    orders = s.list_of(s.uuid(name="order"), 200)
    reason = s.text(0, 500, missing="")
    dry_run = s.boolean(missing=False)


class BulkOrder(s.Shape):
    id = s.uuid()
    number = s.text()


class OrderBulk(s.Shape):
    """Orders it was done for (or would be), and those that refused."""

    dry_run = s.boolean()
    done = s.list_of(BulkOrder(name="order"))
    refused = s.list_of(BulkRefusal(name="refusal"))
