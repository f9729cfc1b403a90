"""What operators and programs do with publishers: registered, rotated, suspended, restored."""

from datetime import UTC, datetime

import pytest
from operating import Browser, made_operator, pem

from ecommus.core.packages import verify_publishers
from license_service.services import access


@pytest.fixture(scope="module")
def operator(service):
    return made_operator(service, "publishers@vendor.ro").app


@pytest.fixture
def licensed(service):
    return service.issue(plan="ecommerce-enterprise", domain_binding=["partner.ro"])


def counting(service):
    token = service.call("GET", "/v1/publishers")["publishers"]
    return verify_publishers(token, service.keys().keys, datetime.now(UTC))


def submit(page, status=303, **fields):
    form = page.forms["form"]
    for name, value in fields.items():
        form[name] = value
    return form.submit(status=status)


def register(operator, **fields):
    """The address of the new key's page."""
    page = operator.get("/publishers/new")
    given = {"name": "Partner SRL", "packages": "ecommus-plugin-partner", "key": pem()} | fields
    return submit(page, **given).follow().request.path


def kinds(service, kid):
    log = service.call("GET", "/v1/log?limit=200")["items"]
    return [event["kind"] for event in reversed(log) if event["data"].get("kid") == kid]


def test_a_publisher_from_registration_to_the_end(operator, service, licensed):
    where = register(operator, license_id=licensed["id"])
    kid = where.rsplit("/", 1)[1]
    assert counting(service)[kid].packages == {"ecommus-plugin-partner"}
    page = operator.get(where)
    assert "Partner SRL" in page.html.select_one("h1").text
    assert "partner.ro" in page.html.select_one(".facts").text
    assert "Partner SRL" in operator.get("/publishers").html.select_one("table").text

    assert "Say why" in submit(operator.get(f"{where}/suspend"), 422)
    submit(operator.get(f"{where}/suspend"), reason="sent data away")
    assert kid not in counting(service)
    assert "Suspended" in operator.get(where).html.select_one(".badge").text
    # Its names are nobody else's meanwhile, and it gets no second key.
    taken = submit(operator.get("/publishers/new"), 422, name="Other", key=pem(),
                   packages="ecommus-plugin-partner")  # fmt: skip
    assert "published by Partner SRL" in taken.html.select_one("#packages-wrong").text
    submit(operator.get(f"{where}/rotate"), 422, key=pem())
    submit(operator.get(f"{where}/restore"))
    assert kid in counting(service)

    newer = submit(operator.get(f"{where}/rotate"), key=pem()).follow().request.path.rsplit("/")[-1]
    assert {kid, newer} <= set(counting(service))
    submit(operator.get(f"{where}/revoke"), reason="the key was lost")
    assert kid not in counting(service)
    assert counting(service)[newer].install_id == licensed["install_id"]
    assert not operator.get(where).html.select(".actions")
    assert kinds(service, kid) == [
        f"publisher.{kind}" for kind in ("made", "suspended", "restored", "rotated", "revoked")
    ]
    story = operator.get(where).html.select_one(".story").text
    assert "the key was lost" in story
    assert "publishers@vendor.ro" in story


def test_a_rotation_may_end_the_old_key_at_once(operator, service):
    where = register(operator, packages="ecommus-theme-own")
    page = submit(operator.get(f"{where}/rotate"), key=pem(), end_old=True).follow()
    assert "the new key" in page.html.select_one("[role=status]").text
    assert page.request.path.rsplit("/", 1)[1] in counting(service)
    assert where.rsplit("/", 1)[1] not in counting(service)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", " ", "Name the publisher"),
        ("packages", "requests", "ecommus-plugin-…"),
        ("key", "nonsense", "no public Ed25519 key"),
        ("license_id", "nothing", "no such license"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(operator, field, value, said):
    form = operator.get("/publishers/new").forms["form"]
    for name, good in (("name", "P"), ("packages", "ecommus-plugin-p"), ("key", pem())):
        form[name] = good
    if field == "license_id":
        form[field].force_value(value)
    else:
        form[field] = value
    page = form.submit(status=422)
    assert said in page.html.select_one(f"#{field}-wrong").text
    assert page.html.select_one(f"#{field}")["aria-describedby"].endswith(f"{field}-wrong")
    if field != "name":
        assert page.forms["form"]["name"].value == "P"


def test_a_license_that_ends_takes_its_publisher_along(operator, service, licensed):
    where = register(operator, license_id=licensed["id"], packages="ecommus-plugin-gone")
    service.call("POST", f"/v1/licenses/{licensed['id']}/revoke", {"reason": "fraud"})
    assert "License ended" in operator.get(where).html.select_one(".badge").text
    assert where.rsplit("/", 1)[1] not in counting(service)


def test_programs_do_the_same(service, licensed):
    body = {"name": "P", "key": pem(), "packages": ["ecommus-plugin-api"],
            "license_id": licensed["id"]}  # fmt: skip
    made = service.call("POST", "/v1/publishers/keys", body, 201)
    where = f"/v1/publishers/{made['kid']}"
    assert (made["state"], made["license_id"]) == ("active", licensed["id"])
    assert service.call("POST", f"{where}/suspend", {"reason": "why"})["state"] == "suspended"
    assert service.call("POST", f"{where}/suspend", {"reason": "why"}, 409)["reason"] == (
        "no_such_key"
    )
    assert service.call("POST", f"{where}/restore", {})["state"] == "active"
    newer = service.call("POST", f"{where}/rotate", {"key": pem(), "end_old": True}, 201)
    assert newer["packages"] == made["packages"]
    assert service.call("GET", where)["state"] == "revoked"
    ended = service.call("POST", f"/v1/publishers/{newer['kid']}/revoke", {"reason": "over"})
    assert ended["revoked_at"]
    listed = service.call("GET", "/v1/publishers/keys")["items"]
    assert {made["kid"], newer["kid"]} <= {item["kid"] for item in listed}
    wrong = service.call("POST", "/v1/publishers/keys", body | {"license_id": "x"}, 422)
    assert wrong["field"] == "license_id"
    service.call("GET", "/v1/publishers/pub-nothing", status=404)


def test_a_key_needs_the_scope(service):
    with service.work() as job:
        reader = access.make(job, "reader", ("publishers.read",))
    service.call("GET", "/v1/publishers/keys", key=reader)
    service.call("POST", "/v1/publishers/keys", {}, 403, key=reader)
    with service.work() as job:
        other = access.make(job, "other", ("index.read",))
    service.call("GET", "/v1/publishers/keys", status=403, key=other)


def test_a_stranger_sees_none_of_it(service):
    stranger = Browser(service, "nobody@vendor.ro").app
    for path in ("/publishers", "/publishers/new"):
        assert stranger.get(path, status=303).location.endswith("/sign-in")
