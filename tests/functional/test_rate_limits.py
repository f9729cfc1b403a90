"""Signing in by guessing: every attempt of an address counts, whatever becomes of it."""

import time
from types import SimpleNamespace

import pytest

from ecommus.testing.kit import PASSWORD
from ecommus.web import ratelimit

LOGIN = "/api/admin/auth/login"


def credentials(shop):
    return {"email": f"owner@{shop.slug}.example", "password": PASSWORD}


class TestRateLimit:
    @pytest.fixture(autouse=True)
    def three_a_minute(self, kit, monkeypatch):
        monkeypatch.setitem(kit.registry.settings, "rate.auth", "3")
        # The first second of a window, so that no test runs into the next.
        clock = SimpleNamespace(now=int(time.time()) // 60 * 60)
        monkeypatch.setattr(ratelimit, "time", SimpleNamespace(time=lambda: clock.now))
        return clock

    def test_the_fourth_attempt_waits_whatever_it_is(self, shop, other_shop, three_a_minute):
        wrong = credentials(shop) | {"password": "wrong horse battery"}
        for left in (2, 1, 0):
            answer = shop.anonymous.api_post(LOGIN, wrong, status=401)
            assert answer.headers["RateLimit-Policy"] == '"auth";q=3;w=60'
            assert answer.headers["RateLimit"].startswith(f'"auth";r={left};t=')
        refused = shop.anonymous.api_post(LOGIN, credentials(shop), status=429)
        assert refused.json["status"] == 429
        assert refused.content_type == "application/problem+json"
        assert 0 < int(refused.headers["Retry-After"]) <= 60
        assert refused.headers["RateLimit"].startswith('"auth";r=0;t=')
        # The same counter for the page, another one for another shop.
        shop.anonymous.post("/admin/auth/sign-in", credentials(shop), status=429)
        other_shop.anonymous.api_post(LOGIN, credentials(other_shop), status=200)
        three_a_minute.now += 60
        shop.anonymous.api_post(LOGIN, credentials(shop), status=200)

    def test_what_was_refused_counts_too(self, shop):
        """Its transaction was thrown away; the counter has one of its own."""
        for body in ({}, {"email": 7}, {"email": "a@example.com"}):
            shop.anonymous.api_post(LOGIN, body, status=422)
        shop.anonymous.api_post(LOGIN, credentials(shop), status=429)

    def test_looking_costs_nothing(self, shop):
        for _ in range(5):
            shop.anonymous.get("/admin/auth/sign-in", status=200)
        shop.anonymous.post("/admin/auth/sign-in", credentials(shop), status=303)
