"""Saved views: one's own filters of a list, a click away."""

import re

import pytest
from pages import send, signed_in
from selling import statements

from ecommus.testing import a_product


def save(client, path, name, status=303):
    page = client.get(path, status=200)
    form = next(f for f in page.forms.values() if f.action.endswith("/save-view"))
    form["name"] = name
    return send(client, form, status=status)


def views(client, path):
    page = client.get(path, status=200)
    return [(a.text, a["href"], a.get("aria-current")) for a in page.html.select(".views__view")]


def test_saved_chosen_and_deleted(shop):
    a_product(shop)
    owner = signed_in(shop)
    assert views(owner, "/admin/products") == []
    answer = save(owner, "/admin/products?status=draft&q=cup&page=2&sort=", "Drafts")
    assert answer.location.endswith("/admin/products?q=cup&status=draft")
    url = "/admin/products?q=cup&status=draft"
    assert views(owner, url) == [("Drafts", url, "page")]
    assert views(owner, "/admin/products") == [("Drafts", url, None)]
    assert views(owner, "/admin/orders") == []
    save(owner, "/admin/products?status=active", "Drafts")
    assert views(owner, "/admin/products") == [("Drafts", "/admin/products?status=active", None)]
    page = owner.get("/admin/products")
    form = next(f for f in page.forms.values() if f.action.endswith("/delete-view"))
    send(owner, form, status=303)
    assert views(owner, "/admin/products") == []


def test_everybody_has_their_own(shop):
    owner, staff = signed_in(shop), signed_in(shop, "staff")
    save(owner, "/admin/orders?status=placed", "To do")
    assert views(staff, "/admin/orders") == []
    view = re.search(r'<option value="([0-9a-f-]+)">To do', owner.get("/admin/orders").text)[1]
    page = staff.get("/admin/orders")
    token = next(f for f in page.forms.values() if "csrf_token" in f.fields)["csrf_token"].value
    form = {"csrf_token": token, "view": view}
    origin = {"Origin": f"http://{staff.host}"}
    staff.post("/admin/orders/delete-view", form, headers=origin, status=303)
    assert [name for name, *_ in views(owner, "/admin/orders")] == ["To do"]


@pytest.mark.parametrize("name", [" ", "x" * 61])
def test_a_view_needs_a_name(shop, name):
    owner = signed_in(shop)
    page = save(owner, "/admin/orders", name, status=422)
    assert "Give the view a name of at most 60 characters." in page
    assert views(owner, "/admin/orders") == []


def test_views_cost_no_statement(kit, shop):
    owner = signed_in(shop)
    before = statements(kit, owner, "/admin/orders")
    for name in ("One", "Two", "Three"):
        save(owner, "/admin/orders?status=placed", name)
    assert statements(kit, owner, "/admin/orders") == before
