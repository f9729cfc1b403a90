"""Signing in as a person: an access token for a quarter of an hour, renewed by itself.

The refresh token is in a cookie of the client's own jar and never seen here.
"""

from ecommus.client import types as t
from ecommus.client.http import Http
from ecommus.client.pages import Namespace


class Auth(Namespace):
    """``/api/<back office>/auth``. Integrations use an API key instead and need none of this."""

    def __init__(self, http: Http, path: str):
        super().__init__(http)
        self._path = path

    def login(self, email: str, password: str) -> t.Access:
        """Sign in; every call from now on is this person's. Unauthorized when either is wrong."""
        body: t.CredentialsInput = {"email": email, "password": password}
        return self._keep(self._http.post(f"{self._path}/login", body, once=True, renewing=True))

    def refresh(self) -> t.Access:
        """A new access token now; calls do this by themselves when theirs has run out."""
        return self._keep(self._http.post(f"{self._path}/refresh", once=True, renewing=True))

    def logout(self) -> None:
        """End the session, here and on the server."""
        self._http.post(f"{self._path}/logout", once=True, renewing=True)
        self._http.token = None
        self._http.renew = None

    def _keep(self, access: t.Access) -> t.Access:
        self._http.token = access["access_token"]
        self._http.renew = self.refresh
        return access
