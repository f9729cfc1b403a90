"""Attribute values: a text, or a text per language; on the form and in a file."""

import re

import pytest

from ecommus.core.attributes import CODE, columns, said, texts, with_columns

SHOP = ("ro", "en")


def test_a_plain_text_is_in_the_main_language():
    assert texts("lut", "ro") == {"ro": "lut"}
    assert texts({"en": "clay"}, "ro") == {"en": "clay"}
    assert texts(None, "ro") == texts("", "ro") == {}


@pytest.mark.parametrize(
    ("value", "given", "after"),
    [
        (None, {"ro": "lut", "en": ""}, "lut"),
        (None, {"ro": "lut", "en": "clay"}, {"ro": "lut", "en": "clay"}),
        ("lut", {"en": "clay"}, {"ro": "lut", "en": "clay"}),
        ({"ro": "lut", "en": "clay"}, {"en": ""}, "lut"),
        ({"ro": "lut", "en": "clay"}, {"ro": ""}, {"en": "clay"}),
        ({"ro": "lut", "fr": "argile"}, {"ro": "", "en": ""}, {"fr": "argile"}),
        ("lut", {"ro": "", "en": ""}, ""),
    ],
)
def test_what_is_said_replaces_what_was(value, given, after):
    assert said(value, given, "ro") == after


def test_what_does_not_differ_keeps_its_shape():
    value = {"ro": "lut"}
    assert said(value, {"ro": "lut", "en": ""}, "ro") is value


def test_columns_read_back_change_nothing():
    values = {"material": {"ro": "lut", "en": "clay"}, "litres": "2", "fit": {"en": "slim"}}
    written = columns(values, SHOP)
    assert written == (
        ("fit:en", "slim"), ("litres", "2"), ("material", "lut"), ("material:en", "clay"),
    )  # fmt: skip
    assert with_columns(values, written, SHOP) == values
    assert with_columns({}, written, SHOP) == values


def test_a_file_leaves_alone_what_it_does_not_name():
    values = {"material": {"ro": "lut", "en": "clay"}, "litres": "2"}
    read = [("material", "porțelan"), ("size: cm", "30"), ("x:de", "1")]
    assert with_columns(values, read, SHOP) == {
        "material": {"ro": "porțelan", "en": "clay"}, "litres": "2", "size: cm": "30", "x:de": "1",
    }  # fmt: skip


@pytest.mark.parametrize("code", ["material", "Culoare", "Made in", "țară", "x" * 100])
def test_codes(code):
    assert re.fullmatch(CODE, code)


@pytest.mark.parametrize("code", ["", " a", "a ", "a:b", ":", "a\nb", "x" * 101])
def test_no_codes(code):
    assert not re.fullmatch(CODE, code)
