"""Static files, and health: the only routes. Everything else is the tree.

An address carries a hash of the content, so browsers may keep a file for ever.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import FileResponse
from pyramid.security import NO_PERMISSION_REQUIRED

from ecommus.web.themes import digest

ADMIN = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png",
    ".webp": "image/webp", ".avif": "image/avif", ".woff2": "font/woff2", ".ico": "image/x-icon",
    ".jpg": "image/jpeg", ".webmanifest": "application/manifest+json",
}  # fmt: skip


@lru_cache(maxsize=512)
def _digest(path: Path, _mtime: float) -> str:
    return digest(path)


def address(folder: str, name: str, path: Path) -> str:
    """``/static/<folder>/<hash>/<name>``."""
    return f"/static/{folder}/{_digest(path, path.stat().st_mtime)}/{name}"


def theme_static(request: Any, name: str) -> str:
    """The address of a file in the shop's theme or its parents; LookupError when none has it."""
    found = request.theme.static(name)
    if found is None:
        raise LookupError(f"no theme of this shop has static/{name}")
    return address(found[0], name, found[1])


def admin_static(name: str) -> str:
    """The address of a file of the back office."""
    return address("admin", name, ADMIN / name)


def serve(request: Any) -> Any:
    """A file below a static folder; never above it."""
    folder, name = request.matchdict["folder"], "/".join(request.matchdict["path"])
    chain = request.registry.themes.get(folder)
    root = ADMIN if folder == "admin" else chain.statics[0] if chain else None
    path = (root / name).resolve() if root and name and "\0" not in name else None
    if path is None or not path.is_relative_to(root.resolve()) or not path.is_file():
        raise HTTPNotFound()
    content_type = TYPES.get(path.suffix)
    if content_type is None:
        raise HTTPNotFound()
    response = FileResponse(str(path), request, content_type=content_type)
    if content_type.startswith("text/"):
        response.charset = "utf-8"
    fresh = request.matchdict["hash"] == _digest(path, path.stat().st_mtime)
    response.headers["Cache-Control"] = (
        "public, max-age=31536000, immutable" if fresh else "no-cache"
    )
    return response


def includeme(config: Any) -> None:
    config.add_route("static", "/static/{folder}/{hash}/*path", request_method="GET")
    config.add_view(serve, route_name="static", permission=NO_PERMISSION_REQUIRED)
