"""Releases that are withdrawn: in the books, under the signature, on the index's pages."""

import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from pyramid.response import Response
from test_publishers import books_of

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.packages import verify_publishers, verify_withdrawn
from ecommus.core.signed import MAX_TOKEN
from license_service.index import books as remembering
from license_service.index.withdrawn import SIMPLE_JSON, mark
from license_service.services import publishers, withdrawals

BAD, GOOD = (f"ecommus_plugin_x-{v}-py3-none-any.whl" for v in ("1.1", "1.0"))


def test_a_release_is_withdrawn_noted_and_restored(service, monkeypatch):
    now = [9000.0]
    monkeypatch.setattr(remembering.time, "monotonic", lambda: now[0])
    books = books_of(service, [True])
    assert books.withdrawn() == {}
    with service.work() as job:
        withdrawals.withdraw(job, BAD, " loses\n orders ")
    assert books.withdrawn() == {}
    now[0] += 60
    assert books.withdrawn() == {BAD: "loses orders"}
    with service.work() as job, pytest.raises(Conflict, match="already"):
        withdrawals.withdraw(job, BAD, "again")
    with service.work() as job:
        withdrawals.restore(job, BAD)
    now[0] += 60
    assert books.withdrawn() == {}
    with service.work() as job, pytest.raises(Conflict, match="not withdrawn"):
        withdrawals.restore(job, BAD)
    kinds = [entry["kind"] for entry in service.call("GET", "/v1/log")["items"]]
    assert {"release.withdrawn", "release.restored"} <= set(kinds)


@pytest.mark.parametrize(
    ("filename", "reason"),
    [(BAD, " "), ("requests-1.0-py3-none-any.whl", "x"), ("ecommus-plugin-x", "x"), ("", "x")],
)
def test_only_wheels_of_ours_are_withdrawn_and_for_a_reason(service, filename, reason):
    with service.work() as job, pytest.raises(Invalid):
        withdrawals.withdraw(job, filename, reason)


def test_the_list_may_be_longer_than_a_license(service):
    """Hundreds of publishers: the index and its customers go on reading it."""
    with service.work() as job:
        for number in range(120):
            key = Ed25519PrivateKey.generate().public_key()
            publishers.register(job, "Many", key, (f"ecommus-plugin-many-{number}",), None)
    token = service.call("GET", "/v1/publishers")["publishers"]
    assert len(token) > MAX_TOKEN
    keys, now = service.keys().keys, datetime.now(UTC)
    assert len(verify_publishers(token, keys, now)) >= 120
    assert verify_withdrawn(token, keys, now) == {}


def page(*names):
    links = "".join(
        f'ecommus/packages <a href="../../+f/{n}#sha256=0">{n}</a><br>\n' for n in names
    )
    return Response(f"<!DOCTYPE html><html><body>{links}</body></html>")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_the_page_says_which_and_why(reason):
    from html.parser import HTMLParser

    found = {}

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            if tag == "a":
                said = dict(attrs)
                found[said["href"].split("/")[-1].partition("#")[0]] = said.get("data-yanked")

    Reader().feed(mark(page(BAD, GOOD), {BAD: reason}).text)
    assert found == {BAD: reason, GOOD: None}
    body = json.dumps({"meta": {}, "files": [{"filename": BAD}, {"filename": GOOD}]})
    answer = mark(Response(body, content_type=SIMPLE_JSON, charset="utf-8"), {BAD: reason})
    assert answer.json["files"] == [{"filename": BAD, "yanked": reason}, {"filename": GOOD}]
    assert answer.content_length == len(answer.body)


def test_other_answers_stay_as_they_are():
    missing = Response("no", status=404)
    assert mark(missing, {BAD: "x"}).body == b"no"
    assert mark(page(GOOD), {}).body == page(GOOD).body
