"""The pictures of a product: added, put in order, described, taken away. Files are in ``media``."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import update

from ecommus.core.catalog import Product
from ecommus.core.errors import Invalid
from ecommus.db.queries.catalog import product_media
from ecommus.db.tables.catalog import media as table
from ecommus.services import catalog, media
from ecommus.services.work import Work

MOST = 50


@dataclass(frozen=True)
class Picture:
    """A picture in a product's gallery. ``alt``: language → what is to be seen, for those who
    do not see it."""

    media_id: UUID
    alt: dict[str, str]


def add(work: Work, product: Product, files: Sequence[tuple[str, bytes]]) -> int:
    """Add files (name, content) behind the pictures that are there; answers how many are new.

    Invalid names the file that is no picture as its field; then none is added.
    """
    before = [row.id for row in product_media(work.db, [product.id]).get(product.id, [])]
    if len(before) + len(files) > MOST:
        raise Invalid("pictures_too_many", "At most 50 pictures.", field="files")
    after = list(before)
    for name, content in files:
        try:
            row = media.add(work, name, content)
        except Invalid as error:
            raise Invalid(error.code, error.message, field=name) from None
        if row.id not in after:
            after.append(row.id)
    catalog.change(work, product, {"media": after})
    return len(after) - len(before)


def arrange(work: Work, product: Product, pictures: Sequence[Picture]) -> None:
    """Exactly these pictures, in this order, with these texts. What is left out leaves the
    product; its file stays."""
    known = {row.id: row for row in product_media(work.db, [product.id]).get(product.id, [])}
    described = False
    for picture in pictures:
        row = known.get(picture.media_id)
        alt = {locale: text for locale, text in picture.alt.items() if text}
        if row is not None and dict(row.alt) != alt:
            work.db.execute(update(table).where(table.c.id == row.id).values(alt=alt))
            described = True
    changed = catalog.change(work, product, {"media": [p.media_id for p in pictures]})
    if described and not changed:
        product.touch()
        catalog.saved(work, product, ("media",))
