"""Plugins and themes made up for a test: a package in a folder, found like an installed one."""

import sys
from contextlib import contextmanager
from importlib.metadata import EntryPoint, EntryPoints, entry_points
from pathlib import Path
from textwrap import dedent

import ecommus
from ecommus.plugin_sdk import loader
from ecommus.testing import Shop
from ecommus.testing.contract import Contract

MANIFEST = "plugin = Plugin({id!r}, version='1.0', title='T', free=True, {more})"
IMPORTS = """
import colander
from pyramid.response import Response
from ecommus.core.events import *
from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk import Plugin, api, page
from ecommus.plugin_sdk.interfaces import *
"""


class Workshop:
    """Makes packages, and applications that find them."""

    def __init__(self, folder: Path, kit, monkeypatch):
        self.folder, self.kit = folder, kit
        self.groups: dict[str, list[EntryPoint]] = {}
        monkeypatch.syspath_prepend(str(folder))
        monkeypatch.setattr(loader, "entry_points", self._entry_points)

    def _entry_points(self, *, group):
        return EntryPoints([*entry_points(group=group), *self.groups.get(group, ())])

    def package(self, name, source, *, group="ecommus.plugins", **files):
        """A package with this ``__init__``; ``files``: path (``/`` as ``__``) to content."""
        folder = self.folder / name
        folder.mkdir()
        # Another test may have had a package of this name.
        sys.modules.pop(name, None)
        (folder / "__init__.py").write_text(dedent(source))
        for path, content in files.items():
            target = folder / path.replace("__", "/")
            target = target.with_name(target.name.replace("_dot_", "."))
            target.parent.mkdir(exist_ok=True)
            target.write_text(content)
        entry = EntryPoint(name, name, group)
        self.groups.setdefault(group, []).append(entry)
        return name

    def plugin(self, name, body="", *, more="", includeme="", head="", **files):
        """A plugin: manifest with ``more``, top level ``body``, and an ``includeme``."""
        manifest = MANIFEST.format(id=name.replace("_", "-"), more=more)
        source = "\n".join([
            IMPORTS, head, manifest, dedent(body), "def includeme(config):",
            "    config.add_plugin(plugin)", *(f"    {line}" for line in includeme.splitlines()),
            "    config.scan()",
        ])  # fmt: skip
        return self.package(name, source, **files)

    @contextmanager
    def running(self, **settings):
        """An application with these packages, over the kit's database, as a kit of its own."""
        app = ecommus.main({}, **(self.kit.settings | settings))
        try:
            yield Running(self.kit, app)
        finally:
            app.registry.directory.close()
            for name in list(sys.modules):
                if (self.folder / name.partition(".")[0]).exists():
                    del sys.modules[name]


class Running:
    """Another application of the kit's; makes shops like the kit itself."""

    def __init__(self, kit, app):
        self.kit, self.app = kit, app
        self.contract = Contract(app.registry)

    def __getattr__(self, name):
        return getattr(self.kit, name)

    @property
    def registry(self):
        return self.app.registry

    def shop(self, *plugins, **options):
        """A fresh tenant, seen by this application, with more plugins on."""
        made = self.kit.shop(**options)
        shop = Shop(self, made.id, made.slug)
        if plugins:
            shop.enable(*plugins)
        return shop
