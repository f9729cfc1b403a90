"""What is done to a license of ours: each act in its words, its form and its page."""

from typing import Any

from translationstring import TranslationStringFactory

from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import IIssuedLicense, IIssuedLicenses, ISuperAdmin
from ecommus.plugin_sdk.views import page
from ecommus.web import audit
from ecommus.web.admin import notices
from ecommus.web.super_admin import license_forms as fields
from ecommus.web.super_admin import license_meaning as meaning
from ecommus.web.super_admin import office_calls as calls
from ecommus.web.super_admin.license_desk import Act, Desk, nonce_of

_ = TranslationStringFactory("ecommus")

ACTS = {
    "resend": Act(
        _("Send again"),
        _("The customer is sent the license once more, with how to install it. Nothing changes."),
        _("Send the license again"),
        meaning.resend,
    ),
    "transfer": Act(
        _("Transfer"),
        _("To another owner, other domains or another installation. What you leave empty stays."),
        _("Transfer the license"),
        meaning.transfer,
        fields.transfer,
    ),
    "extend": Act(
        _("Extend support"),
        _("Support goes on from its end, or from today if it ended before."),
        _("Extend support"),
        meaning.extend,
        fields.extend,
        at=lambda name: {"support_period": "period"}.get(name, name),
    ),
    "add": Act(
        _("Add"),
        _("What was bought afterwards: a higher tier, niches, plugins, themes."),
        _("Add to the license"),
        meaning.add,
        fields.add,
    ),
    "refund": Act(
        _("Refund"),
        _("Say here that the money went back: this moves no money. The license ends."),
        _("Mark as refunded"),
        meaning.close,
        fields.close,
        look="danger",
    ),
    "revoke": Act(
        _("Revoke"),
        _("The license ends at once: after a leak, for example. For money given back take Refund."),
        _("Revoke the license"),
        meaning.close,
        fields.close,
        look="danger",
    ),
}  # fmt: skip
ISSUE = Act(
    _("New license"),
    _("You see what will happen before anything does. The service checks domains, tax numbers and"
      " what the tier takes."),
    _("Issue the license"),
    meaning.issue,
    at=fields.at,
)  # fmt: skip


def _license(context: Any, request: Any) -> tuple[dict[str, Any] | None, str]:
    return calls.ask(request, f"/v1/licenses/{context.entity}", meaning.checked)


def desk(context: Any, request: Any) -> Desk:
    """The act that the address names, on the license that it names."""
    name = request.view_name
    license, away = _license(context, request)
    notices.lead(request, "Licenses", context.__parent__)
    if license:
        notices.lead(request, ", ".join(license["domain_binding"]), context)
    path = f"/v1/licenses/{context.entity}/{name}"
    act = ACTS[name]
    return Desk(request, context, act, path, license, away, act.nodes(request))


def see(context: Any, request: Any) -> dict[str, Any]:
    """The form; of an act without fields what will happen."""
    found = desk(context, request)
    if not found.nodes and found.license and not found.over:
        return found.asked(found.form(), {}) | {"fields": [("nonce", nonce_of(request))]}
    return found.shown("" if found.over else found.form().render({}))


def do(context: Any, request: Any) -> Any:
    """Read again, or done."""
    shown, said = desk(context, request).answer()
    return shown or _done(context, request, said, request.view_name)


def _done(context: Any, request: Any, said: dict[str, Any], what: str, *path: str) -> Any:
    """It is done: noted, unless the service had done it before, and shown."""
    if said.get("repeated") is not True:
        audit.record(request, context, what)
    return notices.done(request, context, what, *path)


def _packages(said: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (str(each["code"]), str(each["name"]))
        for each in said["items"]
        if each["category"] == "package" and each["active"]
    ]


def _new(context: Any, request: Any) -> Desk:
    packages, away = calls.ask(request, "/v1/plans", _packages)
    notices.lead(request, "Licenses", context)
    nodes = fields.issue(request, packages or [])
    return Desk(request, context, ISSUE, "/v1/licenses", None, away, nodes)


def new(context: Any, request: Any) -> dict[str, Any]:
    """The form of a new license."""
    found = _new(context, request)
    return found.shown(found.form().render({}))


def issue(context: Any, request: Any) -> Any:
    """Read again, or issued: then the new license is shown."""
    shown, said = _new(context, request).answer()
    return shown or _done(context, request, said, "issued", said["id"])


# Read again is nothing done: who has it done records it.
_POST = {"method": "POST", "audit": ""}
_OF = {"within": ISuperAdmin, "permission": P.LICENSE_ISSUE, "template": "act.pt"}
page(IIssuedLicenses, name="new", **_OF)(new)
page(IIssuedLicenses, name="new", **_POST, **_OF)(issue)
for _name in ACTS:
    page(IIssuedLicense, name=_name, **_OF)(see)
    page(IIssuedLicense, name=_name, **_POST, **_OF)(do)
