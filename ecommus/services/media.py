"""Pictures: checked by content, kept once per tenant, made into the sizes that pages need.

What is stored was decoded and encoded again by us (or, for SVG, cleaned of everything that acts),
so nothing an uploader hid in a file reaches a shopper. Files lie below the tenant's own folder.
"""

import hashlib
import io
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from PIL import Image, ImageOps
from sqlalchemy import insert, select

from ecommus.core.errors import Invalid
from ecommus.core.ids import uuid7
from ecommus.db.tables.catalog import media
from ecommus.services import svg
from ecommus.services.work import Work

MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 50_000_000
WIDTHS = (320, 640, 960, 1440)
FORMATS = {"JPEG", "PNG", "WEBP", "GIF", "AVIF"}


@dataclass(frozen=True, slots=True)
class Rendition:
    """One file of a picture; ``path`` is below the tenant's folder."""

    width: int
    height: int
    content_type: str
    path: str


class Store:
    """Files in a local folder, each under its digest, per tenant."""

    def __init__(self, root: Path):
        self._root = root

    def folder(self, tenant_id: UUID) -> Path:
        return self._root / str(tenant_id)

    def write(self, tenant_id: UUID, path: str, data: bytes) -> None:
        """Put a file down whole or not at all."""
        target = self.folder(tenant_id) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = target.with_name(f".{target.name}.{uuid7()}")
        aside.write_bytes(data)
        os.replace(aside, target)

    def open(self, tenant_id: UUID, path: str) -> Path | None:
        """The file, when it lies in the tenant's folder."""
        root = self.folder(tenant_id).resolve()
        target = (root / path).resolve()
        return target if target.is_relative_to(root) and target.is_file() else None


def add(work: Work, filename: str, data: bytes, alt: dict[str, str] | None = None) -> Any:
    """Keep a picture; the same bytes twice are one picture. Invalid when it is none.

    Answers the media row. Renditions are made at once: a picture is ready when it is there.
    """
    if len(data) > MAX_BYTES:
        raise Invalid("file_too_large", "A picture may have at most 15 MB.", field="file")
    digest = hashlib.sha256(data).hexdigest()
    known = work.db.execute(
        select(media).where(media.c.digest == digest, media.c.status == "ready").limit(1)
    ).one_or_none()
    if known is not None and not alt:
        return known
    values, files = prepare(data)
    for rendition, content in files:
        work.registry.media.write(work.tenant.id, rendition.path, content)
    values |= {
        "id": uuid7(),
        "filename": Path(filename).name[:200] or "picture",
        "alt": alt or {},
    }
    return work.db.execute(insert(media).values(**values).returning(media)).one()


def prepare(data: bytes) -> tuple[dict[str, Any], list[tuple[Rendition, bytes]]]:
    """A ready picture's columns, and the files to write before they are stored."""
    digest = hashlib.sha256(data).hexdigest()
    size, content_type, files = encode(data, digest)
    values = {
        "status": "ready",
        "error": None,
        "content_type": content_type,
        "digest": digest,
        "width": size[0],
        "height": size[1],
        "size": len(data),
        "renditions": [
            {"width": r.width, "height": r.height, "content_type": r.content_type, "path": r.path}
            for r, _content in files
        ],
    }
    return values, files


def encode(data: bytes, digest: str) -> tuple[tuple[int, int], str, list[tuple[Rendition, bytes]]]:
    """A picture's size, type and files. Invalid: not a picture, too large, or harmful."""
    base = f"{digest[:2]}/{digest[2:34]}"
    if svg.looks_like(data):
        text, width, height = svg.clean(data)
        file = Rendition(width, height, "image/svg+xml", f"{base}.svg")
        return (width, height), "image/svg+xml", [(file, text.encode())]
    image = _decode(data)
    files = []
    widths = [width for width in WIDTHS if width < image.width] + [min(image.width, WIDTHS[-1])]
    for width in dict.fromkeys(widths):
        height = max(round(image.height * width / image.width), 1)
        small = image.resize((width, height), Image.Resampling.LANCZOS)
        buffer = io.BytesIO()
        small.save(buffer, "WEBP", quality=82, method=4)
        name = f"{base}-{width}.webp"
        files.append((Rendition(width, height, "image/webp", name), buffer.getvalue()))
    return image.size, "image/webp", files


def _decode(data: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data)) as opened:
            if opened.format not in FORMATS:
                raise Invalid("file_type", "Use JPEG, PNG, WebP, GIF, AVIF or SVG.", field="file")
            if opened.width * opened.height > MAX_PIXELS:
                raise Invalid(
                    "picture_too_large", "A picture may have at most 50 megapixels.", field="file"
                )
            turned = ImageOps.exif_transpose(opened)
            transparent = "A" in turned.mode or "transparency" in turned.info
            return turned.convert("RGBA" if transparent else "RGB")
    except Invalid:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Invalid("file_type", "This file is not a picture.", field="file") from None
