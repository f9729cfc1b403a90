"""The account's forms: details, e-mail address, password, company. And signing out.

``privacy`` is next door.
"""

from collections.abc import Callable
from typing import Any

import colander
import deform
from deform import widget
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.i18n import TranslationStringFactory

from ecommus.core.errors import Refusal
from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import IAccountPart, IStorefront
from ecommus.plugin_sdk.views import page
from ecommus.services.customers import access, email, profile, sessions
from ecommus.web import forms, shoppers
from ecommus.web.problems import translate
from ecommus.web.storefront.account import fields, frame, privacy
from ecommus.web.storefront.address import text
from ecommus.web.storefront.shop import LANGUAGE_NAMES

_ = TranslationStringFactory("ecommus")
OWN = {"within": IStorefront, "permission": P.SHOP_ACCOUNT}


def details_form(request: Any) -> deform.Form:
    languages = [(code, LANGUAGE_NAMES.get(code, code)) for code in request.tenant.locales]
    language = colander.SchemaNode(
        colander.String(),
        name="locale",
        title=_("Language of our mails"),
        validator=colander.OneOf([code for code, _label in languages]),
        widget=widget.SelectWidget(values=languages),
    )
    phone = text(_("Phone"), "tel", name="phone", type="tel", high=30, missing="")
    nodes = [*fields.names(needed=True), phone, language]
    return _form(request, "details", _("Save"), nodes)


def password_form(request: Any) -> deform.Form:
    return _form(
        request, "password", _("Change the password"),
        [
            fields.password("current", _("Present password")),
            fields.password("password", _("New password"), new=True),
        ],
    )  # fmt: skip


def email_form(request: Any) -> deform.Form:
    told = _(
        "At present it is ${email}. We send the new one a link. Until you follow it, everything"
        " stays as it is.",
        mapping=_own(request, "email"),
    )
    return _form(
        request, "email", _("Change the address"),
        [
            fields.email(_("New e-mail address"), description=told),
            fields.password("password", _("Your password")),
        ],
    )  # fmt: skip


def company_form(request: Any) -> deform.Form:
    return _form(
        request, "company", _("Save"),
        [
            text(_("Company"), "organization", name="company", missing=""),
            text(_("VAT number (CUI)"), "off", name="vat_id", missing="", high=20),
            text(
                _("Trade register number"), "off", name="registration_number", missing="", high=30
            ),
        ],
    )  # fmt: skip


def _form(request: Any, code: str, button: Any, nodes: list[Any]) -> deform.Form:
    action, hidden = frame.url(request, code), frame.hidden(request)
    return fields.form(request, button, action, *nodes, formid=code, hidden=hidden)


def _own(request: Any, *names: str) -> dict[str, Any]:
    me = request.context.__parent__.entity
    return {name: getattr(me, name) for name in names}


def show_details(request: Any, **drawn: str) -> dict[str, Any]:
    """Details, address and password; ``drawn`` are forms that were refused."""
    given = _own(request, "first_name", "last_name", "phone", "locale")
    given["locale"] = given["locale"] or request.tenant.locale
    parts = [
        (None, drawn.get("details") or details_form(request).render(given)),
        (
            translate(request, _("E-mail address")),
            drawn.get("email") or email_form(request).render({}),
        ),
        (
            translate(request, _("Password")),
            drawn.get("password") or password_form(request).render({}),
        ),
    ]
    return frame.page(
        request, "details", _("My details"), forms=parts, intro=None, back_url=None
    )  # fmt: skip


def show_company(request: Any, **drawn: str) -> dict[str, Any]:
    given = _own(request, "company", "vat_id", "registration_number")
    form = drawn.get("company") or company_form(request).render(given)
    intro = _("For invoices to a company. New addresses begin with it.")
    return frame.page(
        request, "company", _("Company"), forms=[(None, form)], intro=translate(request, intro),
        back_url=None,
    )  # fmt: skip


def save_profile(request: Any, given: dict[str, Any]) -> Any:
    profile.change(request, request.context.__parent__.entity, given)
    return frame.done(request, "saved", request.context.code)


def save_password(request: Any, given: dict[str, Any]) -> Any:
    """Every session ends; this browser gets another one."""
    customer_id = request.identity.id
    access.change_password(request, customer_id, given["current"], given["password"])
    return shoppers.sign_in(request, frame.done(request, "password", "details"), customer_id)


def save_email(request: Any, given: dict[str, Any]) -> Any:
    me = request.context.__parent__.entity
    email.ask(request, me, given["email"], given["password"])
    return frame.done(request, "email-sent", "details")


FORMS: dict[str, tuple[Callable, Callable, Callable]] = {
    "details": (details_form, show_details, save_profile),
    "password": (password_form, show_details, save_password),
    "email": (email_form, show_details, save_email),
    "company": (company_form, show_company, save_profile),
}


@page(IAccountPart, template="account_form.pt", **OWN)
def show(context: Any, request: Any) -> Any:
    """One page of the account."""
    if context.code == "sign-out":
        return HTTPSeeOther(frame.url(request))
    if context.code in privacy.SHOW:
        return privacy.SHOW[context.code](request)
    return FORMS[context.code][1](request)


@page(IAccountPart, method="POST", template="account_form.pt", rate="auth", **OWN)
def save(context: Any, request: Any) -> Any:
    """Keep what was given; or show the page again with what is wrong."""
    if context.code == "sign-out":
        return sign_out(request)
    if context.code in privacy.SAVE:
        return privacy.SAVE[context.code](request)
    make, draw, write = FORMS[context.code]
    form = make(request)
    try:
        given = form.validate(request.POST.items())
        return write(request, given)
    except deform.ValidationFailure as failure:
        request.response.status_int = 422
        return draw(request, **{context.code: failure.render()})
    except Refusal as refusal:
        forms.refuse(request, form, refusal)
        secret = ("current", "password")
        kept = {name: value for name, value in given.items() if name not in secret}
        return draw(request, **{context.code: form.render(kept)})


def sign_out(request: Any) -> Any:
    """End the session, here and in the database."""
    sessions.end(request, request.identity.session_id)
    return shoppers.sign_out(request, HTTPSeeOther(request.shop.home_url))
