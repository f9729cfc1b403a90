"""The shop's own back office: one module of views per subject, pages in ``templates/``.

The frame around them is ``ecommus.web.back_office``; rules and changes are in
``ecommus.services``, reads in ``ecommus.db.queries``. Views only ask and show: ``lists`` pages
through rows, ``notices`` tells what happened and what was refused.
"""

from typing import Any


def includeme(config: Any) -> None:
    config.scan("ecommus.web.admin")
