"""``Client``: where the API is, as whom to speak, and the three namespaces of calls."""

from collections.abc import Mapping
from types import TracebackType
from typing import Any

import httpx

from ecommus.client.admin import Admin
from ecommus.client.http import Http
from ecommus.client.storefront import Storefront
from ecommus.client.super_admin import SuperAdmin
from ecommus.client.transport import Resolving

VERSION = "2026-11-23"


class Client:
    """One shop's API (or the platform's), ready to call. Close it, or use it in ``with``.

    ``base_url``    where the shop is: ``https://fashion.example``, without ``/api``.
    ``token``       an API key (``eck_…``); people sign in by ``client.admin.auth.login`` instead.
    ``resolve``     name → address, for names that the system does not resolve.
    ``tenant``      the slug of the shop when ``base_url`` is the platform's (header tenancy).
    ``locale``      the language of messages and texts: ``ro`` or ``en``.
    ``transport``   another httpx transport: ``httpx.WSGITransport(app)`` in tests.
    ``version``     the version of the API that the caller was written for.
    ``timeout``     seconds to wait for a connection or an answer.
    """

    def __init__(
        self,
        base_url: str,
        *,
        token: str | None = None,
        resolve: Mapping[str, str] | None = None,
        tenant: str | None = None,
        locale: str | None = None,
        transport: httpx.BaseTransport | None = None,
        version: str = VERSION,
        timeout: float = 30.0,
    ):
        if tenant and not token:
            raise ValueError(
                "tenant= needs token=: the platform's host takes a shop's name only with an API"
                " key of that shop. To sign in as a person, use the shop's own address."
            )
        headers = {"Accept": "application/json", "Ecommus-Version": version}
        if tenant:
            headers["X-Ecommus-Tenant"] = tenant
        if locale:
            headers["Accept-Language"] = locale
        self._client = httpx.Client(
            base_url=base_url,
            headers=headers,
            timeout=timeout,
            transport=transport or Resolving(resolve or {}),
        )
        self._http = Http(self._client, token)
        self.storefront = Storefront(self._http)
        self.admin = Admin(self._http)
        self.super_admin = SuperAdmin(self._http)

    def call(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """A call that has no method here: one of a plugin. ``path`` begins with ``/api/``."""
        return self._http.send(method, path, body=body, query=query)

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
