"""Super-admin: the platform at a glance, tenants, the license, what is installed."""

import re

import pytest
from pages import english, form_at, send, signed_in, token
from sqlalchemy import select

from ecommus.core.entitlements import Grace
from ecommus.core.license import LicenseError
from ecommus.db.tables import accounts, platform
from ecommus.services.tenants import add_platform_user
from ecommus.testing import Client
from ecommus.testing.kit import PASSWORD, a_license
from ecommus.testing.queries import counted
from ecommus.web.license import Held

EMAIL = "root@platform.example"


@pytest.fixture(scope="module")
def root(kit):
    """A browser of somebody who runs the platform."""
    with kit.platform_session() as db:
        add_platform_user(db, EMAIL, PASSWORD, "Root")
        db.commit()
    client = english(Client(kit.app, "localhost"))
    form = {"email": EMAIL, "password": PASSWORD}
    client.post("/super-admin/auth/sign-in", form, status=303)
    return client


@pytest.fixture
def held(kit):
    """Puts the license back after a test that changes it."""
    before = kit.registry.licensing.held
    yield before
    kit.registry.licensing.held = before


PAGES = ["", "/tenants", "/tenants/new", "/license", "/licenses", "/installs", "/audit-log",
         "/plugins"]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_pages_render_and_strangers_sign_in_first(root, kit, page):
    root.get(f"/super-admin{page}", status=200)
    stranger = Client(kit.app, "localhost")
    assert "sign-in" in stranger.get(f"/super-admin{page}", status=303).location


def test_a_shops_staff_and_host_have_no_way_in(shop):
    signed_in(shop).get("/super-admin", status=404)


def test_the_first_page_says_how_things_stand(root, kit, shop):
    kit.registry.failed_plugins["broken-one"] = "KeyError"
    try:
        page = root.get("/super-admin", status=200)
    finally:
        del kit.registry.failed_plugins["broken-one"]
    for text in ("Open shops", "Up to date", "broken-one", "Enterprise"):
        assert text in page


class TestTenants:
    def test_are_found_by_name_and_address(self, root, kit):
        one = kit.shop(name="Ceainăria Veche")
        other = kit.shop()
        page = root.get("/super-admin/tenants?q=ceain%C4%83ria", status=200)
        assert one.slug in page
        assert other.slug not in page
        assert other.slug in root.get(f"/super-admin/tenants?q={other.slug}", status=200)
        assert "No shop fits" in root.get("/super-admin/tenants?q=no-such-shop", status=200)

    def test_the_list_costs_the_same_however_long(self, root, kit, shop):
        with counted(kit) as few:
            root.get("/super-admin/tenants", status=200)
        kit.shop(), kit.shop()
        with counted(kit) as many:
            root.get("/super-admin/tenants", status=200)
        assert len(many) == len(few)

    def test_made_with_a_password_that_is_shown_once(self, root, kit):
        page = root.get("/super-admin/tenants/new", status=200)
        form = page.forms["form"]
        form["name"], form["slug"] = "Florăria Ana", "floraria-ana"
        form["owner_email"] = "ana@floraria.example"
        made = send(root, form, status=200)
        assert made.headers["Cache-Control"] == "no-store"
        password = re.search(r"<code>([\w-]{16})</code>", made.text)[1]
        client = Client(kit.app, "floraria-ana.localhost")
        fields = {"email": "ana@floraria.example", "password": password}
        client.post("/admin/auth/sign-in", fields, status=303)
        client.get("/admin/products", status=200)
        again = send(root, form, status=409)
        assert "This address is taken." in again
        assert 'value="Florăria Ana"' in again
        with kit.platform_session() as db:
            rows = db.execute(select(platform.platform_audit)).all()
        made = next(row for row in rows if row.data.get("slug") == "floraria-ana")
        assert made.actor == EMAIL
        assert password not in str(made.data)

    @pytest.mark.parametrize("slug", ["admin", "-x", "UPPER", "two words"])
    def test_addresses_that_cannot_be_are_refused(self, root, slug):
        form = root.get("/super-admin/tenants/new", status=200).forms["form"]
        form["name"], form["slug"], form["owner_email"] = "A shop", slug, "a@b.example"
        page = send(root, form, status=422)
        assert page.html.find(id="form-slug")["aria-invalid"] == "true"

    def test_a_niche_that_is_not_licensed_is_refused(self, root, shop):
        form = root.get("/super-admin/tenants/new", status=200).forms["form"]
        form["name"], form["slug"], form["owner_email"] = "Trips", "trips", "a@b.example"
        form["niche"] = "travel"
        with shop.without("niche", "travel"):
            assert "niche package" in send(root, form, status=403)

    def test_suspended_restored_and_archived_after_being_asked(self, root, kit, shop):
        path = f"/super-admin/tenants/{shop.id}"
        assert f"{shop.slug}.localhost" in root.get(path, status=200)
        send(root, form_at(root, f"{path}/suspend", "/suspend"), status=303)
        assert shop.tenant.state == "suspended"
        assert "shop is suspended" in signed_in(shop).get("/admin/products", status=200)
        send(root, form_at(root, f"{path}/restore", "/restore"), status=303)
        assert shop.tenant.open
        asked = root.get(f"{path}/archive", status=200)
        assert "cannot be undone" in asked
        send(root, form_at(root, f"{path}/archive", "/archive"), status=303)
        shop.anonymous.get("/", status=404)
        assert "this cannot be done" in root.get(f"{path}/restore", status=200)
        fields = {"csrf_token": token(root, path)}
        root.post(f"{path}/restore", fields, status=409)

    def test_need_the_feature(self, root, shop):
        path = f"/super-admin/tenants/{shop.id}"
        fields = {"csrf_token": token(root, path)}
        with shop.without("feature", "tenant_provisioning"):
            assert "tenant_provisioning" in root.get("/super-admin/tenants", status=200)
            root.get(path, status=200)
            root.get("/super-admin/tenants/new", status=403)
            refused = root.post(f"{path}/suspend", fields, status=403)
            assert "The license does not include this feature." in refused
        assert shop.tenant.open

    def test_a_new_shop_gets_rows_of_its_own_only(self, root, kit, shop):
        with kit.platform_session() as db:
            staff = select(accounts.staff).where(accounts.staff.c.tenant_id == shop.id)
            assert len(db.execute(staff).all()) == 1

    @pytest.mark.parametrize("name", ["nonsense", "00000000-0000-0000-0000-000000000000"])
    def test_unknown_ones_are_not_found(self, root, name):
        root.get(f"/super-admin/tenants/{name}", status=404)


class TestLicense:
    def test_says_what_it_opens(self, root):
        page = root.get("/super-admin/license", status=200)
        for text in ("tenant_provisioning", "Enterprise", "For ever", "theme-fashion", "localhost"):
            assert text in page

    def test_says_why_another_one_does_not_count(self, root, kit, held):
        problem = LicenseError("wrong_type", "This token is not a license.")
        kit.registry.licensing.held = Held(held.license, source="ECOMMUS_LICENSE", problem=problem)
        page = root.get("/super-admin/license", status=200)
        assert "This token is not a license." in page
        assert "ECOMMUS_LICENSE" in page

    @pytest.mark.parametrize("grace", list(Grace))
    def test_is_open_in_every_state(self, root, kit, held, grace):
        kit.hold(a_license(), grace)
        root.get("/super-admin/license", status=200)


def test_installed_plugins_show_manifest_and_failures_their_traceback(root, kit):
    kit.registry.failed_plugins["broken-one"] = "Traceback …\n  in its frame\nKeyError: 'x'\n"
    kit.registry.pending_plugins["example-hello"] = ["0002_more.sql"]
    try:
        page = root.get("/super-admin/plugins", status=200)
    finally:
        del kit.registry.failed_plugins["broken-one"]
        del kit.registry.pending_plugins["example-hello"]
    for text in ("tree.extend", "in its frame", "0002_more.sql", "Fashion"):
        assert text in page
