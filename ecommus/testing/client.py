"""A browser or program of somebody: WebTest over the real pipeline, on one shop's host."""

from typing import Any

from webtest import TestApp, TestResponse
from webtest.utils import NoDefault


class Client:
    """Requests as somebody. Pages send the Origin that a browser would."""

    def __init__(self, app: Any, host: str, token: str | None = None, contract: Any = None):
        self.contract = contract
        self.host = host
        self.app = TestApp(app, extra_environ={"HTTP_HOST": host, "REMOTE_ADDR": "127.0.0.1"})
        self.token = token

    def _headers(self, headers: dict[str, str] | None) -> dict[str, str]:
        headers = dict(headers or {})
        if self.token and "Authorization" not in headers:
            headers["Authorization"] = f"Bearer {self.token}"
        return headers

    def get(self, path: str, *, headers: Any = None, status: Any = None) -> TestResponse:
        response = self.app.get(path, headers=self._headers(headers), status=status)
        return self._checked("GET", path, response)

    def _checked(self, method: str, path: str, response: TestResponse) -> TestResponse:
        if self.contract is not None and path.startswith("/api/"):
            self.contract.check(method, path.partition("?")[0], response)
        return response

    def post(
        self, path: str, data: Any = "", *, headers: Any = None, status: Any = None, **options: Any
    ) -> TestResponse:
        """A form, as a browser on this very host sends it."""
        headers = {"Origin": f"http://{self.host}"} | dict(headers or {})
        return self.app.post(path, data, headers=headers, status=status, **options)

    def call(
        self, method: str, path: str, body: Any = None, *, headers: Any = None, status: Any = None
    ) -> TestResponse:
        """A JSON call."""
        headers = self._headers(headers)
        call = getattr(self.app, f"{method.lower()}_json")
        if body is None:
            body = NoDefault
        return self._checked(method, path, call(path, body, headers=headers, status=status))

    def api_post(self, path: str, body: Any = None, **options: Any) -> TestResponse:
        return self.call("POST", path, {} if body is None else body, **options)

    def api_patch(self, path: str, body: Any, **options: Any) -> TestResponse:
        return self.call("PATCH", path, body, **options)

    def api_delete(self, path: str, **options: Any) -> TestResponse:
        return self.call("DELETE", path, **options)
