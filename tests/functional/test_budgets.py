"""What each page and call may ask of the database, however much there is to show.

A number that rises is a decision, not an accident: change it here, and say why in the commit.
"""

import pytest
from selling import an_order

from ecommus.testing import a_category, a_product, an_address
from ecommus.testing.queries import counted


class Stocked:
    """A shop with ``n`` of everything, and buyers with ``n`` lines in their carts."""

    def __init__(self, kit, n):
        self.kit, self.n = kit, n
        self.shop = kit.shop()
        category = a_category(self.shop, "Cups")
        self.category = category.slug
        place = {"categories": [str(category.id)]}
        self.products = [
            a_product(self.shop, sku=f"C{i}", title=f"Cup {i}", featured=True, quantity=50, **place)
            for i in range(n)
        ]
        sizes = [
            {"option_values": [str(i)], "price": 100, "sku": f"M{i}"} for i in range(max(n, 2))
        ]
        self.many = a_product(self.shop, title="Mug", options=["Size"], variants=sizes, **place)
        for _ in range(n):
            an_order(self.shop, (self.products[0], 1))
        self.buyer, self.owner = self.shop.anonymous, self.shop.as_("owner")
        self.staff = self.shop.signed_in()

    def get(self, path, client=None):
        """A page nobody has looked at yet."""
        self.kit.registry.pages.clear()
        return (client or self.buyer).get(path, status=200)

    def api_cart(self):
        """The path of a cart with ``n`` lines."""
        cart = self.buyer.api_post("/api/storefront/carts", status=201).json
        path = f"/api/storefront/carts/{cart['id']}"
        for product in self.products:
            self.add(path, product)
        return path

    def add(self, path, product):
        line = {"sku": product.variants[0].sku, "quantity": 1}
        return self.buyer.api_post(f"{path}/lines", line, status=200)

    def ready_cart(self):
        path = self.api_cart()
        change = {
            "email": "ana@example.com",
            "shipping_address": an_address(),
            "shipping_method": "flat",
            "payment_method": "cod",
        }
        self.buyer.api_patch(path, change, status=200)
        return path

    def browser(self):
        """A browser with ``n`` lines in its cart."""
        client = self.shop.anonymous
        for product in self.products:
            form = {"variant_id": str(product.variants[0].id), "quantity": "1"}
            client.post("/cos/add", form, status=303)
        return client


@pytest.fixture(scope="module")
def stocked(kit):
    """Shops with one and with ten of everything."""
    return {n: Stocked(kit, n) for n in (1, 10)}


# Name: statements, what to prepare, and the request that is counted.
BUDGETS = {
    "home": (2, None, lambda s, _: s.get("/")),
    "category": (1, None, lambda s, _: s.get(f"/categorii/{s.category}")),
    "product page": (2, None, lambda s, _: s.get(f"/produs/{s.many.slug}")),
    "product JSON": (1, None, lambda s, _: s.get(f"/api/storefront/products/{s.many.slug}")),
    "search JSON": (1, None, lambda s, _: s.get("/api/storefront/search?q=cup")),
    "cart JSON": (2, Stocked.api_cart, lambda s, path: s.get(path)),
    "add to cart": (4, Stocked.api_cart, lambda s, path: s.add(path, s.products[0])),
    "cart page": (2, Stocked.browser, lambda s, client: s.get("/cos", client)),
    "place the order": (
        13,
        Stocked.ready_cart,
        lambda s, path: s.buyer.api_post(f"{path}/checkout", status=201),
    ),
    "orders, JSON": (3, None, lambda s, _: s.get("/api/admin/orders", s.owner)),
    "orders, page": (3, None, lambda s, _: s.get("/admin/orders", s.staff)),
    "products, JSON": (8, None, lambda s, _: s.get("/api/admin/products", s.owner)),
    "products, page": (3, None, lambda s, _: s.get("/admin/products", s.staff)),
    # Sales per day, what waits, newest orders, scarce stock; carts and what sold best since then.
    "dashboard": (8, None, lambda s, _: s.get("/admin", s.staff)),
}


def measure(stocked, name):
    _budget, prepare, request = BUDGETS[name]
    prepared = prepare(stocked) if prepare else None
    with counted(stocked.kit) as sent:
        request(stocked, prepared)
    return sent


@pytest.mark.parametrize("name", BUDGETS)
def test_a_request_keeps_to_its_budget(stocked, name):
    # The first request also fills what a process keeps in memory: the menu, for one.
    for shop in stocked.values():
        measure(shop, name)
    few, many = measure(stocked[1], name), measure(stocked[10], name)
    assert len(few) == BUDGETS[name][0], str(few)
    assert len(many) == len(few), str(many)
    assert (few.begins, many.begins) == (1, 1)


def test_a_page_from_the_cache_asks_nothing(stocked):
    shop = stocked[1]
    shop.get("/")
    with counted(shop.kit) as sent:
        shop.buyer.get("/", status=200)
    assert (len(sent), sent.begins) == (0, 0)


def test_what_is_not_changed_costs_what_is_read(stocked):
    """A page that the browser has already is answered from memory."""
    shop = stocked[1]
    etag = shop.get("/").headers["ETag"]
    with counted(shop.kit) as sent:
        shop.buyer.get("/", headers={"If-None-Match": etag}, status=304)
    assert (len(sent), sent.begins) == (0, 0)


def test_reading_is_read_only(stocked):
    """No statement of a GET changes anything; the transaction would refuse it."""
    for name in ("home", "product page", "cart page", "orders, JSON"):
        for statement in measure(stocked[1], name).statements:
            assert statement.lstrip().upper().startswith(("SELECT", "WITH")), statement
