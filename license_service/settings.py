"""Settings, made whole: the environment wins, and production refuses to start without secrets."""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ecommus.core.keysets import root_of
from ecommus.core.secretbox import SecretBox

SHORTEST = 32
FROM_ENVIRONMENT = {
    "sqlalchemy.url": "LICENSE_DATABASE_URL",
    "service.key": "LICENSE_SERVICE_KEY",
    "service.previous_keys": "LICENSE_PREVIOUS_SERVICE_KEYS",
    "license.root_key": "LICENSE_ROOT_KEY",
    "stripe.webhook_secret": "LICENSE_STRIPE_SECRET",
    "mail.url": "LICENSE_MAIL_URL",
}


class BadSettings(Exception):
    """The .ini or the environment is wrong; the text says what to set, and where."""


@dataclass(frozen=True)
class Config:
    """What the service runs under. ``folder``: only in development, where it makes its secrets."""

    url: str = field(repr=False)
    box: SecretBox
    roots: dict[str, Ed25519PublicKey]
    folder: Path | None = None
    stripe_secret: str = field(default="", repr=False)
    mail_url: str = field(default="", repr=False)
    mail_sender: str = ""
    address: str = ""
    secure: bool = True
    settings: dict[str, Any] = field(default_factory=dict, repr=False)


def configure(settings: dict[str, Any]) -> Config:
    """The configuration that ``settings`` and the environment describe, or BadSettings."""
    settings = dict(settings)
    for name, variable in FROM_ENVIRONMENT.items():
        if os.environ.get(variable):
            settings[name] = os.environ[variable]
    development = settings.get("service.development") == "true"
    folder = Path(settings.get("service.folder", "var/license-service")) if development else None
    url = settings.get("sqlalchemy.url", "")
    if not url:
        raise BadSettings(
            "no database is named: set LICENSE_DATABASE_URL, for example"
            " postgresql+psycopg://license@127.0.0.1/ecommus_license; beside the shop,"
            " `make license-service` sets it"
        )
    key = settings.get("service.key", "") or (made(folder / "service-key") if folder else "")
    if len(key) < SHORTEST:
        raise BadSettings(
            f"LICENSE_SERVICE_KEY is missing or shorter than {SHORTEST} characters; set it in the"
            f" environment, for example to the output of: openssl rand -base64 48"
        )
    roots = dict(root_of(text) for text in settings.get("license.root_key", "").split())
    if not roots and folder is None:
        raise BadSettings(
            "LICENSE_ROOT_KEY is missing: the public root key that `python -m license_service keys"
            " root FILE` printed when the root was made"
        )
    return Config(
        url=url,
        box=SecretBox([key, *settings.get("service.previous_keys", "").split()]),
        roots=roots,
        folder=folder,
        stripe_secret=settings.get("stripe.webhook_secret", ""),
        mail_url=settings.get("mail.url", ""),
        mail_sender=settings.get("mail.sender", "ecommus <licenses@localhost>"),
        address=settings.get("service.address", "http://localhost:6544").rstrip("/"),
        secure=settings.get("cookies.secure", "true") != "false",
        settings=settings,
    )


def made(path: Path) -> str:
    """A secret that lives as long as the folder (development)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(handle, "w") as file:
        value = secrets.token_urlsafe(48)
        file.write(value)
    return value
