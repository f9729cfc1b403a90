"""What ``matrix`` puts into the calls and forms of taxes and deliveries, and rows to name."""

import secrets
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import insert

from ecommus.core.ids import uuid7
from ecommus.db.tables import shipping, tax


def _row(shop: Any, table: Any, **values: Any) -> Any:
    values["id"] = uuid7()
    with shop.work() as job:
        job.db.execute(insert(table).values(**values))
    return values["id"]


def a_zone(shop: Any) -> Any:
    """A zone that nothing names; answers the id."""
    zone_id = _row(shop, tax.zones, code=f"z{secrets.token_hex(4)}", name="Nearby")
    _row(shop, tax.zone_members, zone_id=zone_id, country="HU")
    return zone_id


def a_category(shop: Any, code: str = "") -> Any:
    return _row(shop, tax.tax_categories, code=code or f"c{secrets.token_hex(4)}", name="Books")


def a_rate(shop: Any) -> Any:
    code = f"c{secrets.token_hex(4)}"
    a_category(shop, code)
    days = {"starts_on": date(2026, 1, 1)}
    return _row(
        shop, tax.tax_rates, name="VAT 5%", zone="RO", tax_category=code, rate="5.00", **days
    )


def a_method(shop: Any, **fields: Any) -> Any:
    """A way of delivery, off unless it says otherwise."""
    fields = {"code": f"m{secrets.token_hex(4)}", "name": "Parcel", "kind": "flat"} | fields
    return _row(shop, shipping.shipping_methods, **fields)


def _new_rate(t: Any) -> dict[str, Any]:
    """A rate for a category that has none: no two of them share a day."""
    code = f"c{secrets.token_hex(4)}"
    a_category(t.shop, code)
    return {"name": "VAT", "zone": "RO", "tax_category": code, "rate": "20.00",
            "starts_on": "2026-01-01"}  # fmt: skip


def _kept(make: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """One of a kind for the things of a shop, made when it is first asked for."""

    def of(things: Any) -> Any:
        if make.__name__ not in things.__dict__:
            things.__dict__[make.__name__] = make(things.shop)
        return things.__dict__[make.__name__]

    return of


SEGMENTS: dict[str, Callable[[Any], Any]] = {
    "zones/zone_id": _kept(a_zone),
    "tax-categories/tax_category_id": _kept(a_category),
    "tax-rates/tax_rate_id": _kept(a_rate),
    "shipping-methods/shipping_method_id": _kept(a_method),
}
BODIES: dict[str, Callable[[Any], Any]] = {
    "POST /api/admin/zones": lambda t: {
        "code": secrets.token_hex(5), "name": "North", "members": [{"country": "SE"}]
    },
    "PATCH /api/admin/zones/{zone_id}": lambda t: {"name": "South"},
    "POST /api/admin/tax-categories": lambda t: {"code": secrets.token_hex(5), "name": "Books"},
    "PATCH /api/admin/tax-categories/{tax_category_id}": lambda t: {"position": 4},
    "POST /api/admin/tax-rates": _new_rate,
    "PATCH /api/admin/tax-rates/{tax_rate_id}": lambda t: {"rate": "6.00"},
    "POST /api/admin/shipping-methods": lambda t: {
        "code": secrets.token_hex(5), "name": "Parcel", "kind": "flat", "amount": 1500
    },
    "PATCH /api/admin/shipping-methods/{shipping_method_id}": lambda t: {"amount": 100},
}  # fmt: skip


def forms(form: Any) -> dict[str, Any]:
    """``form``: the class of ``matrix``. Forms that are their own page's need no entry."""
    return {
        "POST /admin/zones/new": form(
            "/admin/zones/new", fill={"name": "North", "code": "%s", "places": "SE, FI"}
        ),
        "POST /admin/tax-categories/new": form(
            "/admin/tax-categories/new", fill={"name": "Books", "code": "%s"}
        ),
        "POST /admin/tax-rates/new": form(
            "/admin/tax-rates/new",
            fill={"name": "VAT", "rate": "20", "starts_on": "2016-01-01", "ends_on": "2016-01-02"},
        ),
        "POST /admin/shipping-methods/new": form(
            "/admin/shipping-methods/new",
            "?kind=flat",
            {"name": "Parcel", "code": "%s", "amount": "15"},
        ),
    }
