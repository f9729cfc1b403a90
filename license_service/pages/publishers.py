"""Publishers of the package index: registered, their keys rotated, suspended, restored, revoked."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ecommus.core.errors import Invalid
from ecommus.core.ids import parse_uuid
from license_service.i18n import _
from license_service.pages import action, done, forms, page
from license_service.pages.fields import Field, Form, Group
from license_service.services import finding, forensic, publishers
from license_service.tree import Publisher, Publishers

TOP = ("/publishers", _("Publishers"))
KEY = Field("key", _("Public key"),
            _("The text of the publisher's public Ed25519 key, from -----BEGIN PUBLIC KEY----- on."
              " Never the private one."), "long", required=True, rows=5)  # fmt: skip
REASON = Field("reason", _("Reason"), _("It is kept in the log."), "long", required=True)
NAME = Field("name", _("Name"), _("The company, as customers will read it."), required=True)
PACKAGES = Field("packages", _("Packages"),
                 _("Names like ecommus-plugin-acme or ecommus-theme-acme, one a line. Nobody else"
                   " can publish them then."), "long", required=True)  # fmt: skip
HOLDER = Field("license_id", _("License"), _("Licenses in force that allow publishing."), "choice")
OURS = ("", _("None: our own packages"))
FORMS = {
    "rotate": Form(
        _("Rotate the key"), _("Register the new key"), "",
        (Group("", (KEY, Field("end_old", _("Revoke the old key now"),
                               _("What it signed is refused until it is signed anew. Without: both"
                                 " keys count until you revoke the old one."), "tick"))),),
        (_("The new key is good for the same packages, under the same license."),),
    ),
    "suspend": Form(
        _("Suspend"), _("Suspend the publisher's key"), "", (Group("", (REASON,)),),
        (_("Nothing that the key signed is installed where signatures are insisted on, within a"
           " minute. Its packages stay reserved, and you can restore it."),),
        grave=True,
    ),
    "restore": Form(
        _("Restore"), _("Restore the publisher's key"), "", (),
        (_("The key counts again, and so does all that it signed."),),
    ),
    "revoke": Form(
        _("Revoke the key"), _("Revoke the key for good"), "", (Group("", (REASON,)),),
        (_("For good: what the key signed is refused where signatures are insisted on, and it can"
           " never be registered again. Its packages become free."),),
        grave=True,
    ),
}  # fmt: skip


@page(Publishers, "publishers")
def listed(_context: Publishers, request: Any) -> dict[str, Any]:
    """Every key there ever was."""
    rows = publishers.listed(request.work)
    return {"rows": [(row, publishers.state_of(row)) for row in rows]}


def _new(request: Any) -> Form:
    held = [(str(row.id), f"{', '.join(row.domains)} – {row.company or row.email}")
            for row in publishers.holders(request.work)]  # fmt: skip
    given = (NAME, PACKAGES, HOLDER.of((OURS, *held)), KEY)
    return Form(
        _("Register a publisher"), _("Register"), "/publishers", (Group("", given),),
        (_("A publisher signs releases with a key of their own; you register its public half and"
           " the packages that it is good for."),),
        (TOP,),
    )  # fmt: skip


@page(Publishers, "form", "new")
def new(_context: Publishers, request: Any) -> dict[str, Any]:
    """The form."""
    return _new(request).page()


@action(Publishers, "form", "new")
def register(_context: Publishers, request: Any) -> Any:
    """Then to the key's own page."""

    def do() -> str:
        named = forms.text(request, "license_id")
        if named and parse_uuid(named) is None:
            raise Invalid("license_unknown", "There is no such license.", field="license_id")
        key = publishers.key_of(forms.text(request, "key").encode())
        packages = forms.texts(request, "packages")
        name = forms.text(request, "name")
        return publishers.register(request.work, name, key, packages, parse_uuid(named))

    kid, errors = forms.attempt(request, do)
    if errors:
        request.response.status_int = 422
        return _new(request).page(request.POST, errors)
    return done(f"/publishers/{kid}", "publisher.register")


@page(Publisher, "publisher")
def show(context: Publisher, request: Any) -> dict[str, Any]:
    """The key, what may be done with it and what was."""
    row = context.row
    entries = forensic.of_publisher(request.db, row.kid)
    return {
        "row": row,
        "state": publishers.state_of(row),
        "events": [finding.event_of(entry) for entry in entries],
    }


def _rotate(request: Any, kid: str) -> str:
    key = publishers.key_of(forms.text(request, "key").encode())
    end_old = bool(forms.text(request, "end_old"))
    return publishers.rotate(request.work, kid, key, end_old=end_old)


def _reason(do: Callable[[Any, str, str], None]) -> Callable[[Any, str], None]:
    def act(request: Any, kid: str) -> None:
        reason = forms.text(request, "reason")
        if not reason:
            raise Invalid("reason_missing", "Say why; it is kept in the log.", field="reason")
        do(request.work, kid, reason)

    return act


DO: dict[str, Callable[[Any, str], str | None]] = {
    "rotate": _rotate,
    "suspend": _reason(publishers.suspend),
    "restore": lambda request, kid: publishers.restore(request.work, kid),
    "revoke": _reason(publishers.revoke),
}


def _of(name: str, row: Any) -> Form:
    where = f"/publishers/{row.kid}"
    return replace(FORMS[name], back=where, crumbs=(TOP, (where, row.name)))


def ask(context: Publisher, request: Any) -> dict[str, Any]:
    """The page of an action; its name is the last part of the address."""
    return _of(request.view_name, context.row).page()


def act(context: Publisher, request: Any) -> Any:
    """Do it, then show the key: after a rotation the new one."""
    name, row = request.view_name, context.row
    kid, errors = forms.attempt(request, lambda: DO[name](request, row.kid))
    if errors:
        request.response.status_int = 422
        return _of(name, row).page(request.POST, errors)
    return done(f"/publishers/{kid or row.kid}", f"publisher.{name}")


for each in FORMS:
    page(Publisher, "form", each)(ask)
    action(Publisher, "form", each)(act)
