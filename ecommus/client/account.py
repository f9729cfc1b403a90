"""The shopper's own account: signing up and in, details, orders, addresses, data.

After ``client.storefront.auth.login`` every call is the shopper's; the tokens are of another family
than the staff's, so one ``Client`` is either a shopper's or a member of staff's.
"""

from ecommus.client import types as t
from ecommus.client.auth import Auth
from ecommus.client.http import segment
from ecommus.client.pages import Namespace, Rows

API = "/api/storefront"


class ShopperAuth(Auth):
    """``/api/storefront/auth``; ``login``, ``refresh`` and ``logout`` are those of ``Auth``."""

    def register(
        self,
        email: str,
        password: str,
        *,
        first_name: str = "",
        last_name: str = "",
        marketing: bool = False,
    ) -> t.StorefrontReceived:
        """Ask for an account; ``confirm`` finishes it. The answer is the same for every address."""
        body: t.StorefrontSignUpInput = {
            "email": email,
            "password": password,
            "first_name": first_name,
            "last_name": last_name,
            "marketing": marketing,
        }
        return self._http.post(f"{self._path}/register", body, once=True)

    def confirm(self, token: str, password: str) -> t.Access:
        """Finish a sign-up with the token of its mail; signs in."""
        return self._follow("confirm", token, password)

    def forgot(self, email: str) -> t.StorefrontReceived:
        """Ask for a link to choose a new password."""
        body: t.StorefrontForgottenInput = {"email": email}
        return self._http.post(f"{self._path}/forgot", body, once=True)

    def reset(self, token: str, password: str) -> t.Access:
        """Choose a new password with the token of the mail; signs in."""
        return self._follow("reset", token, password)

    def confirm_email(self, token: str) -> None:
        """Prove a new address with the token of its mail; whoever is signed in stays so."""
        body: t.StorefrontLinkTokenInput = {"token": token}
        self._http.post(f"{self._path}/confirm-email", body, once=True)

    def _follow(self, name: str, token: str, password: str) -> t.Access:
        body: t.StorefrontLinkPasswordInput = {"token": token, "password": password}
        path = f"{self._path}/{name}"
        return self._keep(self._http.post(path, body, once=True, renewing=True))


class MyOrders(Rows[t.StorefrontMyOrder]):
    """One's own orders, newest first."""

    path = f"{API}/me/orders"

    def get(self, order_id: str) -> t.StorefrontOrder:
        return self._http.get(f"{self.path}/{segment(order_id)}")

    def reorder(self, order_id: str, *, cart: str | None = None) -> t.StorefrontReordered:
        """Put it into a cart again (``cart``, or a new one) and say what cannot be had or costs
        another price."""
        body: t.StorefrontReorderInput = {} if cart is None else {"cart": cart}
        return self._http.post(f"{self.path}/{segment(order_id)}/reorder", body, once=True)


class MyAddresses(Rows[t.StorefrontMyAddress]):
    """One's addresses."""

    path = f"{API}/me/addresses"

    def get(self, address_id: str) -> t.StorefrontMyAddress:
        return self._http.get(f"{self.path}/{segment(address_id)}")

    def create(self, address: t.StorefrontNewAddressInput) -> t.StorefrontMyAddress:
        return self._http.post(self.path, address)

    def update(
        self, address_id: str, changes: t.StorefrontAddressChange, *, if_match: str | None = None
    ) -> t.StorefrontMyAddress:
        """``address`` replaces the whole of it."""
        return self._http.patch(f"{self.path}/{segment(address_id)}", changes, if_match=if_match)

    def delete(self, address_id: str) -> None:
        self._http.delete(f"{self.path}/{segment(address_id)}")


class Me(Namespace):
    """``/api/storefront/me``: whoever is signed in."""

    path = f"{API}/me"

    @property
    def orders(self) -> MyOrders:
        return MyOrders(self._http)

    @property
    def addresses(self) -> MyAddresses:
        return MyAddresses(self._http)

    def get(self) -> t.StorefrontMe:
        return self._http.get(self.path)

    def update(
        self, changes: t.StorefrontMeChange, *, if_match: str | None = None
    ) -> t.StorefrontMe:
        """What is not named stays as it is."""
        return self._http.patch(self.path, changes, if_match=if_match)

    def change_password(self, current: str, password: str) -> None:
        """Every other session ends; this client goes on with a new one."""
        body: t.StorefrontPasswordChange = {"current": current, "password": password}
        answer = self._http.post(f"{self.path}/password", body, once=True)
        self._http.token = answer["access_token"]

    def change_email(self, email: str, password: str) -> t.StorefrontReceived:
        """Ask for another address; ``auth.confirm_email`` finishes it."""
        body: t.StorefrontEmailChange = {"email": email, "password": password}
        return self._http.post(f"{self.path}/email", body)

    def store_credit(self) -> t.StorefrontMyStoreCredit:
        """What one has to spend, and the latest movements."""
        return self._http.get(f"{self.path}/store-credit")

    def export(self) -> t.StorefrontExport:
        """Everything that the shop holds."""
        return self._http.post(f"{self.path}/export", once=True)

    def erase(self) -> None:
        """Erase the account for good."""
        self._http.post(f"{self.path}/erase")
        self._http.token = None
        self._http.renew = None
