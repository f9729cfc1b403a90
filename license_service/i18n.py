"""Languages of the service: English, which the message ids are, and Romanian from ``locale``.

A page is in its reader's choice (a cookie), else in what the browser asks for; the API's messages
follow Accept-Language. Who asks for neither reads English.
"""

from collections.abc import Mapping
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

from license_service.predicates import machine

DOMAIN = "license_service"
# Each by the name that its readers give it.
LANGUAGES = {"en": "English", "ro": "Română"}
COOKIE = "license_language"
FOLDER = Path(__file__).parent / "locale"


def _(msgid: str) -> str:
    """Marks a text that is translated when it is shown."""
    return msgid


def read_catalogue(language: str) -> Translations:
    """All messages of a language, compiled in memory."""
    merged = Catalog(locale=language, domain=DOMAIN)
    for path in sorted(FOLDER.glob(f"*.{language}.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language, domain=DOMAIN)
        for message in catalogue:
            if message.id and message.string:
                merged.add(message.id, message.string)
    buffer = BytesIO()
    write_mo(buffer, merged)
    buffer.seek(0)
    return Translations(buffer, domain=DOMAIN)


def translate(request: Any, msgid: Any, params: Mapping[str, Any] | None = None) -> str:
    """A message in the request's language, ``%(name)s`` filled in."""
    text = request.localizer.translate(TranslationString(str(msgid), domain=DOMAIN))
    return text % params if params else text


def translate_message(
    msgid: Any,
    domain: str | None = None,
    mapping: dict[str, Any] | None = None,
    context: str | None = None,
    target_language: str | None = None,
    default: Any = None,
) -> Any:
    """Chameleon's translation function, for ``i18n:translate`` in templates."""
    request = get_current_request()
    if msgid is None or request is None:
        return msgid
    text = TranslationString(str(msgid), domain=DOMAIN, default=default, mapping=mapping)
    return request.localizer.translate(text)


def locale_of(request: Any) -> str:
    """Pyramid's locale negotiator."""
    chosen = None if machine(request) else request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    header = create_accept_language_header(request.headers.get("Accept-Language"))
    return header.lookup(list(LANGUAGES), default="en") or "en"


def includeme(config: Any) -> None:
    config.set_locale_negotiator(locale_of)
    for language in LANGUAGES:
        localizer = Localizer(language, read_catalogue(language))
        config.registry.registerUtility(localizer, ILocalizer, name=language)
