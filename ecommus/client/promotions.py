"""The admin's promotions and the coupons that open them."""

from ecommus.client import types as t
from ecommus.client.catalogue import API, address
from ecommus.client.http import segment
from ecommus.client.pages import Namespace, Page, Rows


class Promotions(Rows[t.AdminPromotion]):
    """Promotions, newest first."""

    path = f"{API}/promotions"

    def create(
        self, promotion: t.AdminPromotionInput, *, idempotency_key: str | None = None
    ) -> t.AdminPromotion:
        """It applies once it is ``enabled``."""
        return self._http.post(self.path, promotion, idempotency_key=idempotency_key)

    def get(self, promotion_id: str) -> t.AdminPromotion:
        return self._http.get(f"{self.path}/{segment(promotion_id)}")

    def update(
        self,
        promotion: t.AdminPromotion | str,
        changes: t.PromotionFieldsChange,
        *,
        if_match: str | None = None,
    ) -> t.AdminPromotion:
        """What is not named stays; ``rules`` and ``actions`` are replaced whole."""
        name, version = address(promotion, if_match)
        return self._http.patch(f"{self.path}/{name}", changes, if_match=version)

    def delete(self, promotion: t.AdminPromotion | str, *, if_match: str | None = None) -> None:
        """Its coupons go with it; orders keep what they were promised."""
        name, version = address(promotion, if_match)
        self._http.delete(f"{self.path}/{name}", if_match=version)

    def what_if(self, promotion_id: str) -> t.AdminWhatIf:
        """What it would have taken off the orders of the last thirty days."""
        return self._http.get(f"{self.path}/{segment(promotion_id)}/what-if")


class Coupons(Namespace):
    """The coupons of a promotion."""

    def list(
        self, promotion_id: str, *, limit: int | None = None, cursor: str | None = None
    ) -> Page[t.AdminCoupon]:
        rows = Rows[t.AdminCoupon](self._http)
        return rows._page({}, limit, cursor, self._of(promotion_id))

    def create(
        self, promotion_id: str, coupon: t.AdminCouponInput, *, idempotency_key: str | None = None
    ) -> t.AdminCoupon:
        """Conflict when its code is taken."""
        path = self._of(promotion_id)
        return self._http.post(path, coupon, idempotency_key=idempotency_key)

    def generate(
        self,
        promotion_id: str,
        batch: t.AdminCouponBatchInput,
        *,
        idempotency_key: str | None = None,
    ) -> t.AdminCodes:
        """Many codes at once."""
        path = f"{self._of(promotion_id)}/generate"
        return self._http.post(path, batch, idempotency_key=idempotency_key)

    def get(self, promotion_id: str, coupon_id: str) -> t.AdminCoupon:
        return self._http.get(f"{self._of(promotion_id)}/{segment(coupon_id)}")

    def update(
        self,
        promotion_id: str,
        coupon: t.AdminCoupon | str,
        changes: t.CouponFieldsChange,
        *,
        if_match: str | None = None,
    ) -> t.AdminCoupon:
        """Its limits and its end; the code stays."""
        name, version = address(coupon, if_match)
        path = f"{self._of(promotion_id)}/{name}"
        return self._http.patch(path, changes, if_match=version)

    def delete(
        self, promotion_id: str, coupon: t.AdminCoupon | str, *, if_match: str | None = None
    ) -> None:
        """Carts that hold it are told so."""
        name, version = address(coupon, if_match)
        self._http.delete(f"{self._of(promotion_id)}/{name}", if_match=version)

    def _of(self, promotion_id: str) -> str:
        return f"{API}/promotions/{segment(promotion_id)}/coupons"
