"""„Anunță-mă": a sold-out product asks for an address and writes once when it is back."""

from typing import Any

import deform
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.i18n import TranslationStringFactory

from ecommus.core.errors import Refusal
from ecommus.core.ids import parse_uuid
from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import IProduct, IStorefront
from ecommus.plugin_sdk.views import page
from ecommus.services import stock_notices as service
from ecommus.web import forms
from ecommus.web.problems import translate
from ecommus.web.storefront.account import fields, frame
from ecommus.web.storefront.shapes import Link

_ = TranslationStringFactory("ecommus")
OPEN = {"within": IStorefront, "template": "door.pt", "permission": P.SHOP_VIEW}


def values(request: Any, title: Any, form: str | None, link: Link, **more: Any) -> dict[str, Any]:
    """What ``door.pt`` shows."""
    frame.private(request)
    texts = {name: translate(request, text) for name, text in more.items()}
    found = {
        "title": translate(request, title), "intro": None, "sent": None, "over": False,
        "form": form, "links": (link,), "robots": "noindex", "alternates": (),
    }  # fmt: skip
    return found | texts


def shown(context: Any, request: Any, form: str | None, **more: Any) -> dict[str, Any]:
    row = context.entity
    title = row.translations.get(request.locale_name, {}).get("title") or row.title
    return values(request, TITLE, form, Link(title, request.to(context)), **more)


TITLE = _("Tell me when it is back")
INTRO = _("We write once, when it can be bought again, and use your address for nothing else.")
SENT = _("Noted. We write to you as soon as it can be bought again.")


def form_of(context: Any, request: Any, variant: str) -> deform.Form:
    return fields.form(
        request, _("Tell me"), request.to(context, "notify"), fields.email(),
        hidden={"variant": variant},
    )  # fmt: skip


@page(IProduct, name="notify", **OPEN)
def ask(context: Any, request: Any) -> dict[str, Any]:
    """The form on a page of its own; or that the address was noted."""
    if request.GET.get("done") == "1":
        return shown(context, request, None, sent=SENT)
    variant = parse_uuid(request.GET.get("variant", ""))
    form = form_of(context, request, str(variant or "")).render({})
    return shown(context, request, form, intro=INTRO)


@page(IProduct, name="notify", method="POST", rate="auth", **OPEN)
def note(context: Any, request: Any) -> Any:
    """Note the address; a second time is as good as once."""
    variant_id = parse_uuid(request.POST.get("variant", ""))
    form = form_of(context, request, str(variant_id or ""))
    try:
        given = form.validate(request.POST.items())
        variant = service.find_variant(context.entity.variants or (), variant_id)
        service.ask(request, variant, given["email"])
    except deform.ValidationFailure as failure:
        request.response.status_int = 422
        return shown(context, request, failure.render(), intro=INTRO)
    except Refusal as refusal:
        forms.refuse(request, form, refusal)
        return shown(context, request, form.render(given), intro=INTRO)
    return HTTPSeeOther(request.to(context, "notify", query={"done": "1"}))


GONE = _("Your address is forgotten: no mail about stock will come.")
FORGET = _("Forget my address")


@page(IStorefront, name="forget-me", **OPEN)
def ask_forget(context: Any, request: Any) -> dict[str, Any]:
    """The link at the end of a mail: a button, for programs follow links too."""
    home = Link(request.tenant.name, request.shop.home_url)
    sealed = request.GET.get("notice", "")
    if request.GET.get("done") == "1" or service.email_of(request, sealed) is None:
        return values(request, FORGET, None, home, sent=GONE)
    form = fields.form(
        request, FORGET, request.to(context, "forget-me"), hidden={"notice": sealed}
    ).render({})
    intro = _("We delete your address from every list of those who wait for something.")
    return values(request, FORGET, form, home, intro=intro)


@page(IStorefront, name="forget-me", method="POST", rate="auth", **OPEN)
def forget(context: Any, request: Any) -> Any:
    """Delete the address, whatever it waits for."""
    email = service.email_of(request, request.POST.get("notice", ""))
    if email is not None:
        service.forget(request, email)
    return HTTPSeeOther(request.to(context, "forget-me", query={"done": "1"}))
