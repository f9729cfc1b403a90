"""Schemas: strict about kinds, precise about where something is wrong, described as JSON Schema."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import colander
import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyramid.httpexceptions import HTTPBadRequest, HTTPUnsupportedMediaType
from pyramid.request import Request

from ecommus.web import schema as s
from ecommus.web.jsonschema import Components
from ecommus.web.validation import ValidationFailed, body, query

AN_ID = "01890000-0000-7000-8000-000000000001"


class Size(s.Shape):
    """A size."""

    width = s.integer(1, 100)
    unit = s.choice("mm", "cm", missing="mm")


class Thing(s.Shape):
    """A thing."""

    name = s.text(1, 10)
    size = Size()
    tags = s.list_of(s.text(1, 5, name="tag"), 3, missing=())
    flag = s.boolean(missing=False)
    owner = s.uuid(missing=None)
    rate = s.percent(missing=None)
    at = s.time(missing=None)
    mail = s.email(missing=None)
    more = s.map_of(missing=s.drop)


GOOD = {"name": "cup", "size": {"width": 3}}


def errors(value, schema=Thing):
    with pytest.raises(ValidationFailed) as failed:
        body(a_body(value), schema)
    return {error["field"]: (error["code"], error["message"]) for error in failed.value.errors}


def a_body(value, content_type="application/json"):
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return Request.blank("/", method="POST", body=raw, content_type=content_type)


def test_what_is_right_comes_out_typed():
    ident = uuid4()
    sent = GOOD | {"owner": str(ident), "rate": "21.5", "at": "2026-11-24T14:00:00+02:00"}
    found = body(a_body(sent), Thing)
    assert found["owner"] == ident
    assert found["rate"] == Decimal("21.5")
    assert found["at"] == datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert found["size"] == {"width": 3, "unit": "mm"}
    assert "more" not in found


WRONG = {
    "name": [None, 1, True, [], {}, "", "x" * 11, "a\0b", "\ud800"],
    "size.width": [None, "3", 7.9, True, 0, 101, [1], float(10**400 > 0) / 3],
    "size.unit": ["inch", 1, None, "MM"],
    "tags": ["abc", {"0": "a"}, None, 1, list("abcd")],
    "tags.1": [["a", 1], ["a", ""], ["a", "toolong"], ["a", None]],
    "flag": [0, 1, "true", None],
    "owner": ["x", 1, f"{AN_ID}0", AN_ID.replace("-", "")],
    "rate": [21, "21%", "-1", "100", "1.2345", "٢١"],
    "at": ["2026-11-24", "2026-11-24T12:00:00", "yesterday", 1],
    "mail": ["x", "a b@c.ro", "@c.ro", 1, "a" * 250 + "@c.ro"],
    "more": [[], "x", 1],
}


@pytest.mark.parametrize(
    ("field", "value"), [(field, value) for field, values in WRONG.items() for value in values]
)
def test_what_is_wrong_is_named(field, value):
    top, _, inner = field.partition(".")
    sent = {**GOOD, top: {**GOOD["size"], inner: value}} if top == "size" else {**GOOD, top: value}
    assert list(errors(sent)) == [field]


def test_everything_wrong_is_said_at_once():
    found = errors({"name": 1, "size": {"width": "x", "unit": "inch"}, "flag": 1})
    assert list(found) == ["name", "size.width", "size.unit", "flag"]
    assert errors(GOOD | {"colour": "red", "age": 1}) == {
        "age": ("invalid", "This is not known here."),
        "colour": ("invalid", "This is not known here."),
    }


def test_what_is_missing_is_required():
    assert errors({"size": {}}) == {
        "name": ("required", "Required"),
        "size.width": ("required", "Required"),
    }


def test_json_has_one_kind_of_number():
    assert body(a_body(GOOD | {"size": {"width": 7.0}}), Thing)["size"]["width"] == 7


@pytest.mark.parametrize("value", [None, [], "x", 1, True])
def test_a_body_is_an_object(value):
    assert list(errors(value)) == [""]


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"{} {}", b"\xff", b'{"name": NaN}', b'{"name": Infinity}', b"[" * 100_000,
            b'{"name": "a", "name": "b"}', b'{"size": {"width": 1, "width": 2}}']
)  # fmt: skip
def test_what_is_no_json(raw):
    with pytest.raises(HTTPBadRequest):
        body(a_body(raw), Thing)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "", "text/json"]
)
def test_only_json_is_read(kind):
    with pytest.raises(HTTPUnsupportedMediaType):
        body(a_body(GOOD, kind), Thing)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*WRONG, "name", "size", "x"]), json_values) | json_values)
def test_anything_at_all_is_right_or_refused_politely(value):
    try:
        raw = json.dumps(value).encode()
    except ValueError:
        return
    with suppress(ValidationFailed, HTTPBadRequest):
        body(a_body(raw), Thing)


# The description agrees with the check.


def described(shape, way="in"):
    components = Components()
    reference = components.reference(shape(), way)
    whole = {**reference, "components": {"schemas": components.schemas}}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


@given(
    st.fixed_dictionaries(
        {"name": st.text(max_size=12) | st.integers(), "size": st.fixed_dictionaries(
            {"width": st.integers(-5, 105) | st.booleans()},
            optional={"unit": st.sampled_from(["mm", "cm", "inch"])})},
        optional={
            "tags": st.lists(st.text(max_size=6), max_size=4),
            "flag": st.booleans() | st.none(),
            "rate": st.sampled_from(["1", "99.9", "100", "1.2345"]),
            "more": st.just({}) | st.just([]),
            "strange": st.none(),
        },
    )
)  # fmt: skip
def test_the_description_says_what_the_schema_does(value):
    try:
        body(a_body(value), Thing)
    except ValidationFailed as failed:
        messages = " ".join(error["message"] for error in failed.errors)
        # JSON Schema cannot say which characters a database keeps.
        assert not described(Thing).is_valid(value) or "cannot be stored" in messages
    else:
        assert described(Thing).is_valid(value)


def test_shapes_are_described_once_and_by_name():
    components = Components()
    components.reference(Thing(), "in")
    components.reference(Thing(), "in")
    assert set(components.schemas) == {"ThingInput", "SizeInput"}
    assert components.schemas["ThingInput"]["required"] == ["name", "size"]
    assert components.schemas["ThingInput"]["additionalProperties"] is False
    assert components.schemas["SizeInput"]["description"] == "A size."


def test_a_change_needs_nothing_and_drops_what_is_not_named():
    change = s.partial(Thing)
    assert change.__name__ == "ThingChange"
    assert body(a_body({}), change) == {}
    assert body(a_body({"flag": True}), change) == {"flag": True}
    assert list(errors({"flag": "x"}, change)) == ["flag"]
    assert body(a_body(GOOD), Thing)["flag"] is False


# Query strings.


class Filter(s.Shape):
    """A filter."""

    status = s.choice("new", "old", missing="")
    most = s.integer(0, 9, missing=None)
    sold = s.boolean(missing=None)


def asked(text, listing=True):
    return query(Request.blank(f"/?{text}"), Filter, listing=listing)


def test_a_query_is_typed():
    found = asked("most=7&sold=true&status=new&limit=5")
    assert found == {"most": 7, "sold": True, "status": "new", "limit": 5, "cursor": None}
    assert asked("")["limit"] == 24


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("most=x", "most"), ("most=7.0", "most"), ("most=10", "most"), ("most=%D9%A3", "most"),
        ("most=" + "9" * 5000, "most"), ("sold=1", "sold"), ("sold=TRUE", "sold"),
        ("status=", "status"), ("limit=0", "limit"), ("limit=101", "limit"), ("x=1", "x"),
        ("status=new&status=old", "status"), ("cursor=", "cursor"), ("most=-1", "most"),
    ],
)  # fmt: skip
def test_a_query_that_is_wrong_is_named(text, field):
    with pytest.raises(ValidationFailed) as failed:
        asked(text)
    assert [error["field"] for error in failed.value.errors] == [field]


def test_only_a_list_has_pages():
    with pytest.raises(ValidationFailed):
        asked("limit=5", listing=False)


def test_schemas_of_ours_refuse_what_they_do_not_know_even_empty():
    with pytest.raises(colander.Invalid):
        s.Shape().deserialize({"x": 1})
