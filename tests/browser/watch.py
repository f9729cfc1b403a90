"""What a page complains about while it is open: console errors, policy violations, lost files."""

from typing import Any


class Watch:
    """Listens to a browser context; ``complaints`` says what went wrong so far."""

    def __init__(self, context: Any):
        self.complaints: list[str] = []
        context.on("console", self._console)
        context.on("weberror", lambda error: self._note(f"script error: {error.error}"))
        context.on("response", self._response)
        context.on("requestfailed", self._failed)

    def _note(self, text: str) -> None:
        self.complaints.append(text)

    def _console(self, message: Any) -> None:
        # Chromium repeats every status above 399 here; pages that are meant to answer so (404, 422)
        # are none of our business, and files are looked at in `_response`.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self._note(f"console: {message.text} ({message.location.get('url')})")

    def _response(self, response: Any) -> None:
        wanted = response.request.resource_type
        if response.status >= 500 or (response.status >= 400 and wanted != "document"):
            self._note(f"{response.status} {response.url}")

    def _failed(self, request: Any) -> None:
        # A second click replaces the first one's navigation: that is no failure.
        if request.failure != "net::ERR_ABORTED":
            self._note(f"{request.failure} {request.url}")
