"""Customers in the admin: the list, one of them, groups, erasure; and the same as JSON."""

import json

import pytest
from pages import form_at, send, signed_in
from selling import an_order, statements
from shopping import a_customer
from sqlalchemy import select, update

from ecommus.core.orders import Order
from ecommus.db.queries import sales
from ecommus.db.tables import customers as t
from ecommus.services import orders
from ecommus.testing import a_product

API, GROUPS = "/api/admin/customers", "/api/admin/customer-groups"


@pytest.fixture
def owner(shop):
    return signed_in(shop)


@pytest.fixture
def ana(shop):
    """A customer with a name."""
    customer_id = a_customer(shop, "ana@example.com")
    with shop.work() as job:
        named = {"first_name": "Ana", "last_name": "Pop", "company": "Atelier SRL"}
        job.db.execute(update(t.customers).values(**named))
    return customer_id


def listed(client, query=""):
    page = client.get(f"/admin/customers{query}", status=200)
    return [a.get_text() for a in page.html.select("td.main a")]


class TestTheList:
    def test_teaches_while_it_is_empty(self, owner):
        assert "No customers yet" in owner.get("/admin/customers", status=200)
        assert "No groups yet" in owner.get("/admin/customer-groups", status=200)

    def test_searches_and_sums(self, shop, owner, ana):
        a_customer(shop, "eva@example.com")
        product = a_product(shop, price=1000)
        for _ in range(2):
            order = an_order(shop, (product, 1))
        cancelled = an_order(shop, (product, 1))
        with shop.work() as job:
            orders.cancel(job, sales.order(job.db, Order.id == cancelled.id))
        assert listed(owner) == ["eva@example.com", "Ana Pop"]
        for q in ("ana@", "pop", "ATELIER", "Ana P"):
            assert listed(owner, f"?q={q}") == ["Ana Pop"]
        assert "No customer fits" in owner.get("/admin/customers?q=nobody", status=200)
        row = owner.get("/admin/customers?q=pop").html.select("tbody tr")[0]
        count, spent = (td.get_text(strip=True) for td in row.select("td.num"))
        assert (count, spent[-5:]) == ("2", f"{2 * order.total / 100:.2f}")

    def test_costs_the_same_for_one_and_for_many(self, kit, shop, owner, ana):
        few = statements(kit, owner, "/admin/customers")
        for n in range(12):
            a_customer(shop, f"c{n}@example.com")
        assert statements(kit, owner, "/admin/customers") == few

    def test_another_shops_are_not_in_it(self, shop, other_shop, ana):
        strange = signed_in(other_shop)
        assert "No customers yet" in strange.get("/admin/customers", status=200)
        strange.get(f"/admin/customers/{ana}", status=404)
        other_shop.as_("owner").get(f"{API}/{ana}", status=404)


class TestOne:
    def test_is_made_and_changed(self, shop, owner):
        form = form_at(owner, "/admin/customers/new")
        form["email"], form["first_name"] = "new@example.com", "Nou"
        page = send(owner, form, status=303).follow()
        assert "lets them choose one" in page
        form = page.forms["form"]
        form["tax_exempt"] = True
        refused = send(owner, form, status=422)
        assert "Say why no tax is due" in refused
        form = refused.forms["form"]
        form["tax_exempt_reason"] = "Art. 294"
        assert "The customer is saved." in send(owner, form, status=303).follow()
        form = form_at(owner, "/admin/customers/new")
        form["email"] = "NEW@example.com"
        assert "exists already" in send(owner, form, status=409)

    def test_shows_what_somebody_else_saved(self, shop, owner, ana):
        form = form_at(owner, f"/admin/customers/{ana}")
        shop.as_("owner").api_patch(
            f"{API}/{ana}", {"last_name": "Ionescu"}, headers={"If-Match": "*"}, status=200
        )
        form["last_name"] = "Popescu"
        page = send(owner, form, status=409)
        assert "Somebody else saved this page" in page
        assert "Ionescu" in page.html.select_one("table.conflict").get_text()

    def test_is_exported_and_erased_after_a_question(self, shop, owner, ana):
        order = an_order(shop, (a_product(shop), 1))
        page = owner.get(f"/admin/customers/{ana}", status=200)
        assert f"#{order.number}" in page
        forms = [f for f in page.forms.values() if f.action.endswith("/export")]
        held = json.loads(send(owner, forms[0], status=200).body)
        assert held["customer"]["last_name"] == "Pop"
        form = form_at(owner, f"/admin/customers/{ana}/erase", "/erase")
        assert "is erased" in send(owner, form, status=303).follow()
        assert listed(owner) == []
        page = owner.get(f"/admin/customers/{ana}", status=200)
        assert "Erased customer" in page
        assert f"#{order.number}" in page
        assert "Pop" not in page.html.select_one("main").get_text()

    def test_is_nobodys_to_change_who_may_only_read(self, shop, ana):
        reader = signed_in(shop, "staff")
        page = reader.get(f"/admin/customers/{ana}", status=200)
        assert "Export their data" not in page
        reader.get(f"/admin/customers/{ana}/erase", status=403)
        reader.get("/admin/customers/new", status=403)


class TestGroups:
    def test_are_made_filled_and_taken_away(self, shop, owner, ana):
        form = form_at(owner, "/admin/customer-groups/new")
        form["name"], form["code"] = "Trade", "Trade!"
        assert "Use 1 to 40" in send(owner, form, status=422)
        form["code"] = "trade"
        send(owner, form, status=303)
        with shop.work() as job:
            group_id = job.db.execute(select(t.customer_groups.c.id)).scalar_one()
        form = form_at(owner, f"/admin/customers/{ana}")
        form["group_id"] = str(group_id)
        send(owner, form, status=303)
        a_customer(shop, "eva@example.com")
        assert listed(owner, f"?group={group_id}") == ["Ana Pop"]
        row = owner.get("/admin/customer-groups").html.select_one("tbody tr")
        assert row.select_one("td.num").get_text(strip=True) == "1"
        form = form_at(owner, f"/admin/customer-groups/{group_id}")
        form["name"] = "Partners"
        send(owner, form, status=303)
        assert "Partners" in owner.get("/admin/customers")
        form = form_at(owner, f"/admin/customer-groups/{group_id}/delete", "/delete")
        send(owner, form, status=303)
        assert listed(owner) == ["eva@example.com", "Ana Pop"]


class TestTheApi:
    def test_needs_the_version_and_refuses_an_old_one(self, shop, ana):
        client, at = shop.as_("owner"), f"{API}/{ana}"
        read = client.get(at, status=200)
        client.api_patch(at, {"phone": "0722123456"}, status=428)
        headers = {"If-Match": read.headers["ETag"]}
        client.api_patch(at, {"phone": "0722123456"}, headers=headers, status=200)
        client.api_patch(at, {"phone": "0722123457"}, headers=headers, status=412)

    def test_lists_with_search_group_and_cursor(self, shop, ana):
        client = shop.as_("owner")
        body = {"code": "trade", "name": "Trade"}
        group = client.api_post(GROUPS, body, status=201).json
        client.api_post(GROUPS, body, status=409)
        for n in range(3):
            body = {"email": f"c{n}@example.com", "group_id": group["id"]}
            client.api_post(API, body, status=201)
        page = client.get(f"{API}?group=trade&limit=2", status=200).json
        assert (page["total"], len(page["items"])) == (3, 2)
        rest = client.get(f"{API}?group={group['id']}&limit=2&cursor={page['next']}").json
        assert [row["email"] for row in rest["items"]] == ["c0@example.com"]
        assert client.get(f"{API}?q=pop").json["items"][0]["email"] == "ana@example.com"
        assert client.get(f"{API}?group=none", status=422).json["reason"] == "group_unknown"
        taken = client.api_post(API, {"email": "C0@example.com"}, status=409)
        assert taken.json["reason"] == "email_taken"

    def test_erases_for_good(self, shop, ana):
        client = shop.as_("owner")
        client.api_delete(f"{API}/{ana}", status=204)
        assert client.get(f"{API}/{ana}", status=200).json["erased_at"]
        client.api_delete(f"{API}/{ana}", status=409)
        headers = {"If-Match": "*"}
        client.api_patch(f"{API}/{ana}", {"first_name": "X"}, headers=headers, status=409)

    def test_another_address_has_to_be_proved(self, shop, ana):
        client = shop.as_("owner")
        change = {"email": "other@example.com"}
        row = client.api_patch(f"{API}/{ana}", change, headers={"If-Match": "*"}, status=200).json
        assert row["email_verified_at"] is None
