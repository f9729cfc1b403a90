"""The forms of an account, in colander; drawn by our own widget templates."""

from typing import Any

import colander
from deform import Button, Form, widget
from translationstring import TranslationStringFactory

from ecommus.services.tenants import SHORTEST_PASSWORD
from ecommus.web.forms import form as make_form
from ecommus.web.schema import email_address
from ecommus.web.storefront.address import text

_ = TranslationStringFactory("ecommus")


def email(title: Any = _("E-mail"), **options: Any) -> colander.SchemaNode:
    return text(title, "email", name="email", type="email", validator=email_address, **options)


def password(name: str, title: Any, *, new: bool = False) -> colander.SchemaNode:
    """A password; ``new``: chosen here, so that the browser may propose one."""
    least = _("At least ${least} characters.", mapping={"least": SHORTEST_PASSWORD})
    return colander.SchemaNode(
        colander.String(),
        name=name,
        title=title,
        description=least if new else None,
        validator=colander.Length(max=1000),
        widget=widget.PasswordWidget(
            attributes={"autocomplete": "new-password" if new else "current-password"}
        ),
    )


def names(*, needed: bool) -> list[colander.SchemaNode]:
    missing = colander.required if needed else ""
    return [
        text(_("First name"), "given-name", name="first_name", missing=missing),
        text(_("Last name"), "family-name", name="last_name", missing=missing),
    ]


def box(name: str, title: Any) -> colander.SchemaNode:
    """A box to tick."""
    return colander.SchemaNode(
        colander.Boolean(), name=name, title=title, missing=False, default=False,
        widget=widget.CheckboxWidget(),
    )  # fmt: skip


def form(
    request: Any, button: Any, action: str, *nodes: colander.SchemaNode, formid: str = "form",
    hidden: dict[str, str] | None = None, look: str = "primary",
) -> Form:  # fmt: skip
    """A form of these fields; ``look`` is the button's."""
    return make_form(
        colander.SchemaNode(colander.Mapping(), *nodes),
        request,
        buttons=(Button("save", title=button, css_class=look),),
        action=action,
        formid=formid,
        hidden=hidden,
    )
