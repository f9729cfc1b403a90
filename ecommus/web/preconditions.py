"""Optimistic concurrency: a change names the version it was made against (RFC 9110, 13).

The row is locked when it is loaded by an unsafe request, so between this check and the commit
nobody else can change it.
"""

import hashlib
from typing import Any

from pyramid.httpexceptions import HTTPPreconditionFailed, HTTPPreconditionRequired

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def check(context: Any, request: Any, *, strict: bool) -> None:
    """412 when If-Match names another version; 428 when a PATCH in the admin names none.

    What is done with a resource (``POST …/confirm``) may name a version too.
    """
    version = getattr(context, "etag", None)
    if request.method in SAFE or version is None:
        return
    header = request.headers.get("If-Match")
    if header is None:
        if strict and request.method == "PATCH":
            raise HTTPPreconditionRequired("Send If-Match with the ETag of what you read.")
        return
    if not matches(header, version):
        raise HTTPPreconditionFailed("It was changed since you read it; read it again.")


def matches(header: str, version: str) -> bool:
    """Whether a list of entity tags names ``version``; tolerates ``W/`` and a proxy's ``-gzip``."""
    if header.strip() == "*":
        return True
    tags = (tag.strip().removeprefix("W/").strip('"') for tag in header.split(","))
    return version in {tag.removesuffix("-gzip") for tag in tags}


def tag(context: Any, request: Any, response: Any) -> Any:
    """Give an answer its ETag: the version of a single resource, else the digest of the body.

    GET answers become conditional (304).
    """
    if response.status_int not in (200, 201) or not response.has_body:
        return response
    version = getattr(context, "etag", None)
    if response.etag is None:
        if version is not None and request.method != "POST":
            response.etag = version
        elif request.method in ("GET", "HEAD"):
            response.etag = hashlib.sha256(response.body).hexdigest()[:32]
    if request.method in ("GET", "HEAD"):
        # What a cart costs changes without a version: it is never “not modified”.
        response.conditional_response = not getattr(context, "volatile", False)
        # Staff's answers must not be kept by anybody in between.
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
