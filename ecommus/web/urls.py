"""Addresses of places: a resource to its URL, whatever the virtual root of the request.

The stock adapter trims the virtual root by string prefix (on host ``acme`` a link into ``acme2``
breaks) and cannot leave it, so a link from the storefront into the admin comes out wrong.
"""

from typing import Any
from urllib.parse import urlencode

from pyramid.interfaces import IResourceURL
from pyramid.traversal import quote_path_segment, resource_path_tuple
from zope.interface import Interface, implementer


@implementer(IResourceURL)
class ResourceURL:
    """Physical and virtual path of a resource. Inside a tenant its slug and the word
    ``storefront`` are not part of an address: the host and the missing segment say both."""

    def __init__(self, resource: Any, request: Any):
        physical = resource_path_tuple(resource)
        virtual = physical
        tenant = request.tenant
        if tenant is not None and physical[1:2] == (tenant.slug,):
            virtual = ("", *physical[2:])
            if virtual[1:2] == ("storefront",):
                virtual = ("", *virtual[2:])
        self.physical_path_tuple = physical
        self.virtual_path_tuple = virtual
        self.physical_path = _join(physical)
        self.virtual_path = _join(virtual)


def _join(path: tuple[str, ...]) -> str:
    # Pyramid's convention: the path of a resource ends in a slash.
    return "/".join(map(quote_path_segment, path)) + "/"


def path_to(request: Any, resource: Any, *elements: str, query: dict | None = None) -> str:
    """The address of a place without scheme and host: as people write it, no slash at its end."""
    path = ResourceURL(resource, request).virtual_path + "/".join(map(quote_path_segment, elements))
    path = path.rstrip("/") or "/"
    return f"{path}?{urlencode(query)}" if query else path


def inside(wanted: str) -> str:
    """A path that a form carries, when it is one of this host; else ""."""
    ours = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted
    return wanted if ours and wanted.isprintable() else ""


def includeme(config: Any) -> None:
    config.add_resource_url_adapter(ResourceURL, Interface)
    config.add_request_method(path_to, "to")
