"""What admin and super-admin share: signing in, the shell around their pages, lists and forms."""

from typing import Any

from pyramid.events import BeforeRender

from ecommus.web.back_office import shell


def includeme(config: Any) -> None:
    config.add_request_method(shell.of_request, "shell", reify=True)
    config.add_subscriber(shell.add_names, BeforeRender)
    config.scan("ecommus.web.back_office")
