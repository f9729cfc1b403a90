"""Where the platform is run: tenants, the license, what is installed. Pages; the API is ``api``."""

from typing import Any


def includeme(config: Any) -> None:
    """The views."""
    config.scan("ecommus.web.super_admin")
