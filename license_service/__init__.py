"""Issues licenses: a WSGI app of its own with a database of its own; the shop never imports it.

``rules`` is what holds without a database, ``db`` the tables, ``services`` the use cases, ``api``
and ``pages`` the two ways in, ``cli`` the third. Of the shop it knows ``ecommus.core``, which has
the formats that both sides keep, and ``ecommus.db.base``.
"""

from typing import Any

from pyramid.config import Configurator

from license_service.tree import root


def main(global_config: Any, **settings: Any) -> Any:
    """The application (PasteDeploy's ``app_factory``)."""
    with Configurator(settings=settings, root_factory=root) as config:
        config.include("license_service.application")
        return config.make_wsgi_app()
