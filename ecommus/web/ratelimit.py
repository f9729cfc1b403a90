"""How often one address may try: fixed windows, counted for all processes together.

The counters live in an unlogged table and are raised over an autocommit connection of their own: in
the request's transaction a failed sign-in would roll its own count back.
"""

import time
from dataclasses import dataclass

from pyramid.httpexceptions import HTTPTooManyRequests
from sqlalchemy import text

_SPEND = text(
    "INSERT INTO rate_limits (key, window_start, count) VALUES (:key, :start, 1)"
    " ON CONFLICT (key, window_start) DO UPDATE SET count = rate_limits.count + 1 RETURNING count"
)
_SWEEP = text("DELETE FROM rate_limits WHERE window_start < :before")


@dataclass(frozen=True, slots=True)
class Rule:
    """At most ``limit`` requests per ``window`` seconds."""

    name: str
    limit: int
    window: int


RULES = {
    "auth": Rule("auth", 10, 60),
    "checkout": Rule("checkout", 60, 60),
    "upload": Rule("upload", 120, 60),
}


def rule_of(registry, name: str) -> Rule:
    """A rule, with the limit that the .ini may have set (``rate.auth = 20``)."""
    rule = RULES[name]
    limit = int(registry.settings.get(f"rate.{name}", rule.limit))
    return Rule(rule.name, limit, rule.window)


def spend(request, name: str) -> None:
    """Count this request; HTTPTooManyRequests when there were too many."""
    rule = rule_of(request.registry, name)
    if request.method in ("GET", "HEAD"):
        return
    now = int(time.time())
    start = now - now % rule.window
    where = request.tenant.id if request.tenant else "platform"
    key = f"{rule.name}:{where}:{request.client_addr}"
    with request.registry.databases.app.connect() as connection:
        count = connection.execute(_SPEND, {"key": key, "start": start}).scalar_one()
    left, reset = max(rule.limit - count, 0), start + rule.window - now
    headers = {
        "RateLimit-Policy": f'"{rule.name}";q={rule.limit};w={rule.window}',
        "RateLimit": f'"{rule.name}";r={left};t={reset}',
    }
    if count > rule.limit:
        raise HTTPTooManyRequests(headers={**headers, "Retry-After": str(reset)})
    request.add_response_callback(lambda _request, response: response.headers.update(headers))


def sweep(engine) -> None:
    """Forget windows that are over."""
    with engine.connect() as connection:
        connection.execute(_SWEEP, {"before": int(time.time()) - 3600})
