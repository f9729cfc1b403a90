"""Where a shop is kept going: imports, plugins, theme, keys, staff, settings."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from zope.interface import implementer

from ecommus.core.permissions import Permission as P
from ecommus.db.queries import people
from ecommus.db.tables import accounts, back_office, ops
from ecommus.plugin_sdk import interfaces as i
from ecommus.web.tree.resource import ById, Container, Leaf, Resource


@implementer(i.IImport)
class Import(Leaf):
    etag = None


@implementer(i.IImports)
class Imports(ById):
    leaf = Import

    def grants(self) -> list[tuple]:
        return self.allow(P.PRODUCT_READ, P.CATALOG_IMPORT, P.CATALOG_EXPORT)

    def by_id(self, entity_id: UUID) -> Any:
        # Not the file itself, which may have 50 MB; only whether it is still there.
        source = ops.imports.c.source
        columns = [column for column in ops.imports.c if column is not source]
        columns.append(source.is_not(None).label("kept"))
        return self.db.execute(select(*columns).where(ops.imports.c.id == entity_id)).one_or_none()


@implementer(i.IPlugin)
class Plugin(Leaf):
    """A plugin as this shop sees it; the entity is its manifest."""

    etag = None


@implementer(i.IPlugins)
class Plugins(Container):
    leaf = Plugin

    def grants(self) -> list[tuple]:
        return self.allow(P.PLUGIN_READ, P.PLUGIN_MANAGE, P.PLUGIN_ACTIVATE)

    def load(self, name: str) -> Any:
        return self.root.request.registry.plugins.get(name)


@implementer(i.IThemeSettings)
class Theme(Resource):
    def grants(self) -> list[tuple]:
        return self.allow(P.PLUGIN_READ, P.PLUGIN_MANAGE, P.PLUGIN_ACTIVATE)


@implementer(i.IApiKey)
class ApiKey(Leaf):
    etag = None


@implementer(i.IApiKeys)
class ApiKeys(ById):
    leaf = ApiKey

    def grants(self) -> list[tuple]:
        return self.allow(P.STAFF_READ, P.STAFF_MANAGE)

    def by_id(self, entity_id: UUID) -> Any:
        return self.row(accounts.api_keys, entity_id)


@implementer(i.IMember)
class Member(Leaf):
    """Somebody who works in the shop."""

    etag = None


@implementer(i.IStaff)
class Staff(ById):
    leaf = Member

    def grants(self) -> list[tuple]:
        return self.allow(P.STAFF_READ, P.STAFF_MANAGE)

    def by_id(self, entity_id: UUID) -> Any:
        return people.member(self.db, entity_id, lock=not self.db.read_only)


@implementer(i.IBulkChange)
class BulkChange(Leaf):
    etag = None


@implementer(i.IBulkChanges)
class BulkChanges(ById):
    leaf = BulkChange

    def grants(self) -> list[tuple]:
        return self.allow(P.PRODUCT_READ, P.PRODUCT_EDIT)

    def by_id(self, entity_id: UUID) -> Any:
        return self.row(back_office.bulk_changes, entity_id)


@implementer(i.ISettings)
class Settings(Resource):
    def grants(self) -> list[tuple]:
        return self.allow(P.SETTINGS_READ, P.SETTINGS_EDIT)
