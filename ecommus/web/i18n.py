"""Languages: the .po files of the platform, plugins and themes, compiled in memory at start.

English is the language of the message ids, so it needs no catalogue. A page's language is that of
its address; the back office's is its reader's; the API's messages follow Accept-Language.
"""

import logging
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from pyramid.i18n import Localizer, Translations, TranslationString
from pyramid.interfaces import ILocalizer
from pyramid.threadlocal import get_current_request
from webob.acceptparse import create_accept_language_header

from ecommus.plugin_sdk.interfaces import IApi, IStorefront
from ecommus.web.tree.resource import find

log = logging.getLogger(__name__)
DOMAIN = "ecommus"
LANGUAGES = ("ro", "en")
COOKIE = "ecommus-locale"


def read_catalogue(language: str, folders: list[Path]) -> Translations:
    """All messages of a language; of two translations of one message the earlier folder's holds."""
    merged = Catalog(locale=language, domain=DOMAIN)
    for folder in folders:
        for path in sorted(folder.rglob(f"*.{language}.po")):
            with path.open("rb") as file:
                catalogue = read_po(file, locale=language, domain=DOMAIN)
            for message in catalogue:
                if message.id and message.string and message.id not in merged:
                    merged.add(message.id, message.string, context=message.context)
    buffer = BytesIO()
    write_mo(buffer, merged)
    buffer.seek(0)
    return Translations(buffer, domain=DOMAIN)


def translate_message(
    msgid: Any,
    domain: str | None = None,
    mapping: dict[str, Any] | None = None,
    context: str | None = None,
    target_language: str | None = None,
    default: Any = None,
) -> Any:
    """Chameleon's translation function, for ``i18n:translate`` in templates."""
    if msgid is None:
        return None
    request = get_current_request()
    if request is None:
        return str(default or msgid)
    text = msgid if hasattr(msgid, "interpolate") else str(msgid)
    return request.localizer.translate(
        TranslationString(text, domain=DOMAIN, default=default, mapping=mapping, context=context)
    )


def locale_of(request: Any) -> str:
    """Pyramid's locale negotiator."""
    tenant = request.tenant
    if IApi.providedBy(request):
        return _accepted(request, tenant.locales if tenant else LANGUAGES)
    if request.in_back_office or tenant is None:
        chosen = request.cookies.get(COOKIE)
        return chosen if chosen in LANGUAGES else _accepted(request, LANGUAGES)
    context = getattr(request, "context", None)
    storefront = find(context, IStorefront) if context is not None else None
    if storefront is not None:
        return storefront.locale
    first = request.path_info.lstrip("/").partition("/")[0]
    return first if first in tenant.locales else tenant.locale


def _accepted(request: Any, offered: Any) -> str:
    header = create_accept_language_header(request.headers.get("Accept-Language"))
    return header.lookup(list(offered), default=offered[0]) or offered[0]


def includeme(config: Any) -> None:
    """The negotiator. Catalogues are read last, when plugins and themes are known."""
    config.set_locale_negotiator(locale_of)
    config.registry.locale_folders = [Path(__file__).parent.parent / "locale"]
    config.action("ecommus.i18n", lambda: _register(config.registry), order=9999)


def _register(registry: Any) -> None:
    for language in LANGUAGES:
        translations = read_catalogue(language, registry.locale_folders)
        registry.registerUtility(Localizer(language, translations), ILocalizer, name=language)
