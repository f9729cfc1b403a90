"""Service keys: each scope opens its own, none opens a page, and the public stays public."""

import pytest

from license_service.services import access

CALLS = [
    ("GET", "/v1/licenses", "licenses.read"),
    ("GET", "/v1/licenses/{id}", "licenses.read"),
    ("POST", "/v1/licenses", "licenses.write"),
    ("GET", "/v1/licenses/{id}/token", "licenses.write"),
    ("POST", "/v1/licenses/{id}/resend", "licenses.write"),
    ("POST", "/v1/licenses/{id}/transfer", "licenses.write"),
    ("POST", "/v1/licenses/{id}/extend", "licenses.write"),
    ("POST", "/v1/licenses/{id}/revoke", "licenses.write"),
    ("POST", "/v1/licenses/{id}/refund", "licenses.write"),
    ("POST", "/v1/licenses/{id}/add", "licenses.write"),
    ("POST", "/v1/plans", "plans.write"),
    ("GET", "/v1/customers", "customers.read"),
    ("GET", "/v1/customers/{customer}", "customers.read"),
    ("GET", "/v1/installs", "installs.read"),
    ("GET", "/v1/installs/health", "installs.read"),
    ("GET", "/v1/keys/status", "keys.read"),
    ("GET", "/v1/plans", "plans.read"),
    ("GET", "/v1/plans/support-3", "plans.read"),
    ("PATCH", "/v1/plans/support-3", "plans.write"),
    ("GET", "/v1/tiers", "plans.read"),
    ("GET", "/v1/tiers/pro", "plans.read"),
    ("PATCH", "/v1/tiers/pro", "plans.write"),
    ("GET", "/v1/log", "log.read"),
    ("GET", "/v1/log/export", "log.read"),
    ("GET", "/v1/publishers", "index.read"),
    ("GET", "/v1/publishers/operator", "index.publish"),
    ("GET", "/v1/standings/{id}", "index.read"),
]


@pytest.fixture(scope="module")
def held(service):
    """A key of each scope alone, and one of all the others."""
    with service.work() as job:
        return {
            scope: (
                access.make(job, scope, (scope,)),
                access.make(job, f"not {scope}", tuple(s for s in access.SCOPES if s != scope)),
            )
            for scope in access.SCOPES
        }


@pytest.fixture(scope="module")
def made(service):
    return service.issue()


@pytest.mark.parametrize(("method", "path", "scope"), CALLS)
def test_a_scope_opens_its_own_and_nothing_else_does(service, held, made, method, path, scope):
    path = path.format(id=made["id"], customer=made["customer"]["id"])
    alone, others = held[scope]

    def call(authorization):
        headers = {"Authorization": authorization} if authorization else {}
        if method == "GET":
            return service.app.get(path, headers=headers, status="*")
        send = service.app.post_json if method == "POST" else service.app.patch_json
        return send(path, {}, headers=headers, status="*")

    # A write with an empty body is let in, and then told what it lacks.
    assert call(f"Bearer {alone}").status_int in (200, 422)
    refused = call(f"Bearer {others}")
    assert (refused.status_int, refused.json["reason"]) == (403, "permission_denied")
    for nobody in ("", "Bearer els_nonsense", "Basic eDp5", f"Bearer {made['token']}"):
        refused = call(nobody)
        assert (refused.status_int, refused.json["reason"]) == (401, "authentication_required")
        assert refused.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "path", ["/v1/keys", "/v1/log/head", "/.well-known/jwks.json", "/health/ready"]
)
def test_what_is_public_needs_no_key(service, path):
    service.app.get(path, status=200)


def test_a_key_opens_no_page(service):
    headers = {"Authorization": f"Bearer {service.key}"}
    for path in ("/", "/licenses", "/keys", "/log"):
        assert service.app.get(path, headers=headers, status=303).location.endswith("/sign-in")


def test_a_revoked_key_opens_nothing(service):
    with service.work() as job:
        key = access.make(job, "gone", ("plans.read",))
    service.call("GET", "/v1/plans", key=key)
    with service.work() as job:
        assert access.revoke(job, key[:8]) == 1
    service.call("GET", "/v1/plans", status=401, key=key)


def test_keys_rest_as_hashes(service):
    with service.work() as job:
        shown = repr([tuple(row) for row in access.listed(job)])
    assert service.key not in shown


def test_lists_go_on_where_they_stopped(service):
    made = {service.issue(domain_binding=[f"shop{n}.ro"])["id"] for n in range(5)}
    found, following = [], ""
    while following is not None:
        page = service.call("GET", f"/v1/licenses?limit=2&after={following}")
        found += [item["id"] for item in page["items"]]
        following = page["next"]
    assert len(found) == len(set(found))
    assert made <= set(found)
    hits = service.call("GET", "/v1/licenses?q=SHOP3.ro")["items"]
    assert [hit["domain_binding"] for hit in hits] == [["shop3.ro"]]
    assert service.call("GET", "/v1/licenses?q=%25")["items"] == []
    assert service.call("GET", "/v1/installs?q=shop3.ro")["items"][0]["health"] == "never"


def test_a_plan_is_changed_by_who_saw_it_last(service):
    plan = service.call("GET", "/v1/plans/ecommerce-pro")
    body = {"version": plan["version"], "price": 99_900, "currency": "EUR"}
    assert service.call("PATCH", "/v1/plans/ecommerce-pro", body)["price"] == 99_900
    assert service.call("PATCH", "/v1/plans/ecommerce-pro", body, 412)
    assert service.call("PATCH", "/v1/plans/ecommerce-pro", {"version": 2}, 422)
    tier = service.call("GET", "/v1/tiers/pro")
    body = {"version": tier["version"], "plugins": [*tier["plugins"], "niche-hotel"], "domains": 2}
    service.call("PATCH", "/v1/tiers/pro", body)
    made = service.issue(plan="ecommerce-pro", domain_binding=["a.ro", "b.ro"])
    assert "niche-hotel" in made["licensed_plugins"]
