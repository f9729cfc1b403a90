"""Price lists and catalogue promotions: what shoppers see and pay, and what must follow what."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from pricing import a_list, a_promotion, card, line, money, shown

from ecommus.testing import a_category, a_product
from ecommus.worker import Worker

PROMOTIONS, LISTS = "/api/admin/catalog-promotions", "/api/admin/price-lists"


def hours(number):
    return (datetime.now(UTC) + timedelta(hours=number)).isoformat()


@pytest.fixture
def cup(shop):
    return a_product(shop, title="Cup", price=10_000, quantity=100)


def change(shop, path, **changes):
    owner = shop.as_("owner")
    etag = owner.get(path, status=200).headers["ETag"]
    return owner.api_patch(path, changes, headers={"If-Match": etag}, status=200).json


def steps(entry):
    return [
        (step["rule"].partition(":")[0], step["before"], step["after"])
        for step in entry["explanation"]
        if step["subject"] == entry["id"]
    ]


def test_a_promotion_lowers_page_list_and_cart_alike(shop, cup):
    a_promotion(shop)
    client = shop.anonymous
    assert shown(client, cup) == card(client, "cup") == (9_000, 10_000)
    entry = line(client, cup, 2)
    assert entry["unit_price"]["amount"] == 9_000
    assert entry["original_unit_price"]["amount"] == 10_000
    assert ("catalog_promotion", 10_000, 9_000) in steps(entry)
    assert "90,00" in client.get(f"/produs/{cup.slug}").html.select_one(".buy").get_text()


def test_another_country_of_the_shops_is_another_price(shop, cup):
    a_list(shop, (cup, 8_000), countries=["HU"])
    client = shop.anonymous
    assert shown(client, cup) == card(client, "cup") == (10_000, None)
    owner = shop.as_("owner")
    owner.api_patch("/api/admin/settings", {"legal": {"country": "HU"}}, status=204)
    assert shown(client, cup)[0] == card(client, "cup")[0] == 8_000
    owner.api_patch("/api/admin/settings", {"legal": {"country": "RO"}}, status=204)
    assert shown(client, cup)[0] == card(client, "cup")[0] == 10_000


def test_prices_go_back_when_it_is_turned_off_or_deleted(shop, cup):
    promotion = f"{PROMOTIONS}/{a_promotion(shop)['id']}"
    change(shop, promotion, enabled=False)
    assert shown(shop.anonymous, cup) == (10_000, None)
    change(shop, promotion, enabled=True)
    assert shown(shop.anonymous, cup)[0] == 9_000
    shop.as_("owner").api_delete(promotion, status=204)
    assert shown(shop.anonymous, cup) == (10_000, None)


def test_a_reduction_is_struck_out_from_the_lowest_price_of_thirty_days(shop, cup):
    first = a_promotion(shop, percentage="30.00")
    shop.as_("owner").api_delete(f"{PROMOTIONS}/{first['id']}", status=204)
    a_promotion(shop, percentage="10.00")
    # It cost 70 this month, so 90 is no reduction; the cart says the same.
    assert shown(shop.anonymous, cup) == (9_000, None)
    assert line(shop.anonymous, cup)["original_unit_price"] is None


def test_what_is_new_and_reduced_was_never_asked_for_more_here(shop):
    a_promotion(shop)
    plate = a_product(shop, title="Plate", price=5_000)
    assert shown(shop.anonymous, plate) == (4_500, 5_000)


def test_a_changed_price_is_lowered_again(shop, cup):
    a_promotion(shop)
    path = f"/api/admin/products/{cup.id}"
    etag = shop.as_("owner").get(path).headers["ETag"]
    variant = f"{path}/variants/{cup.variants[0].id}"
    changes = {"price": money(20_000)}
    shop.as_("owner").api_patch(variant, changes, headers={"If-Match": etag}, status=200)
    assert shown(shop.anonymous, cup)[0] == 18_000


def test_a_category_reaches_what_is_below_it_and_lets_go_of_what_leaves(shop):
    above = a_category(shop, "Kitchen")
    below = a_category(shop, "Cups", parent_id=above.id)
    cup = a_product(shop, title="Cup", price=10_000, categories=[str(below.id)])
    plate = a_product(shop, title="Plate", price=10_000)
    a_promotion(shop, categories=["kitchen"])
    assert [shown(shop.anonymous, p)[0] for p in (cup, plate)] == [9_000, 10_000]
    change(shop, f"/api/admin/categories/{below.id}", parent_id=None)
    assert shown(shop.anonymous, cup)[0] == 10_000
    change(shop, f"/api/admin/products/{plate.id}", categories=["kitchen"])
    assert shown(shop.anonymous, plate)[0] == 9_000


def test_no_promotion_goes_below_the_lowest_price(shop):
    values = {"sku": "C1", "option_values": [], "price": 10_000, "min_price": 9_500}
    cup = a_product(shop, title="Cup", variants=[values])
    a_promotion(shop, percentage="50.00")
    assert shown(shop.anonymous, cup)[0] == 9_500
    body = {"name": "Half", "enabled": True,
            "actions": [{"type": "order_percentage", "percentage": "50.00"}]}  # fmt: skip
    shop.as_("owner").api_post("/api/admin/promotions", body, status=201)
    assert line(shop.anonymous, cup)["total"]["amount"] == 9_500


def test_a_fixed_amount_and_products_by_address_and_sku(shop, cup):
    plate = a_product(shop, title="Plate", price=10_000, sku="P-1")
    a_promotion(shop, amounts=[money(1_500)], products=[cup.slug], variants=["P-1"])
    other = a_product(shop, title="Glass", price=10_000)
    prices = [shown(shop.anonymous, product)[0] for product in (cup, plate, other)]
    assert prices == [8_500, 8_500, 10_000]


def test_exclusive_ones_apply_alone_the_first_of_them(shop, cup):
    a_promotion(shop, percentage="10.00", priority=9)
    a_promotion(shop, percentage="20.00", priority=1, exclusive=True)
    assert shown(shop.anonymous, cup)[0] == 8_000


def test_the_worker_begins_and_ends_what_is_dated(kit, shop, cup):
    a_promotion(shop, starts_at=hours(1), ends_at=hours(3))
    a_list(shop, (cup, 8_000), starts_at=hours(2), ends_at=hours(4))
    seen = []
    for _ in range(5):
        Worker(kit.registry).sweep()
        seen.append(shown(shop.anonymous, cup)[0])
        an_hour_passes(kit, shop)
    assert seen == [10_000, 9_000, 7_200, 8_000, 10_000]


def an_hour_passes(kit, shop):
    """Everything of the shop's rules happened an hour earlier."""
    with psycopg.connect(kit.cluster.conninfo(kit.database)) as connection:
        for table in ("catalog_promotions", "price_lists"):
            connection.execute(
                f"UPDATE {table} SET starts_at = starts_at - interval '1 hour',"
                " ends_at = ends_at - interval '1 hour',"
                " repriced_at = repriced_at - interval '1 hour' WHERE tenant_id = %s",
                [shop.id],
            )
    with shop.work() as job:
        job.changed(config=True)


def test_a_list_for_everybody_is_the_price_and_no_reduction(shop, cup):
    a_list(shop, (cup, 8_000))
    client = shop.anonymous
    assert shown(client, cup) == card(client, "cup") == (8_000, None)
    assert ("price_list", 10_000, 8_000) in steps(line(client, cup))


def test_steps_of_quantity_are_reached_in_the_cart(shop, cup):
    a_list(shop, (cup, 9_000, 10), (cup, 8_000, 50))
    client = shop.anonymous
    costs = [line(client, cup, n)["unit_price"]["amount"] for n in (9, 10, 49, 50)]
    assert costs == [10_000, 9_000, 9_000, 8_000]
    a_promotion(shop)
    assert line(client, cup, 50)["unit_price"]["amount"] == 7_200


def test_a_price_taken_out_or_a_list_turned_off_is_no_price(shop, cup):
    entry = a_list(shop, (cup, 8_000))
    path = f"{LISTS}/{entry['id']}"
    (price,) = shop.as_("owner").get(f"{path}/prices", status=200).json["items"]
    change(shop, f"{path}/prices/{price['id']}", price=money(7_000))
    assert shown(shop.anonymous, cup)[0] == 7_000
    change(shop, path, enabled=False)
    assert shown(shop.anonymous, cup)[0] == 10_000
    change(shop, path, enabled=True)
    shop.as_("owner").api_delete(f"{path}/prices/{price['id']}", status=204)
    assert shown(shop.anonymous, cup)[0] == 10_000


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"percentage": "0.00"}, "percentage"),
        ({"percentage": "101"}, "percentage"),
        ({"percentage": "5.00", "amounts": [{"amount": 5, "currency": "RON"}]}, "amounts"),
        ({"enabled": True}, "percentage"),
        ({"percentage": "5.00", "products": ["nothing-here"]}, "products.0"),
        ({"starts_at": "2027-01-02T00:00:00Z", "ends_at": "2027-01-01T00:00:00Z"}, "ends_at"),
    ],
)
def test_a_promotion_that_cannot_be_is_refused_by_field(shop, fields, field):
    body = {"name": "Sale"} | fields
    answer = shop.as_("owner").api_post(PROMOTIONS, body, status=422).json
    assert [error["field"] for error in answer["errors"]] == [field]


def test_prices_that_cannot_be_are_refused_by_row_and_none_is_set(shop, cup):
    path = f"{LISTS}/{a_list(shop)['id']}/prices"
    good = {"sku": cup.variants[0].sku, "price": money(1)}
    for bad, field in (
        ({"sku": "NONE", "price": money(1)}, "prices.1.sku"),
        ({"price": money(1)}, "prices.1.sku"),
        (good | {"price": {"amount": 1, "currency": "EUR"}}, "prices.1.price.currency"),
    ):
        answer = shop.as_("owner").api_post(f"{path}/bulk", {"prices": [good, bad]}, status=422)
        assert [error["field"] for error in answer.json["errors"]] == [field]
    trial = {"prices": [good], "dry_run": True}
    assert shop.as_("owner").api_post(f"{path}/bulk", trial, status=200).json == {"count": 1}
    assert shop.as_("owner").get(path, status=200).json["total"] == 0


def test_a_preview_says_what_would_be_lowered(shop, cup):
    a_product(shop, title="Plate", price=20_000, sku="P-1")
    row = a_promotion(shop, percentage="10.00", enabled=False, starts_at=hours(9))
    found = shop.as_("owner").get(f"{PROMOTIONS}/{row['id']}/preview", status=200).json
    assert (found["looked_at"], found["lowered"], found["average"]) == (2, 2, "10.00")
    assert found["largest"][0] == {
        "title": "Plate", "sku": "P-1", "before": money(20_000), "after": money(18_000)
    }  # fmt: skip
    assert shown(shop.anonymous, cup)[0] == 10_000
