"""Another e-mail address for an account: proved by its new owner, told to the old one."""

from mailbox import mails, path, text, token

import pytest
from accounts import filled, member, rows, sign_in
from pages import form_at, send
from selling import an_order
from shopping import a_customer
from sqlalchemy import func, insert, select, update
from sqlalchemy import text as sql

from ecommus.core.ids import uuid7
from ecommus.db.queries import customers as queries
from ecommus.db.tables import customers as t
from ecommus.services.customers import access, email, privacy
from ecommus.testing import a_product
from ecommus.testing.kit import PASSWORD
from ecommus.worker import Worker

NEW = "maria@example.org"


@pytest.fixture
def client(shop):
    return member(shop)


def ask(client, new=NEW, password=PASSWORD, status=303):
    form = form_at(client, "/en/account/details", "/email")
    return send(client, filled(form, email=new, password=password), status=status)


def follow(kit, shop, client, to=NEW, status=303):
    link = path(mails(kit, to, shop)[-1])
    return send(client, form_at(client, link, "/new-email"), status=status)


def test_it_holds_once_the_link_is_followed_and_sessions_stay(kit, shop, client):
    assert "We have written to the new address" in ask(client).follow()
    assert [row.email for row in rows(shop, t.customers)] == ["ana@example.com"]
    assert "is changed" in follow(kit, shop, client).follow()
    (customer,) = rows(shop, t.customers)
    assert customer.email == NEW
    assert client.get("/en/account", status=200)
    assert NEW in client.get("/en/account")
    (left,) = mails(kit, "ana@example.com", shop)
    assert "somebody knows your password" in text(left)
    assert "http" not in text(left)
    sign_in(shop.anonymous, "ana@example.com", status=422)
    sign_in(shop.anonymous, NEW)


def test_a_link_works_once_and_in_any_browser(kit, shop, client):
    ask(client)
    link = path(mails(kit, NEW, shop)[-1])
    other = shop.anonymous
    send(other, form_at(other, link, "/new-email"), status=303)
    assert "over" in other.get(link, status=200)


def test_only_who_knows_the_password_asks(shop, client):
    assert "not your present password" in ask(client, password="not this one", status=422)
    assert "present address" in ask(client, "ANA@example.com", status=422)
    assert rows(shop, t.customer_tokens) == []


def test_an_address_with_an_account_is_told_and_nothing_is_given_away(kit, shop, client):
    a_customer(shop, NEW)
    assert "We have written to the new address" in ask(client).follow()
    (told,) = mails(kit, NEW, shop)
    assert "belongs to your account" in text(told)
    assert "http" not in text(told)


def test_an_address_that_got_an_account_meanwhile_stays_its_own(kit, shop, client):
    ask(client)
    link = path(mails(kit, NEW, shop)[-1])
    a_customer(shop, NEW)
    assert "another account" in send(client, form_at(client, link, "/new-email"), status=409)


def test_another_password_ends_what_was_asked_for_with_the_old_one(kit, shop, client):
    ask(client)
    stolen = token(mails(kit, NEW, shop)[-1])
    with shop.work() as job:
        mine = queries.by_email(job.db, "ana@example.com").id
        access.change_password(job, mine, PASSWORD, "another horse battery")
    api = shop.anonymous
    api.api_post("/api/storefront/auth/confirm-email", {"token": stolen}, status=422)


def test_over_the_api_and_orders_of_the_new_address_come_along(kit, shop):
    customer_id = a_customer(shop, "ana@example.com")
    an_order(shop, (a_product(shop, quantity=3), 1), email=NEW)
    api, who = shop.anonymous, {"email": "ana@example.com", "password": PASSWORD}
    signed = api.api_post("/api/storefront/auth/login", who, status=200).json
    bearer = {"Authorization": f"Bearer {signed['access_token']}"}
    body = {"email": NEW, "password": PASSWORD}
    api.api_post("/api/storefront/me/email", body, headers=bearer, status=202)
    link = {"token": token(mails(kit, NEW, shop)[-1])}
    api.api_post("/api/storefront/auth/confirm-email", link, status=204)
    assert api.get("/api/storefront/me", headers=bearer).json["email"] == NEW
    assert api.get("/api/storefront/me/orders", headers=bearer).json["total"] == 1
    with shop.work() as job:
        assert queries.customer(job.db, customer_id).email_verified_at is not None


def test_erasing_the_account_forgets_what_was_asked_for(shop, client):
    ask(client)
    with shop.work() as job:
        privacy.erase(job, queries.by_email(job.db, "ana@example.com"))
    assert rows(shop, t.customer_tokens) == []


def test_the_worker_forgets_what_is_over(kit, shop):
    customer_id = a_customer(shop)
    now = func.clock_timestamp()
    ages = {"living": 5, "fresh": -2, "old": -40}
    with shop.work() as job:
        for name, days in ages.items():
            job.db.execute(
                insert(t.customer_sessions).values(
                    id=uuid7(), customer_id=customer_id, kind="page", user_agent=name,
                    token_hash=name.encode(), expires_at=now + sql(f"interval '{days} days'"),
                )
            )  # fmt: skip
        row = queries.customer(job.db, customer_id)
        email.ask(job, row, NEW, PASSWORD)
        email.ask(job, row, "old@example.org", PASSWORD)
        old = t.customer_tokens.c.email == "old@example.org"
        two_days_ago = now - sql("interval '2 days'")
        job.db.execute(update(t.customer_tokens).where(old).values(expires_at=two_days_ago))
    Worker(kit.registry).sweep()
    with shop.work() as job:
        kept = job.db.execute(select(t.customer_sessions.c.user_agent)).scalars().all()
        links = job.db.execute(select(t.customer_tokens.c.email)).scalars().all()
    assert sorted(kept) == ["fresh", "living"]
    assert links == [NEW]
