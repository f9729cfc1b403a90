"""The admin's customers and their groups; what may be changed is named as in ``catalogue``."""

from collections.abc import Iterator

from ecommus.client import types as t
from ecommus.client.catalogue import address
from ecommus.client.http import segment
from ecommus.client.pages import Page, Rows

API = "/api/admin"


class Customers(Rows[t.AdminCustomerRow]):
    """Customers, newest first, with what they ordered."""

    path = f"{API}/customers"

    def list(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        q: str | None = None,
        group: str | None = None,
    ) -> Page[t.AdminCustomerRow]:
        """``q`` searches name, e-mail and company; ``group`` is a group's id or code."""
        return self._page({"q": q, "group": group}, limit, cursor)

    def iterate(
        self, *, q: str | None = None, group: str | None = None
    ) -> Iterator[t.AdminCustomerRow]:
        return self._all({"q": q, "group": group})

    def get(self, customer_id: str) -> t.AdminCustomer:
        return self._http.get(self._at(customer_id))

    def create(
        self, customer: t.AdminCustomerInput, *, idempotency_key: str | None = None
    ) -> t.AdminCustomer:
        """Its owner proves the address by asking for a password in the shop."""
        return self._http.post(self.path, customer, idempotency_key=idempotency_key)

    def update(
        self,
        customer: t.AdminCustomer | str,
        changes: t.CustomerInputChange,
        *,
        if_match: str | None = None,
    ) -> t.AdminCustomer:
        """What is not named stays as it is."""
        name, version = address(customer, if_match)
        return self._http.patch(f"{self.path}/{name}", changes, if_match=version)

    def erase(self, customer: t.AdminCustomer | str, *, if_match: str | None = None) -> None:
        """For good; of their orders what the law keeps stays."""
        name, version = address(customer, if_match)
        self._http.delete(f"{self.path}/{name}", if_match=version)

    def export(self, customer_id: str) -> t.StorefrontExport:
        """Everything that the shop holds about them."""
        return self._http.post(f"{self._at(customer_id)}/export", once=True)

    def store_credit(self, customer_id: str) -> t.AdminStoreCredit:
        """What they have to spend, and the latest movements."""
        return self._http.get(f"{self._at(customer_id)}/store-credit")

    def adjust_store_credit(
        self, customer_id: str, change: t.AdminBalanceAdjustmentInput, *,
        idempotency_key: str | None = None,
    ) -> t.AdminStoreCredit:  # fmt: skip
        """Put something on, or below zero take it off."""
        path = f"{self._at(customer_id)}/store-credit"
        return self._http.post(path, change, idempotency_key=idempotency_key)

    def _at(self, customer_id: str) -> str:
        return f"{self.path}/{segment(customer_id)}"


class CustomerGroups(Rows[t.AdminCustomerGroup]):
    """Groups of customers."""

    path = f"{API}/customer-groups"

    def get(self, group_id: str) -> t.AdminCustomerGroup:
        return self._http.get(f"{self.path}/{segment(group_id)}")

    def create(self, code: str, name: str) -> t.AdminCustomerGroup:
        body: t.AdminCustomerGroupInput = {"code": code, "name": name}
        return self._http.post(self.path, body)

    def update(
        self,
        group: t.AdminCustomerGroup | str,
        changes: t.AdminCustomerGroupChange,
        *,
        if_match: str | None = None,
    ) -> t.AdminCustomerGroup:
        name, version = address(group, if_match)
        return self._http.patch(f"{self.path}/{name}", changes, if_match=version)

    def delete(self, group: t.AdminCustomerGroup | str, *, if_match: str | None = None) -> None:
        """Its customers stay."""
        name, version = address(group, if_match)
        self._http.delete(f"{self.path}/{name}", if_match=version)
