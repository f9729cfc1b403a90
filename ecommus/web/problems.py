"""The bodies of refusals: RFC 9457 for machines, the theme's or the admin's page for people."""

import re
from typing import Any
from urllib.parse import urlencode

from pyramid.httpexceptions import status_map
from pyramid.i18n import TranslationString
from pyramid.renderers import render
from pyramid.response import Response

from ecommus import web
from ecommus.core.entitlements import Reason
from ecommus.plugin_sdk.interfaces import IApi
from ecommus.web import storefront

REASONS = {
    Reason.LICENSE_LOCKED: "The license is locked: reading and exporting go on, changes do not.",
    Reason.LICENSE_REDUCED: "The license is reduced: nothing new can be turned on.",
    Reason.DOMAIN_NOT_LICENSED: "The license was issued for another domain.",
    Reason.FEATURE_NOT_LICENSED: "The license does not include this feature.",
    Reason.THEME_NOT_LICENSED: "The license does not include this theme.",
    Reason.PLUGIN_NOT_LICENSED: "The license does not include this plugin.",
    Reason.NICHE_REQUIRED: "The license does not include this niche package.",
    Reason.TENANT_SUSPENDED: "The shop is suspended: reading and exporting go on, changes do not.",
}


def translate(request: Any, text: Any, params: Any = None) -> str:
    """A msgid in the request's language, parameters filled in."""
    # A text of colander's has its own parameters: “${val} is greater than …”.
    given = {"mapping": getattr(text, "mapping", None), "default": getattr(text, "default", None)}
    message = request.localizer.translate(TranslationString(str(text), domain="ecommus", **given))
    return message % params if params else message


def slug(title: str) -> str:
    """``Not Found`` → ``not_found``."""
    return re.sub(r"[^a-z]+", "_", title.lower()).strip("_")


def address(path: str, query: dict[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def remedy(request: Any) -> str:
    """Where what is missing can be had."""
    return "/super-admin/license"


def answer(request: Any, status: int, reason: str, text: str, **extra: Any) -> Response:
    """A refusal in the form that the asker wants; ``extra`` goes into the problem's body."""
    title = status_map[status].title if status in status_map else "Error"
    text = translate(request, text)
    if IApi.providedBy(request):
        body = {
            "type": "about:blank",
            "title": title,
            "status": status,
            "reason": str(reason),
            "detail": text,
        }
        body |= {key: value for key, value in extra.items() if value is not None}
        response = Response(render("json", body, request), status=status, charset="utf-8")
        response.content_type = "application/problem+json"
    else:
        values = {"status": status, "title": translate(request, title), "text": text}
        values |= {"remedy": extra.get("remedy"), "requires": extra.get("requires")}
        package = web if request.in_back_office or request.on_platform else storefront
        response = Response(render("error.pt", values, request, package=package), status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
