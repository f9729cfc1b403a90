"""``POST /v1/heartbeat``: the one call that installations make."""

from http import HTTPStatus
from typing import Any

from ecommus.core.errors import Invalid
from ecommus.core.heartbeats import Beat
from license_service.api import PUBLIC, api
from license_service.errors import Refused, refusal
from license_service.reading import Fields, json_of, moment
from license_service.security import bearer
from license_service.services import heartbeats
from license_service.services.heartbeats import Stranger
from license_service.tree import Api

SHORTEST_NONCE = 16


def beat_of(body: dict[str, Any]) -> Beat:
    """What was said. A field we do not know is a newer shop's; it is passed over."""
    fields = Fields(body)
    beat = Beat(
        install_id=fields.text("install_id", None, 200),
        kid=fields.text("kid", None, 200),
        jti=fields.text("jti", None, 200),
        nonce=fields.text("nonce", None, 200),
        last_seen=fields.text("last_seen", None, 64),
        keys_version=fields.number("keys_version", 0),
        version=fields.text("version", "", 100),
        domain=fields.text("domain", "", 253),
        plugin_versions=fields.object("plugin_versions", {}, 20_000),
        kpis=fields.object("kpis", None, 20_000),
    )
    if not all(isinstance(version, str) for version in beat.plugin_versions.values()):
        text = "Plugin versions are texts."
        raise Invalid("field_malformed", text, field="plugin_versions")
    if len(beat.nonce) < SHORTEST_NONCE:
        raise Invalid("field_malformed", "The nonce is too short.", field="nonce")
    return beat


@api(Api, PUBLIC, "heartbeat", "POST")
def heartbeat(_context: Api, request: Any) -> Any:
    """The license is the bearer token. A stranger gets 401, and what was noted of them stays."""
    token = bearer(request)
    if not token:
        raise Refused(401, "authentication_required", "Send the license as the bearer token.")
    beat = beat_of(json_of(request))
    clock = moment(beat.last_seen, "last_seen")
    work = request.work
    work.actor = f"install:{beat.install_id}"
    try:
        reply = heartbeats.receive(work, token, beat, clock, request.client_addr or "")
    except Stranger as stranger:
        return refusal(request, HTTPStatus.UNAUTHORIZED, stranger.code, str(stranger))
    return {"answer": reply.answer, "keys": reply.keys}
