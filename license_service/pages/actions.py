"""What is done to a license: each on a page of its own that says what will happen."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from license_service.i18n import _
from license_service.pages import action, done, forms, labels, page
from license_service.pages.fields import Field, Form, Group
from license_service.pages.licenses import LANGUAGES, NEW_ONES
from license_service.rules.grants import ISSUED
from license_service.services import lifecycle, tokens
from license_service.tree import License

NICHES = tuple(sorted(labels.NICHES.items()))
REASON = Field(
    "reason", _("Reason"), _("The customer's installation shows it."), "long", required=True
)
WHY = Field("why", _("Why"), _("For the log: an invoice number, for example."))


def _form(title: str, text: str, button: str, *given: Field, grave: bool = False) -> Form:
    return Form(title, button, "", (Group("", given),), (text,), grave=grave)


FORMS = {
    "resend": _form(
        _("Send again"),
        _("The customer is sent the token in use once more, with how to install it."),
        _("Send the license again"),
    ),
    "extend": _form(
        _("Extend support"),
        _("Support goes on from its end, or from today if it ended before. The new token reaches"
          " the installation with its next heartbeat."),
        _("Extend support"),
        Field("support_period", _("For how long"), kind="choice", value="12mo",
              options=tuple(labels.MONTHS.items())),
        WHY,
    ),
    "add": _form(
        _("Add"),
        _("What was bought afterwards. The new token reaches the installation with its next"
          " heartbeat. A higher tier brings all that it grants at present."),
        _("Add to the license"),
        Field("licensed_plugins", _("Plugins"),
              _("Their ids, like niche-booking, audit-log; with commas between.")),
        Field("licensed_themes", _("Themes"), _("Their ids, like theme-travel.")),
        Field("features", _("Features"), _("Their ids, like b2b, multi_tenant.")),
        Field("niche_packages", _("More niche packages"), kind="ticks", options=NICHES),
        Field("tier", _("New tier"), kind="choice",
              options=(("", _("The tier stays")), *((tier, tier) for tier in ISSUED))),
        WHY,
    ),
    "transfer": _form(
        _("Transfer"),
        _("To another owner, other domains or another installation. With a new installation, what"
          " runs under the old token is told that it was transferred, and locks."),
        _("Transfer the license"),
        Field("customer_email", _("New owner's e-mail"), _("Empty: the owner stays."), "email"),
        Field("customer_company", _("Company")),
        Field("customer_cif", _("Tax number (CIF)"), _("RO12345678. May be empty.")),
        Field("language", _("Language of the new owner's e-mails"), NEW_ONES, "choice",
              options=LANGUAGES),
        Field("domain_binding", _("New domains"), _("One a line. Empty: the domains stay."),
              "long"),
        Field("new_install", _("A new installation"),
              _("Without: the installation that runs now goes on under the new token."),
              "tick", "yes"),
        Field("send_email", _("Send the new token by e-mail"), kind="tick", value="yes"),
    ),
    "revoke": _form(
        _("Revoke"),
        _("The installation locks with its next heartbeat: no changes, no sales; reading and"
          " export stay open. A revoked license stays revoked."),
        _("Revoke the license"),
        REASON,
        grave=True,
    ),
    "refund": _form(
        _("Refund"),
        _("Say here that the money went back; this moves no money. The license ends as if"
          " revoked, for good."),
        _("Mark as refunded"),
        REASON,
        grave=True,
    ),
}  # fmt: skip


def _extend(request: Any, license: Any) -> None:
    period, why = forms.text(request, "support_period"), forms.text(request, "why")
    lifecycle.extend(request.work, license.id, period, why)


def _transfer(request: Any, license: Any) -> None:
    lifecycle.transfer(
        request.work,
        license.id,
        email=forms.text(request, "customer_email"),
        company=forms.text(request, "customer_company"),
        cif=forms.text(request, "customer_cif"),
        language=forms.text(request, "language"),
        domains=forms.texts(request, "domain_binding"),
        new_install=bool(forms.text(request, "new_install")),
        send_email=bool(forms.text(request, "send_email")),
    )


def _add(request: Any, license: Any) -> None:
    lifecycle.add(
        request.work,
        license.id,
        tier=forms.text(request, "tier"),
        niches=forms.ticked(request, "niche_packages"),
        features=forms.texts(request, "features"),
        plugins=forms.texts(request, "licensed_plugins"),
        themes=forms.texts(request, "licensed_themes"),
        why=forms.text(request, "why"),
    )


def _close(state: str) -> Callable[[Any, Any], None]:
    def do(request: Any, license: Any) -> None:
        lifecycle.close(request.work, license.id, state, forms.text(request, "reason"))

    return do


DO: dict[str, Callable[[Any, Any], None]] = {
    "resend": lambda request, license: lifecycle.resend(request.work, license.id),
    "extend": _extend,
    "add": _add,
    "transfer": _transfer,
    "revoke": _close("revoked"),
    "refund": _close("refunded"),
}


def _of(name: str, license: Any) -> Form:
    where = f"/licenses/{license.id}"
    crumbs = (("/licenses", _("Licenses")), (where, ", ".join(license.domains)))
    return replace(FORMS[name], back=where, crumbs=crumbs)


def ask(context: License, request: Any) -> dict[str, Any]:
    """The page of an action; its name is the last part of the address."""
    return _of(request.view_name, context.row.license).page()


def act(context: License, request: Any) -> Any:
    """Do it, then show the license."""
    name, license = request.view_name, context.row.license
    _made, errors = forms.attempt(request, lambda: DO[name](request, license))
    if errors:
        request.response.status_int = 422
        return _of(name, license).page(request.POST, errors)
    return done(f"/licenses/{license.id}", f"license.{name}")


for each in FORMS:
    page(License, "form", each)(ask)
    action(License, "form", each)(act)


@action(License, "token", "token")
def token(context: License, request: Any) -> dict[str, Any]:
    """The token in use. A POST, because that it was looked at is noted."""
    license = context.row.license
    request.work.note("token.shown", license.id)
    token = tokens.token_of(request.work, license.id)
    return {
        "license": license,
        "token": token,
        "install": tokens.bundle(request.work, token),
        "here": f"/licenses/{license.id}",
    }
