"""If-Match and ETag, by RFC 9110: who changes something says what they saw."""

import pytest
from pyramid.httpexceptions import HTTPPreconditionFailed, HTTPPreconditionRequired
from pyramid.request import Request
from pyramid.response import Response

from ecommus.web.preconditions import check, matches, tag


class Place:
    def __init__(self, etag=None):
        if etag is not None:
            self.etag = etag


def a_request(method="PATCH", **headers):
    return Request.blank(
        "/", method=method, headers={k.replace("_", "-"): v for k, v in headers.items()}
    )


@pytest.mark.parametrize(
    "header", ['"7"', 'W/"7"', '"7-gzip"', '"6", "7"', ' "7" ', "*", " * ", 'W/"7-gzip", "8"', "7"]
)
def test_a_tag_that_names_the_version(header):
    assert matches(header, "7")


@pytest.mark.parametrize("header", ['"77"', '"6"', '""', "", '"7-br"', '"*"', 'w/"7"', '"6","8"'])
def test_a_tag_that_does_not(header):
    assert not matches(header, "7")


@pytest.mark.parametrize("method", ["PATCH", "PUT", "DELETE"])
def test_a_stale_change_is_refused(method):
    with pytest.raises(HTTPPreconditionFailed):
        check(Place("7"), a_request(method, If_Match='"6"'), strict=False)
    check(Place("7"), a_request(method, If_Match='"7"'), strict=True)


def test_the_admin_must_say_what_it_saw():
    with pytest.raises(HTTPPreconditionRequired):
        check(Place("7"), a_request(), strict=True)
    check(Place("7"), a_request(), strict=False)
    check(Place("7"), a_request("DELETE"), strict=True)


def test_what_has_no_version_has_no_precondition():
    check(Place(), a_request(If_Match='"1"'), strict=True)
    check(Place("7"), a_request("POST"), strict=True)
    check(Place("7"), a_request("GET", If_Match='"1"'), strict=True)


def test_what_is_done_with_a_thing_may_name_its_version():
    check(Place("7"), a_request("POST", If_Match='"7"'), strict=True)
    with pytest.raises(HTTPPreconditionFailed):
        check(Place("7"), a_request("POST", If_Match='"1"'), strict=True)


def test_a_single_thing_is_tagged_by_its_version():
    for method in ("GET", "PATCH"):
        assert tag(Place("7"), a_request(method), Response("x")).etag == "7"


def test_a_list_is_tagged_by_what_it_says():
    one, two, other = (tag(Place(), a_request("GET"), Response(body)) for body in ("x", "x", "y"))
    assert one.etag == two.etag != other.etag
    assert one.headers["Cache-Control"] == "private, no-cache"


def test_an_answer_to_a_post_carries_no_version_of_its_container():
    assert tag(Place("7"), a_request("POST"), Response("x", status=201)).etag is None


@pytest.mark.parametrize("status", [204, 404, 422, 303])
def test_only_a_success_with_a_body_is_tagged(status):
    assert tag(Place("7"), a_request("GET"), Response(status=status)).etag is None


def test_what_the_client_has_already_is_not_sent_again():
    request = a_request("GET", If_None_Match='"7"')
    response = tag(Place("7"), request, Response("x"))
    assert request.get_response(response).status_int == 304
    newer = tag(Place("8"), request, Response("x"))
    assert request.get_response(newer).status_int == 200
