"""Waiting for a sold-out variant, as JSON; the pages are ``web.storefront.notify``."""

from typing import Any

from ecommus.core.permissions import Permission as P
from ecommus.plugin_sdk.interfaces import IProduct, IStorefront
from ecommus.plugin_sdk.views import api
from ecommus.services import stock_notices as service
from ecommus.web.api import no_content
from ecommus.web.storefront.api import schemas


@api(
    IProduct, name="notify", method="POST", within=IStorefront, permission=P.SHOP_VIEW,
    schema=schemas.StockNoticeInput, status=204, errors=(409,), rate="auth",
)  # fmt: skip
def notify(context: Any, request: Any) -> None:
    """One mail when it is back; the answer is the same, asked before or not."""
    given = request.validated
    variant = service.find_variant(context.entity.variants or (), given["variant_id"])
    service.ask(request, variant, given["email"])
    no_content(request)
