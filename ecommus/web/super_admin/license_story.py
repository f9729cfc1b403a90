"""One license of ours: what it grants, how its installation is, all that became of it."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from translationstring import TranslationStringFactory

from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import IIssuedLicense, ISuperAdmin
from ecommus.plugin_sdk.views import page
from ecommus.services.service_calls import Away, other
from ecommus.web import audit
from ecommus.web.admin import notices
from ecommus.web.problems import translate
from ecommus.web.super_admin import license_meaning as meaning
from ecommus.web.super_admin import office_calls as calls
from ecommus.web.super_admin import office_words as words
from ecommus.web.super_admin.license_acts import ACTS
from ecommus.web.super_admin.tenants import NICHES

_ = TranslationStringFactory("ecommus")
DONE = {
    "issued": "The license is issued.",
    "resend": "The license goes out by mail once more.",
    "transfer": "The license is transferred.",
    "extend": "Support is extended.",
    "add": "It is added to the license.",
    "refund": "The license is marked as refunded, and over.",
    "revoke": "The license is revoked.",
}
SHOWN = 20


def _grants(request: Any, said: dict[str, Any]) -> list[tuple[str, str]]:
    kind = translate(request, words.KIND.get(said["kind"], said["kind"]))
    ends = words.when(request, said["expires_at"], time=False)
    plan = f" ({said['plan']})" if said["plan"] else ""

    def names(key: str) -> str:
        every = said[key] == ["*"]
        if key == "niche_packages":
            return ", ".join(translate(request, NICHES.get(name, name)) for name in said[key])
        return translate(request, "All") if every else ", ".join(map(str, said[key]))

    pairs = [
        (_("Tier"), words.tier(said["tier"]) + plan), (_("Lasts"), kind),
        (_("Niche packages"), names("niche_packages")), (_("Features"), names("features")),
        (_("Plugins"), names("licensed_plugins")), (_("Themes"), names("licensed_themes")),
        (_("Issued"), words.when(request, said["issued_at"], time=False)),
        (_("Valid until"), ends or translate(request, "For ever")),
        (_("Support until"), words.when(request, said["support_until"], time=False)),
        (_("Installation"), str(said["install_id"])),
    ]  # fmt: skip
    return [(translate(request, label), value) for label, value in pairs]


def _letter(request: Any, row: dict[str, Any]) -> dict[str, Any]:
    sent = words.when(request, row["sent_at"])
    waits = ("warning", translate(request, "Waits to be sent"))
    return {
        "to": str(row["to"]), "subject": str(row["subject"]), "error": str(row["error"]),
        "state": ("success", translate(request, "Mail sent")) if sent else waits,
        "at": sent or words.when(request, row["created_at"]),
    }  # fmt: skip


def _beat(request: Any, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "at": words.when(request, row["at"]), "domain": str(row["domain"]),
        "version": str(row["version"]), "address": str(row["address"]),
        "revoked": bool(row["revoked"]),
        "plugins": ", ".join(f"{name} {number}" for name, number in
                             sorted(row["plugin_versions"].items())),
    }  # fmt: skip


def _read(request: Any, said: dict[str, Any]) -> dict[str, Any]:
    license = meaning.checked(said)
    customer = license["customer"]
    labels = (_("Company"), _("E-mail"), _("Tax number (CIF)"), _("Domains"))
    values = (customer["company"], customer["email"], customer["cif"],
              ", ".join(license["domain_binding"]))  # fmt: skip
    return {
        "title": ", ".join(license["domain_binding"]),
        "active": license["state"] == "active",
        "state": words.badge(request, words.STATE, license["state"]),
        "reason": str(license["reason"]),
        "health": words.badge(request, words.HEALTH, license["health"]),
        "heard": words.when(request, license["last_heartbeat"]),
        "owner": [(translate(request, label), v) for label, v in zip(labels, values, strict=True)],
        "grants": _grants(request, license),
        "beats": [_beat(request, row) for row in license["heartbeats"][:SHOWN]],
        "letters": [_letter(request, row) for row in license.get("letters", [])[:SHOWN]],
        "entries": [
            words.entry(request, row) for row in license["story"] if row["kind"] != "heartbeat"
        ],
        "tokens": [
            (words.when(request, t["issued_at"]), str(t["kid"]), str(t["jti"]),
             words.when(request, t["replaced_at"]))
            for t in license["issuances"][:SHOWN]
        ],
    }  # fmt: skip


@page(IIssuedLicense, within=ISuperAdmin, permission=P.LICENSE_READ, template="issued.pt")
def story(context: Any, request: Any) -> dict[str, Any]:
    """Everything that became of one license, and what can be done with it."""
    notices.told(request, DONE)
    path = f"/v1/licenses/{context.entity}"
    seen, away = calls.ask(request, path, lambda said: _read(request, said))
    notices.lead(request, "Licenses", context.__parent__)
    acts = [(request.to(context, name), translate(request, act.title), act.look)
            for name, act in ACTS.items()]  # fmt: skip
    may = request.identity.may(P.LICENSE_ISSUE)
    return {
        "seen": seen,
        "title": seen["title"] if seen else translate(request, "License"),
        "away": away,
        "service": calls.office(request).url,
        "acts": acts if seen and seen["active"] and may else [],
        "token_url": request.to(context, "token") if seen and seen["active"] and may else None,
    }


@page(IIssuedLicense, within=ISuperAdmin, name="token", method="POST", audit="token",
      permission=P.LICENSE_ISSUE, template="issued_token.pt")  # fmt: skip
def token(context: Any, request: Any) -> dict[str, Any]:
    """The license itself, to be handed over by hand. That it was looked at is noted."""
    notices.lead(request, "Licenses", context.__parent__)
    notices.lead(request, "License", context)
    found = calls.office(request)
    request.db.rollback_to_start()
    audit.ahead(request, "licenses.asked.token", {})
    text, away = "", ""
    try:
        said = found.ask(f"/v1/licenses/{context.entity}/token")
        if not isinstance(said.get("install"), str):
            raise other()
        text = said["install"]
    except KeyError:
        raise HTTPNotFound() from None
    except Away as error:
        request.response.status_int, away = 503, calls.away(request, error)
    request.audit.update(license=str(context.entity))
    request.response.headers["Cache-Control"] = "no-store"
    return {"install": text, "away": away, "service": found.url}
