"""Two shops over HTTP: nothing of one is seen, named, changed or guessed through the other.

The proof on the database itself is ``tests/db/test_rls.py``; every id in every address is tried in
``trying``. Here: what stands in bodies, caches, files, cookies, and what runs meanwhile.
"""

import random
import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest
from matrix import PLUGIN, Things, attempts
from people import Trying, employed
from sqlalchemy import select, text

from ecommus.core.ids import uuid7
from ecommus.db.session import TenantSession
from ecommus.db.tables import TENANT_TABLES, catalog
from ecommus.testing import a_category, a_product

PRODUCTS = "/api/admin/products"


@pytest.fixture
def ours(shop):
    """A shop full of things, each with a word in it that stands nowhere else."""
    things = Things(shop)
    things.product = a_product(shop, title=f"Teapot {secrets.token_hex(6)}", quantity=50)
    for name in ("category", "media", "order", "import_id", "key_id", "member_id", "page"):
        getattr(things, name)
    return things


def marks(things):
    """What must not be read anywhere else."""
    product = things.product
    ids = [product.id, things.variant.id, things.category.id, things.media.id, things.order[0],
           things.import_id, things.key_id, things.member_id, things.shop.id]  # fmt: skip
    words = [
        product.title,
        product.slug,
        product.variants[0].sku,
        things.category.name,
        things.page,
    ]
    return [*map(str, ids), *filter(None, words), things.shop.slug, things.order[1]]


def test_no_page_and_no_list_of_one_shop_names_anything_of_another(kit, ours):
    """Every view that reads, asked by an owner next door."""
    shop = kit.shop(locales=("en", "ro"))
    shop.enable(PLUGIN)
    trying, things = Trying(kit, shop), Things(shop)
    read = 0
    for attempt in attempts(kit.registry):
        if not attempt.safe or "super-admin" in attempt.template:
            continue
        answer = trying.send(attempt, trying.able(attempt), things)
        body = answer.body.decode("utf-8", "replace")
        found = [mark for mark in marks(ours) if mark in body]
        assert not found, f"{attempt.key} shows {found}"
        read += 1
    assert read > 60


def test_the_marks_are_found_where_they_belong(ours):
    """Or the test above could not fail."""
    owner = ours.shop.as_("owner")
    lists = ("products", "categories", "media", "orders", "imports", "api-keys", "staff")
    seen = "".join(owner.get(f"/api/admin/{path}?limit=100").text for path in lists)
    for mark in marks(ours)[:8]:
        assert mark in seen or mark == str(ours.variant.id), mark
    assert ours.product.title in seen


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/admin/products", lambda t: {
            "title": "Cup", "media": [str(t.media.id)],
            "variants": [{"price": {"amount": 100, "currency": "RON"}}]}),
        ("POST", "/api/admin/products", lambda t: {
            "title": "Cup", "categories": [t.category.slug],
            "variants": [{"price": {"amount": 100, "currency": "RON"}}]}),
        ("POST", "/api/admin/products", lambda t: {
            "title": "Cup", "variants": [
                {"price": {"amount": 100, "currency": "RON"}, "media_id": str(t.media.id)}]}),
        ("POST", "/api/admin/categories", lambda t: {
            "name": "Cups", "parent_id": str(t.category.id)}),
        ("POST", "/api/admin/stock/movements", lambda t: {
            "variant_id": str(t.variant.id), "kind": "received", "quantity": 1}),
        ("POST", "/api/admin/stock/movements", lambda t: {
            "sku": t.product.variants[0].sku, "kind": "received", "quantity": 1}),
    ],
)  # fmt: skip
def test_a_body_cannot_name_what_is_another_shops(ours, other_shop, method, path, body):
    """To a shop it is as if it were not there: the same answer as for what nobody has."""
    owner = other_shop.as_("owner")
    before = rows(ours.shop)
    answer = owner.call(method, path, body(ours), status="*")
    assert answer.status_int in (409, 422), answer.text
    assert ours.product.title not in answer.text
    assert rows(ours.shop) == before
    # The very same body is right at home.
    ours.shop.as_("owner").call(method, path, body(ours), status=201)


def rows(shop):
    with shop.kit.platform_session() as db:
        return {
            table: db.execute(
                text(f"SELECT count(*) FROM {table} WHERE tenant_id = :id"), {"id": shop.id}
            ).scalar()
            for table in TENANT_TABLES
        }


def test_carts_and_orders_open_in_their_own_shop_only(ours, other_shop):
    cart, here, there = ours.cart[0], ours.shop.anonymous, other_shop.anonymous
    variant = Things(other_shop).variant
    for path in (f"/api/storefront/carts/{cart}", f"/api/storefront/orders/{ours.order[1]}",
                 f"/comanda/{ours.order[1]}"):  # fmt: skip
        here.get(path, status=200)
        there.get(path, status=404)
    line = {"variant_id": str(variant.id), "quantity": 1}
    there.api_post(f"/api/storefront/carts/{cart}/lines", line, status=404)
    there.api_post(f"/api/storefront/carts/{cart}/checkout", status=404)
    # And no cart takes what another shop sells.
    here.api_post(f"/api/storefront/carts/{cart}/lines", line, status=422)


def test_a_cart_cookie_is_worth_nothing_next_door(ours, other_shop):
    name = f"ecommus-cart-{ours.shop.kit.registry.installation}"
    headers = {"Cookie": f"{name}={ours.cart[0]}"}
    assert ours.product.title in ours.shop.anonymous.get("/cos", headers=headers, status=200)
    assert ours.product.title not in other_shop.anonymous.get("/cos", headers=headers, status=200)


def test_cookies_name_no_domain(shop):
    """A cookie without Domain is sent to this very host alone."""
    product = a_product(shop)
    form = {"variant_id": str(product.variants[0].id), "quantity": "1"}
    answers = [shop.anonymous.post("/cos/add", form, status=303)]
    credentials = Things(shop).credentials
    answers.append(shop.anonymous.post("/admin/auth/sign-in", credentials, status=303))
    answers.append(shop.anonymous.get("/admin/auth/language?locale=en", status=303))
    for answer in answers:
        for header in answer.headers.getall("Set-Cookie"):
            parts = [part.strip().lower() for part in header.split(";")]
            assert not any(part.startswith("domain") for part in parts), header
            assert "httponly" in parts
            assert "samesite=lax" in parts


def test_a_kept_page_is_kept_for_its_own_host(shop, other_shop):
    """The same address in both shops, one of them cached first."""
    here = a_product(shop, title="Blue teapot", slug="teapot")
    a_product(other_shop, title="Red teapot", slug="teapot")
    for _ in range(2):
        assert "Blue teapot" in shop.anonymous.get(f"/produs/{here.slug}", status=200)
        page = other_shop.anonymous.get(f"/produs/{here.slug}", status=200)
        assert "Red teapot" in page
        assert "Blue teapot" not in page


def test_an_etag_of_one_shop_is_none_of_anothers(shop, other_shop):
    a_product(shop, title="Blue teapot", slug="teapot")
    a_product(other_shop, title="Red teapot", slug="teapot")
    tag = shop.anonymous.get("/produs/teapot", status=200).headers["ETag"]
    headers = {"If-None-Match": tag}
    shop.anonymous.get("/produs/teapot", headers=headers, status=304)
    other_shop.anonymous.get("/produs/teapot", headers=headers, status=200)


def test_picture_files_lie_in_their_own_shop(ours, other_shop):
    path = f"/media/{ours.media.renditions[-1]['path']}"
    ours.shop.anonymous.get(path, status=200)
    other_shop.anonymous.get(path, status=404)
    for way in ("..", "%2e%2e", "..%2f"):
        climbing = f"/media/{way}/{ours.shop.id}/{ours.media.renditions[-1]['path']}"
        other_shop.anonymous.get(climbing, status=404)


def test_names_are_free_in_every_shop(shop, other_shop):
    """Slug, SKU, code, e-mail: unique within a shop, and no more than that."""
    for each in (shop, other_shop):
        a_product(each, title="Teapot", slug="teapot", sku="TP-1")
        a_category(each, "Teapots")
        owner = each.as_("owner")
        owner.api_post("/api/admin/attributes", {"code": "colour", "name": "Colour"}, status=201)
    body = {"title": "x", "slug": "teapot", "variants": [
        {"sku": "TP-1", "price": {"amount": 1, "currency": "RON"}}]}  # fmt: skip
    shop.as_("owner").api_post(PRODUCTS, body, status=422)


def test_another_shops_id_answers_as_one_that_nobody_has(ours, other_shop):
    """No oracle: what is not yours and what is not there look the same."""
    owner = other_shop.as_("owner")
    for kind, known in (("products", ours.product.id), ("orders", ours.order[0]),
                        ("media", ours.media.id), ("categories", ours.category.id),
                        ("attributes", ours.attribute_id), ("promotions", ours.promotion_id),
                        ("stock", ours.variant.id), ("imports", ours.import_id)):  # fmt: skip
        foreign = owner.get(f"/api/admin/{kind}/{known}", status=404)
        invented = owner.get(f"/api/admin/{kind}/{uuid7()}", status=404)
        assert foreign.json == invented.json, kind
        assert set(foreign.headers) == set(invented.headers), kind


def test_a_session_belongs_to_one_tenant_for_good(kit, shop, other_shop):
    with TenantSession(kit.databases.app, tenant=shop.id) as session:
        with pytest.raises(RuntimeError, match="never changes its tenant"):
            session.lock_to(other_shop.id)
        session.lock_to(shop.id)
    with TenantSession(kit.databases.app) as session:
        session.execute(select(catalog.products.c.id)).all()
        with pytest.raises(RuntimeError, match="before the first statement"):
            session.lock_to(shop.id)


def test_a_job_sees_its_own_shop_only(ours, other_shop):
    everything = select(catalog.products.c.id)
    with other_shop.work() as job:
        assert job.db.execute(everything).all() == []
    with ours.shop.work() as job:
        assert job.db.execute(everything).scalars().all() == [ours.product.id]


def test_tenants_do_not_mix_in_the_pool(kit):
    """Many requests of several shops at once, over the same few connections."""
    shops = [kit.shop() for _ in range(4)]
    for shop in shops:
        a_product(shop, title=f"Only at {shop.slug}", sku=f"SKU-{shop.slug}")
        shop.as_("owner")
    work = [shop for shop in shops for _ in range(30)]
    random.Random(7).shuffle(work)

    def ask(shop):
        owner = shop.as_("owner")
        listed = owner.get(PRODUCTS, status=200).json
        person = owner.get("/api/admin/staff", status=200).json
        return shop, [item["title"] for item in listed["items"]], [
            row["email"] for row in person["items"]
        ]  # fmt: skip

    with ThreadPoolExecutor(8) as pool:
        for shop, titles, emails in pool.map(ask, work):
            assert titles == [f"Only at {shop.slug}"]
            assert emails == [f"owner@{shop.slug}.example"]


def test_a_member_of_two_shops_is_two_people(shop, other_shop):
    """The same address and password: sessions, roles and keys stay apart."""
    here, there = employed(shop, "owner", {"admin.view"}), employed(other_shop, "owner", ())
    name = f"ecommus-admin-{shop.kit.registry.installation}"
    shop.anonymous.get("/admin", headers={"Cookie": f"{name}={here.session}"}, status=200)
    other_shop.anonymous.get("/admin", headers={"Cookie": f"{name}={here.session}"}, status=303)
    other_shop.anonymous.get("/admin", headers={"Cookie": f"{name}={there.session}"}, status=403)
