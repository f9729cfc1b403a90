"""Chameleon templates as a Pyramid renderer, with what every page needs."""

from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from chameleon import PageTemplateFile
from pyramid.csrf import get_csrf_token
from pyramid.path import AssetResolver
from sqlalchemy.exc import SQLAlchemyError

from license_service.i18n import LANGUAGES, _, translate_message
from license_service.pages import fields, labels
from license_service.pages.words import Words

FOLDER = Path(__file__).parent / "templates"
MENU = (
    ("/", _("Overview")), ("/licenses", _("Licenses")), ("/customers", _("Customers")),
    ("/plans", _("Plans")), ("/tiers", _("Tiers")), ("/publishers", _("Publishers")),
    ("/keys", _("Keys")), ("/log", _("Log")),
)  # fmt: skip
# An attribute that is there or not, whatever its value.
BOOLEAN = frozenset("autofocus checked required selected".split())


class Templates:
    """Read once; the layout is handed to each as ``layout``."""

    def __init__(self) -> None:
        self._made: dict[Path, PageTemplateFile] = {}

    def get(self, path: Path) -> PageTemplateFile:
        if path not in self._made:
            self._made[path] = PageTemplateFile(
                str(path),
                trim_attribute_space=True,
                translate=translate_message,
                boolean_attributes=BOOLEAN,
            )
        return self._made[path]


class Renderer:
    """Pyramid's renderer interface around one template."""

    def __init__(self, templates: Templates, path: Path):
        self._templates, self._path = templates, path

    def __call__(self, value: dict[str, Any], system: dict[str, Any]) -> str:
        request = system["request"]
        words: Words = request.words
        names = {
            "layout": self._templates.get(FOLDER / "layout.pt"),
            "parts": self._templates.get(FOLDER / "parts.pt").macros,
            "request": request,
            "context": system.get("context"),
            "caller": _caller(request),
            "path": request.path_info,
            "here": request.path_qs if request.method == "GET" else request.path,
            "csrf": get_csrf_token(request),
            "menu": MENU,
            "languages": LANGUAGES,
            "labels": labels,
            "held": fields.held,
            "described": fields.described,
            "done": _done(request),
            "domains": {},
            "errors": {},
            "values": {},
            "words": words,
            "_": words.say,
            "quoted": quote_plus,
        }
        return self._templates.get(self._path).render(**(names | value))


def _caller(request: Any) -> Any:
    """Nobody where the database cannot be asked: a page that says so is still a page."""
    try:
        return request.caller
    except SQLAlchemyError:
        return None


def _done(request: Any) -> str | None:
    """What was done before this page; nothing in a query that is no UTF-8."""
    try:
        return labels.DONE.get(request.GET.get("done", ""))
    except UnicodeDecodeError:
        return None


def includeme(config: Any) -> None:
    """``.pt`` files, and ``request.words``."""
    templates, assets = Templates(), AssetResolver("license_service")

    def factory(info: Any) -> Renderer:
        return Renderer(templates, Path(assets.resolve(info.name).abspath()))

    config.add_renderer(".pt", factory)
    config.add_request_method(Words, "words", reify=True)
