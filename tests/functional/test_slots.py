"""What plugins add exists only where they are on and licensed; what fails there hurts nobody."""

import pytest
from plugin_kit import Workshop

from ecommus.testing import a_product

GREETING = '<p class="greeting">${greeting} ${title|nothing}</p>'
PLUGIN = """
from zope.interface import implementer

class IDen(IResource):
    "A place"

@implementer(IDen)
class Den:
    def __init__(self, parent, name):
        self.__parent__, self.__name__ = parent, name
    def requirements(self):
        return ()

@plugin.page(IProduct, within=IStorefront, name="hi", permission=P.SHOP_VIEW)
def hi(context, request):
    return Response("hi from " + context.entity.title)

@plugin.api(IDen, within=IAdmin, permission=P.ADMIN_VIEW)
def den(context, request):
    return {"heard": heard}

heard = []

@plugin.on(CartUpdated)
def on_cart(event, request):
    heard.append(str(event.cart_id))

@plugin.filter("cart.lines")
def cheaper(lines, request):
    from dataclasses import replace
    return [replace(line, unit_price=line.unit_price // 2) for line in lines]

def data(request, **context):
    return {"greeting": "Salut!"}

class Gold:
    def choice(self, total, settings, locale):
        from ecommus.core.ports import PaymentChoice
        return PaymentChoice("gold", "Gold")
"""
INCLUDE = """
config.add_child(IAdmin, "den", Den)
config.add_slot("product.tabs", "greeting.pt", data=data)
config.add_admin_slot("dashboard.after", "greeting.pt", data=data)
config.add_payment("gold", Gold())
"""
ALL = ("permissions=('routes.register', 'tree.extend', 'slots.fill', 'admin.ui.inject',"
       " 'events.subscribe', 'filters.register', 'payments.register')")  # fmt: skip
BROKEN = """
from sqlalchemy import text
def raises(request, **context):
    1 / 0
def bad_sql(request, **context):
    request.db.execute(text("SELECT * FROM no_such_table"))
def good_sql(request, **context):
    return {"greeting": request.db.execute(text("SELECT 'from the database'")).scalar()}
def never(request, **context):
    return False
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory, kit):
    """An application with a plugin that does everything, and one whose slots fail."""
    with pytest.MonkeyPatch.context() as patch:
        workshop = Workshop(tmp_path_factory.mktemp("plugins"), kit, patch)
        files = {"templates__greeting_dot_pt": GREETING, "templates__bad_dot_pt": "${1/0}"}
        workshop.plugin("does_all", PLUGIN, includeme=INCLUDE, more=ALL, **files)
        fillers = "\n".join([
            "config.add_slot('product.tabs', 'greeting.pt', data=raises, order=1)",
            "config.add_slot('product.tabs', 'greeting.pt', data=bad_sql, order=2)",
            "config.add_slot('product.tabs', 'bad.pt', order=3)",
            "config.add_slot('product.tabs', 'no_such.pt', order=4)",
            "config.add_slot('product.tabs', 'greeting.pt', data=good_sql, order=5)",
            "config.add_slot('product.tabs', 'greeting.pt', data=good_sql, when=never)",
        ])  # fmt: skip
        workshop.plugin("hurts", BROKEN, includeme=fillers, more=ALL, **files)
        with workshop.running() as made:
            assert not {"does-all", "hurts"} & set(made.registry.failed_plugins)
            yield made


@pytest.fixture
def on(running):
    """(a shop with the plugin on, the path of its product's page)."""
    return a_shop(running, "does-all")


@pytest.fixture
def off(running):
    return a_shop(running)


def a_shop(running, *plugins):
    shop = running.shop(*plugins)
    product = a_product(shop, title="Cup", sku="CUP", price=1000)
    return shop, f"/produs/{product.slug}"


@pytest.fixture
def paid(running):
    """The plugin needs a license for a while."""
    plugin = running.registry.plugins["does-all"]
    plugin.free = False
    yield
    plugin.free = True


def a_cart(shop):
    """Total and ways to pay of a cart with one cup."""
    buyer = shop.anonymous
    cart = buyer.api_post("/api/storefront/carts", status=201).json
    path = f"/api/storefront/carts/{cart['id']}"
    cart = buyer.api_post(f"{path}/lines", {"sku": "CUP", "quantity": 1}, status=200).json
    methods = buyer.get(f"{path}/payment-methods", status=200).json["items"]
    return cart, {method["code"] for method in methods}


def test_where_it_is_on_it_exists(on):
    shop, path = on
    assert shop.anonymous.get(f"{path}/hi", status=200).text == "hi from Cup"
    assert "Salut!" in shop.anonymous.get(path, status=200)
    assert "gold" in a_cart(shop)[1]
    heard = shop.as_("owner").get("/api/admin/den", status=200).json["heard"]
    assert heard
    slots = shop.as_("owner").get("/api/admin/slots", status=200).json["items"]
    assert [slot["plugin"] for slot in slots] == ["does-all"]


def test_where_it_is_off_it_does_not(off):
    shop, path = off
    shop.anonymous.get(f"{path}/hi", status=404)
    assert "Salut!" not in shop.anonymous.get(path, status=200)
    _cart, methods = a_cart(shop)
    assert "gold" not in methods
    shop.as_("owner").get("/api/admin/den", status=404)
    assert shop.as_("owner").get("/api/admin/slots", status=200).json["items"] == []


def test_a_filter_changes_what_is_priced_where_it_is_on(on, off):
    (half, _), (whole, _) = a_cart(on[0]), a_cart(off[0])
    assert whole["total"]["amount"] == 1000
    assert half["total"]["amount"] == 500


def test_a_subscriber_hears_only_its_own_shops(on, off):
    a_cart(off[0])
    before = on[0].as_("owner").get("/api/admin/den").json["heard"]
    a_cart(off[0])
    assert on[0].as_("owner").get("/api/admin/den").json["heard"] == before
    a_cart(on[0])
    assert len(on[0].as_("owner").get("/api/admin/den").json["heard"]) > len(before)


def test_turning_it_off_takes_it_away_at_once(on):
    shop, path = on
    shop.anonymous.get(f"{path}/hi", status=200)
    shop.as_("owner").api_post("/api/admin/plugins/does-all/disable", status=200)
    shop.anonymous.get(f"{path}/hi", status=404)
    shop.as_("owner").api_post("/api/admin/plugins/does-all/enable", status=200)
    shop.anonymous.get(f"{path}/hi", status=200)


def test_on_but_not_licensed_is_refused_with_the_reason(on, paid):
    shop, path = on
    owner = shop.as_("owner")
    owner.get("/api/admin/den", status=200)
    with shop.without("plugin", "does-all"):
        refused = owner.get("/api/admin/den", status=403).json
        assert (refused["reason"], refused["requires"]) == ("plugin_not_licensed", "does-all")
        # Shoppers learn nothing of what a shop bought.
        page = shop.anonymous.get(f"{path}/hi", status=403)
        assert "does-all" not in page
        assert "Salut!" not in shop.anonymous.get(path, status=200)
        assert "gold" not in a_cart(shop)[1]
        # A stranger is asked to sign in, as ever.
        shop.anonymous.get("/api/admin/den", status=401)
    owner.get("/api/admin/den", status=200)


def test_a_license_is_asked_for_only_where_it_is_on(off, paid):
    shop, _path = off
    with shop.without("plugin", "does-all"):
        shop.as_("owner").get("/api/admin/den", status=404)
        owner = shop.as_("owner")
        refused = owner.api_post("/api/admin/plugins/does-all/enable", status=403).json
        assert refused["reason"] == "plugin_not_licensed"


def test_a_filler_that_fails_leaves_a_hole_and_the_page_stands(running, caplog):
    shop, path = a_shop(running, "hurts", "does-all")
    page = shop.anonymous.get(path, status=200)
    assert "from the database" in page
    assert "Salut!" in page
    assert page.text.count('class="greeting"') == 2
    assert "ZeroDivisionError" not in page
    holes = [r for r in caplog.records if "left a hole" in r.getMessage()]
    assert len(holes) == 4
    assert {record.args for record in holes} == {("product.tabs", "hurts")}


def test_what_a_filler_gathers_is_escaped(running):
    shop = running.shop("does-all")
    product = a_product(shop, title="<script>alert(1)</script>")
    page = shop.anonymous.get(f"/produs/{product.slug}", status=200)
    assert "<script>alert" not in page
