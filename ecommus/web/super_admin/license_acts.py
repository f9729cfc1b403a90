"""What is done to a license of ours: explained, typed, read again, then done by the service.

A form is sent twice: the first time it answers what will happen, the second time it happens. The
nonce of the form makes two clicks on the last button one act.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from deform import ValidationFailure
from translationstring import TranslationStringFactory

from ecommus.core.errors import Refusal
from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import IIssuedLicense, IIssuedLicenses, ISuperAdmin
from ecommus.plugin_sdk.views import page
from ecommus.services.service_calls import Away
from ecommus.web import audit
from ecommus.web.admin import notices
from ecommus.web.back_office import editing
from ecommus.web.problems import translate
from ecommus.web.super_admin import license_forms as fields
from ecommus.web.super_admin import license_meaning as meaning
from ecommus.web.super_admin import office_calls as calls
from ecommus.web.super_admin import office_words as words

_ = TranslationStringFactory("ecommus")
OWN = frozenset({"csrf_token", "save", "cancel", "confirmed", "change"})


@dataclass(frozen=True)
class Act:
    """Its words, its fields, and what it comes to (``meaning``) with what was typed."""

    title: str
    intro: str
    button: str
    meaning: Callable[[Any, dict[str, Any], dict[str, Any]], list[str]]
    nodes: Callable[[Any], list[Any]] = lambda _request: []
    look: str = "primary"
    at: Callable[[str], str] = str


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


def nonce_of(request: Any) -> str:
    """That of the form that was sent, or a new one."""
    given = request.POST.get("nonce", "")
    fit = isinstance(given, str) and 8 <= len(given) <= 64 and given.isascii()
    return given if fit and given.isprintable() else calls.new_nonce()


@dataclass
class Desk:
    """One request for one act: whose license it is, and its form."""

    request: Any
    context: Any
    act: Act
    path: str
    # None for a new license, and where the service is away.
    license: dict[str, Any] | None
    away: str
    nodes: list[Any]

    @property
    def over(self) -> bool:
        return self.license is not None and self.license["state"] != "active"

    def form(self) -> Any:
        return fields.build(
            self.request, self.nodes, nonce_of(self.request), self.request.to(self.context)
        )

    def shown(self, form: str, **more: Any) -> dict[str, Any]:
        """The values of ``act.pt``."""
        request = self.request
        return {
            "title": translate(request, self.act.title),
            "intro": translate(request, self.act.intro),
            "subject": meaning.subject(request, self.license) if self.license else [],
            "state": words.badge(request, words.STATE, self.license["state"])
            if self.over and self.license else None,
            "away": self.away,
            "service": calls.office(request).url,
            "form": "" if self.away and request.method == "GET" else form,
            "rows": None,
        } | more  # fmt: skip

    def asked(self, form: Any, given: dict[str, Any]) -> dict[str, Any]:
        """What will happen, and the button that makes it happen."""
        request, typed = self.request, self.request.POST.items()
        kept = [(name, value) for name, value in typed if name not in OWN]
        return self.shown(
            "",
            rows=fields.rows(form, given),
            texts=self.act.meaning(request, self.license or {}, given),
            fields=[(name, value) for name, value in kept if isinstance(value, str)],
            button=translate(request, self.act.button),
            look=self.act.look,
            cancel_url=request.to(self.context),
        )

    def answer(self) -> Any:
        """The form, what will happen, or the service's answer."""
        request, form = self.request, self.form()
        try:
            given = fields.flat(form.validate(request.POST.items()))
        except ValidationFailure as failure:
            request.response.status_int = 422
            return self.shown(failure.render())
        if "change" in request.POST:
            return self.shown(form.render())
        if "confirmed" not in request.POST:
            return self.asked(form, given)
        name = request.view_name
        try:
            return calls.tell(request, name, self.path, fields.body(given), nonce_of(request))
        except Refusal as refusal:
            editing.refuse(request, form, refusal, self.act.at)
            return self.shown(form.render())
        except Away as error:
            request.response.status_int = 503
            return self.shown(form.render(), away=calls.away(request, error),
                              unsure=not error.undone)  # fmt: skip


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
    said = desk(context, request).answer()
    if "form" in said:
        return said
    return _done(context, request, said, request.view_name)


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
    said = _new(context, request).answer()
    if "form" in said:
        return said
    return _done(context, request, said, "issued", said["id"])


# Read again is nothing done: who has it done records it.
_POST = {"method": "POST", "audit": ""}
_OF = {"within": ISuperAdmin, "permission": P.LICENSE_ISSUE, "template": "act.pt"}
page(IIssuedLicenses, name="new", **_OF)(new)
page(IIssuedLicenses, name="new", **_POST, **_OF)(issue)
for _name in ACTS:
    page(IIssuedLicense, name=_name, **_OF)(see)
    page(IIssuedLicense, name=_name, **_POST, **_OF)(do)
