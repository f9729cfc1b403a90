"""Licenses: found, issued, and what happens to them afterwards.

Asked twice under one ``Idempotency-Key``, a thing is done once.
"""

from collections.abc import Callable
from typing import Any

from ecommus.core.ids import parse_uuid
from license_service.api import api, limit_of
from license_service.api.dumps import dump_license, dump_story
from license_service.errors import Refused
from license_service.reading import Fields, json_of
from license_service.services import finding, forensic, issuing, lifecycle, tokens
from license_service.services.issuing import Order
from license_service.tree import License, Licenses

READ, WRITE = "licenses.read", "licenses.write"


@api(Licenses, READ)
def search(_context: Licenses, request: Any) -> dict[str, Any]:
    """``?q=`` domain, install id, e-mail, company or tax number; ``?state=``, ``?tier=``,
    ``?customer=``."""
    most = limit_of(request)
    found = finding.search(
        request.work,
        request.GET.get("q", ""),
        state=request.GET.get("state", ""),
        tier=request.GET.get("tier", ""),
        customer=parse_uuid(request.GET.get("customer", "")),
        after=parse_uuid(request.GET.get("after", "")),
        most=most,
    )
    following = found[-1].license.id if len(found) == most else None
    return {"items": [dump_license(each) for each in found], "next": following}


@api(Licenses, WRITE, method="POST")
def issue(_context: Licenses, request: Any) -> dict[str, Any]:
    """A new one; 201 with its token. ``Idempotency-Key``: asked twice, it is one license."""
    order = order_of(json_of(request), key_of(request))
    request.work.request_key = order.request_key
    made = issuing.issue(request.work, order)
    request.response.status_int = 200 if made.repeated else 201
    found = finding.one(request.work, made.id)
    assert found is not None
    return dump_license(found) | _told(request, made.token) | {"repeated": made.repeated}


def order_of(body: dict[str, Any], request_key: str = "") -> Order:
    fields = Fields(body)
    order = Order(
        customer_email=fields.text("customer_email", None),
        customer_company=fields.text("customer_company"),
        customer_cif=fields.text("customer_cif"),
        language=fields.text("language"),
        tier=fields.text("tier"),
        plan=fields.text("plan"),
        kind=fields.text("kind", "perpetual"),
        niche_packages=fields.texts("niche_packages"),
        domain_binding=fields.texts("domain_binding"),
        features=fields.texts("features"),
        licensed_plugins=fields.texts("licensed_plugins"),
        licensed_themes=fields.texts("licensed_themes"),
        support_period=fields.text("support_period"),
        early_adopter=fields.flag("early_adopter", False),
        send_email=fields.flag("send_email", True),
        stripe_subscription=fields.text("stripe_subscription"),
        stripe_payment=fields.text("stripe_payment"),
        request_key=request_key,
    )
    fields.done()
    return order


@api(License, READ)
def show(context: License, request: Any) -> dict[str, Any]:
    """With its whole story."""
    return dump_license(context.row) | dump_story(request.work, context.row.license.id)


@api(License, WRITE, "token")
def token(context: License, request: Any) -> dict[str, Any]:
    """The token in use; that it was looked at is noted."""
    request.work.note("token.shown", context.row.license.id)
    return _told(request, tokens.token_of(request.work, context.row.license.id))


def _told(request: Any, made: str) -> dict[str, str]:
    """The token, and the text that a shop installs: with the key set that verifies it."""
    return {"token": made, "install": tokens.bundle(request.work, made)}


def key_of(request: Any) -> str:
    """``Idempotency-Key``: what the caller calls this request, however often it is sent."""
    key = request.headers.get("Idempotency-Key", "")[:200]
    if not key.isprintable():
        raise Refused(400, "bad_request", "An Idempotency-Key is of printable characters.")
    return key


def _once(context: License, request: Any, act: Callable[[], Any]) -> dict[str, Any]:
    """Do it, unless it was done under this key before; answers the license as it is then."""
    work, license_id, key = request.work, context.row.license.id, key_of(request)
    if key:
        # The second of two at a time waits here, and finds what the first one noted.
        tokens.locked(work, license_id)
    repeated = bool(key) and forensic.requested(work.db, license_id, work.actor, key)
    if not repeated:
        work.request_key = key
        act()
    found = finding.one(work, license_id)
    assert found is not None
    return dump_license(found) | {"repeated": repeated}


def _renewed(context: License, request: Any, act: Callable[[], Any]) -> dict[str, Any]:
    """The same, with the token that came of it."""
    said = _once(context, request, act)
    return said | _told(request, tokens.token_of(request.work, context.row.license.id))


@api(License, WRITE, "resend", "POST")
def resend(context: License, request: Any) -> dict[str, Any]:
    """The same token by mail once more."""
    license_id = context.row.license.id
    return _once(context, request, lambda: lifecycle.resend(request.work, license_id))


@api(License, WRITE, "transfer", "POST")
def transfer(context: License, request: Any) -> dict[str, Any]:
    """To another owner, other domains, another installation."""
    fields = Fields(json_of(request))
    given: dict[str, Any] = {
        "email": fields.text("customer_email"),
        "company": fields.text("customer_company"),
        "cif": fields.text("customer_cif"),
        "language": fields.text("language"),
        "domains": fields.texts("domain_binding"),
        "new_install": fields.flag("new_install", True),
        "send_email": fields.flag("send_email", True),
    }
    fields.done()
    license_id = context.row.license.id
    return _renewed(context, request, lambda: lifecycle.transfer(request.work, license_id, **given))


@api(License, WRITE, "extend", "POST")
def extend(context: License, request: Any) -> dict[str, Any]:
    """Support for ``period`` longer."""
    fields = Fields(json_of(request))
    period, why = fields.text("period", None), fields.text("why")
    fields.done()
    license_id = context.row.license.id
    return _renewed(
        context, request, lambda: lifecycle.extend(request.work, license_id, period, why)
    )


@api(License, WRITE, "add", "POST")
def add(context: License, request: Any) -> dict[str, Any]:
    """What was bought afterwards: plugins, themes, features, niches, a higher tier."""
    fields = Fields(json_of(request))
    given: dict[str, Any] = {
        "tier": fields.text("tier"),
        "niches": fields.texts("niche_packages"),
        "features": fields.texts("features"),
        "plugins": fields.texts("licensed_plugins"),
        "themes": fields.texts("licensed_themes"),
        "why": fields.text("why"),
    }
    fields.done()
    license_id = context.row.license.id
    return _renewed(context, request, lambda: lifecycle.add(request.work, license_id, **given))


def _close(context: License, request: Any, state: str) -> dict[str, Any]:
    fields = Fields(json_of(request))
    reason = fields.text("reason", None)
    fields.done()
    license_id = context.row.license.id
    return _once(context, request, lambda: lifecycle.close(request.work, license_id, state, reason))


@api(License, WRITE, "revoke", "POST")
def revoke(context: License, request: Any) -> dict[str, Any]:
    """For good; the installation hears of it with its next heartbeat."""
    return _close(context, request, "revoked")


@api(License, WRITE, "refund", "POST")
def refund(context: License, request: Any) -> dict[str, Any]:
    """The money went back (by Stripe or by hand): the license ends."""
    return _close(context, request, "refunded")
