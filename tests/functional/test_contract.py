"""One contract for every installed plugin and theme, ours and anybody's."""

from importlib import import_module
from pathlib import Path

import colander
import pytest
from chameleon import PageTemplateLoader
from pyramid.path import package_path
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

import ecommus
from ecommus.core.permissions import Permission
from ecommus.db import plugin_schema
from ecommus.plugin_sdk import Plugin, loader
from ecommus.services.secretbox import is_secret
from ecommus.testing import a_product
from ecommus.theme_sdk import Theme
from ecommus.web import plugins as web_plugins
from ecommus.web import themes as web_themes
from ecommus.web.i18n import translate_message
from ecommus.web.renderers import BOOLEAN_ATTRIBUTES
from ecommus.web.renderers import HERE as OWN

PLUGINS = loader.discover().plugins
FAILED: dict[str, str] = {}
CHAINS = web_themes.discover(FAILED)
PAGES = {"layout.pt", "home.pt", "category.pt", "product.pt", "search.pt", "cart.pt",
         "checkout.pt", "order.pt", "page.pt", "error.pt", "closed.pt"}  # fmt: skip
plugins = pytest.mark.parametrize("plugin", PLUGINS, ids=lambda plugin: plugin.id)
themes = pytest.mark.parametrize("chain", CHAINS.values(), ids=lambda chain: chain.theme.id)


def test_everything_installed_can_be_used():
    assert loader.discover().failed == {}
    assert FAILED == {}
    assert {"payment-cod", "shipping-flat", "example-hello"} <= {p.id for p in PLUGINS}
    assert {"base", "theme-fashion"} <= set(CHAINS)


@plugins
def test_a_plugins_manifest_is_valid(plugin):
    assert isinstance(plugin, Plugin)
    plugin.check()
    assert plugin.description
    package = import_module(plugin.package)
    assert package.__doc__
    assert package.includeme.__doc__


@plugins
def test_a_plugins_settings_have_defaults_and_titles(plugin):
    if plugin.settings is None:
        return
    values = plugin.settings().deserialize({})
    for node in plugin.settings().children:
        assert values[node.name] is not colander.null
        assert node.title
        if is_secret(node):
            assert not values[node.name], "a secret has no default"


@plugins
def test_a_plugin_starts_without_the_others(plugin, kit, monkeypatch):
    needed = {plugin.id, *plugin.requires}
    found = loader.Found([p for p in PLUGINS if p.id in needed])
    monkeypatch.setattr(web_plugins, "discover", lambda skip=(): found)
    app = ecommus.main({}, **kit.settings)
    app.registry.directory.close()
    assert app.registry.failed_plugins == {}
    assert set(app.registry.plugins) == needed


@plugins
def test_a_plugins_views_are_its_own(plugin, kit):
    mine = [d for d in kit.registry.declared if d.view.__module__.startswith(plugin.package)]
    for declared in mine:
        assert declared.plugin == plugin.id
        assert declared.permission is not Permission.UNDECLARED
        assert declared.view.__doc__
    if mine:
        assert "routes.register" in plugin.permissions


@plugins
def test_a_plugins_permissions_are_all_used(plugin, kit):
    extensions, bus = kit.registry.extensions, kit.registry.bus
    mine = plugin.id

    def fills(slots):
        return any(filler.plugin == mine for fillers in slots.values() for filler in fillers)

    used = {
        "slots.fill": fills(extensions.slots),
        "admin.ui.inject": fills(extensions.admin_slots)
        or any(entry[0] == mine for entry in extensions.menu),
        "payments.register": any(owner == mine for owner, _ in extensions.payments.values()),
        "shipping.register": any(owner == mine for owner, _ in extensions.carriers.values()),
        "migrations.register": mine in extensions.migrations,
        "health.register": mine in extensions.health,
        "routes.register": any(d.plugin == mine for d in kit.registry.declared),
        "events.subscribe": any(
            owner == mine
            for heard in (bus.inside, bus.outside)
            for functions in heard.values()
            for owner, _ in functions
        ),
    }
    for permission in plugin.permissions:
        assert used.get(permission, True), f"{permission} is asked for and never used"


@plugins
def test_a_plugins_slots_render_and_its_page_stands(plugin, kit, caplog):
    shop = kit.shop()
    if plugin.id not in shop.tenant.plugins:
        shop.enable(plugin.id)
    product = a_product(shop)
    shop.anonymous.get("/", status=200)
    shop.anonymous.get(f"/produs/{product.slug}", status=200)
    shop.signed_in().get("/admin", status=200)
    assert [r for r in caplog.records if "left a hole" in r.getMessage()] == []


def owner(kit, statement, **values):
    engine = create_engine(kit.databases.owner_url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            return connection.execute(text(statement), values).all()
    finally:
        engine.dispose()


@plugins
def test_a_plugins_migrations_apply_twice_and_leave_nothing(plugin, kit):
    folder = kit.registry.extensions.migrations.get(plugin.id)
    if folder is None:
        return
    schema = plugin_schema.schema_of(plugin.id)
    tables = (
        "SELECT relname, relrowsecurity FROM pg_class"
        " WHERE relnamespace = to_regnamespace(:s) AND relkind IN ('r', 'p')"
    )
    try:
        plugin_schema.uninstall(kit.databases.owner_url, plugin.id)
        assert owner(kit, tables, s=schema) == []
        first = plugin_schema.upgrade(kit.databases.owner_url, {plugin.id: folder})
        assert len(first) == len(plugin_schema.files(folder))
        assert plugin_schema.upgrade(kit.databases.owner_url, {plugin.id: folder}) == []
        made = owner(kit, tables, s=schema)
        assert made
        assert all(row.relrowsecurity for row in made)
        plugin_schema.uninstall(kit.databases.owner_url, plugin.id)
        assert owner(kit, "SELECT to_regnamespace(:s) IS NULL", s=schema) == [(True,)]
        left = "SELECT 1 FROM _ecommus_plugin_migrations WHERE plugin = :p"
        assert owner(kit, left, p=plugin.id) == []
    finally:
        plugin_schema.upgrade(kit.databases.owner_url, {plugin.id: folder})


# Themes.


@themes
def test_a_themes_manifest_is_valid(chain):
    theme = chain.theme
    assert isinstance(theme, Theme)
    theme.check()
    assert theme.description
    assert import_module(theme.package).__doc__
    assert chain.themes[-1].id == "base"
    assert chain.themes[-1].extends is None


@themes
def test_every_template_of_a_theme_compiles(chain):
    folder = Path(package_path(import_module(chain.theme.package))) / "templates"
    compiler = PageTemplateLoader(
        [*chain.folders, str(OWN)],
        boolean_attributes=BOOLEAN_ATTRIBUTES,
        translate=translate_message,
    )
    found = sorted(folder.rglob("*.pt"))
    assert found
    for path in found:
        compiler.load(str(path)).cook_check()


@themes
def test_a_theme_has_every_page_from_itself_or_its_parents(chain):
    names = {p.name for folder in chain.folders for p in Path(folder).glob("*.pt")}
    assert names >= PAGES
    assert chain.static("theme.css")


@themes
def test_a_themes_settings_have_defaults(chain):
    for theme in chain.themes:
        if theme.settings is not None:
            theme.settings().deserialize({n.name: n.default for n in theme.settings().children})
    assert all(value is not None for value in chain.settings({}).values())


@themes
def test_a_shop_in_the_theme_shows_its_pages(chain, kit):
    shop = kit.shop(theme=chain.theme.id)
    product = a_product(shop, title="Cup")
    for path in ("/", f"/produs/{product.slug}", "/cos", "/cautare?q=cup"):
        page = shop.anonymous.get(path, status=200)
        assert "<!doctype html>" in page.text.lower()
    assert shop.anonymous.get("/no-such-page", status=404).content_type == "text/html"
