"""What a refusal looks like, by API and as a page; neither tells of our insides."""

import pytest
from webob import Request

from ecommus.testing import Client

NOBODY = "01890000-0000-7000-8000-000000000000"
PRODUCTS = "/api/admin/products"
ENGLISH = {"Accept-Language": "en"}


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


class TestProblems:
    """Under ``/api`` every refusal is RFC 9457 JSON; nowhere does one tell of our insides."""

    def check(self, answer, status, reason):
        assert answer.status_int == status
        assert answer.content_type == "application/problem+json"
        assert (answer.json["status"], answer.json["reason"]) == (status, reason)
        assert answer.json["type"] == "about:blank"
        assert answer.json["title"]
        assert answer.json["detail"]
        assert "<" not in answer.text
        assert answer.headers["Cache-Control"] == "no-store"

    @pytest.mark.parametrize(
        ("who", "method", "path", "body", "status", "reason"),
        [
            ("owner", "GET", "/api/admin/nothing", None, 404, "not_found"),
            ("owner", "GET", "/api/nothing", None, 404, "not_found"),
            ("owner", "GET", f"{PRODUCTS}/nonsense", None, 404, "not_found"),
            ("owner", "GET", f"{PRODUCTS}/%00", None, 404, "not_found"),
            ("owner", "GET", f"{PRODUCTS}/{NOBODY}/more/than/that", None, 404, "not_found"),
            ("owner", "PUT", PRODUCTS, "{}", 405, "method_not_allowed"),
            ("anonymous", "GET", PRODUCTS, None, 401, "authentication_required"),
            ("anonymous", "GET", "/api/admin/nothing", None, 401, "authentication_required"),
            ("anonymous", "PUT", PRODUCTS, "{}", 401, "authentication_required"),
            ("nobody", "GET", PRODUCTS, None, 403, "permission_denied"),
            ("owner", "POST", PRODUCTS, "{", 400, "bad_request"),
            ("owner", "POST", PRODUCTS, "[" * 100_000, 400, "bad_request"),
            ("owner", "POST", PRODUCTS, "\xff", 400, "bad_request"),
            ("owner", "POST", PRODUCTS, "[]", 422, "validation_failed"),
            ("owner", "POST", PRODUCTS, "{}", 422, "validation_failed"),
            ("owner", "GET", f"{PRODUCTS}?limit=0", None, 422, "validation_failed"),
            ("owner", "GET", f"{PRODUCTS}?cursor=!", None, 422, "cursor_invalid"),
        ],
    )  # fmt: skip
    def test_a_refusal_is_a_problem(self, shop, who, method, path, body, status, reason):
        headers = {} if who == "anonymous" else bearer(shop.as_(who).token)
        request = Request.blank(
            path, base_url=f"http://{shop.host}", method=method, headers=headers
        )
        if body is not None:
            request.body, request.content_type = body.encode("latin-1"), "application/json"
        self.check(request.get_response(shop.kit.app), status, reason)

    def test_a_form_is_no_json(self, shop):
        client = shop.as_("owner")
        answer = client.app.post(PRODUCTS, {"title": "x"}, headers=bearer(client.token), status="*")
        self.check(answer, 415, "unsupported_media_type")

    def test_a_wrong_method_names_the_right_ones(self, shop):
        client = shop.as_("owner")
        answer = client.app.put_json(PRODUCTS, {}, headers=bearer(client.token), status=405)
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST"}

    def test_our_own_fault_tells_nothing(self, shop, monkeypatch):
        def broken(*_args, **_options):
            raise RuntimeError("the secret of the house")

        monkeypatch.setattr("ecommus.web.admin.api.shop.newest_first", broken)
        monkeypatch.setattr("ecommus.db.queries.cards.cards", broken)
        api = Client(shop.kit.app, shop.host, shop.as_("owner").token)
        answer = api.get("/api/admin/roles", status=500)
        self.check(answer, 500, "internal_error")
        page = shop.anonymous.get("/", status=500)
        assert page.content_type == "text/html"
        for told in (answer.text, page.text):
            for word in ("secret of the house", "RuntimeError", "Traceback", ".py"):
                assert word not in told

    @pytest.mark.parametrize(
        "path",
        ["/%ff", "/produs/%ff", "/produs/%00", "/produs/a%00b", "/media/..%2f..%2fetc%2fpasswd"],
    )
    def test_a_page_that_cannot_be_is_not_there(self, shop, path):
        assert shop.anonymous.get(path, status=404).content_type == "text/html"

    def test_a_path_that_cannot_be_is_not_there_in_the_back_office(self, shop):
        shop.anonymous.get("/admin/%ff", status=303)
        owner = Client(shop.kit.app, shop.host, shop.as_("owner").token)
        self.check(owner.get(f"{PRODUCTS}/%ff", status=404), 404, "not_found")

    @pytest.mark.parametrize("path", ["/?q=%ff", "/cautare?q=%ff", "/admin/auth/sign-in?next=%ff"])
    def test_a_query_that_cannot_be_read_breaks_nothing(self, shop, path):
        assert shop.anonymous.get(path, status="*").status_int in (200, 400)
        owner = Client(shop.kit.app, shop.host, shop.as_("owner").token)
        self.check(owner.get(f"{PRODUCTS}?q=%ff", status=400), 400, "bad_request")

    def test_no_content_is_none(self, shop):
        """RFC 9110, 15.3.5: neither body nor type nor length."""
        owner = shop.as_("owner")
        made = owner.api_post("/api/admin/categories", {"name": "Cups"}, status=201).json
        answer = owner.api_delete(f"/api/admin/categories/{made['id']}", status=204)
        assert answer.body == b""
        assert not {"Content-Type", "Content-Length"} & set(answer.headers)
