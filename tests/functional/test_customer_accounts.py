"""Accounts in the shop's pages: signing up, in and out, and passwords.

What an account holds is ``test_customers_account``.
"""

from datetime import timedelta
from mailbox import mails, path, text

import pytest
from accounts import NEW, filled, member, rows, sign_in, sign_out, sign_up
from pages import form_at, send
from shopping import a_customer
from sqlalchemy import func, update

from ecommus.db.tables import customers as t
from ecommus.testing.kit import PASSWORD
from ecommus.testing.queries import counted


class TestSigningUp:
    def test_takes_the_link_and_the_password(self, kit, shop):
        client = shop.anonymous
        sign_up(client, "Ana@Example.com", marketing=True)
        assert rows(shop, t.customers) == []
        (mail,) = mails(kit, "Ana@Example.com")[-1:]
        link = path(mail)
        wrong = send(client, filled(form_at(client, link), password=NEW), status=422)
        assert "not the password that you chose" in wrong
        welcome = send(client, filled(form_at(client, link), password=PASSWORD), status=303)
        assert "Your account is ready" in welcome.follow()
        (customer,) = rows(shop, t.customers)
        assert (customer.first_name, customer.locale) == ("Ana", "en")
        assert customer.password_hash.startswith("$argon2id$")
        assert customer.email_verified_at is not None
        assert [(c.kind, c.given) for c in rows(shop, t.consents)] == [("marketing", True)]
        # Once.
        assert "This link is over" in client.get(link, status=200)

    def test_speaks_the_shops_language(self, kit, shop):
        client = shop.anonymous
        form = form_at(client, "/cont/inregistrare")
        form = filled(form, first_name="A", last_name="P", email="ro@e.ro", password=PASSWORD)
        send(client, form, status=303)
        mail = mails(kit, "ro@e.ro")[-1]
        assert mail["subject"].startswith("Confirmă-ți contul la ")
        assert path(mail).startswith("/cont/confirmare?token=")

    def test_nobody_prepares_an_account_for_somebody_else(self, kit, shop):
        """A stranger signs up with my address, I follow the link: their password opens nothing."""
        sign_up(shop.anonymous, "me@example.com", "the stranger's own")
        sign_up(shop.anonymous, "me@example.com", PASSWORD)
        _theirs, mine = mails(kit, "me@example.com")[-2:]
        client = shop.anonymous
        send(client, filled(form_at(client, path(mine)), password=PASSWORD), status=303)
        sign_in(shop.anonymous, "me@example.com", "the stranger's own", status=422)
        sign_in(shop.anonymous, "me@example.com", PASSWORD)

    def test_an_old_link_is_over(self, kit, shop):
        sign_up(shop.anonymous, "late@example.com")
        with shop.work() as job:
            past = func.clock_timestamp() - timedelta(seconds=1)
            job.db.execute(update(t.customer_tokens).values(expires_at=past))
        client = shop.anonymous
        assert "This link is over" in client.get(path(mails(kit, "late@example.com")[-1]))
        link = {"token": "x" * 32, "password": PASSWORD}
        client.post("/en/account/confirm", link, status=422)

    @pytest.mark.parametrize(
        ("field", "value", "problem"),
        [("email", "ana@b", "no e-mail address"), ("password", "short", "at least 10")],
    )
    def test_what_is_wrong_stands_beside_its_field(self, shop, field, value, problem):
        client = shop.anonymous
        fields = {"first_name": "A", "last_name": "P", "email": "a@b.ro", "password": PASSWORD}
        form = filled(form_at(client, "/en/account/sign-up"), **fields | {field: value})
        page = send(client, form, status=422)
        assert problem in page.html.select_one(f".field--invalid [name={field}]").find_parent(
            class_="field"
        ).get_text()  # fmt: skip
        assert page.forms["form"]["first_name"].value == "A"
        assert page.forms["form"]["password"].value == ""


class TestNobodyLearnsWhoHasAnAccount:
    def test_a_sign_up_answers_the_same(self, kit, shop):
        a_customer(shop, "known@example.com")
        known, unknown = (
            sign_up(shop.anonymous, f"{who}@example.com") for who in ("known", "unknown")
        )
        assert (known.status, known.location) == (unknown.status, unknown.location)
        assert known.headers.getall("Set-Cookie") == unknown.headers.getall("Set-Cookie") == []
        assert mails(kit, "known@example.com")[-1]["subject"].startswith("You have an account at")
        assert "sign-in" in path(mails(kit, "known@example.com")[-1])
        assert "confirm" in path(mails(kit, "unknown@example.com")[-1])
        # The password of the attempt is nobody's.
        sign_in(shop.anonymous, "known@example.com", PASSWORD)

    def test_a_forgotten_password_answers_the_same(self, kit, shop):
        a_customer(shop, "known2@example.com")
        answers = []
        for who in ("known2", "unknown2"):
            client = shop.anonymous
            form = form_at(client, "/en/account/forgotten-password")
            answers.append(send(client, filled(form, email=f"{who}@example.com"), status=303))
        assert answers[0].location == answers[1].location
        assert len(mails(kit, "known2@example.com")) == 1
        assert mails(kit, "unknown2@example.com") == []

    def test_both_do_the_same_statements(self, kit, shop):
        a_customer(shop, "known3@example.com")
        sent = []
        for who in ("known3", "unknown3"):
            client = shop.anonymous
            form = form_at(client, "/en/account/forgotten-password")
            with counted(kit) as counting:
                send(client, filled(form, email=f"{who}@example.com"), status=303)
            sent.append(counting.statements)
        assert sent[0] == sent[1]

    def test_signing_in_says_one_sentence(self, shop):
        a_customer(shop, "known4@example.com")
        with shop.work() as job:
            unproved = t.customers.c.email == "unproved@example.com"
            a_customer(shop, "unproved@example.com")
            job.db.execute(update(t.customers).where(unproved).values(email_verified_at=None))
        pages = [
            sign_in(shop.anonymous, f"{who}@example.com", password, status=422)
            .html.select_one(".error-summary, .alert--error")
            .get_text(" ", strip=True)
            for who, password in (("known4", NEW), ("nobody", NEW), ("unproved", PASSWORD))
        ]
        assert len(set(pages)) == 1
        assert "or the password is not right" in pages[0]


class TestSigningIn:
    def test_goes_where_one_wanted_to_and_nowhere_else(self, shop):
        a_customer(shop, "ana@example.com")
        client = shop.anonymous
        away = client.get("/en/account/orders", status=303)
        assert away.location.endswith("/en/account/sign-in?next=%2Fen%2Faccount%2Forders")
        at = away.location.removeprefix(f"http://{shop.host}")
        assert sign_in(client, "ana@example.com", at=at).location.endswith("/en/account/orders")
        for elsewhere in ("//evil.example", "https://evil.example", "/\\evil.example"):
            at = f"/en/account/sign-in?next={elsewhere}"
            location = sign_in(shop.anonymous, "ana@example.com", at=at).location
            assert location == f"http://{shop.host}/en/account"

    def test_is_a_matter_of_one_shop(self, shop, other_shop):
        a_customer(shop, "ana@example.com")
        sign_in(other_shop.anonymous, "ana@example.com", status=422)
        client = member(shop, "eva@example.com")
        cookie = client.app.cookies[f"ecommus-customer-{shop.kit.registry.installation}"]
        there = other_shop.anonymous
        there.app.set_cookie(f"ecommus-customer-{shop.kit.registry.installation}", cookie)
        assert "/sign-in" in there.get("/en/account", status=303).location

    def test_staff_are_no_customers_and_customers_no_staff(self, shop):
        staff = shop.signed_in()
        assert "/sign-in" in staff.get("/en/account", status=303).location
        customer = member(shop)
        assert "/admin/auth/sign-in" in customer.get("/admin", status=303).location
        installation = shop.kit.registry.installation
        token = customer.app.cookies[f"ecommus-customer-{installation}"]
        customer.app.set_cookie(f"ecommus-admin-{installation}", token)
        assert "/admin/auth/sign-in" in customer.get("/admin", status=303).location

    def test_the_cookie_is_kept_from_scripts_and_signing_out_ends_it(self, shop):
        a_customer(shop, "ana@example.com")
        client = shop.anonymous
        cookie = sign_in(client, "ana@example.com").headers["Set-Cookie"]
        assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
        client.get("/en/account", status=200)
        sign_out(client)
        name, _, value = cookie.partition(";")[0].partition("=")
        thief = shop.anonymous
        thief.app.set_cookie(name, value)
        thief.get("/en/account", status=303)

    def test_a_form_needs_its_token(self, shop):
        client = member(shop)
        client.post("/en/account/sign-out", {}, status=403)
        stranger = {"Origin": "http://evil.example"}
        client.app.post("/en/account/sign-in", {}, headers=stranger, status=403)
        client.get("/en/account", status=200)

    def test_pages_of_the_signed_in_are_not_kept(self, shop):
        client = member(shop)
        for _ in range(2):
            assert "public" not in client.get("/", status=200).headers.get("Cache-Control", "")
        for path_ in ("/en/account", "/en/account/privacy", "/en/withdrawal"):
            assert client.get(path_).headers["Cache-Control"] == "private, no-store"
        # And the kept ones say the same to everybody.
        page = shop.anonymous.get("/", status=200)
        assert "s-maxage" in page.headers["Cache-Control"]
        assert page.html.select_one("a[href='/cont']")


class TestPasswords:
    def test_a_forgotten_one_is_chosen_anew_and_everybody_is_signed_out(self, kit, shop):
        there = member(shop, "lost@example.com")
        client = shop.anonymous
        form = form_at(client, "/en/account/forgotten-password")
        send(client, filled(form, email="LOST@example.com"), status=303)
        link = path(mails(kit, "LOST@example.com")[-1])
        send(client, filled(form_at(client, link), password=NEW), status=303)
        client.get("/en/account", status=200)
        there.get("/en/account", status=303)
        sign_in(shop.anonymous, "lost@example.com", PASSWORD, status=422)
        sign_in(shop.anonymous, "lost@example.com", NEW)
        assert "This link is over" in shop.anonymous.get(link)

    def test_changing_it_takes_the_present_one_and_ends_the_other_sessions(self, shop):
        client = member(shop)
        there = shop.anonymous
        sign_in(there, "ana@example.com")
        form = form_at(client, "/en/account/details", "/password")
        wrong = send(client, filled(form, current=NEW, password=NEW), status=422)
        assert "not your present password" in wrong
        form = form_at(client, "/en/account/details", "/password")
        send(client, filled(form, current=PASSWORD, password=NEW), status=303)
        client.get("/en/account", status=200)
        there.get("/en/account", status=303)

    def test_a_made_account_gets_its_owner(self, kit, shop):
        """Staff made it: who can read its mail chooses the password."""
        body = {"email": "made@example.com"}
        shop.as_("owner").api_post("/api/admin/customers", body, status=201)
        client = shop.anonymous
        form = form_at(client, "/en/account/forgotten-password")
        send(client, filled(form, email="made@example.com"), status=303)
        link = path(mails(kit, "made@example.com")[-1])
        send(client, filled(form_at(client, link), password=NEW), status=303)
        sign_in(shop.anonymous, "made@example.com", NEW)


def test_mails_have_both_bodies(kit, shop):
    sign_up(shop.anonymous, "both@example.com")
    mail = mails(kit, "both@example.com")[-1]
    html = mail.get_body(("html",)).get_content()
    assert path(mail) in html
    assert "two days" in text(mail)
