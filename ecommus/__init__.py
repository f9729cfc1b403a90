"""ecommus: a multi-tenant commerce platform. ``main`` is the WSGI factory."""

import warnings

# Pyramid imports pkg_resources, which says that it is deprecated: nothing a user can mend.
warnings.filterwarnings("ignore", message="pkg_resources is deprecated")

from pyramid.config import Configurator  # noqa: E402

from ecommus.web.plugins import PluginFailed  # noqa: E402
from ecommus.web.settings import prepare  # noqa: E402
from ecommus.web.tree.platform import root  # noqa: E402


def main(global_config=None, **settings):
    """The shop. A plugin that fails to start is left out, and the shop is assembled anew."""
    settings = prepare(settings)
    while True:
        try:
            return assemble(settings)
        except PluginFailed as failure:
            # Truncating its actions would not be enough: what it included is marked as included,
            # and settings stay changed. Only a new Configurator is clean.
            failed = settings.get("plugins.failed", {}) | {failure.plugin.id: failure.reason}
            settings = {**settings, "plugins.failed": failed}


def assemble(settings):
    """The parts, in an order that matters only where a comment says so."""
    with Configurator(settings=dict(settings), root_factory=root) as config:
        config.include("ecommus.web.secrets")  # keys and cookies: everything below may ask
        config.include("ecommus.web.pipeline")  # outermost: what follows happens in one transaction
        config.include("ecommus.db")
        config.include("ecommus.web.site")  # asks the directory of ecommus.db
        config.include("ecommus.web.memory")
        config.include("ecommus.web.license")
        config.include("ecommus.web.security")  # before any view: views are closed by default
        config.include("ecommus.web.views")
        config.include("ecommus.web.derivers")
        config.include("ecommus.web.pagecache")
        config.include("ecommus.web.events")
        config.include("ecommus.web.i18n")
        config.include("ecommus.web.currency")
        config.include("ecommus.web.themes")
        config.include("ecommus.web.renderers")
        config.include("ecommus.web.urls")
        config.include("ecommus.web.tree.mounts")
        config.include("ecommus.web.plugins")
        config.include("ecommus.web.errors")
        config.include("ecommus.web.api")
        config.include("ecommus.web.apidocs")
        config.include("ecommus.web.static")
        config.include("ecommus.web.health")
        config.include("ecommus.web.jobs")
        config.include("ecommus.web.storefront")
        config.include("ecommus.web.webhooks")
        config.include("ecommus.web.back_office")
        config.include("ecommus.web.admin")
        config.include("ecommus.web.super_admin")
        config.load_plugins()  # last: they attach to what is already there
        config.include("ecommus.web.checks")  # refuses what must not be served
        return config.make_wsgi_app()
