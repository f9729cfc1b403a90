"""The currency a shopper is shown: chosen in a page (kept in a cookie), asked for in the API."""

from typing import Any

from ecommus.core.currencies import Exchange
from ecommus.core.errors import Invalid
from ecommus.plugin_sdk.interfaces import IApi
from ecommus.services import currencies

COOKIE = "currency"
LIFE = 31_536_000


def currency_of(request: Any) -> str:
    """Its code, one of those that the shop sells in. Invalid when the API asks for another."""
    tenant = request.tenant
    # Most shops sell in one: nothing is parsed for them.
    if request.in_back_office or not tenant.settings.get("currencies"):
        chosen = request.GET.get("currency") if IApi.providedBy(request) else None
    elif IApi.providedBy(request):
        chosen = request.GET.get("currency")
    else:
        chosen = request.cookies.get(COOKIE)
        return chosen if chosen in currencies.offered(tenant) else tenant.currency
    return check(request, chosen) if chosen else tenant.currency


def check(request: Any, code: str, field: str = "currency") -> str:
    """The code, when the shop sells in it; else Invalid."""
    offered = currencies.offered(request.tenant)
    if code not in offered:
        text = "This shop sells in %(currency)s."
        raise Invalid("currency_other", text, field=field, currency=", ".join(offered))
    return code


def exchange_of(request: Any) -> Exchange | None:
    """Into that currency; None: it is the shop's own."""
    return currencies.exchange(request, request.currency)


def remember(request: Any, response: Any, code: str) -> None:
    """Show the shop in a currency from now on. Not one of our own cookies' names: whole pages are
    kept per currency, so it may come with a request that is answered from memory."""
    response.set_cookie(
        COOKIE, code, max_age=LIFE, samesite="Lax", httponly=True,
        secure=request.registry.secure_cookies,
    )  # fmt: skip


def includeme(config: Any) -> None:
    """``request.currency`` and ``request.exchange``."""
    config.add_request_method(currency_of, "currency", reify=True)
    config.add_request_method(exchange_of, "exchange", reify=True)
