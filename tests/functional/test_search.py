"""The simple search: by the beginning of words, in the shop at hand, at a price that stays."""

from urllib.parse import urlencode

import psycopg
import pytest
from sqlalchemy import text

from ecommus.testing import a_product
from ecommus.testing.queries import counted


def found(shop, q, **options):
    query = urlencode({"q": q} | options)
    answer = shop.anonymous.get(f"/api/storefront/search?{query}", status=200).json
    assert answer["total"] >= len(answer["items"])
    return {item["title"] for item in answer["items"]}


@pytest.fixture
def teapot(shop):
    codes = {"sku": "TP-77/b", "barcode": "5941234", "option_values": [], "price": 1000}
    fields = {"vendor": "Lut", "tags": ["Țesut"], "translations": {"en": {"title": "Teapot"}}}
    return a_product(shop, title="Ceainic Mare", variants=[codes], **fields)


@pytest.mark.parametrize(
    "q", ["ceainic", "CEAI", "mare ceainic", "teapot", "lut", "tesut", "ȚESUT", "tp-77/b", "594123"]
)
def test_finds_by_the_beginning_of_any_word(shop, teapot, q):
    a_product(shop, title="Altceva")
    assert found(shop, q) == {"Ceainic Mare"}


@pytest.mark.parametrize(
    "q", ["ainic", "ceainic alb", "c|x", "' OR 1=1 --", "\\", "%", "!ceai & altceva", "a:*b"]
)
def test_what_no_product_has_is_not_found(shop, teapot, q):
    assert found(shop, q) == set()


def test_only_what_is_sold(shop, teapot):
    a_product(shop, title="Ceainic nou", status="draft")
    assert found(shop, "ceainic") == {"Ceainic Mare"}


def test_finds_nothing_of_other_shops(shop, other_shop, teapot):
    a_product(other_shop, title="Ceainic străin")
    assert found(shop, "ceainic") == {"Ceainic Mare"}
    with shop.work() as job:
        rows = job.db.execute(text("SELECT products_found('{ceainic}')")).scalars().all()
    assert rows == [teapot.id]


def test_follows_a_change(shop, teapot):
    owner = shop.as_("owner")
    path = f"/api/admin/products/{teapot.id}"
    headers = {"If-Match": owner.get(path).headers["ETag"]}
    owner.api_patch(path, {"title": "Ibric", "translations": {}}, headers=headers, status=200)
    assert found(shop, "ibric") == {"Ibric"}
    assert found(shop, "ceainic") == found(shop, "teapot") == set()


def test_one_statement_counts_and_answers(shop, kit):
    for number in range(5):
        a_product(shop, title=f"Cana {number}")
    client, path = shop.anonymous, "/api/storefront/search?q=cana&limit=2"
    client.get(path)
    with counted(kit) as sent:
        page = client.get(path).json
    assert (len(sent), page["total"], len(page["items"])) == (1, 5, 2)
    after = client.get(f"{path}&cursor={page['next']}").json
    assert {item["id"] for item in after["items"]}.isdisjoint(item["id"] for item in page["items"])


def test_a_page_past_the_end_shows_the_last(shop):
    a_product(shop, title="Cana")
    assert "Cana" in shop.anonymous.get("/cautare?q=cana&page=7", status=200)


def test_looks_words_up_in_the_index(shop, kit):
    """However many products and shops there are: a scan would grow with both."""
    with psycopg.connect(kit.cluster.conninfo(kit.database)) as connection:
        connection.execute(
            "INSERT INTO products (tenant_id, id, title, slug, status, words) SELECT %s,"
            " gen_random_uuid(), 'p', 'p' || n, 'active', ARRAY['p', 'w' || n]"
            " FROM generate_series(1, 3000) n",
            [shop.id],
        )
        connection.execute("ANALYZE products")
        connection.execute("SELECT set_config('ecommus.tenant', %s, true)", [str(shop.id)])
        found = connection.execute("SELECT products_found('{w77}')").fetchall()
        scans = connection.execute(
            "SELECT pg_stat_get_xact_numscans('ix_products_lexemes'::regclass)"
        ).fetchone()[0]
        connection.rollback()
    assert (len(found), scans) == (11, 1)
