"""Staff and API keys in the admin: joining, roles, leaving, sessions; keys made and ended."""

import pytest
from pages import english, form_at, send, signed_in, token
from selling import statements
from sqlalchemy import insert, select

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.ids import uuid7
from ecommus.core.permissions import ROLES, STAFF
from ecommus.core.permissions import Permission as P
from ecommus.db.queries import people
from ecommus.db.tables import accounts, ops
from ecommus.services import staff as service
from ecommus.testing.kit import PASSWORD

NEW = "/admin/staff/new"
KEY = "/admin/api-keys/new"


@pytest.fixture
def owner(shop):
    return signed_in(shop)


def member(shop, email):
    with shop.work() as job:
        found = people.members().where(accounts.staff.c.email == email)
        return job.db.execute(found).one()


def at(shop, email):
    return f"/admin/staff/{member(shop, email).id}"


def owner_of(shop):
    return f"owner@{shop.slug}.example"


def joined(client, email, role="staff", password="a long password", **options):
    form = form_at(client, NEW)
    form["email"], form["name"], form["password"] = email, "Ioana", password
    form["form-role"] = role
    return send(client, form, **options)


class TestJoining:
    def test_a_new_member_can_sign_in(self, shop, owner):
        page = joined(owner, "ioana@example.com").follow()
        assert "can sign in now" in page
        assert "Ioana" in page
        client = english(shop.anonymous)
        form = {"email": "ioana@example.com", "password": "a long password"}
        client.post("/admin/auth/sign-in", form, status=303)
        client.get("/admin/orders", status=200)
        client.get("/admin/settings", status=403)

    @pytest.mark.parametrize(
        ("email", "password", "reason"),
        [
            ("nobody", "a long password", "This is no e-mail address."),
            ("new@example.com", "short", "Use at least 10 characters."),
            ("OWNER@{slug}.example", "a long password", "Somebody with this address works here."),
        ],
    )
    def test_a_refusal_stands_beside_its_field(self, shop, owner, email, password, reason):
        email = email.format(slug=shop.slug)
        page = joined(owner, email, "manager", password, status=422)
        assert reason in page.html.select_one(".field--invalid").get_text(" ")
        form = page.forms["form"]
        assert (form["email"].value, form["form-role"].value) == (email, "manager")
        assert password not in page

    def test_the_audit_names_the_role_and_no_password(self, shop, owner):
        joined(owner, "ioana@example.com", status=303)
        with shop.work() as job:
            log = ops.audit_log.c
            found = select(log.data).where(log.action == "staff.add_member")
            assert job.db.execute(found).scalar_one() == {"role": "staff"}


class TestMember:
    def test_changes_role_at_once(self, shop, owner):
        email = shop.staff("staff")
        theirs = english(shop.anonymous)
        theirs.post("/admin/auth/sign-in", {"email": email, "password": PASSWORD}, status=303)
        theirs.get("/admin/settings", status=403)
        form = form_at(owner, at(shop, email), "/role")
        form["role-role"] = "manager"
        assert "The role is changed" in send(owner, form).follow()
        theirs.get("/admin/settings", status=200)

    def test_deactivating_ends_every_session(self, shop, owner):
        email = shop.staff("staff")
        theirs = english(shop.anonymous)
        theirs.post("/admin/auth/sign-in", {"email": email, "password": PASSWORD}, status=303)
        send(owner, form_at(owner, at(shop, email), "/deactivate"), status=303)
        theirs.get("/admin/orders", status=303)
        theirs.post("/admin/auth/sign-in", {"email": email, "password": PASSWORD}, status=422)
        send(owner, form_at(owner, at(shop, email), "/reactivate"), status=303)
        theirs.get("/admin/orders", status=303)
        theirs.post("/admin/auth/sign-in", {"email": email, "password": PASSWORD}, status=303)

    def test_the_last_owner_stays(self, shop, owner):
        place = at(shop, owner_of(shop))
        page = send(owner, form_at(owner, place, "/deactivate"), status=409)
        assert "The shop needs an owner." in page
        form = form_at(owner, place, "/role")
        form["role-role"] = "staff"
        page = send(owner, form, status=409)
        assert "The shop needs an owner." in page
        assert member(shop, owner_of(shop)).role == "owner"

    def test_of_two_owners_one_may_go(self, shop, owner):
        email = shop.staff("owner")
        send(owner, form_at(owner, at(shop, email), "/deactivate"), status=303)
        assert not member(shop, email).active
        send(owner, form_at(owner, at(shop, owner_of(shop)), "/deactivate"), status=409)

    def test_sessions_are_listed_and_ended_one_by_one(self, shop, owner):
        email = shop.staff("staff")
        first, second = english(shop.anonymous), english(shop.anonymous)
        for client in (first, second):
            client.post("/admin/auth/sign-in", {"email": email, "password": PASSWORD}, status=303)
        place = at(shop, email)
        forms = owner.get(place, status=200).forms.values()
        form = next(form for form in forms if form.action == f"{place}/sign-out")
        page = send(owner, form).follow()
        assert "The session is ended." in page
        answers = {client.get("/admin/orders").status_int for client in (first, second)}
        assert answers == {200, 303}

    def test_a_new_password_signs_them_out(self, shop, owner):
        email = shop.staff("staff")
        theirs = english(shop.anonymous)
        theirs.post("/admin/auth/sign-in", {"email": email, "password": PASSWORD}, status=303)
        form = form_at(owner, at(shop, email), "/password")
        form["password"] = "another password"
        send(owner, form, status=303)
        theirs.get("/admin/orders", status=303)
        new = {"email": email, "password": "another password"}
        theirs.post("/admin/auth/sign-in", new, status=303)

    def test_a_short_password_is_refused(self, shop, owner):
        form = form_at(owner, at(shop, shop.staff("staff")), "/password")
        form["password"] = "short"
        assert "Use at least 10 characters." in send(owner, form, status=422)

    def test_readers_see_and_cannot_touch(self, shop):
        reader = signed_in(shop, "read-only")
        place = at(shop, owner_of(shop))
        assert "Deactivate" not in reader.get(place, status=200)
        form = {"csrf_token": token(reader, place)}
        reader.post(f"{place}/deactivate", form, status=403)
        reader.get(NEW, status=403)
        signed_in(shop, "staff").get("/admin/staff", status=403)

    def test_another_shops_member_is_not_here(self, owner, other_shop):
        owner.get(at(other_shop, owner_of(other_shop)), status=404)

    def test_the_list_is_read_in_a_few_statements(self, kit, shop, owner):
        few = statements(kit, owner, "/admin/staff")
        shop.staff("staff")
        assert statements(kit, owner, "/admin/staff") == few <= 4


class TestWhoHoldsLess:
    """A role of the shop's own may manage staff, and still not reach above itself."""

    @pytest.fixture
    def held(self):
        return ROLES["staff"] | {P.STAFF_READ, P.STAFF_MANAGE}

    def test_cannot_give_more_than_held(self, shop, held):
        with shop.work() as job, pytest.raises(Invalid, match="more than you"):
            service.add(job, "x@example.com", "a long password", "owner", held)

    def test_cannot_touch_an_owner(self, shop, held):
        boss = member(shop, owner_of(shop))
        for action in (service.deactivate, service.reactivate):
            with shop.work() as job, pytest.raises(Conflict, match="more than you"):
                action(job, boss, held)
        with shop.work() as job, pytest.raises(Conflict, match="more than you"):
            service.set_password(job, boss, "a long password", held)

    def test_sees_an_owner_without_buttons(self, shop, owner, held):
        with shop.work() as job:
            role = {"id": uuid7(), "code": "hr", "name": "People", "permissions": sorted(held)}
            job.db.execute(insert(accounts.roles).values(**role))
        joined(owner, "hr@example.com", "hr", PASSWORD, status=303)
        client = english(shop.anonymous)
        form = {"email": "hr@example.com", "password": PASSWORD}
        client.post("/admin/auth/sign-in", form, status=303)
        assert "Deactivate" not in client.get(at(shop, owner_of(shop)), status=200)
        offered = client.get(NEW).html.select("input[type=radio]")
        assert {choice["value"] for choice in offered} == {"staff", "hr"}


class TestKeys:
    def make(self, client, *scopes, name="Accounting", **options):
        form = form_at(client, KEY)
        form["name"] = name
        for box in form.fields["checkbox"]:
            box.checked = box._value in scopes
        return send(client, form, **options)

    def test_an_empty_list_teaches(self, owner):
        assert "No key yet" in owner.get("/admin/api-keys", status=200)

    def test_a_key_is_shown_once_and_works(self, shop, owner):
        page = self.make(owner, "order.read", status=200)
        key = page.html.select_one(".code code").get_text()
        assert page.headers["Cache-Control"] == "no-store"
        bearer = {"Authorization": f"Bearer {key}"}
        shop.anonymous.get("/api/admin/orders", headers=bearer, status=200)
        shop.anonymous.get("/api/admin/products", headers=bearer, status=403)
        listed = owner.get("/admin/api-keys", status=200)
        assert "Accounting" in listed
        assert key[:10] in listed
        assert key not in listed

    def test_a_key_that_may_nothing_is_refused(self, owner):
        page = self.make(owner, status=422)
        assert "at least one thing" in page
        assert page.forms["form"]["name"].value == "Accounting"

    def test_a_name_is_needed(self, owner):
        self.make(owner, "order.read", name="", status=422)

    def test_ending_is_asked_for_and_holds_at_once(self, shop, owner):
        page = self.make(owner, "order.read", status=200)
        bearer = {"Authorization": f"Bearer {page.html.select_one('.code code').get_text()}"}
        question = owner.get("/admin/api-keys").click("End", href="revoke")
        assert "This cannot be undone." in question
        shop.anonymous.get("/api/admin/orders", headers=bearer, status=200)
        form = next(f for f in question.forms.values() if f.action.endswith("/revoke"))
        assert "The key is ended" in send(owner, form).follow()
        shop.anonymous.get("/api/admin/orders", headers=bearer, status=401)
        assert "Accounting" not in owner.get("/admin/api-keys")

    def test_every_scope_is_offered_with_words(self, owner):
        page = owner.get(KEY, status=200)
        offered = {box["value"] for box in page.html.select("input[type=checkbox]")}
        assert offered == set(STAFF)

    def test_readers_see_the_list_alone(self, shop, owner):
        self.make(owner, "order.read", status=200)
        reader = signed_in(shop, "read-only")
        assert "New API key" not in reader.get("/admin/api-keys", status=200)
        reader.get(KEY, status=403)

    def test_another_shops_key_is_not_here(self, shop, owner, other_shop):
        self.make(owner, "order.read", status=200)
        with shop.work() as job:
            key_id = job.db.execute(select(accounts.api_keys.c.id)).scalar_one()
        signed_in(other_shop).get(f"/admin/api-keys/{key_id}/revoke", status=404)
