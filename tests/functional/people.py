"""Who tries what ``matrix`` lists: roles, single permissions, nobody, strangers; and the trying.

Sessions are written straight into the database: a hundred sign-ins would hash for minutes. Requests
go through the whole WSGI application, as always.
"""

import secrets
from dataclasses import dataclass, replace
from typing import Any

import jwt
import returning
from matrix import BODIES, FORMS, ROOT, Attempt, Form, Things, Unknown
from ordering import EARLIER
from shopping import a_customer, customer_of
from sqlalchemy import func, insert, select, text
from webob import Request, Response
from webtest.forms import Form as HtmlForm
from webtest.response import TestResponse

from ecommus.core.ids import uuid7
from ecommus.core.permissions import CUSTOMER, OPEN, PLATFORM, ROLES, SHOPPER, STAFF, Permission
from ecommus.core.tenants import TenantState
from ecommus.db.tables import accounts, platform
from ecommus.plugin_sdk.interfaces import IStorefront, ISuperAdmin
from ecommus.services import tenants
from ecommus.services.customers import sessions
from ecommus.services.tokens import new_token, seal, token_hash
from ecommus.testing import Client, Shop

EVERYONE = SHOPPER | OPEN


@dataclass(frozen=True)
class Person:
    """Somebody with proof of who they are. ``known``: on the host in question."""

    name: str
    grants: frozenset[Permission] = frozenset()
    known: bool = True
    key: str = ""
    session: str = ""
    session_id: Any = None
    cookie: str = "admin"

    def may(self, permission: Permission) -> bool:
        return permission in EVERYONE or (self.known and permission in self.grants)

    def on(self, scope: Any) -> "Person":
        """The same person seen from a scope: the platform's people are no shop's, and nobody of
        its staff is a customer by that."""
        home = {ISuperAdmin: "super-admin", IStorefront: "customer"}.get(scope, "admin")
        return self if self.cookie == home else replace(self, known=False)


ANONYMOUS = Person("anonymous", known=False)


def opened(shop: Shop, staff_id: Any) -> dict[str, Any]:
    """A new session of a member of staff: token and id."""
    token, session_id = new_token(), uuid7()
    with shop.work() as job:
        job.db.execute(
            insert(accounts.sessions).values(
                id=session_id,
                staff_id=staff_id,
                token_hash=token_hash(token),
                kind="page",
                expires_at=func.clock_timestamp() + func.make_interval(0, 0, 0, 1),
            )
        )
    return {"session": token, "session_id": session_id}


def employed(shop: Shop, name: str, grants: Any) -> Person:
    """A member of staff of ``shop`` with a session, and a key of the same scope."""
    role_id, staff_id = uuid7(), uuid7()
    with shop.work() as job:
        code = f"{name} {secrets.token_hex(3)}"
        role = {"id": role_id, "code": code, "name": name, "permissions": sorted(grants)}
        job.db.execute(insert(accounts.roles).values(**role))
        email = f"{secrets.token_hex(4)}@{shop.slug}.example"
        person = {"id": staff_id, "email": email, "password_hash": "none", "role_id": role_id}
        job.db.execute(insert(accounts.staff).values(**person))
    return Person(name, frozenset(grants), key=shop.key(grants), **opened(shop, staff_id))


def staff_of(shop: Shop, other: Shop) -> list[Person]:
    """Every role and every single permission of ``shop``; nobody; strangers."""
    found = [employed(shop, name, grants) for name, grants in ROLES.items()]
    found += [employed(shop, f"only {p}", {p}) for p in sorted(STAFF)]
    stranger = replace(employed(other, "the other shop's owner", STAFF), known=False)
    guest = replace(shopping(other, "the other shop's customer"), known=False)
    buyer = shopping(shop, "a customer", customer_of(shop))
    return [*found, employed(shop, "nobody", ()), buyer, stranger, guest, ANONYMOUS]


def shopping(shop: Shop, name: str, customer_id: Any = None) -> Person:
    """A customer of ``shop``, signed in; a new one when none is named."""
    customer_id = customer_id or a_customer(shop)
    with shop.work() as job:
        _id, session = sessions.start(job, customer_id, "page")
        api_id, _token = sessions.start(job, customer_id, "api")
        now = int(job.db.execute(select(func.extract("epoch", func.now()))).scalar_one())
    claims = {"sid": str(api_id), "aud": f"storefront:{shop.id}", "iat": now, "exp": now + 800}
    key = jwt.encode(claims, shop.kit.registry.jwt_secret, "HS256")
    return Person(name, CUSTOMER, True, key, session, _id, "customer")


def platform_owner(kit: Any) -> Person:
    """A super-admin with a session; ``key`` is an access token."""
    token, session_id = new_token(), uuid7()
    with kit.platform_session() as db:
        user_id = tenants.add_platform_user(db, ROOT["email"], ROOT["password"])
        db.execute(
            insert(platform.platform_sessions).values(
                id=session_id,
                user_id=user_id,
                token_hash=token_hash(token),
                kind="page",
                expires_at=func.clock_timestamp() + func.make_interval(0, 0, 0, 1),
            )
        )
        now = int(db.execute(select(func.extract("epoch", func.now()))).scalar_one())
        db.commit()
    claims = {"sid": str(session_id), "aud": "back-office:platform", "iat": now, "exp": now + 800}
    key = jwt.encode(claims, kit.registry.jwt_secret, "HS256")
    return Person("platform", PLATFORM, True, key, token, session_id, "super-admin")


class Trying:
    """Sends attempts at one shop (and at the platform), and says what ought to come back."""

    def __init__(self, kit: Any, shop: Shop):
        self.kit, self.shop = kit, shop
        self.owner = employed(shop, "its owner", STAFF)
        self.root = platform_owner(kit)
        self.customer = shopping(shop, "a customer", customer_of(shop))
        self.tried = 0
        self._forms: dict[Any, Any] = {}

    def host(self, attempt: Attempt) -> str:
        return "localhost" if attempt.declared.within is ISuperAdmin else self.shop.host

    def able(self, attempt: Attempt) -> Person:
        """Somebody who may."""
        if not attempt.guarded:
            return ANONYMOUS
        if not attempt.back_office:
            return self.customer
        return self.root if attempt.declared.within is ISuperAdmin else self.owner

    def send(
        self, attempt: Attempt, person: Person, things: Things, path: str | None = None
    ) -> Response:
        """One real request of this person; its body is valid. ``path``: not that of ``things``."""
        self.tried += 1
        return self.answer(attempt, self.request(attempt, person, things, path))

    def request(
        self, attempt: Attempt, person: Person, things: Things, path: str | None = None
    ) -> Request:
        """The request, ready to be sent."""
        reread = path is None and person.may(attempt.declared.permission)
        path = path or attempt.path(things)
        request = self._request(attempt, person, path, things)
        if attempt.method in ("GET", "HEAD"):
            return request
        if attempt.api:
            request.json_body = self._body(attempt, things)
            request.content_type = "application/json"
            request.headers["If-Match"] = "*"
            if attempt.declared.name == "refresh":
                shopper = "" if attempt.back_office else "customer-"
                self._cookie(request, f"{shopper}refresh", self._refresh_token(attempt, things))
            return request
        # Who may not sends what the last one sent who might.
        if reread:
            self._forms[attempt.key] = self._fields(attempt, things)
        given = self._forms.get(attempt.key, ())
        fields = [(name, value) for name, value in given if name != "csrf_token"]
        if person.session_id is not None:
            token = seal(self.kit.registry.secret, "csrf", str(person.session_id))
            fields.append(("csrf_token", token))
        return self._request(attempt, person, path, things, POST=fields)

    def send_bare(
        self,
        attempt: Attempt,
        person: Person,
        path: str,
        things: Things,
        headers: dict[str, str] | None = None,
    ) -> Response:
        """A request without a body; ``headers`` replace ours, an empty one is left out."""
        request = self._request(attempt, person, path, things)
        for name, value in (headers or {}).items():
            request.headers.pop(name, None)
            if value:
                request.headers[name] = value
        return self.answer(attempt, request)

    def platform_client(self) -> Client:
        """A program of the platform's people."""
        return Client(self.kit.app, "localhost", self.root.key, self.kit.contract)

    def _request(
        self, attempt: Attempt, person: Person, path: str, things: Things, **options: Any
    ) -> Request:
        host = self.host(attempt)
        request = Request.blank(
            path,
            environ={"REMOTE_ADDR": "127.0.0.1"},
            base_url=f"http://{host}",
            headers={"Origin": f"http://{host}", "Accept-Language": "en"},
            method=attempt.method,
            **options,
        )
        if attempt.api and person.key:
            request.headers["Authorization"] = f"Bearer {person.key}"
        elif person.session and not attempt.api:
            self._cookie(request, person.cookie, person.session)
        if not attempt.api and attempt.template.startswith(("/cart", "/checkout")):
            self._cookie(request, "cart", things.cart[0])
        return request

    def _cookie(self, request: Request, purpose: str, token: str) -> None:
        name = f"ecommus-{purpose}-{self.kit.registry.installation}"
        request.headers["Cookie"] = f"{name}={token}"

    def _refresh_token(self, attempt: Attempt, things: Things) -> str:
        root = attempt.declared.within is ISuperAdmin
        client = Client(self.kit.app, self.host(attempt))
        path = attempt.template.replace("/refresh", "/login")
        who = things.credentials if attempt.back_office else things.customer_credentials
        answer = client.api_post(path, ROOT if root else who, status=200)
        return answer.headers["Set-Cookie"].partition("=")[2].partition(";")[0]

    def expendable(self, attempt: Attempt, person: Person) -> Person:
        """The person; before signing out, with a session that may end."""
        last = ("/sign-out", "/auth/logout", "/me/erase", "/me/password")
        if not person.known or not attempt.template.endswith(last):
            return person
        if person.cookie == "customer":
            return shopping(self.shop, person.name)
        if person.cookie == "super-admin":
            return platform_owner(self.kit)
        return employed(self.shop, person.name, person.grants)

    def answer(self, attempt: Attempt, request: Request) -> Response:
        """What the application says."""
        response = request.get_response(self.kit.app)
        # Read to the end, so that files are closed.
        assert isinstance(response.body, bytes)
        if attempt.api and request.method != "HEAD":
            self.kit.contract.check(attempt.method, request.path_info, response)
        return response

    def _body(self, attempt: Attempt, things: Things) -> Any:
        schema = attempt.declared.options.get("schema")
        if schema is None or getattr(schema, "optional_body", False):
            return {}
        if attempt.key not in BODIES:
            raise Unknown(f"matrix.BODIES has no {attempt.key!r} ({attempt.declared.where})")
        return BODIES[attempt.key](things)

    def _fields(self, attempt: Attempt, things: Things) -> list[tuple[str, str]]:
        """What a browser would send from the page that has the form."""
        form = FORMS.get(attempt.key, Form(attempt.template))
        if form.at is None:
            return list(form.fill.items())
        reading = replace(attempt, method="GET", template=form.at)
        query = form.query.replace("{product_id}", str(things.product.id))
        if "{order_id}" in query:
            query = query.replace("{order_id}", str(things.order[0]))
        signed_in = not attempt.template.endswith("/sign-in")
        person = self.able(attempt) if signed_in else ANONYMOUS
        request = self._request(reading, person, reading.path(things) + query, things)
        page = request.get_response(self.kit.app)
        if page.status_int != 200:
            raise Unknown(f"{attempt.key}: no form at {request.path_qs}: {page.status}")
        target = attempt.path(things)
        for found in _forms(page, request):
            action = found.action.partition("?")[0] or request.path
            if found.method.upper() == "POST" and action == target:
                for name, value in form.fill.items():
                    found[name] = value.replace("%s", f"n{secrets.token_hex(5)}")
                return [(n, v) for n, v in found.submit_fields() if isinstance(v, str)]
        raise Unknown(f"{attempt.key}: {request.path_qs} has no such form; see matrix.FORMS")

    def prepared(self, attempt: Attempt, standing: Things) -> Things:
        """Fresh things for a change, in the state that it needs; ``standing`` lends its product."""
        own = "product" in attempt.template or "variant" in attempt.template
        things, verb = Things(self.shop, None if own else standing.product), attempt.declared.name
        if "{order_id}" in attempt.template:
            owner = self.shop.as_("owner")
            for earlier in EARLIER.get(verb, ()):
                owner.api_post(f"/api/admin/orders/{things.order[0]}/{earlier}", status=200)
        if "{return_id}" in attempt.template:
            owner = self.shop.as_("owner")
            for earlier in returning.EARLIER.get(verb, ()):
                owner.api_post(
                    f"/api/admin/returns/{returning.waiting(things)}/{earlier}", status=200
                )
        if "{tenant_id}" in attempt.template and verb == "restore":
            change_state(self.kit, things.tenant, TenantState.SUSPENDED)
        return things


def change_state(kit: Any, shop: Shop, state: TenantState) -> None:
    """Suspend, restore or archive a shop, as super-admin does."""
    with kit.platform_session() as db:
        tenants.set_state(db, shop.tenant, state)
        db.commit()
    kit.registry.directory.forget(shop.id)


def restore(shop: Shop) -> None:
    """What a change of the shop itself may have turned off is on again."""
    with shop.work() as job:
        job.db.execute(text("UPDATE tenant_plugins SET enabled = true"))
        job.db.execute(text("UPDATE tenants SET theme = 'base', locales = '{en,ro}'"))
        job.changed(config=True)


def _forms(page: Response, request: Request) -> list[HtmlForm]:
    response = TestResponse(page.body, status=page.status, headerlist=page.headerlist)
    response.request = request
    return list(dict.fromkeys(response.forms.values()))
