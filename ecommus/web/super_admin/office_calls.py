"""Views and the license service: asked for a page, told to do something, and what it refuses.

Only the vendor's panels come here, so that no other page waits for the service. Nothing is written
while it is waited for: that somebody is about to ask is committed before (``audit.ahead``).
"""

import secrets
from collections.abc import Callable
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from translationstring import TranslationStringFactory

from ecommus.core.errors import Conflict, Invalid, Refusal
from ecommus.services.license_office import Office, Refused, office_of, request_key
from ecommus.services.service_calls import Away, other
from ecommus.web import audit, license_words
from ecommus.web.problems import translate
from ecommus.web.super_admin.office_words import STATE, tier

_ = TranslationStringFactory("ecommus")
# The service's reasons in our words; any other is shown as the service wrote it.
REFUSALS = {
    "license_closed": _("The license is over (%(state)s): nothing can be done with it any more."),
    "trial_stays": _("A trial is not transferred: issue a license instead."),
    "nothing_to_do": _("Nothing of this is to change: fill in at least one field."),
    "reason_missing": _("Say why: the customer's installation shows it."),
    "email_malformed": _("Write an e-mail address like ana@acme.ro."),
    "cif_malformed": _("%(cif)s is no valid tax number; check its digits."),
    "language_unknown": _("Choose Romanian or English."),
    "domain_missing": _("Name the domain that the license is for."),
    "domain_malformed": _("%(domain)s is no domain that can be registered; write it like acme.ro."),
    "too_many_domains": _("Too many domains: the tier %(tier)s takes %(most)s."),
    "too_many_niches": _("Too many niche packages: the tier %(tier)s takes %(most)s."),
    "niche_unknown": _("Choose at least one niche package."),
    "kind_unknown": _("Choose how long the license lasts."),
    "tier_unknown": _("Choose a tier, or a package that names one."),
    "tier_mismatch": _("The package %(plan)s is of the tier %(tier)s: leave the tier empty."),
    "plan_unknown": _("The package %(plan)s is not on sale any more."),
    "period_malformed": _("Choose for how long."),
    "name_malformed": _("%(name)s is no name of a plugin or theme."),
    "field_malformed": _("This is missing, too long, or not as it should be."),
}


def office(request: Any) -> Office:
    """The service; without a key of it there is no such page."""
    found = office_of(request.registry.settings)
    if found is None:
        raise HTTPNotFound()
    return found


def away(request: Any, error: Away) -> str:
    """Why there is no answer."""
    return license_words.why(request, error)


def ask(
    request: Any, path: str, read: Callable[[dict[str, Any]], Any], **query: Any
) -> tuple[Any, str]:
    """(what ``read`` makes of the answer, ""), or (None, why there is none).

    What the service answers is its own: a form that we do not know is a reason, no crash.
    """
    request.db.rollback_to_start()
    try:
        return read(office(request).ask(path, **query)), ""
    except Away as error:
        return None, away(request, error)
    except KeyError as error:
        if error.args == (path,):
            raise HTTPNotFound() from None
        return None, away(request, other())
    except (TypeError, AttributeError, IndexError, ValueError, OverflowError):
        return None, away(request, other())


def new_nonce() -> str:
    """What makes two clicks on one form one request."""
    return secrets.token_urlsafe(12)


def tell(
    request: Any, act: str, path: str, body: dict[str, Any], nonce: str
) -> dict[str, Any]:  # fmt: skip
    """Have something done, once. A Refusal in our words and language; Away."""
    found, key = office(request), request_key(nonce, path, body)
    request.db.rollback_to_start()
    audit.ahead(request, f"licenses.asked.{act}", {"request": key})
    try:
        said = found.tell(path, body, key)
    except Refused as error:
        raise refusal(request, error) from None
    except KeyError:
        raise HTTPNotFound() from None
    if not isinstance(said.get("id"), str):
        raise other()
    domains = said.get("domain_binding")
    request.audit.update(
        request=key, license=said["id"],
        domains=", ".join(map(str, domains)) if isinstance(domains, list) else "",
    )  # fmt: skip
    return said


def refusal(request: Any, error: Refused) -> Refusal:
    """What the service refused, as our own rules say it."""
    params = {name: str(value) for name, value in error.params.items()}
    if (state := params.get("state", "")) in STATE:
        params["state"] = translate(request, STATE[state][1]).lower()
    if "tier" in params:
        params["tier"] = tier(params["tier"])
    try:
        text = translate(request, REFUSALS[error.code]) % params
    except (KeyError, ValueError, TypeError):
        text = str(error)
    kind = Conflict if error.status in (409, 412) else Invalid
    return kind(error.code, text, field=error.field)
