"""What the license service tells whoever has a service key: licenses, installations, its log.

The vendor's own installation has one; everywhere else the panels do not exist. Only read from here;
what is done to a license is done on the service's own pages.
"""

from typing import Any

import httpx

TIMEOUT = 5.0


class Away(Exception):
    """The license service did not answer, or refused; the text says how."""


class Office:
    """The service at ``url``, asked with a key."""

    def __init__(self, url: str, key: str):
        self.url, self._key = url.rstrip("/"), key

    def ask(self, path: str, **query: Any) -> dict[str, Any]:
        """The JSON of a call, or Away."""
        given = {name: value for name, value in query.items() if value not in ("", None)}
        headers = {"Authorization": f"Bearer {self._key}", "Accept": "application/json"}
        try:
            with httpx.Client(timeout=TIMEOUT, follow_redirects=False) as client:
                answer = client.get(f"{self.url}{path}", params=given, headers=headers)
                said = answer.json()
        except httpx.HTTPError as error:
            raise Away(f"it cannot be reached ({type(error).__name__})") from None
        except ValueError:
            raise Away("it answered no JSON") from None
        if answer.status_code == 404:
            raise KeyError(path)
        if answer.status_code != 200 or not isinstance(said, dict):
            reason = said.get("reason", "") if isinstance(said, dict) else ""
            raise Away(f"it answered {answer.status_code} {reason}".strip())
        return said


def office_of(settings: Any) -> Office | None:
    """The service as the settings name it: ``license.url`` and ``license.service_key``."""
    url, key = settings.get("license.url", ""), settings.get("license.service_key", "")
    return Office(url, key) if url and key else None
