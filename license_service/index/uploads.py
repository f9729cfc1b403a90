"""Publishing: what an upload must be before devpi sees it."""

import hashlib
from typing import Any

from ecommus.core.packages import PUBLISHER, normalize, package_of_wheel, verify_release
from ecommus.core.signed import SignedError
from license_service.errors import Refused
from license_service.index.books import Books
from license_service.index.callers import Caller


def check(request: Any, caller: Caller, books: Books) -> tuple[str, str]:
    """(SHA-256, signature) of the wheel, or Refused. One wheel an upload, in the form that twine
    sends (``:action=file_upload``), with the text of ``<wheel>.sig`` as ``signature``."""
    if not caller.may_publish:
        text = f"Publishing needs the feature {PUBLISHER}; this license does not have it."
        raise Refused(403, "feature_not_licensed", text)
    form = request.POST
    content = form.get("content")
    # A field that stands twice could be one thing to us and another to devpi.
    once = all(len(form.getall(name)) == 1 for name in (":action", "name", "version", "content"))
    if not once or form[":action"] != "file_upload" or not hasattr(content, "file"):
        raise Refused(400, "upload_malformed", "Send one wheel, as twine does.")
    wheel = package_of_wheel(content.filename)
    if wheel is None:
        text = "Only wheels called ecommus_plugin_… or ecommus_theme_… are published here."
        raise Refused(400, "not_a_wheel", text)
    package, version = wheel
    if normalize(form["name"]) != package.name or form["version"] != version:
        text = "Name and version are not those of the wheel."
        raise Refused(400, "upload_malformed", text)
    sha256 = hashlib.file_digest(content.file, "sha256").hexdigest()
    content.file.seek(0)
    signature = str(form.get("signature", ""))
    try:
        publisher = verify_release(signature, content.filename, sha256, books.publishers()[1])
    except SignedError as error:
        raise Refused(403, error.code, str(error)) from None
    if caller.license is not None and publisher.install_id != caller.license.install_id:
        text = "The wheel is signed by another publisher than the license's."
        raise Refused(403, "not_the_publisher", text)
    return sha256, signature.strip()
