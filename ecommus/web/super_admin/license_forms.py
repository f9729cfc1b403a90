"""The forms of what is done to licenses: their fields, and what the service is sent of them."""

import re
from typing import Any

from deform import Button
from translationstring import TranslationStringFactory

from ecommus.core.permissions import Permission as P
from ecommus.web import forms
from ecommus.web.back_office import editing
from ecommus.web.back_office import nodes as n
from ecommus.web.problems import translate
from ecommus.web.storefront.shop import LANGUAGE_NAMES
from ecommus.web.super_admin import office_words as words
from ecommus.web.super_admin.tenants import NICHES

_ = TranslationStringFactory("ecommus")
EMAIL = {"type": "email", "autocomplete": "off"}
LISTS = ("domain_binding", "licensed_plugins", "licensed_themes")


def _customer(required: bool) -> list[Any]:
    missing = {} if required else {"missing": ""}
    hint = _("The license is sent here.") if required else _("Empty: the owner stays.")
    return [
        n.text("customer_email", _("E-mail"), high=254, attributes=EMAIL, description=hint,
               **missing),
        n.text("customer_company", _("Company"), missing="", css="field--half",
               description=_("As it stands on invoices.")),
        n.text("customer_cif", _("Tax number (CIF)"), high=40, missing="", css="field--half",
               description=_("Like RO18547290; its digits are checked.")),
        n.choice("language", _("Language of the mail"), list(LANGUAGE_NAMES.items()),
                 css="field--half", default="ro"),
    ]  # fmt: skip


def _domains(description: Any, **options: Any) -> Any:
    return n.text("domain_binding", _("Domains"), high=2000, rows=2, description=description,
                  attributes={"spellcheck": "false"}, **options)  # fmt: skip


def _mailed(title: Any) -> Any:
    return n.flag("send_email", title, default=True)


def issue(request: Any, packages: list[tuple[str, str]]) -> list[Any]:
    """A new license. ``packages``: (code, name) of what is on sale."""
    none = ("", translate(request, "None: by tier and niches below"))
    tiers = [("", translate(request, "The package's"))] + [(t, words.tier(t)) for t in words.TIERS]
    periods = [("", translate(request, "What the tier gives")), *words.PERIODS]
    name = {"spellcheck": "false", "autocomplete": "off"}
    return [
        n.section("customer", _("Customer"), *_customer(required=True)),
        n.section("grant", _("What it grants"),
            n.choice("plan", _("Package"), [none, *packages], missing="",
                     description=_("A package names its tier and its niche.")),
            n.choice("tier", _("Tier"), tiers, missing="", css="field--half",
                     description=_("Only without a package.")),
            n.choice("kind", _("Lasts"), list(words.KIND.items()), css="field--half",
                     default="perpetual",
                     description=_("By the month: as long as it is paid for.")),
            n.choices("niche_packages", _("Niche packages"), list(NICHES.items()),
                      description=_("Beside that of the package, as many as the tier takes.")),
            _domains(_("The platform's own domain, like acme.ro; several with spaces or lines"
                       " between them, as many as the tier takes.")),
            n.text("licensed_plugins", _("Further plugins"), high=2000, missing="",
                   css="field--half", attributes=name,
                   description=_("Beyond the tier's: niche-booking …")),
            n.text("licensed_themes", _("Further themes"), high=2000, missing="",
                   css="field--half", attributes=name,
                   description=_("Beyond the tier's: theme-travel …")),
        ),
        n.section("rest", _("Support and mail"),
            n.choice("support_period", _("Paid support"), periods, missing="", css="field--half",
                     description=_("It comes after what the tier gives for nothing.")),
            n.flag("early_adopter", _("One of the first customers")),
            _mailed(_("Send the license by mail, with how to install it")),
        ),
    ]  # fmt: skip


def transfer(_request: Any) -> list[Any]:
    stay = _("Empty: the domains stay. Several with spaces or lines between them.")
    moves = _("What runs under the license now is told that it was transferred, and locks.")
    return [
        *_customer(required=False),
        _domains(stay, missing=""),
        n.flag("new_install", _("To a new installation"), default=True, description=moves),
        _mailed(_("Send the new token by mail")),
    ]


def extend(_request: Any) -> list[Any]:
    return [
        n.choice("period", _("For how long"), words.PERIODS, css="field--half", default="12mo"),
        n.text("why", _("Why"), missing="",
               description=_("For the log: the number of an invoice, for example.")),
    ]  # fmt: skip


def add(request: Any) -> list[Any]:
    tiers = [("", translate(request, "The tier stays"))] + [(t, words.tier(t)) for t in words.TIERS]
    name = {"spellcheck": "false", "autocomplete": "off"}
    return [
        n.choice("tier", _("New tier"), tiers, missing="", css="field--half",
                 description=_("A higher one brings all that it grants at present.")),
        n.choices("niche_packages", _("Further niche packages"), list(NICHES.items())),
        n.text("licensed_plugins", _("Further plugins"), high=2000, missing="", attributes=name,
               description=_("Their names, with spaces between them: niche-booking audit-log")),
        n.text("licensed_themes", _("Further themes"), high=2000, missing="", attributes=name,
               description=_("Their names, with spaces between them: theme-travel")),
        n.text("why", _("Why"), missing="",
               description=_("For the log: the number of an invoice, for example.")),
    ]  # fmt: skip


def close(_request: Any) -> list[Any]:
    shown = _("The customer's installation shows it, and the log keeps it.")
    return [n.text("reason", _("Reason"), high=500, rows=3, description=shown)]


def build(request: Any, nodes: list[Any], nonce: str, cancel: str) -> Any:
    """The form; ``nonce`` goes along with what is typed into it."""
    schema = n.schema(*nodes)
    buttons = (
        *editing.buttons(request, P.LICENSE_ISSUE, _("See what will happen")),
        Button("cancel", title=_("Cancel"), type="link", value=cancel, css_class="quiet"),
    )
    hidden = editing.hidden(request) | {"nonce": nonce}
    return forms.form(schema, request, buttons=buttons, hidden=hidden)


def flat(given: dict[str, Any]) -> dict[str, Any]:
    """The fields without their sections."""
    found: dict[str, Any] = {}
    for name, value in given.items():
        found |= value if isinstance(value, dict) else {name: value}
    return found


def body(given: dict[str, Any]) -> dict[str, Any]:
    """What is sent: lists where the service wants some, nothing that is empty."""
    sent: dict[str, Any] = {}
    for name, value in given.items():
        if name in LISTS:
            value = [part for part in re.split(r"[\s,;]+", value) if part]
        elif isinstance(value, set | frozenset):
            value = sorted(value)
        if value not in ("", None, []):
            sent[name] = value
    return sent


def at(name: str) -> str:
    """Where a field of the service stands in the form of a new license."""
    if name.startswith("customer_") or name == "language":
        return f"customer.{name}"
    return f"rest.{name}" if name == "support_period" else f"grant.{name}"


def rows(form: Any, given: dict[str, Any]) -> list[tuple[str, str]]:
    """(field, what was chosen or typed) of all that is not empty, to be read again."""
    found = []
    for field in forms.walk(form):
        value = given.get(field.name)
        if field.children or value in (None, "", frozenset(), set()):
            continue
        labels = dict(getattr(field.widget, "values", ()) or ())
        if isinstance(value, bool):
            text = field.translate(_("Yes") if value else _("No"))
        elif isinstance(value, set | frozenset):
            text = ", ".join(field.translate(labels[each]) for each in sorted(value))
        else:
            text = field.translate(labels[value]) if value in labels else str(value)
        found.append((field.translate(field.title), text))
    return found
