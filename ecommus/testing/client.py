"""A browser or program of somebody: WebTest over the real pipeline, on one shop's host."""

from typing import Any

from webtest import TestApp, TestResponse
from webtest.utils import NoDefault


class Client:
    """Requests as somebody. Pages send the Origin that a browser would."""

    def __init__(self, app: Any, host: str, token: str | None = None):
        self.host = host
        self.app = TestApp(app, extra_environ={"HTTP_HOST": host, "REMOTE_ADDR": "127.0.0.1"})
        self.token = token

    def _headers(self, headers: dict[str, str] | None) -> dict[str, str]:
        headers = dict(headers or {})
        if self.token and "Authorization" not in headers:
            headers["Authorization"] = f"Bearer {self.token}"
        return headers

    def get(self, path: str, *, headers: Any = None, status: Any = None) -> TestResponse:
        return self.app.get(path, headers=self._headers(headers), status=status)

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
        return call(path, body, headers=headers, status=status)

    def api_post(self, path: str, body: Any = None, **options: Any) -> TestResponse:
        return self.call("POST", path, {} if body is None else body, **options)

    def api_patch(self, path: str, body: Any, **options: Any) -> TestResponse:
        return self.call("PATCH", path, body, **options)

    def api_delete(self, path: str, **options: Any) -> TestResponse:
        return self.call("DELETE", path, **options)

