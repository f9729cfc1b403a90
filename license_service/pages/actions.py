"""What is done to a license: each on a page of its own that says what will happen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from license_service.pages import action, forms, page
from license_service.services import lifecycle, tokens
from license_service.tree import License


@dataclass(frozen=True, slots=True)
class Field:
    """``kind``: text, long or tick."""

    name: str
    label: str
    hint: str = ""
    kind: str = "text"
    value: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """``text`` is what a person should know before; ``grave``: it cannot be taken back."""

    title: str
    text: str
    button: str
    do: Callable[[Any, Any], Any]
    fields: tuple[Field, ...] = ()
    grave: bool = False


def _resend(request: Any, license: Any) -> None:
    lifecycle.resend(request.work, license.id)


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
        language=forms.text(request, "language") or "ro",
        domains=forms.texts(request, "domain_binding"),
        new_install=bool(forms.text(request, "new_install")),
        send_email=bool(forms.text(request, "send_email")),
    )


def _add(request: Any, license: Any) -> None:
    lifecycle.add(
        request.work,
        license.id,
        tier=forms.text(request, "tier"),
        niches=forms.texts(request, "niche_packages"),
        features=forms.texts(request, "features"),
        plugins=forms.texts(request, "licensed_plugins"),
        themes=forms.texts(request, "licensed_themes"),
        why=forms.text(request, "why"),
    )


def _close(state: str) -> Callable[[Any, Any], None]:
    def do(request: Any, license: Any) -> None:
        lifecycle.close(request.work, license.id, state, forms.text(request, "reason"))

    return do


REASON = Field("reason", "Reason", "The customer's installation shows it.", "long")
ACTIONS = {
    "resend": Action(
        "Send again",
        "The customer is sent the token in use once more, with how to install it.",
        "Send the license again",
        _resend,
    ),
    "extend": Action(
        "Extend support",
        "Support goes on from its end, or from today if it ended before. The new token reaches the"
        " installation with its next heartbeat.",
        "Extend support",
        _extend,
        (
            Field("support_period", "For how long", "Months: 3mo, 6mo, 9mo, 12mo.", value="12mo"),
            Field("why", "Why", "For the log: an invoice number, for example."),
        ),
    ),
    "add": Action(
        "Add",
        "What was bought afterwards. The new token reaches the installation with its next"
        " heartbeat. A higher tier brings all that it grants at present.",
        "Add to the license",
        _add,
        (
            Field("licensed_plugins", "Plugins", "niche-booking, audit-log …"),
            Field("licensed_themes", "Themes"),
            Field("features", "Features"),
            Field("niche_packages", "Niche packages"),
            Field("tier", "New tier", "Empty: the tier stays."),
            Field("why", "Why", "For the log: an invoice number, for example."),
        ),
    ),
    "transfer": Action(
        "Transfer",
        "To another owner, other domains or another installation. With a new installation, what"
        " runs under the old token is told that it was transferred, and locks.",
        "Transfer the license",
        _transfer,
        (
            Field("customer_email", "New owner's e-mail", "Empty: the owner stays."),
            Field("customer_company", "Company"),
            Field("customer_cif", "Tax number (CIF)"),
            Field("language", "Language", "ro or en", value="ro"),
            Field("domain_binding", "New domains", "Empty: the domains stay."),
            Field("new_install", "A new installation", kind="tick", value="yes"),
            Field("send_email", "Send the new token by e-mail", kind="tick", value="yes"),
        ),
    ),
    "revoke": Action(
        "Revoke",
        "The installation locks with its next heartbeat: no changes, no sales; reading and export"
        " stay open. A revoked license stays revoked.",
        "Revoke the license",
        _close("revoked"),
        (REASON,),
        grave=True,
    ),
    "refund": Action(
        "Refund",
        "Say here that the money went back; this moves no money. The license ends as if revoked.",
        "Mark as refunded",
        _close("refunded"),
        (REASON,),
        grave=True,
    ),
}


def _page(name: str, context: License, **more: Any) -> dict[str, Any]:
    values = {field.name: field.value for field in ACTIONS[name].fields}
    return {"action": ACTIONS[name], "license": context.row.license, "values": values} | more


def ask(context: License, request: Any) -> dict[str, Any]:
    """The page of an action; its name is the last part of the address."""
    return _page(request.view_name, context)


def act(context: License, request: Any) -> Any:
    """Do it, then show the license."""
    name, license = request.view_name, context.row.license
    _made, errors = forms.attempt(request, lambda: ACTIONS[name].do(request, license))
    if errors:
        request.response.status_int = 422
        return _page(name, context, errors=errors, values=request.POST)
    return HTTPSeeOther(f"/licenses/{license.id}")


for each in ACTIONS:
    page(License, "action", each)(ask)
    action(License, "action", each)(act)


@action(License, "token", "token")
def token(context: License, request: Any) -> dict[str, Any]:
    """The token in use. A POST, because that it was looked at is noted."""
    license = context.row.license
    request.work.note("token.shown", license.id)
    token = tokens.token_of(request.work, license.id)
    return {"license": license, "token": token, "install": tokens.bundle(request.work, token)}
