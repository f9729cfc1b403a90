"""Issues licenses: a WSGI app of its own with a database of its own; the shop never imports it.

So far it is the frame alone: it says what it is and that it is well. Issuing is not built yet.
``tree`` is what stands in it, ``views`` what is shown, ``hygiene`` what every answer carries.
"""

from typing import Any

from pyramid.config import Configurator

from license_service.tree import root


def main(global_config: Any, **settings: Any) -> Any:
    """The application (PasteDeploy's ``app_factory``)."""
    with Configurator(settings=settings, root_factory=root) as config:
        config.include("license_service.hygiene")
        config.scan("license_service.views")
        return config.make_wsgi_app()
