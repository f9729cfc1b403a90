"""Addresses: what must be in one before anything can be sent there."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecommus.core.customers import (
    REQUIRED,
    RO_COUNTIES,
    Address,
    check_address,
    check_company,
    is_email,
)
from ecommus.core.errors import Invalid

HOME = Address(
    first_name="Ana",
    last_name="Pop",
    street="Str. Memorandumului 10",
    city="Cluj-Napoca",
    county="CJ",
    postal_code="400114",
    country="RO",
    phone="0722 123 456",
)
ABROAD = replace(HOME, country="DE", county="", phone="+49 30 901820", postal_code="10178")


def refusal(address):
    with pytest.raises(Invalid) as refused:
        check_address(address, "shipping_address")
    return refused.value.code, refused.value.field


def test_what_can_be_delivered_to():
    check_address(HOME, "shipping_address")
    check_address(ABROAD, "shipping_address")


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("blank", ["", "   ", "\t"])
def test_each_field_that_is_needed(name, blank):
    assert refusal(replace(HOME, **{name: blank})) == ("required", f"shipping_address.{name}")


@pytest.mark.parametrize("county", ["", "XX", "Cluj", "cj"])
def test_a_romanian_county_is_one_of_the_list(county):
    assert refusal(replace(HOME, county=county)) == ("county_invalid", "shipping_address.county")


def test_there_are_forty_one_counties_and_bucharest():
    assert len(RO_COUNTIES) == 42
    assert RO_COUNTIES["B"] == "București"
    # ș and ț are written with a comma below, never with a cedilla.
    assert not set("".join(RO_COUNTIES.values())) & set("şţŞŢ")


@pytest.mark.parametrize("phone", ["12", "call me", "+40", "0722 123 456 789 012 345"])
def test_a_phone_can_be_dialled(phone):
    assert refusal(replace(HOME, phone=phone)) == ("phone_invalid", "shipping_address.phone")


@pytest.mark.parametrize(
    ("country", "number", "good"),
    [
        ("RO", "RO14399840", True),
        ("RO", "14399840", True),
        ("RO", "14399841", False),
        ("DE", "DE136695976", True),
        ("DE", "DE136695977", False),
        ("DE", "RO14399840", True),
        ("RO", "zzz", False),
    ],
)
def test_a_vat_number_has_its_check_digit(country, number, good):
    address = replace(HOME if country == "RO" else ABROAD, vat_id=number)
    if good:
        check_address(address, "billing_address")
    else:
        assert refusal(address) == ("vat_id_invalid", "shipping_address.vat_id")


texts = st.text(max_size=30)


@given(st.builds(Address, *[texts] * 12))
def test_an_address_survives_the_database(address):
    assert Address.of(address.to_json()) == address


@given(st.builds(Address, *[texts] * 12))
def test_whatever_is_typed_is_refused_politely(address):
    try:
        check_address(address, "shipping_address")
    except Invalid as error:
        refused = error
    else:
        return
    assert refused.field.startswith("shipping_address.")


def test_stored_addresses_of_older_versions():
    assert Address.of(None) is None
    assert Address.of({}) is None
    assert Address.of({"city": None, "fax": "1"}) == Address(city="")


def test_as_it_stands_on_a_parcel():
    assert HOME.lines("ro") == (
        "Ana Pop", "Str. Memorandumului 10", "400114 Cluj-Napoca, Cluj, România", "0722 123 456",
    )  # fmt: skip
    abroad = replace(HOME, country="HU", county="BU")
    assert "400114 Cluj-Napoca, BU, Hungary" in abroad.lines("en")
    assert Address(country="").lines("ro") == ()


@pytest.mark.parametrize(
    "text", ["ana@example.com", "a.b+c@x.ro", "o'neil@mail.shop.example", "x@xn--bcher-kva.example"]
)
def test_an_e_mail_address(text):
    assert is_email(text)


@pytest.mark.parametrize(
    "text",
    ["", "ana", "ana@b", "@b.ro", "ana@", "ana@b.", "ana@.ro", "ana@b..ro", "a b@c.ro", "a@b@c.ro",
     "ana@-b.ro", "a..b@c.ro", "ana@b.ro\n", "ană@b.ro", f"{'a' * 250}@b.ro"],
)  # fmt: skip
def test_what_no_mail_can_be_sent_to(text):
    assert not is_email(text)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ro 18547290", "RO18547290"),
        (" 18547290 ", "18547290"),
        ("RO 1854.7290", "RO18547290"),
        ("", ""),
    ],
)
def test_a_companys_number_is_stored_without_ornament(typed, stored):
    assert check_company(typed) == stored


@pytest.mark.parametrize("typed", ["RO18547291", "RO1", "DE18547290", "abc"])
def test_a_wrong_check_digit_is_no_number(typed):
    with pytest.raises(Invalid) as refused:
        check_company(typed)
    assert refused.value.field == "vat_id"


def test_a_number_of_another_country_follows_its_rules():
    assert check_company("DE 136695976", "DE") == "DE136695976"
