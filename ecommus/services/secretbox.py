"""Which settings are secrets; ``SecretBox`` is where they rest."""

from typing import Any

from deform.widget import PasswordWidget

from ecommus.core.secretbox import SecretBox

__all__ = ["SecretBox", "is_secret"]


def is_secret(node: Any) -> bool:
    """Whether a settings field is one that is never sent back."""
    return isinstance(node.widget, PasswordWidget)
