"""The tween in front of devpi: what is not granted here does not reach it.

devpi itself guards downloads but not its simple pages. It stands above devpi's transaction, so that
nothing is asked over the wire inside one.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

from pyramid.response import Response

from ecommus.core.packages import package_of
from license_service.errors import Refused
from license_service.index import uploads
from license_service.index.addresses import INDEX, USER, Address, find
from license_service.index.callers import Caller, caller
from license_service.index.withdrawn import SIMPLE_JSON, mark

CALLER = "ecommus.index.caller"


def gate(handler: Callable[[Any], Any], registry: Any) -> Callable[[Any], Any]:
    """The tween factory."""

    def answer(request: Any) -> Any:
        try:
            return _answer(request, handler, registry)
        except Refused as refused:
            return _refusal(refused)

    return answer


def _answer(request: Any, handler: Callable[[Any], Any], registry: Any) -> Any:
    try:
        address = find(request.method, request.path_info)
    except UnicodeDecodeError:
        address = None
    # devpi would take other credentials from here than the ones that are looked at.
    request.environ.pop("HTTP_X_DEVPI_AUTH", None)
    who = caller(request, registry.books)
    if address is None:
        raise Refused(404, "not_found", "There is nothing at this address.")
    if address.package is not None and not who.may_have(address.package):
        text = f"The license does not include the {address.package.kind} {address.package.id}."
        raise Refused(403, f"{address.package.kind}_not_licensed", text)
    if address.kind == "list":
        return _projects(request, who, registry)
    if address.kind == "publishers":
        token = registry.books.publishers()[0]
        return _private(Response(token.encode(), content_type="application/jwt"))
    if address.kind == "signature":
        return _private(_signature(address, registry))
    if address.kind == "upload":
        sha256, signature = uploads.check(request, who, registry.books)
        registry.signatures.keep(sha256, signature)
    request.environ[CALLER] = who
    response = handler(request)
    if address.kind == "project":
        response = mark(response, registry.books.withdrawn())
    return _private(response)


def _private(response: Any) -> Any:
    """No cache on the way keeps what one license may have for another one."""
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _refusal(refused: Refused) -> Response:
    body = {"status": refused.status.value, "reason": refused.code, "detail": str(refused)}
    response = Response(json.dumps(body), status=refused.status.value, charset="utf-8")
    response.content_type = "application/problem+json"
    response.headers["X-Ecommus-Reason"] = refused.code
    if refused.status == 401:
        response.headers["WWW-Authenticate"] = 'Basic realm="ecommus packages"'
    return _private(response)


def _projects(request: Any, who: Caller, registry: Any) -> Response:
    """PEP 503 and 691: only what the license grants."""
    xom = registry["xom"]
    with xom.keyfs.read_transaction():
        names: Iterable[str] = list(xom.model.getstage(USER, INDEX).list_projects_perstage())
    found = sorted(name for name in names if (p := package_of(str(name))) and who.may_have(p))
    offers = request.accept.acceptable_offers(["text/html", SIMPLE_JSON])
    if offers and offers[0][0] == SIMPLE_JSON:
        listed = {"meta": {"api-version": "1.0"}, "projects": [{"name": str(n)} for n in found]}
        response = Response(json.dumps(listed), charset="utf-8")
        response.content_type = SIMPLE_JSON
    else:
        links = "\n".join(f'<a href="{name}/">{name}</a>' for name in found)
        response = Response(f'<!DOCTYPE html><html lang="en"><body>\n{links}\n</body></html>')
    response.vary = ["Accept", "Authorization"]
    return _private(response)


def _signature(address: Address, registry: Any) -> Response:
    xom = registry["xom"]
    with xom.keyfs.read_transaction():
        entry = xom.filestore.get_file_entry(address.path)
        sha256 = entry.hashes.get("sha256") if entry is not None and entry.meta else None
    text = registry.signatures.find(sha256) if sha256 else None
    if text is None:
        raise Refused(404, "not_found", "There is no such release.")
    return Response(text, content_type="text/plain", charset="utf-8")
