"""The keys of the installation. Production takes them from the environment and refuses short ones;
development makes its own at first start and keeps them in ``var``."""

import hashlib
import os
import secrets
from pathlib import Path
from typing import Any

from ecommus.services.secretbox import SecretBox
from ecommus.web.settings import BadSettings

SHORTEST = 32


def development_secret(path: Path) -> str:
    """A secret that lives as long as the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(handle, "w") as file:
        value = secrets.token_urlsafe(48)
        file.write(value)
    return value


def _secret(settings: Any, name: str, variable: str) -> str:
    value = settings.get(name, "")
    if not value and settings.get("secrets.folder"):
        value = development_secret(Path(settings["secrets.folder"]) / name.replace(".", "-"))
    if len(value) < SHORTEST:
        raise BadSettings(
            f"{variable} is missing or shorter than {SHORTEST} characters; set it in the"
            f" environment, for example to the output of: openssl rand -base64 48"
        )
    return value


def includeme(config: Any) -> None:
    registry, settings = config.registry, config.registry.settings
    registry.secret = _secret(settings, "secret", "ECOMMUS_SECRET")
    registry.jwt_secret = _secret(settings, "jwt.secret", "JWT_SECRET")
    older = settings.get("secret.previous", "").split()
    registry.secretbox = SecretBox([registry.secret, *older])
    # What was hashed with them is still found.
    registry.previous_secrets = older
    registry.secure_cookies = settings.get("cookies.secure", "true") != "false"
    # Two installations on one development host must not overwrite each other's cookies.
    registry.installation = hashlib.sha256(registry.secret.encode()).hexdigest()[:8]
