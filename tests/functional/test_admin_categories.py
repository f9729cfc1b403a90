"""The category tree in the admin."""

from uuid import UUID

from pages import form_at, send, signed_in

from ecommus.db.queries import catalog as queries
from ecommus.testing import a_category, a_product
from ecommus.testing.queries import counted


def stored(shop, category_id):
    with shop.work() as job:
        return queries.category(job.db, category_id)


def test_an_empty_shop_is_told_what_to_do(shop):
    assert "No categories yet" in signed_in(shop).get("/admin/categories", status=200)


def test_the_tree_is_listed_with_products_in_constant_queries(shop, kit):
    top = a_category(shop, "Clothes")
    below = a_category(shop, "Dresses", top.id)
    a_product(shop, categories=[str(below.id)])
    owner = signed_in(shop)
    page = owner.get("/admin/categories", status=200)
    assert page.text.index("Clothes") < page.text.index("Dresses")
    assert "tree--1" in page
    with counted(kit) as few:
        owner.get("/admin/categories", status=200)
    for number in range(6):
        a_category(shop, f"More {number}", top.id)
    owner.get("/admin/categories", status=200)
    with counted(kit) as many:
        owner.get("/admin/categories", status=200)
    assert len(many) == len(few)


def test_made_and_changed(shop):
    parent = a_category(shop, "Clothes")
    owner = signed_in(shop)
    form = form_at(owner, "/admin/categories/new")
    form["name"] = "Rochii de seară"
    form["parent_id"] = str(parent.id)
    form["name_en"] = "Evening dresses"
    page = send(owner, form, status=303).follow()
    assert "The category was created." in page
    link = page.html.find("a", string="Rochii de seară")["href"]
    form = form_at(owner, link)
    assert form["slug"].value == "rochii-de-seara"
    form["position"] = "3"
    send(owner, form, status=303)
    found = stored(shop, UUID(link.rpartition("/")[2]))
    assert (found.position, found.parent_id) == (3, parent.id)
    assert found.translations == {"en": {"name": "Evening dresses"}}


def test_never_offered_as_its_own_parent_and_refused_when_forced(shop):
    top = a_category(shop, "Clothes")
    below = a_category(shop, "Dresses", top.id)
    owner = signed_in(shop)
    form = form_at(owner, f"/admin/categories/{top.id}")
    assert str(below.id) not in [value for value, _chosen, _text in form["parent_id"].options]
    form["parent_id"].force_value(str(below.id))
    send(owner, form, status=422)
    assert stored(shop, top.id).parent_id is None


def test_a_taken_address_keeps_the_input(shop):
    a_category(shop, "Dresses")
    owner = signed_in(shop)
    form = form_at(owner, "/admin/categories/new")
    form["name"] = "Others"
    form["slug"] = "dresses"
    page = send(owner, form, status=422)
    assert "This address is taken." in page
    assert 'value="Others"' in page


def test_somebody_elses_change_is_shown(shop):
    category = a_category(shop, "Dresses")
    owner = signed_in(shop)
    mine = form_at(owner, f"/admin/categories/{category.id}")
    theirs = form_at(owner, f"/admin/categories/{category.id}")
    theirs["name"] = "Their name"
    send(owner, theirs, status=303)
    mine["name"] = "My name"
    assert "Their name" in send(owner, mine, status=409)
    assert stored(shop, category.id).name == "Their name"


def test_deleted_when_nothing_is_below(shop):
    top = a_category(shop, "Clothes")
    below = a_category(shop, "Dresses", top.id)
    product = a_product(shop, categories=[str(below.id)])
    owner = signed_in(shop)
    form = form_at(owner, f"/admin/categories/{top.id}/delete", "/delete")
    assert "Move or delete its sub-categories first." in send(owner, form, status=409)
    form = form_at(owner, f"/admin/categories/{below.id}/delete", "/delete")
    send(owner, form, status=303)
    owner.get(f"/admin/categories/{below.id}", status=404)
    owner.get(f"/admin/products/{product.id}", status=200)


def test_who_may(shop, other_shop):
    category = a_category(shop, "Dresses")
    assert "sign-in" in shop.anonymous.get("/admin/categories", status=303).location
    signed_in(shop, "read-only").get("/admin/categories/new", status=403)
    signed_in(shop, "staff").get(f"/admin/categories/{category.id}/delete", status=403)
    signed_in(other_shop).get(f"/admin/categories/{category.id}", status=404)
