"""Which shop is meant: by host, by own domain, by header; and that nobody else can say so."""

import secrets
from contextlib import contextmanager

import pytest
from people import change_state, platform_owner
from sqlalchemy import func, insert, update

from ecommus.core.tenants import RESERVED_SLUGS, TenantState
from ecommus.db.tables import platform
from ecommus.services import tenants
from ecommus.testing import Client, Kit, a_product
from ecommus.web.site import TENANT_HEADER, NotOneTenant, Sites

NOT_FOUND = "tenant_not_found"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def platform_host(kit):
    return Client(kit.app, "localhost")


@pytest.fixture
def root(kit):
    return Client(kit.app, "localhost", platform_owner(kit).key, kit.contract)


@contextmanager
def installation_for_one(kit):
    """A kit of its own in single mode; without a shop yet, so its start checks nothing."""
    settings = {"tenancy.modes": "single", "checks.database": "false"}
    made = Kit(kit.folder, "ecommus_single", **settings)
    try:
        yield made
    finally:
        made.close()


@pytest.fixture(scope="module")
def only_shop(kit):
    """The only shop of its installation."""
    with installation_for_one(kit) as made:
        yield made.shop()


def test_each_host_shows_its_own_shop(shop, other_shop):
    a_product(shop, title="Blue teapot", featured=True)
    assert "Blue teapot" in shop.anonymous.get("/", status=200)
    assert "Blue teapot" not in other_shop.anonymous.get("/", status=200)


@pytest.mark.parametrize(
    "host",
    ["nobody.localhost", "a.b.localhost", "elsewhere.example", "localhost.evil.ro", "xlocalhost"],
)  # fmt: skip
def test_nobody_lives_at_an_unknown_host(kit, host):
    stranger = Client(kit.app, host)
    page = stranger.get("/", headers=ENGLISH, status=404)
    assert page.content_type == "text/html"
    assert "No shop here." in page
    for path in ("/api/storefront/products", "/api/admin/products", "/api/openapi.json"):
        problem = stranger.get(path, status=400)
        assert problem.content_type == "application/problem+json"
        assert problem.json["reason"] == NOT_FOUND


def test_case_port_and_final_dot_of_a_host_do_not_matter(kit, shop):
    for host in (shop.host.upper(), f"{shop.host}:8080", f"{shop.host}."):
        Client(kit.app, host).get("/", status=200)


def test_an_own_domain_counts_once_it_is_proved(kit, shop, other_shop):
    host = f"www.{secrets.token_hex(4)}.example"
    a_product(shop, title="Blue teapot", featured=True)
    with kit.platform_session() as db:
        db.execute(
            insert(platform.domains).values(host=host, tenant_id=shop.id, proof="not proved")
        )
        db.commit()
    kit.registry.directory.forget()
    visitor = Client(kit.app, host)
    visitor.get("/", status=404)
    assert visitor.get("/api/storefront/products", status=400).json["reason"] == NOT_FOUND
    with kit.platform_session() as db:
        proved = {"verified_at": func.clock_timestamp()}
        db.execute(update(platform.domains).where(platform.domains.c.host == host).values(proved))
        db.commit()
    kit.registry.directory.forget()
    assert "Blue teapot" in visitor.get("/", status=200)
    headers = {"Authorization": f"Bearer {shop.as_('owner').token}"}
    visitor.get("/api/admin/products", headers=headers, status=200)
    headers = {"Authorization": f"Bearer {other_shop.as_('owner').token}"}
    visitor.get("/api/admin/products", headers=headers, status=401)


def test_the_platforms_host_leads_into_no_shop(shop, platform_host):
    """It shares its origin with super-admin: no way down, whatever is asked."""
    a_product(shop, title="Blue teapot", featured=True)
    token = {"Authorization": f"Bearer {shop.as_('owner').token}"}
    inside = ("", "/storefront", "/admin", "/admin/products", "/api/admin/products")
    for path in ["/", "/product", "/admin", *(f"/{shop.slug}{rest}" for rest in inside)]:
        for headers in ({}, token, {"X-Vhm-Root": f"/{shop.slug}/storefront"}):
            answer = platform_host.get(path, headers=headers, status="*")
            assert answer.status_int in (303, 401, 404), path
            assert "Blue teapot" not in answer
    platform_host.get("/api/admin/products", headers=token, status=401)
    platform_host.get("/api/storefront/products", headers=token, status=404)


def test_a_clients_virtual_root_is_ignored(shop, other_shop):
    a_product(shop, title="Blue teapot", featured=True)
    a_product(other_shop, title="Red kettle", featured=True)
    for root in (f"/{other_shop.slug}/storefront", f"/{other_shop.slug}", "/", "/nonsense"):
        page = shop.anonymous.get("/?page=1", headers={"X-Vhm-Root": root}, status=200)
        assert "Blue teapot" in page
        assert "Red kettle" not in page
    owner = shop.as_("owner")
    headers = {"X-Vhm-Root": f"/{other_shop.slug}"}
    listed = owner.get("/api/admin/products", headers=headers, status=200).json
    assert [item["title"] for item in listed["items"]] == ["Blue teapot"]


class TestHeader:
    """``X-Ecommus-Tenant`` on the platform's host, for programs that cannot reach a subdomain."""

    path = "/api/admin/products"

    def ask(self, client, shop, key=None, path=None, **options):
        headers = ENGLISH | {TENANT_HEADER: shop.slug}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        return client.get(path or self.path, headers=headers, **options)

    def test_names_the_shop_of_its_key(self, shop, platform_host):
        a_product(shop, title="Blue teapot")
        answer = self.ask(platform_host, shop, shop.as_("owner").token, status=200)
        assert [item["title"] for item in answer.json["items"]] == ["Blue teapot"]

    def test_names_nothing_without_a_token(self, shop, platform_host):
        for path in (self.path, "/api/storefront/products"):
            answer = self.ask(platform_host, shop, path=path, status=400)
            assert answer.json["reason"] == NOT_FOUND
        assert "No shop here." in self.ask(platform_host, shop, path="/", status=404)

    def test_opens_nothing_to_another_shops_key(self, shop, other_shop, platform_host):
        self.ask(platform_host, shop, other_shop.as_("owner").token, status=401)
        self.ask(platform_host, shop, "eck_nonsense", status=401)
        self.ask(platform_host, shop, "nonsense", status=401)

    def test_opens_nothing_to_the_platforms_own_token(self, kit, shop, platform_host):
        self.ask(platform_host, shop, platform_owner(kit).key, status=401)

    def test_is_ignored_on_a_shops_own_host(self, shop, other_shop):
        headers = {TENANT_HEADER: other_shop.slug}
        a_product(shop, title="Blue teapot")
        answer = shop.as_("owner").get(self.path, headers=headers, status=200)
        assert [item["title"] for item in answer.json["items"]] == ["Blue teapot"]

    def test_is_ignored_where_the_mode_is_off(self, only_shop):
        client, key = Client(only_shop.kit.app, "localhost"), only_shop.as_("owner").token
        self.ask(client, only_shop, key, status=401)
        self.ask(client, only_shop, key, "/api/storefront/products", status=404)


def test_the_only_shop_is_on_every_host_but_the_platforms(only_shop):
    app = only_shop.kit.app
    a_product(only_shop, title="Blue teapot", featured=True)
    only_shop.kit.registry.sites.check()
    for host in ("shop.example", "whatever.localhost"):
        assert "Blue teapot" in Client(app, host).get("/", status=200)
        Client(app, host).get("/api/admin/products", status=401)
    platform_host = Client(app, "localhost")
    platform_host.get("/api/super-admin/tenants", status=401)
    platform_host.get("/api/storefront/products", status=404)


def test_one_shop_on_every_host_is_not_none_and_not_two(kit):
    with installation_for_one(kit) as made:
        for _ in range(2):
            with pytest.raises(NotOneTenant, match="exactly one"):
                made.registry.sites.check()
            Client(made.app, "shop.example").get("/", status=404)
            made.shop()
            made.shop()
            made.registry.directory.forget()


def test_modes_that_contradict_each_other_are_refused(kit):
    for modes, complaint in (
        ({"single", "subdomain"}, "single or subdomain"),
        ({"magic"}, "magic"),
    ):
        with pytest.raises(ValueError, match=complaint):
            Sites(kit.registry.directory, frozenset(modes), "localhost")


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS | {"xn--80ak6aa92e"}))
def test_reserved_names_are_nobodys(root, slug):
    body = {"slug": slug, "name": "Shop", "owner_email": "a@example.com"}
    problem = root.api_post("/api/super-admin/tenants", body, status=422).json
    assert problem["reason"] == "slug_reserved"
    assert problem["errors"][0]["field"] == "slug"


@pytest.mark.parametrize("slug", ["Shop", "a_b", "-a", "a-", "a.b", "ș", "a b", "a/b", "a" * 64])
def test_a_slug_is_a_label_of_a_host(root, slug):
    body = {"slug": slug, "name": "Shop", "owner_email": "a@example.com"}
    problem = root.api_post("/api/super-admin/tenants", body, status=422).json
    assert problem["errors"][0]["field"] == "slug"


def test_a_suspended_shop_can_be_seen_and_sells_nothing(kit, shop):
    product = a_product(shop, title="Blue teapot")
    owner, buyer = shop.as_("owner"), shop.anonymous
    cart = buyer.api_post("/api/storefront/carts", status=201).json["id"]
    line = {"variant_id": str(product.variants[0].id), "quantity": 1}
    change_state(kit, shop, TenantState.SUSPENDED)
    buyer.get("/", status=200)
    owner.get("/api/admin/products", status=200)
    refused = buyer.api_post(f"/api/storefront/carts/{cart}/lines", line, status=403).json
    assert refused["reason"] == "tenant_suspended"
    assert not {"requires", "remedy"} & set(refused)
    change_state(kit, shop, TenantState.ACTIVE)
    buyer.api_post(f"/api/storefront/carts/{cart}/lines", line, status=200)


def test_an_archived_shop_is_gone_and_its_name_stays_taken(kit, shop, root):
    key = Client(kit.app, shop.host, shop.as_("owner").token)
    key.get("/api/admin/products", status=200)
    change_state(kit, shop, TenantState.ARCHIVED)
    assert key.get("/api/admin/products", status=400).json["reason"] == NOT_FOUND
    shop.anonymous.get("/", status=404)
    shop.anonymous.get("/admin", status=404)
    body = {"slug": shop.slug, "name": "Again", "owner_email": "a@example.com"}
    taken = root.api_post("/api/super-admin/tenants", body, status=409).json
    assert taken["reason"] == "slug_taken"
    path = f"/api/super-admin/tenants/{shop.id}/restore"
    assert root.api_post(path, status=409).json["reason"] == "illegal_transition"


def test_what_another_process_changed_is_seen_by_watching(kit, shop):
    """No word from the process that did it: the versions table tells."""
    directory = kit.registry.directory
    directory.poll()
    assert shop.tenant.open
    with kit.platform_session() as db:
        tenants.set_state(db, shop.tenant, TenantState.SUSPENDED)
        db.commit()
    directory.poll()
    assert not shop.tenant.open
    refused = shop.anonymous.api_post("/api/storefront/carts", status=403).json
    assert refused["reason"] == "tenant_suspended"


def test_look_alike_slugs_do_not_meet(kit):
    """Pyramid's own adapter trims the virtual root by prefix: on ``acme`` a link into ``acme2``."""
    slug = f"acme{secrets.token_hex(3)}"
    short, long = kit.shop(slug), kit.shop(f"{slug}2")
    for shop in (short, long):
        product = a_product(shop, title=f"Teapot of {shop.slug}", featured=True)
        page = shop.anonymous.get("/", status=200)
        assert f'href="/produs/{product.slug}"' in page
        shop.anonymous.get(f"/produs/{product.slug}", status=200)
        browser = shop.signed_in()
        assert "/admin/products" in browser.get("/admin", status=200)
    short_key = {"Authorization": f"Bearer {short.as_('owner').token}"}
    long.anonymous.get("/api/admin/products", headers=short_key, status=401)
    for path in ("/2", "/2/admin", f"/{long.slug}", f"/{long.slug}/admin"):
        short.anonymous.get(path, status=404)
