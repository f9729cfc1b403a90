"""Proof of who one is: passwords, sessions, keys, tokens; and everything that is none."""

import time
import warnings
from types import SimpleNamespace
from urllib.parse import quote

import jwt
import pytest
from people import ROOT, employed, platform_owner
from sqlalchemy import func, select, update

from ecommus.core.permissions import STAFF
from ecommus.db.tables import accounts
from ecommus.services.tokens import seal, token_hash
from ecommus.testing import Client
from ecommus.testing.kit import PASSWORD

NOBODY = "01890000-0000-7000-8000-000000000000"

PRODUCTS = "/api/admin/products"
LOGIN, REFRESH, LOGOUT = (f"/api/admin/auth/{name}" for name in ("login", "refresh", "logout"))
ENGLISH = {"Accept-Language": "en"}


def credentials(shop):
    return {"email": f"owner@{shop.slug}.example", "password": PASSWORD}


def refresh_cookie(answer):
    """``name=value`` of the cookie that an answer sets."""
    return answer.headers["Set-Cookie"].partition(";")[0]


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def cookie(shop, person):
    return {"Cookie": f"ecommus-admin-{shop.kit.registry.installation}={person.session}"}


@pytest.fixture
def login(shop):
    """A session of the shop's owner: its access token and its refresh cookie."""
    answer = shop.anonymous.api_post(LOGIN, credentials(shop), status=200)
    return SimpleNamespace(
        answer=answer, token=answer.json["access_token"], cookie=refresh_cookie(answer)
    )


def refresh(shop, cookie_, status=200, **headers):
    return shop.anonymous.api_post(REFRESH, headers={"Cookie": cookie_, **headers}, status=status)


class TestSigningIn:
    def test_opens_what_the_role_may(self, shop, login):
        assert login.answer.json["token_type"] == "Bearer"
        assert login.answer.json["expires_in"] == 900
        shop.anonymous.get(PRODUCTS, headers=bearer(login.token), status=200)

    def test_keeps_the_refresh_token_from_scripts_and_other_paths(self, login):
        attributes = login.answer.headers["Set-Cookie"].split("; ")[1:]
        assert {"HttpOnly", "Path=/api/admin/auth", "SameSite=Strict"} <= set(attributes)
        assert not any(part.lower().startswith("domain") for part in attributes)
        assert login.answer.headers["Cache-Control"] == "no-store"

    def test_says_the_same_of_a_wrong_password_and_an_unknown_address(self, shop):
        wrong = credentials(shop) | {"password": "wrong horse battery"}
        unknown = credentials(shop) | {"email": "nobody@example.com"}
        answers = [shop.anonymous.api_post(LOGIN, body, status=401) for body in (wrong, unknown)]
        assert answers[0].json == answers[1].json
        assert "Set-Cookie" not in answers[0].headers

    def test_is_a_matter_of_one_shop(self, shop, other_shop):
        other_shop.anonymous.api_post(LOGIN, credentials(shop), status=401)
        shop.anonymous.api_post(LOGIN, ROOT, status=401)

    def test_is_not_for_those_who_left(self, shop):
        with shop.work() as job:
            job.db.execute(update(accounts.staff).values(active=False))
        shop.anonymous.api_post(LOGIN, credentials(shop), status=401)


class TestRefreshing:
    def test_changes_the_token_with_every_use(self, shop, login):
        second = refresh(shop, login.cookie)
        assert refresh_cookie(second) != login.cookie
        third = refresh(shop, refresh_cookie(second))
        shop.anonymous.get(PRODUCTS, headers=bearer(third.json["access_token"]), status=200)

    def test_a_token_used_twice_ends_the_session_for_good(self, shop, login):
        """Stolen, or its owner was robbed: nobody goes on with it. The refusal is returned, not
        raised, or the revocation would be rolled back with it."""
        new = refresh(shop, login.cookie)
        refresh(shop, login.cookie, status=401)
        refresh(shop, refresh_cookie(new), status=401)
        for token in (login.token, new.json["access_token"]):
            shop.anonymous.get(PRODUCTS, headers=bearer(token), status=401)
        with shop.work() as job:
            assert job.db.execute(select(accounts.sessions.c.revoked_at)).scalar_one() is not None

    @pytest.mark.parametrize("value", ["", "nonsense", "é".encode().decode("latin-1")])
    def test_nothing_comes_of_nothing(self, shop, login, value):
        refresh(shop, login.cookie.partition("=")[0] + "=" + value, status=401)
        shop.anonymous.api_post(REFRESH, status=401)

    def test_a_pages_session_is_no_refresh_token(self, shop, login):
        person = employed(shop, "owner", STAFF)
        refresh(shop, login.cookie.partition("=")[0] + "=" + person.session, status=401)

    def test_is_for_our_own_pages_and_for_programs(self, shop, login):
        """Another site's page is refused, and the token is not used up by it."""
        evil = {"Origin": "https://evil.example"}
        answer = refresh(shop, login.cookie, 403, **evil)
        assert answer.json["reason"] == "csrf_failed"
        refresh(shop, login.cookie, 403, **{"Sec-Fetch-Site": "cross-site"})
        refresh(shop, login.cookie, 403, **{"Sec-Fetch-Site": "same-site"})
        own = refresh(shop, login.cookie, 200, Origin=f"http://{shop.host}")
        refresh(shop, refresh_cookie(own), 200, **{"Sec-Fetch-Site": "same-origin"})


class TestEnding:
    def test_logging_out_ends_both_tokens_at_once(self, shop, login):
        headers = bearer(login.token) | {"Cookie": login.cookie}
        answer = shop.anonymous.api_post(LOGOUT, headers=headers, status=204)
        assert "Max-Age=0" in answer.headers["Set-Cookie"]
        shop.anonymous.get(PRODUCTS, headers=bearer(login.token), status=401)
        refresh(shop, login.cookie, status=401)

    def test_another_site_cannot_log_anybody_out(self, shop, login):
        headers = {"Cookie": login.cookie, "Origin": "https://evil.example"}
        shop.anonymous.api_post(LOGOUT, headers=headers, status=403)
        refresh(shop, login.cookie, status=200)

    def test_a_revoked_key_is_nobodys_from_the_next_request_on(self, shop):
        owner, key = shop.as_("owner"), shop.key(STAFF)
        shop.anonymous.get(PRODUCTS, headers=bearer(key), status=200)
        with shop.work() as job:
            found = accounts.api_keys.c.key_hash == token_hash(key)
            key_id = job.db.execute(select(accounts.api_keys.c.id).where(found)).scalar_one()
        owner.api_delete(f"/api/admin/api-keys/{key_id}", status=204)
        shop.anonymous.get(PRODUCTS, headers=bearer(key), status=401)

    def test_a_key_ends_with_its_time(self, shop):
        key = shop.key(STAFF)
        with shop.work() as job:
            job.db.execute(update(accounts.api_keys).values(expires_at=func.clock_timestamp()))
        shop.anonymous.get(PRODUCTS, headers=bearer(key), status=401)

    @pytest.mark.parametrize(
        "ended",
        [
            lambda: update(accounts.sessions).values(revoked_at=func.clock_timestamp()),
            lambda: update(accounts.sessions).values(expires_at=func.clock_timestamp()),
            lambda: update(accounts.staff).values(active=False),
        ],
    )
    def test_a_session_ends_at_once(self, shop, ended):
        person = employed(shop, "owner", STAFF)
        shop.anonymous.get("/admin", headers=cookie(shop, person), status=200)
        with shop.work() as job:
            job.db.execute(ended())
        answer = shop.anonymous.get("/admin", headers=cookie(shop, person), status=303)
        assert "/admin/auth/sign-in" in answer.location

    def test_signing_out_ends_the_session_in_the_database_too(self, shop):
        person = employed(shop, "owner", STAFF)
        token = seal(shop.kit.registry.secret, "csrf", str(person.session_id))
        shop.anonymous.post(
            "/admin/auth/sign-out", {"csrf_token": token}, headers=cookie(shop, person), status=303
        )
        shop.anonymous.get("/admin", headers=cookie(shop, person), status=303)

    def test_a_role_that_lost_a_permission_lost_it_at_once(self, shop):
        person = employed(shop, "role", {"admin.view", "order.read"})
        headers = cookie(shop, person)
        shop.anonymous.get("/admin/orders", headers=headers, status=200)
        with shop.work() as job:
            job.db.execute(update(accounts.roles).values(permissions=["admin.view"]))
        shop.anonymous.get("/admin/orders", headers=headers, status=403)


class TestTokens:
    """An access token counts in one realm, signed by us, within its time."""

    def forged(self, shop, session_id, secret=None, **changes):
        now = int(time.time())
        claims = {"sid": str(session_id), "aud": f"back-office:{shop.id}", "iat": now,
                  "exp": now + 600} | changes  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(claims, secret or shop.kit.registry.jwt_secret, "HS256")

    def test_the_forger_of_these_tests_can_forge(self, shop):
        token = self.forged(shop, employed(shop, "owner", STAFF).session_id)
        shop.anonymous.get(PRODUCTS, headers=bearer(token), status=200)

    @pytest.mark.parametrize(
        "changes",
        [
            {"secret": "another-secret-" + "x" * 32},
            {"exp": 1},
            {"exp": None},
            {"iat": None},
            {"aud": None},
            {"sid": None},
            {"sid": "nonsense"},
            {"sid": NOBODY},
            {"aud": "back-office:platform"},
            {"aud": "back-office:"},
            {"nbf": 2**33},
        ],
        ids=str,
    )
    def test_a_forged_one_is_refused(self, shop, changes):
        session_id = employed(shop, "owner", STAFF).session_id
        token = self.forged(shop, session_id, **changes)
        shop.anonymous.get(PRODUCTS, headers=bearer(token), status=401)

    def test_only_our_algorithm_counts(self, shop):
        session_id = employed(shop, "owner", STAFF).session_id
        good = self.forged(shop, session_id)
        claims = jwt.decode(good, options={"verify_signature": False})
        none = jwt.encode(claims, None, "none")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            longer = jwt.encode(claims, shop.kit.registry.jwt_secret, "HS512")
        head, payload, signature = good.split(".")
        for token in (
            none,
            longer,
            f"{none.split('.')[0]}.{payload}.{signature}",
            f"{head}.{payload}.",
            f"{head}.{payload}",
            f"{head}.{payload}.AAAA",
        ):
            shop.anonymous.get(PRODUCTS, headers=bearer(token), status=401)

    def test_no_realm_takes_anothers(self, kit, shop, other_shop, login):
        root = platform_owner(kit)
        platform = Client(kit.app, "localhost")
        other_shop.anonymous.get(PRODUCTS, headers=bearer(login.token), status=401)
        platform.get("/api/super-admin/tenants", headers=bearer(login.token), status=401)
        platform.get(
            "/api/super-admin/tenants", headers=bearer(shop.as_("owner").token), status=401
        )
        shop.anonymous.get(PRODUCTS, headers=bearer(root.key), status=401)
        platform.get("/api/super-admin/tenants", headers=bearer(root.key), status=200)

    @pytest.mark.parametrize(
        "header",
        [
            "Bearer",
            "Bearer ",
            "{key}",
            "Basic {key}",
            "Token {key}",
            "Bearer {key}x",
            "Bearer x{key}",
            "Bearer {upper}",
        ],
    )
    def test_what_is_no_bearer_token_is_none(self, shop, header):
        key = shop.as_("owner").token
        headers = {"Authorization": header.format(key=key, upper=key.upper())}
        answer = shop.anonymous.get(PRODUCTS, headers=headers, status=401)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


class TestCookiesForPagesBearersForTheApi:
    def test_a_pages_cookie_opens_nothing_in_the_api(self, shop, login):
        person = employed(shop, "owner", STAFF)
        headers = cookie(shop, person)
        shop.anonymous.get("/admin", headers=headers, status=200)
        shop.anonymous.get(PRODUCTS, headers=headers, status=401)
        shop.anonymous.api_post(PRODUCTS, {}, headers=headers, status=401)
        shop.anonymous.get(PRODUCTS, headers={"Cookie": login.cookie}, status=401)

    def test_a_bearer_opens_no_page(self, shop, login):
        for token in (login.token, shop.as_("owner").token):
            shop.anonymous.get("/admin", headers=bearer(token), status=303)

    def test_a_shops_cookie_is_no_super_admins(self, kit, shop):
        name = f"-{kit.registry.installation}="
        session = employed(shop, "owner", STAFF).session
        platform = Client(kit.app, "localhost")
        for cookie_ in (f"ecommus-admin{name}{session}", f"ecommus-super-admin{name}{session}"):
            platform.get("/super-admin", headers={"Cookie": cookie_}, status=303)
        root = platform_owner(kit)
        good = {"Cookie": f"ecommus-super-admin{name}{root.session}"}
        platform.get("/super-admin", headers=good, status=200)
        shop.anonymous.get(
            "/admin", headers={"Cookie": f"ecommus-admin{name}{root.session}"}, status=303
        )


class TestForms:
    """Who may is asked for the token of their own session (the rest is in ``test_refusals``)."""

    def post(self, shop, person, token, status, **headers):
        headers = cookie(shop, person) | ENGLISH | headers
        form = {"csrf_token": token} if token is not None else {}
        return shop.anonymous.post("/admin/theme/activate", form, headers=headers, status=status)

    def test_the_token_is_that_of_the_session(self, shop):
        person, other = employed(shop, "owner", STAFF), employed(shop, "owner", STAFF)
        secret = shop.kit.registry.secret
        good = seal(secret, "csrf", str(person.session_id))
        wrong = [None, "", "nonsense", good[:-1], seal(secret, "csrf", str(other.session_id)),
                 seal(secret, "link", str(person.session_id)), "é"]  # fmt: skip
        for token in wrong:
            assert "out of date" in self.post(shop, person, token, 403), token
        assert self.post(shop, person, good, "*").status_int != 403

    def test_fetch_metadata_stands_in_for_a_missing_origin(self, shop):
        person = employed(shop, "owner", STAFF)
        good = seal(shop.kit.registry.secret, "csrf", str(person.session_id))
        from_us = {"Origin": "", "Sec-Fetch-Site": "same-origin"}
        for site, refused in (("same-origin", False), ("none", False), ("same-site", True),
                              ("cross-site", True), ("", True)):  # fmt: skip
            request = self._without_origin(shop, person, good, from_us | {"Sec-Fetch-Site": site})
            assert (request.status_int == 403) is refused, site

    def _without_origin(self, shop, person, token, headers):
        headers = cookie(shop, person) | {k: v for k, v in headers.items() if v}
        form = {"csrf_token": token}
        return shop.anonymous.app.post("/admin/theme/activate", form, headers=headers, status="*")

    @pytest.mark.parametrize(
        "origin",
        ["https://{host}", "http://{host}:81", "http://{host}.evil.example", "null",
         "http://evil-{host}", "http://{other}"],
    )  # fmt: skip
    def test_only_this_very_origin(self, shop, other_shop, origin):
        origin = origin.format(host=shop.host, other=other_shop.host)
        form = credentials(shop)
        headers = {"Origin": origin}
        answer = shop.anonymous.post("/admin/auth/sign-in", form, headers=headers, status=403)
        assert "Set-Cookie" not in answer.headers
        shop.anonymous.post("/cos/add", {}, headers=headers, status=403)


ELSEWHERE = [
    "https://evil.example/", "//evil.example/", "/\\evil.example", "///evil.example",
    "evil.example",
    "javascript:alert(1)", "/admin\\..\\evil", "/adminevil", "/admin@evil.example", "/super-admin",
    "/admin/\r\nSet-Cookie: a=b", " /admin/x", "\t//evil.example", "/", "",
]  # fmt: skip


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_signing_in_leads_nowhere_else(shop, wanted):
    form = credentials(shop) | {"next": wanted}
    answer = shop.anonymous.post("/admin/auth/sign-in", form, status=303)
    assert answer.location == f"http://{shop.host}/admin"
    path = f"/admin/auth/language?locale=en&next={quote(wanted)}"
    assert shop.anonymous.get(path, status=303).location == f"http://{shop.host}/admin"


def test_signing_in_leads_back_to_where_one_wanted(shop):
    asked = shop.anonymous.get("/admin/products?q=cup&page=2", status=303)
    assert asked.location.endswith(
        f"/admin/auth/sign-in?next={quote('/admin/products?q=cup&page=2', '')}"
    )
    form = credentials(shop) | {"next": "/admin/products?q=cup&page=2"}
    answer = shop.anonymous.post("/admin/auth/sign-in", form, status=303)
    assert answer.location == f"http://{shop.host}/admin/products?q=cup&page=2"
