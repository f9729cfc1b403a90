"""Settings, made whole: defaults, and secrets from the environment where the .ini leaves them."""

import os
from typing import Any


class BadSettings(Exception):
    """The .ini or the environment is wrong; the text says what to set, and where."""


FROM_ENVIRONMENT = {
    "secret": "ECOMMUS_SECRET",
    "jwt.secret": "JWT_SECRET",
    "sqlalchemy.url": "ECOMMUS_DATABASE_URL",
    "sqlalchemy.owner_url": "ECOMMUS_OWNER_DATABASE_URL",
    "sqlalchemy.platform_url": "ECOMMUS_PLATFORM_DATABASE_URL",
    "mail.url": "ECOMMUS_MAIL_URL",
    "listen_url": "ECOMMUS_LISTEN_URL",
    "secret.previous": "ECOMMUS_PREVIOUS_SECRETS",
    "license.service_key": "ECOMMUS_LICENSE_SERVICE_KEY",
}


def prepare(settings: dict[str, Any]) -> dict[str, Any]:
    """``settings`` with what the environment says; the environment wins."""
    settings = dict(settings)
    for name, variable in FROM_ENVIRONMENT.items():
        if os.environ.get(variable):
            settings[name] = os.environ[variable]
    return settings
