"""Gift cards and store credit: what the admin API takes and answers."""

from ecommus.web import schema as s
from ecommus.web.storefront.api.schemas import NULLABLE


class GiftCardFields(s.Shape):
    """What is said of a card: until when it holds, whom it is for, a note of the staff."""

    expires_at = s.time(**NULLABLE)
    note = s.text(0, 500, missing="")
    recipient_name = s.text(0, 120, missing="")
    recipient_email = s.email(**NULLABLE)
    message = s.text(0, 1000, missing="")
    locale = s.text(0, 10, missing="")


GiftCardChange = s.partial(GiftCardFields)


class GiftCardInput(GiftCardFields):
    """A new card; with ``recipient_email`` its code is mailed at once."""

    amount = s.Money()


class GiftCard(GiftCardFields):
    """A card and what is left on it; ``hint``: the last four characters of its code."""

    id = s.uuid()
    hint = s.text()
    status = s.choice("open", "empty", "expired", "blocked")
    amount = s.Money()
    mailed_at = s.time(**NULLABLE)
    disabled_at = s.time(**NULLABLE)
    version = s.integer()
    created_at = s.time()


class NewGiftCard(GiftCard):
    """A card with its ``code``, which is shown this once."""

    code = s.text()


class GiftCardQuery(s.Shape):
    patterns = ("filter[",)
    q = s.text(0, 200, missing="")


class BalanceAdjustment(s.Shape):
    """What is put on, or below zero taken off, and why."""

    amount = s.Money()
    reason = s.text(1, 200)


class BalanceMovement(s.Shape):
    """One change of an amount; ``left`` is what was there after it."""

    id = s.uuid()
    kind = s.choice("issued", "spent", "refunded", "returned", "adjusted")
    amount = s.Money()
    left = s.Money()
    order_id = s.uuid(**NULLABLE)
    order_number = s.text(**NULLABLE)
    reason = s.text()
    actor = s.text()
    at = s.time()


class Credit(s.Shape):
    """Store credit in one currency."""

    id = s.uuid()
    amount = s.Money()


class StoreCredit(s.Shape):
    """A customer's store credit, and what changed it lately, the newest first."""

    balances = s.list_of(Credit(name="credit"), 200)
    movements = s.list_of(BalanceMovement(name="movement"), 50)
