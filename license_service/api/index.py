"""What the package index asks: who may publish, how a token stands, who the operator is."""

from typing import Any

from license_service.api import api
from license_service.services import publishers, standing
from license_service.tree import Publishers, Standing

READ, PUBLISH = "index.read", "index.publish"


@api(Publishers, READ)
def publisher_list(_context: Publishers, request: Any) -> dict[str, Any]:
    """Signed; installations verify it themselves."""
    return {"publishers": publishers.signed_list(request.work)}


@api(Publishers, PUBLISH, "operator")
def operator(_context: Publishers, request: Any) -> dict[str, Any]:
    """200 for a key that may publish for the operator."""
    return {"name": request.caller.name}


@api(Standing, READ)
def token_standing(context: Standing, request: Any) -> dict[str, Any]:
    """``active`` lets the token in; every other state does not."""
    found = standing.of_token(request.work, context.row)
    return {"state": found.state, "reason": found.reason}
