"""What an act on a license will come to, in sentences, before it is done."""

from typing import Any

from translationstring import TranslationStringFactory

from ecommus.web.problems import translate
from ecommus.web.super_admin import office_words as words

_ = TranslationStringFactory("ecommus")
Typed = dict[str, Any]


def checked(said: Typed) -> Typed:
    """A license as the service tells it; KeyError or TypeError for anything else."""
    customer = said["customer"]
    return said | {
        "customer": {name: str(customer[name]) for name in ("email", "company", "cif")},
        "domain_binding": [str(name) for name in said["domain_binding"]],
        "state": str(said["state"]),
    }


def owner(license: Typed) -> str:
    customer = license["customer"]
    return customer["company"] or customer["email"]


def subject(request: Any, license: Typed) -> list[tuple[str, str]]:
    """(label, value): which license this is about."""
    pairs = [
        (_("Company"), license["customer"]["company"]),
        (_("E-mail"), license["customer"]["email"]),
        (_("Domains"), ", ".join(license["domain_binding"])),
        (_("Tier"), words.tier(license.get("tier"))),
        (_("Support until"), words.when(request, license.get("support_until"), time=False)),
    ]
    return [(translate(request, label), value) for label, value in pairs if value]


def resend(request: Any, license: Typed, _given: Typed) -> list[str]:
    text = _("The mail goes to %(email)s: the license in use, with how to install it.")
    return [translate(request, text, {"email": license["customer"]["email"]})] if license else []


def issue(request: Any, _license: Typed, given: Typed) -> list[str]:
    email = {"email": given["customer_email"]}
    texts = [translate(request, _("A license is made and signed, under a new installation id."))]
    if given["send_email"]:
        texts.append(translate(request, _("It goes to %(email)s by mail, at once."), email))
    else:
        text = _("No mail is sent: hand the license over yourself, from its page.")
        texts.append(translate(request, text))
    if given["kind"] == "trial" or given["tier"] == "trial":
        texts.append(translate(request, _("It ends by itself after 30 days.")))
    texts.append(translate(request, _("It can be revoked later, never unmade.")))
    return texts


def transfer(request: Any, license: Typed, given: Typed) -> list[str]:
    email = given["customer_email"]
    texts = []
    if email:
        known = {"email": email, "before": owner(license) if license else "–"}
        text = _("The license becomes that of %(email)s; %(before)s has it no more.")
        texts.append(translate(request, text, known))
    if given["domain_binding"].strip():
        bound = {
            "domains": ", ".join(given["domain_binding"].replace(",", " ").split()),
            "before": ", ".join(license.get("domain_binding", ())) or "–",
        }
        text = _("It is bound to %(domains)s, no more to %(before)s.")
        texts.append(translate(request, text, bound))
    stays = _("The installation stays: it gets the new token with its next heartbeat.")
    moves = _(
        "What runs under the license now locks with its next heartbeat: it is told that the"
        " license was transferred. The new token opens another installation."
    )
    texts.append(translate(request, moves if given["new_install"] else stays))
    to = email or (license["customer"]["email"] if license else "–")
    mail = _("The new token goes to %(email)s by mail, at once.")
    none = _("No mail is sent: hand the license over yourself, from its page.")
    if given["send_email"]:
        texts.append(translate(request, mail, {"email": to}))
    else:
        texts.append(translate(request, none))
    return texts


def extend(request: Any, license: Typed, given: Typed) -> list[str]:
    until = words.when(request, license.get("support_until"), time=False) or "–"
    period = translate(request, dict(words.PERIODS)[given["period"]])
    text = _("Support goes on for %(period)s; so far it is until %(until)s.")
    reach = _("The new token reaches the installation with its next heartbeat.")
    return [translate(request, text, {"period": period, "until": until}), translate(request, reach)]


def add(request: Any, _license: Typed, _given: Typed) -> list[str]:
    more = _("What is named below is added; nothing is taken away.")
    reach = _("The new token reaches the installation with its next heartbeat.")
    return [translate(request, more), translate(request, reach)]


def close(request: Any, license: Typed, _given: Typed) -> list[str]:
    locks = _(
        "%(domains)s locks with its next heartbeat: no changes, no sales. Shoppers can look around;"
        " reading and exports stay open."
    )
    domains = ", ".join(license.get("domain_binding", ())) or "–"
    never = _("This cannot be taken back; whoever shall go on needs a new license.")
    return [translate(request, locks, {"domains": domains}), translate(request, never)]
