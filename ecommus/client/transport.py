"""Connecting to an address of one's choice while asking for a name.

Shops live on names such as ``fashion.localhost`` that a browser and curl take to this machine, and
Python's resolver often does not.
"""

from collections.abc import Mapping

import httpx

LOOPBACK = "127.0.0.1"


class Resolving(httpx.BaseTransport):
    """Like curl's ``--resolve``: Host and TLS name stay, only the connection goes elsewhere.

    Names below ``localhost`` are this machine, as RFC 6761 has it, unless ``addresses`` says more.
    """

    def __init__(self, addresses: Mapping[str, str], inner: httpx.BaseTransport | None = None):
        self._addresses = dict(addresses)
        self._inner = inner or httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        address = self._addresses.get(host)
        if address is None and host.endswith(".localhost"):
            address = LOOPBACK
        if address is None:
            return self._inner.handle_request(request)
        return self._inner.handle_request(
            httpx.Request(
                request.method,
                request.url.copy_with(host=address),
                headers=request.headers,
                stream=request.stream,
                extensions={**request.extensions, "sni_hostname": host},
            )
        )

    def close(self) -> None:
        self._inner.close()
