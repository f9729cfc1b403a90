"""The admin's catalogue: products, variants, categories, attributes, pictures, imports.

A change takes what was read (its version is what the change is made against: PreconditionFailed
when somebody was faster) or an id with ``if_match``; ``"*"`` is whatever version there is.
"""

import base64
from collections.abc import Iterator, Mapping
from typing import Any

from ecommus.client import types as t
from ecommus.client.http import segment
from ecommus.client.pages import Namespace, Page, Rows
from ecommus.client.records import etag_of

API = "/api/admin"


def address(what: str | Mapping[str, Any], if_match: str | None) -> tuple[str, str | None]:
    """The segment of something given by id or as it was read, and the version to name."""
    if isinstance(what, str):
        return segment(what), if_match
    return segment(what["id"]), if_match or etag_of(what)


class Products(Rows[t.AdminProduct]):
    """Products, newest first."""

    path = f"{API}/products"

    def list(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        q: str | None = None,
        status: str | None = None,
    ) -> Page[t.AdminProduct]:
        """``q`` searches titles, vendors, tags and SKUs; ``status``: draft, active, archived."""
        return self._page({"q": q, "filter[status]": status}, limit, cursor)

    def iterate(
        self, *, q: str | None = None, status: str | None = None
    ) -> Iterator[t.AdminProduct]:
        return self._all({"q": q, "filter[status]": status})

    def get(self, product_id: str) -> t.AdminProduct:
        return self._http.get(f"{self.path}/{segment(product_id)}")

    def create(
        self, product: t.AdminProductInput, *, idempotency_key: str | None = None
    ) -> t.AdminProduct:
        """A new product with its variants."""
        return self._http.post(self.path, product, idempotency_key=idempotency_key)

    def update(
        self,
        product: t.AdminProduct | str,
        changes: t.ProductFieldsChange,
        *,
        if_match: str | None = None,
    ) -> t.AdminProduct:
        """What is not named stays as it is. Variants are changed by themselves."""
        name, version = address(product, if_match)
        return self._http.patch(f"{self.path}/{name}", changes, if_match=version)

    def bulk(self, change: t.AdminProductBulkInput) -> t.AdminProductBulk:
        """One change for many; ``dry_run`` says what it would do."""
        return self._http.post(f"{self.path}/bulk", change)

    def undo(self, change_id: str) -> t.AdminBulkUndo:
        """Take a ``bulk`` back; what was changed since stays as it is."""
        return self._http.post(f"{API}/bulk-changes/{segment(change_id)}/undo")

    def delete(self, product: t.AdminProduct | str, *, if_match: str | None = None) -> None:
        """Orders keep what was sold."""
        name, version = address(product, if_match)
        self._http.delete(f"{self.path}/{name}", if_match=version)


class Variants(Namespace):
    """A product's variants. Every change answers with the product, whose version it raises."""

    def create(
        self, product_id: str, variant: t.AdminVariantInput, *, idempotency_key: str | None = None
    ) -> t.AdminProduct:
        return self._http.post(self._of(product_id), variant, idempotency_key=idempotency_key)

    def update(
        self,
        product: t.AdminProduct | str,
        variant_id: str,
        changes: t.VariantInputChange,
        *,
        if_match: str | None = None,
    ) -> t.AdminProduct:
        path, version = self._at(product, variant_id, if_match)
        return self._http.patch(path, changes, if_match=version)

    def delete(
        self, product: t.AdminProduct | str, variant_id: str, *, if_match: str | None = None
    ) -> t.AdminProduct:
        path, version = self._at(product, variant_id, if_match)
        return self._http.delete(path, if_match=version)

    def _of(self, product_id: str) -> str:
        return f"{API}/products/{segment(product_id)}/variants"

    def _at(
        self, product: t.AdminProduct | str, variant_id: str, if_match: str | None
    ) -> tuple[str, str | None]:
        name, version = address(product, if_match)
        return f"{API}/products/{name}/variants/{segment(variant_id)}", version


class Categories(Rows[t.AdminCategory]):
    """Categories, newest first; ``parent_id`` makes the tree."""

    path = f"{API}/categories"

    def get(self, category_id: str) -> t.AdminCategory:
        return self._http.get(f"{self.path}/{segment(category_id)}")

    def create(
        self, category: t.AdminCategoryInput, *, idempotency_key: str | None = None
    ) -> t.AdminCategory:
        return self._http.post(self.path, category, idempotency_key=idempotency_key)

    def update(
        self,
        category: t.AdminCategory | str,
        changes: t.CategoryInputChange,
        *,
        if_match: str | None = None,
    ) -> t.AdminCategory:
        name, version = address(category, if_match)
        return self._http.patch(f"{self.path}/{name}", changes, if_match=version)

    def delete(self, category: t.AdminCategory | str, *, if_match: str | None = None) -> None:
        """One without sub-categories; its products stay."""
        name, version = address(category, if_match)
        self._http.delete(f"{self.path}/{name}", if_match=version)


class Attributes(Rows[t.AdminAttribute]):
    """The attributes that products can have."""

    path = f"{API}/attributes"

    def create(
        self, attribute: t.AdminAttributeInput, *, idempotency_key: str | None = None
    ) -> t.AdminAttribute:
        """Conflict when its code is taken."""
        return self._http.post(self.path, attribute, idempotency_key=idempotency_key)

    def get(self, attribute_id: str) -> t.AdminAttribute:
        return self._http.get(f"{self.path}/{segment(attribute_id)}")

    def update(
        self,
        attribute: t.AdminAttribute | str,
        changes: t.AttributeFieldsChange,
        *,
        if_match: str | None = None,
    ) -> t.AdminAttribute:
        """Its names and its place; the code stays."""
        name, version = address(attribute, if_match)
        return self._http.patch(f"{self.path}/{name}", changes, if_match=version)

    def delete(self, attribute: t.AdminAttribute | str, *, if_match: str | None = None) -> None:
        """Products lose their value for it."""
        name, version = address(attribute, if_match)
        self._http.delete(f"{self.path}/{name}", if_match=version)


class Media(Rows[t.AdminMedia]):
    """Pictures, newest first."""

    path = f"{API}/media"

    def get(self, media_id: str) -> t.AdminMedia:
        return self._http.get(f"{self.path}/{segment(media_id)}")

    def upload(
        self,
        filename: str,
        content: bytes,
        *,
        alt: Mapping[str, str] | None = None,
        idempotency_key: str | None = None,
    ) -> t.AdminMedia:
        """``content`` is the file itself; ``alt`` its description by language."""
        body: t.AdminMediaInput = {
            "filename": filename,
            "content": base64.b64encode(content).decode(),
            "alt": dict(alt or {}),
        }
        return self._http.post(self.path, body, idempotency_key=idempotency_key)

    def delete(self, media_id: str) -> None:
        self._http.delete(f"{self.path}/{segment(media_id)}")


class Imports(Rows[t.AdminImport]):
    """Catalogue imports, newest first."""

    path = f"{API}/imports"

    def get(self, import_id: str) -> t.AdminImport:
        """How far it is, and the rows that were refused."""
        return self._http.get(f"{self.path}/{segment(import_id)}")

    def create(
        self, import_: t.AdminImportInput, *, idempotency_key: str | None = None
    ) -> t.AdminImport:
        """Begin an import of a CSV file's text; it runs in the background."""
        return self._http.post(self.path, import_, idempotency_key=idempotency_key)
