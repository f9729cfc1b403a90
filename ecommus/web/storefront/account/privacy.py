"""The account before the law: consents, a copy of everything that is held, and its erasure."""

from typing import Any

import deform
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.i18n import TranslationStringFactory
from pyramid.renderers import render
from pyramid.response import Response

from ecommus.core.consents import current
from ecommus.core.errors import Refusal
from ecommus.services.customers import access, privacy
from ecommus.web import forms, shoppers
from ecommus.web.problems import translate
from ecommus.web.storefront.account import fields, frame

_ = TranslationStringFactory("ecommus")
LABELS = {"marketing": _("Write to me about news and offers")}


def consent_form(request: Any) -> deform.Form:
    nodes = [fields.box(kind, label) for kind, label in LABELS.items()]
    action, hidden = frame.url(request, "privacy"), frame.hidden(request)
    return fields.form(
        request, _("Save my choice"), action, *nodes, formid="consents", hidden=hidden
    )  # fmt: skip


def erase_form(request: Any) -> deform.Form:
    action, hidden = frame.url(request, "erase"), frame.hidden(request)
    return fields.form(
        request, _("Erase my account for good"), action,
        fields.password("password", _("Your password")), formid="erase", hidden=hidden,
        look="danger",
    )  # fmt: skip


def show_privacy(request: Any) -> dict[str, Any]:
    """What was agreed to; the ways to a copy and out."""
    held = current(privacy.ledger(request, request.identity.id))
    given = {kind: bool(entry and entry.given) for kind, entry in held.items()}
    request.override_renderer = "account_privacy.pt"
    return frame.page(
        request, "privacy", _("Privacy"),
        form=consent_form(request).render(given),
        since={kind: entry.at for kind, entry in held.items() if entry is not None},
        export_url=frame.url(request, "privacy", export="1"),
        erase_url=frame.url(request, "erase"),
    )  # fmt: skip


def read_privacy(request: Any) -> Any:
    """The page; or with ``?export=1`` the copy, as a file."""
    return export(request) if request.GET.get("export") == "1" else show_privacy(request)


def export(request: Any) -> Response:
    """Everything that is held, as JSON."""
    body = render("json", privacy.export(request, request.identity.id), request)
    response = Response(body, content_type="application/json", charset="utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def save_consents(request: Any) -> Any:
    given = consent_form(request).validate(request.POST.items())
    for kind in LABELS:
        privacy.set_consent(request, request.identity.id, kind, given=given[kind])
    return frame.done(request, "consent", "privacy")


def show_erase(request: Any, form: str | None = None) -> dict[str, Any]:
    """The question before the erasure."""
    intro = _(
        "Your name, addresses, sign-ins and choices are erased at once and cannot be brought back."
        " Of your orders only what the law makes us keep stays: their number, lines, sums and the"
        " address on the invoice. What is still to be sent is sent."
    )
    return frame.page(
        request, "privacy", _("Erase my account"), intro=translate(request, intro),
        forms=[(None, form or erase_form(request).render({}))],
        back_url=frame.url(request, "privacy"),
    )  # fmt: skip


def erase(request: Any) -> Any:
    """Erase the account of whoever knows its password."""
    form, me = erase_form(request), request.context.__parent__.entity
    try:
        given = form.validate(request.POST.items())
        access.check_own(request, me.id, given["password"])
        privacy.erase(request, me)
    except deform.ValidationFailure as failure:
        request.response.status_int = 422
        return show_erase(request, failure.render())
    except Refusal as refusal:
        forms.refuse(request, form, refusal)
        return show_erase(request, form.render({}))
    return shoppers.sign_out(request, HTTPSeeOther(request.shop.home_url))


SHOW = {"privacy": read_privacy, "erase": show_erase}
SAVE = {"privacy": save_consents, "erase": erase}
