"""An announced reduction shows the lowest price of the thirty days before, whatever was typed.

Source: Directive 98/6/EC, article 6a (Omnibus), OUG 58/2022.
"""

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from ecommus.testing import a_product


class Shelf:
    """A product whose price its operator changes, and the days that pass between."""

    def __init__(self, kit, shop):
        self.kit, self.shop = kit, shop
        self.product = a_product(shop, title="Cup", price=10_000)
        self.path = f"/api/admin/products/{self.product.id}"
        self.owner = shop.as_("owner")

    def price(self, amount, announced=None):
        def money(value):
            return None if value is None else {"amount": value, "currency": "RON"}

        headers = {"If-Match": self.owner.get(self.path).headers["ETag"]}
        changes = {"price": money(amount), "compare_at": money(announced)}
        variant = f"{self.path}/variants/{self.product.variants[0].id}"
        self.owner.api_patch(variant, changes, headers=headers, status=200)

    def days_pass(self, days):
        with psycopg.connect(self.kit.cluster.conninfo(self.kit.database)) as connection:
            for column in ("began_at", "ended_at"):
                connection.execute(
                    f"UPDATE price_history SET {column} = {column} - make_interval(days => %s)"
                    " WHERE tenant_id = %s",
                    [days, self.shop.id],
                )

    @property
    def shown(self):
        """(original, lowest price of thirty days) as shoppers see them, minor units."""
        path = f"/api/storefront/products/{self.product.slug}"
        (variant,) = self.shop.anonymous.get(path, status=200).json["variants"]
        return tuple(
            variant[name] and variant[name]["amount"]
            for name in ("original_price", "lowest_price_30_days")
        )


@pytest.fixture
def shelf(kit, shop):
    return Shelf(kit, shop)


def test_a_reduction_shows_what_it_cost_before(shelf):
    shelf.price(8_000, announced=10_000)
    assert shelf.shown == (10_000, 10_000)


def test_whatever_the_operator_says(shelf):
    shelf.price(8_000, announced=99_900)
    assert shelf.shown == (10_000, 10_000)


def test_a_price_raised_just_before_does_not_count(shelf):
    shelf.price(15_000)
    shelf.days_pass(2)
    shelf.price(9_000, announced=15_000)
    assert shelf.shown == (10_000, 10_000)


def test_a_price_that_was_lower_within_thirty_days_is_no_reduction(shelf):
    shelf.price(7_000)
    shelf.price(12_000)
    shelf.days_pass(29)
    shelf.price(8_000, announced=12_000)
    assert shelf.shown == (None, 7_000)


def test_what_is_longer_ago_is_forgotten(shelf):
    shelf.price(7_000)
    shelf.price(12_000)
    shelf.days_pass(31)
    shelf.price(8_000, announced=12_000)
    assert shelf.shown == (12_000, 12_000)


def test_nothing_is_struck_out_that_nobody_announced(shelf):
    shelf.price(8_000)
    assert shelf.shown == (None, 10_000)


def test_what_never_had_another_price_here_shows_what_was_announced(shop):
    values = {"option_values": [], "price": 8_000, "compare_at": 10_000, "sku": "NEW-1"}
    product = a_product(shop, variants=[values])
    path = f"/api/storefront/products/{product.slug}"
    (variant,) = shop.anonymous.get(path, status=200).json["variants"]
    assert variant["original_price"]["amount"] == 10_000
    assert variant["lowest_price_30_days"] is None


def test_page_list_and_cart_say_the_same(shelf):
    shelf.price(15_000)
    shelf.price(9_000, announced=15_000)
    client = shelf.shop.anonymous
    page = client.get(f"/produs/{shelf.product.slug}", status=200)
    assert "Cel mai mic preț din cele 30 de zile dinainte" in page
    assert "100,00" in page.html.select_one(".buy__lowest").get_text()
    (card,) = client.get("/api/storefront/search?q=cup", status=200).json["items"]
    assert card["original_price"]["amount"] == 10_000
    path = f"/api/storefront/carts/{client.api_post('/api/storefront/carts').json['id']}"
    line = {"sku": shelf.product.variants[0].sku, "quantity": 1}
    cart = client.api_post(f"{path}/lines", line, status=200).json
    assert cart["lines"][0]["original_unit_price"]["amount"] == 10_000


@pytest.mark.parametrize(
    "change", ["UPDATE price_history SET amount = 1", "DELETE FROM price_history"]
)
def test_history_cannot_be_rewritten(shelf, change):
    shelf.price(8_000)
    with pytest.raises(ProgrammingError, match="permission denied"), shelf.shop.work() as job:
        job.db.execute(text(change))
