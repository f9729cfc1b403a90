"""The admin's gift cards; customers' store credit is ``customers``."""

from ecommus.client import types as t
from ecommus.client.catalogue import API, address
from ecommus.client.http import segment
from ecommus.client.pages import Page, Rows


class GiftCards(Rows[t.AdminGiftCard]):
    """Gift cards, newest first."""

    path = f"{API}/gift-cards"

    def list(
        self, *, q: str | None = None, status: str | None = None, limit: int | None = None,
        cursor: str | None = None,
    ) -> Page[t.AdminGiftCard]:  # fmt: skip
        """``q``: the end of a code, or part of recipient or note."""
        return self._page({"q": q, "filter[status]": status}, limit, cursor)

    def issue(self, card: t.AdminGiftCardInput) -> t.AdminNewGiftCard:
        """Its ``code`` is in this answer and nowhere else, so nothing is sent a second time."""
        return self._http.post(self.path, card, once=True)

    def get(self, card_id: str) -> t.AdminGiftCard:
        return self._http.get(f"{self.path}/{segment(card_id)}")

    def update(
        self,
        card: t.AdminGiftCard | str,
        changes: t.GiftCardFieldsChange,
        *,
        if_match: str | None = None,
    ) -> t.AdminGiftCard:
        """What is not named stays; the amount changes by ``adjust``."""
        name, version = address(card, if_match)
        return self._http.patch(f"{self.path}/{name}", changes, if_match=version)

    def adjust(
        self, card_id: str, change: t.AdminBalanceAdjustmentInput, *,
        idempotency_key: str | None = None,
    ) -> t.AdminGiftCard:  # fmt: skip
        """Put something on, or below zero take it off."""
        path = f"{self.path}/{segment(card_id)}/adjust"
        return self._http.post(path, change, idempotency_key=idempotency_key)

    def disable(self, card_id: str) -> t.AdminGiftCard:
        """It pays nothing; what is on it stays."""
        return self._http.post(f"{self.path}/{segment(card_id)}/disable")

    def enable(self, card_id: str) -> t.AdminGiftCard:
        return self._http.post(f"{self.path}/{segment(card_id)}/enable")

    def replace_code(self, card_id: str) -> t.AdminNewGiftCard:
        """The old code opens nothing from now on."""
        return self._http.post(f"{self.path}/{segment(card_id)}/replace-code", once=True)

    def movements(
        self, card_id: str, *, limit: int | None = None, cursor: str | None = None
    ) -> Page[t.AdminBalanceMovement]:
        """What happened to a card, newest first."""
        rows = Rows[t.AdminBalanceMovement](self._http)
        return rows._page({}, limit, cursor, f"{self.path}/{segment(card_id)}/movements")
