"""The example: every kind of thing a plugin can do, in about a hundred lines. Copy it."""

from sqlalchemy import text
from zope.interface import implementer

from ecommus.core.events import OrderPlaced
from ecommus.core.permissions import Permission
from ecommus.plugin_sdk import Plugin
from ecommus.plugin_sdk.interfaces import IAdmin, IProduct, IResource, IStorefront
from ecommus_plugins.example_hello.settings import HelloSettings

plugin = Plugin(
    "example-hello",
    version="1.0.0",
    title="Hello, the example plugin",
    description="Greets on product pages and counts the orders placed meanwhile.",
    permissions=(
        "admin.ui.inject",
        "events.subscribe",
        "health.register",
        "migrations.register",
        "routes.register",
        "slots.fill",
        "tree.extend",
    ),
    settings=HelloSettings,
    free=True,
)

COUNT = text(
    "INSERT INTO plugin_example_hello.counts (id, orders) VALUES (1, 1)"
    " ON CONFLICT (tenant_id, id) DO UPDATE SET orders = counts.orders + 1"
)
TOTAL = text("SELECT orders FROM plugin_example_hello.counts")


class IGreetings(IResource):
    """A place of our own in the admin."""


@implementer(IGreetings)
class Greetings:
    """Any object with a name, a parent and an ACL will do."""

    def __init__(self, parent, name):
        self.__parent__, self.__name__ = parent, name

    def requirements(self):
        return ()


@plugin.on(OrderPlaced)
def count(_event, request):
    """In the order's own transaction, in a table of our own."""
    request.db.execute(COUNT)


@plugin.api(IGreetings, within=IAdmin, permission=Permission.ADMIN_VIEW)
def greetings(_context, request):
    """How often an order was placed since the plugin is on."""
    orders = request.db.execute(TOTAL).scalar() or 0
    return {"greeting": plugin.read_settings(request)["greeting"], "orders": orders}


@plugin.page(
    IProduct, within=IStorefront, name="hello", permission=Permission.SHOP_VIEW, template="hello.pt"
)
def hello(product, request):
    """A page below every product: ``/produs/<slug>/hello``."""
    return {"greeting": plugin.read_settings(request)["greeting"], "title": product.entity.title}


def greeting(request, **_context):
    """What our slot's template is given."""
    return {"greeting": plugin.read_settings(request)["greeting"]}


def well(_registry):
    """Raise here when something the plugin needs is away."""


def includeme(config):
    """Everything is attached here, and exists only where a shop has the plugin on."""
    config.add_plugin(plugin)
    config.add_child(IAdmin, "greetings", Greetings)
    config.add_slot("product.tabs", "greeting.pt", data=greeting)
    config.add_admin_slot("dashboard.after", "greeting.pt", data=greeting)
    config.add_migrations("migrations")
    config.add_health_check(well)
    config.scan(ignore=".tests")
