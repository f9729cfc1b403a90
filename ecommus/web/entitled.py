"""Refusing for lack of an entitlement outside of the ACL: of one view, or of one thing it acts on.

Requirements of a place stand in its ACL (``web.tree``); what is asked here depends on the view
(``requires=``, see ``derivers``) or on its input, as the plugin that is to be turned on.
"""

from collections.abc import Iterable
from typing import Any

from pyramid.authorization import ACLDenied, Deny
from pyramid.httpexceptions import HTTPForbidden

from ecommus.core.entitlements import Requirement, unmet
from ecommus.core.permissions import Permission


def demand(
    request: Any, context: Any, permission: Permission, requirements: Iterable[Requirement]
) -> None:
    """HTTPForbidden (403 with the requirement's reason) unless all that matter are met.

    A requirement matters when it closes the effect of ``permission``.
    """
    for requirement in unmet(requirements, request.entitlements):
        if permission.effect in requirement.effects:
            ace = (Deny, requirement, permission)
            raise HTTPForbidden(result=ACLDenied(ace, "the view", permission, (), context))
