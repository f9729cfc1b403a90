"""Carts that staff write for somebody, and carts that shoppers left."""

from ecommus.client import types as t
from ecommus.client.catalogue import API, address
from ecommus.client.http import segment
from ecommus.client.pages import Page, Rows


class Drafts(Rows[t.AdminDraftRow]):
    """Drafts, newest first. Every change answers with the whole draft."""

    path = f"{API}/drafts"

    def list(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        q: str | None = None,
        state: str | None = None,
    ) -> Page[t.AdminDraftRow]:
        """``state``: open, sent or ordered; ``q`` searches name and e-mail."""
        return self._page({"q": q, "filter[state]": state}, limit, cursor)

    def create(
        self, draft: t.AdminDraftInput, *, idempotency_key: str | None = None
    ) -> t.AdminDraft:
        """A new draft; ``lines`` may carry prices that were agreed on."""
        return self._http.post(self.path, draft, idempotency_key=idempotency_key)

    def get(self, draft_id: str) -> t.AdminDraft:
        """With its problems, the explanation of its sums, and what can be chosen."""
        return self._http.get(f"{self.path}/{segment(draft_id)}")

    def update(
        self,
        draft: t.AdminDraft | str,
        changes: t.AdminDraftChange,
        *,
        if_match: str | None = None,
    ) -> t.AdminDraft:
        """What is not named stays."""
        name, version = address(draft, if_match)
        return self._http.patch(f"{self.path}/{name}", changes, if_match=version)

    def delete(self, draft: t.AdminDraft | str, *, if_match: str | None = None) -> None:
        """Conflict once it is an order."""
        name, version = address(draft, if_match)
        self._http.delete(f"{self.path}/{name}", if_match=version)

    def add_line(
        self, draft_id: str, line: t.AdminDraftLineInput, *, idempotency_key: str | None = None
    ) -> t.AdminDraft:
        """Put units of a variant in."""
        path = f"{self.path}/{segment(draft_id)}/lines"
        return self._http.post(path, line, idempotency_key=idempotency_key)

    def change_line(
        self,
        draft: t.AdminDraft | str,
        line_id: str,
        changes: t.AdminDraftLineChange,
        *,
        if_match: str | None = None,
    ) -> t.AdminDraft:
        """Another quantity, another agreed price (None: the shop's own again)."""
        name, version = address(draft, if_match)
        path = f"{self.path}/{name}/lines/{segment(line_id)}"
        return self._http.patch(path, changes, if_match=version)

    def remove_line(self, draft_id: str, line_id: str) -> t.AdminDraft:
        """Take a line out."""
        return self._http.delete(f"{self.path}/{segment(draft_id)}/lines/{segment(line_id)}")

    def place(self, draft_id: str, *, idempotency_key: str | None = None) -> t.AdminOrder:
        """Order it for its buyer; the order is confirmed."""
        path = f"{self.path}/{segment(draft_id)}/place"
        return self._http.post(path, idempotency_key=idempotency_key)

    def send(self, draft_id: str) -> t.AdminDraft:
        """Write to its buyer, who finishes and pays it."""
        return self._http.post(f"{self.path}/{segment(draft_id)}/send")


class LeftCarts(Rows[t.AdminLeftCart]):
    """Carts that shoppers left, newest first."""

    path = f"{API}/left-carts"

    def list(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        q: str | None = None,
        state: str | None = None,
    ) -> Page[t.AdminLeftCart]:
        """``state``: waiting, reminded, back or ordered; ``q`` searches e-mail and name."""
        return self._page({"q": q, "filter[state]": state}, limit, cursor)
