"""Themes: chains, overrides and fallbacks; and a plugin and a theme of a third party, installed."""

import subprocess
import sys
from textwrap import dedent

import pytest
from plugin_kit import Workshop

from ecommus.db import plugin_schema
from ecommus.testing import Shop, a_product
from ecommus.web import themes

MANIFEST = """
import colander
from ecommus.theme_sdk import Theme
{settings}
theme = Theme({id!r}, title="T", version="1.0", {more})
"""
HOME = """<html metal:use-macro="load: layout.pt" i18n:domain="ecommus">
<tal:main metal:fill-slot="main"><b id="mine">{text}</b>${{slot("home.hero")}}</tal:main></html>"""


@pytest.fixture
def workshop(tmp_path, kit, monkeypatch):
    return Workshop(tmp_path, kit, monkeypatch)


def a_theme(workshop, name, more="", settings="", **files):
    source = MANIFEST.format(id=name.replace("_", "-"), more=more, settings=settings)
    if not files:
        files = {"templates__home_dot_pt": HOME.format(text=name)}
    workshop.package(name, source, group="ecommus.themes", **files)


def discovered():
    failed = {}
    return themes.discover(failed), failed


def test_a_theme_extends_one_that_extends_another(workshop):
    a_theme(workshop, "autumn")
    a_theme(workshop, "november", more="extends='autumn'")
    chains, failed = discovered()
    assert failed == {}
    assert [theme.id for theme in chains["november"].themes] == ["november", "autumn", "base"]


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ("extends='nothing'", "'nothing' is missing"),
        ("extends='odd'", "cannot extend itself"),
        ("slots={'home.cellar': 'x.pt'}", "slots: home.cellar unknown"),
    ],
)
def test_what_is_wrong_with_a_theme_is_said_and_it_is_left_out(workshop, more, problem):
    a_theme(workshop, "odd", more=more)
    chains, failed = discovered()
    assert problem in failed["odd"]
    assert "odd" not in chains
    assert "base" in chains


def test_two_themes_that_extend_each_other_are_left_out(workshop):
    a_theme(workshop, "hen", more="extends='egg'")
    a_theme(workshop, "egg", more="extends='hen'")
    chains, failed = discovered()
    assert not {"hen", "egg"} & set(chains)
    assert "a circle" in failed["hen"]


def test_a_broken_theme_does_not_stop_the_shop(workshop):
    workshop.package("shattered", "1 / 0", group="ecommus.themes")
    with workshop.running() as running:
        assert "division" in running.registry.failed_themes["shattered"]
        running.shop().anonymous.get("/", status=200)


def test_the_nearest_template_file_and_setting_count(workshop):
    colour = """
class Colours(colander.MappingSchema):
    accent = colander.SchemaNode(colander.String(), default="#000001")
    mood = colander.SchemaNode(colander.String(), default="calm")
"""
    a_theme(workshop, "autumn", more="settings=Colours", settings=colour,
            templates__home_dot_pt=HOME.format(text="autumn"), static__leaf_dot_svg="<svg/>",
            static__theme_dot_css="/* autumn */")  # fmt: skip
    a_theme(workshop, "november", more="extends='autumn', slots={'home.hero': 'hero.pt'}",
            templates__hero_dot_pt="<i>hero</i>",
            static__theme_dot_css="/* november */")  # fmt: skip
    with workshop.running() as running:
        chain = running.registry.themes["november"]
        assert chain.static("leaf.svg")[0] == "autumn"
        assert chain.static("theme.css")[0] == "november"
        assert chain.settings({"mood": "wild"})["accent"] == "#000001"
        assert chain.settings({"mood": "wild"})["mood"] == "wild"
        page = running.shop(theme="november").anonymous.get("/", status=200)
        assert '<b id="mine">autumn</b>' in page
        assert "<i>hero</i>" in page
        # What neither of them has comes from the base theme.
        running.shop(theme="november").anonymous.get("/cos", status=200)


def test_an_unlicensed_theme_falls_back_and_shoppers_see_no_error(shop):
    shop.as_("owner").api_post("/api/admin/theme/activate", {"theme": "theme-fashion"}, status=200)
    a_product(shop, title="Dress")
    # What only the fashion theme's pages have.
    assert "masthead" in shop.anonymous.get("/", status=200)
    with shop.without("theme", "theme-fashion"):
        plain = shop.anonymous.get("/", status=200)
        assert "masthead" not in plain
        assert "Dress" in plain
        refused = shop.as_("owner").api_post(
            "/api/admin/theme/activate", {"theme": "theme-fashion"}, status=403
        )
        assert refused.json["reason"] == "theme_not_licensed"
        owner = shop.as_("owner")
        owner.api_post("/api/admin/theme/activate", {"theme": "base"}, status=200)


def test_a_theme_that_was_taken_away_falls_back(workshop):
    a_theme(workshop, "autumn")
    with workshop.running() as running:
        made = running.shop(theme="autumn")
        assert 'id="mine"' in made.anonymous.get("/", status=200)
        slug = made.slug
    again = Shop(workshop.kit, made.id, slug)
    assert 'id="mine"' not in again.anonymous.get("/", status=200)


# A third party: a distribution of its own, built and installed by pip, with nothing of this house
# in it but what it imports.

SETUP = """
from setuptools import setup
setup(
    name="acme-ecommus", version="2.1", packages=["acme_gifts", "acme_theme"],
    package_data={"acme_gifts": ["templates/*", "migrations/*"], "acme_theme": ["templates/*"]},
    entry_points={"ecommus.plugins": ["gifts = acme_gifts"],
                  "ecommus.themes": ["festive = acme_theme"]},
)
"""
GIFTS = '''
"""Gift wrapping."""
from sqlalchemy import text
from ecommus.core.permissions import Permission
from ecommus.plugin_sdk import Plugin
from ecommus.plugin_sdk.interfaces import IProduct, IStorefront

plugin = Plugin("acme-gifts", version="2.1", title="Gifts", free=True,
                permissions=("routes.register", "slots.fill", "migrations.register"))

@plugin.page(IProduct, within=IStorefront, name="wrap", permission=Permission.SHOP_VIEW,
             template="wrap.pt")
def wrap(product, request):
    """How it is wrapped."""
    papers = request.db.execute(text("SELECT count(*) FROM plugin_acme_gifts.papers")).scalar()
    return {"title": product.entity.title, "papers": papers}

def includeme(config):
    """Everything."""
    config.add_plugin(plugin)
    config.add_slot("product.buy", "ribbon.pt")
    config.add_migrations("migrations")
    config.scan()
'''
WRAP = """<html metal:use-macro="load: layout.pt" xmlns:metal="http://xml.zope.org/namespaces/metal">
<metal:main fill-slot="main"><p>Wrapped: ${title}, ${papers} papers</p></metal:main></html>"""
FILES = {
    "setup.py": SETUP,
    "acme_gifts/__init__.py": GIFTS,
    "acme_gifts/templates/wrap.pt": WRAP,
    "acme_gifts/templates/ribbon.pt": '<p class="ribbon">With a ribbon</p>',
    "acme_gifts/migrations/0001_papers.sql": "CREATE TABLE papers (id uuid NOT NULL, name text)",
    "acme_theme/__init__.py": 'from ecommus.theme_sdk import Theme\n'
                              'theme = Theme("festive", title="Festive", version="1.0")\n',
    "acme_theme/templates/home.pt": HOME.format(text="festive"),
}  # fmt: skip


def test_a_third_partys_plugin_and_theme_are_installed_and_work(tmp_path, kit, monkeypatch):
    source, target = tmp_path / "source", tmp_path / "site"
    for name, content in FILES.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(dedent(content))
    command = [sys.executable, "-m", "pip", "install", "--no-index", "--no-deps", "--quiet",
               "--no-build-isolation", "--disable-pip-version-check", "--target", str(target),
               str(source)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    monkeypatch.syspath_prepend(str(target))
    workshop = Workshop(target, kit, monkeypatch)
    with workshop.running() as running:
        registry = running.registry
        assert registry.failed_plugins == {}
        assert "acme-gifts" in registry.pending_plugins
        folder = {"acme-gifts": registry.extensions.migrations["acme-gifts"]}
        plugin_schema.upgrade(kit.databases.owner_url, folder)
        registry.pending_plugins.clear()
        try:
            shop = running.shop(theme="festive")
            product = a_product(shop, title="Cup")
            path = f"/produs/{product.slug}"
            shop.anonymous.get(f"{path}/wrap", status=404)
            shop.as_("owner").api_post("/api/admin/plugins/acme-gifts/enable", status=200)
            assert "Wrapped: Cup, 0 papers" in shop.anonymous.get(f"{path}/wrap", status=200)
            assert "With a ribbon" in shop.anonymous.get(path, status=200)
            assert "festive" in shop.anonymous.get("/", status=200)
        finally:
            plugin_schema.uninstall(kit.databases.owner_url, "acme-gifts")
