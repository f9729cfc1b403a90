"""Chameleon templates as a Pyramid renderer, with what every page needs."""

from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from chameleon import PageTemplateFile
from pyramid.csrf import get_csrf_token
from pyramid.path import AssetResolver

from license_service.pages import words

FOLDER = Path(__file__).parent / "templates"


class Templates:
    """Read once; the layout is handed to each as ``layout``."""

    def __init__(self) -> None:
        self._made: dict[Path, PageTemplateFile] = {}

    def get(self, path: Path) -> PageTemplateFile:
        if path not in self._made:
            self._made[path] = PageTemplateFile(str(path), trim_attribute_space=True)
        return self._made[path]


class Renderer:
    """Pyramid's renderer interface around one template."""

    def __init__(self, templates: Templates, path: Path):
        self._templates, self._path = templates, path

    def __call__(self, value: dict[str, Any], system: dict[str, Any]) -> str:
        request = system["request"]
        names = {
            "layout": self._templates.get(FOLDER / "layout.pt"),
            "parts": self._templates.get(FOLDER / "parts.pt").macros,
            "request": request,
            "context": system.get("context"),
            "caller": request.caller,
            "path": request.path_info,
            "csrf": get_csrf_token(request),
            "kinds": words.KINDS,
            "errors": {},
            "values": {},
            "when": words.when,
            "day": words.day,
            "ago": lambda moment: words.ago(moment, request.now),
            "said": words.said,
            "who": words.who,
            "quoted": quote_plus,
        }
        return self._templates.get(self._path).render(**(names | value))


def includeme(config: Any) -> None:
    """``.pt`` files."""
    templates, assets = Templates(), AssetResolver("license_service")

    def factory(info: Any) -> Renderer:
        return Renderer(templates, Path(assets.resolve(info.name).abspath()))

    config.add_renderer(".pt", factory)
