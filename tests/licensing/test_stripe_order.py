"""Stripe's events in any order and number: an invoice counts once, and for what was paid."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from test_stripe import PRICE, charge, event, invoice, send, support_of

MONTHS_3 = timedelta(days=88), timedelta(days=93)


@pytest.fixture(scope="module", autouse=True)
def priced(service):
    """Support of three months costs 90.00 EUR; a plugin has no price here."""
    plan = service.call("GET", "/v1/plans/support-3")
    body = {"version": plan["version"], "stripe_price": PRICE, "price": 9000, "currency": "EUR"}
    service.call("PATCH", "/v1/plans/support-3", body)


def line(**more):
    return {"price": {"id": PRICE}, "amount": 9000, "currency": "eur"} | more


def paid(made, *lines, **more):
    return invoice(made["id"], lines={"data": list(lines)}, **more)


def test_an_invoice_counts_once_whatever_events_tell_of_it(service):
    made, other = service.issue(), service.issue()
    before = support_of(service, made)
    with ThreadPoolExecutor(4) as pool:
        said = [invoice(made["id"], id="in_once") for _event in range(4)]
        outcomes = list(pool.map(lambda each: send(service, each)["outcome"], said))
    assert sorted(outcomes) == ["invoice_repeated"] * 3 + ["support_extended"]
    assert MONTHS_3[0] < support_of(service, made) - before < MONTHS_3[1]
    assert send(service, invoice(made["id"], id="in_next"))["outcome"] == "support_extended"
    assert send(service, invoice(other["id"], id="in_once"))["outcome"] == "support_extended"


def test_an_invoice_that_came_to_nothing_may_come_again(service):
    made = service.issue()
    said = invoice(made["id"], id="in_late", price="price_unknown")
    assert send(service, said)["outcome"] == "no_plan"
    assert send(service, invoice(made["id"], id="in_late"))["outcome"] == "support_extended"


@pytest.mark.parametrize(
    "names",
    [
        ({"payment_intent": "pi_early"}, {"payment_intent": "pi_early"}),
        ({"id": "ch_early"}, {"charge": "ch_early"}),
        ({"invoice": "in_early"}, {"id": "in_early"}),
        ({"payment_intent": "pi_newer"},
         {"payments": {"data": [{"payment": {"type": "payment_intent",
                                             "payment_intent": "pi_newer"}}]}}),
    ],
)  # fmt: skip
def test_money_that_went_back_before_it_was_told_of_buys_nothing(service, names):
    of_charge, of_invoice = names
    made = service.issue()
    before = support_of(service, made)
    assert send(service, charge(**of_charge))["outcome"] == "no_license"
    said = paid(made, line(), **of_invoice)
    assert send(service, said)["outcome"] == "refunded_before"
    assert support_of(service, made) == before


def test_a_part_that_went_back_before_is_no_refund(service):
    made = service.issue()
    part = charge(payment_intent="pi_part", refunded=False, amount_refunded=10)
    assert send(service, part)["outcome"] == "partly_refunded"
    said = paid(made, line(), payment_intent="pi_part")
    assert send(service, said)["outcome"] == "support_extended"


def test_support_that_is_refunded_does_not_end_a_license_that_was_paid_otherwise(service):
    made = service.issue()
    said = paid(made, line(), id="in_support", payment_intent="pi_support_of")
    assert send(service, said)["outcome"] == "support_extended"
    back = charge(payment_intent="pi_support_of", metadata={"license_id": made["id"]})
    assert send(service, back)["outcome"] == "other_payment"
    assert service.call("GET", f"/v1/licenses/{made['id']}")["state"] == "active"


@pytest.mark.parametrize(
    ("lines", "months"),
    [
        ([line(quantity=2, amount=18_000)], 6),
        ([line(), line()], 6),
        # Unused time of what was changed comes back: it is not bought once more.
        ([line(amount=-9000), line()], 3),
        ([line(amount=9900)], 3),
        ([{"price": {"id": PRICE}}], 3),
    ],
)
def test_as_much_as_was_paid(service, lines, months):
    made = service.issue()
    before = support_of(service, made)
    assert send(service, paid(made, *lines, id="in_much"))["outcome"] == "support_extended"
    days = (support_of(service, made) - before).days
    assert 29.3 * months < days < 31.3 * months


@pytest.mark.parametrize(
    "wrong",
    [{"amount": 8999}, {"amount": 0}, {"currency": "ron"}, {"quantity": 2}, {"amount": 90}],
)
def test_too_little_or_in_another_currency_is_for_staff_to_look_at(service, wrong):
    made = service.issue()
    before = support_of(service, made)
    assert send(service, paid(made, line(**wrong)))["outcome"] == "amount_differs"
    assert support_of(service, made) == before
    assert service.noted(made["id"], "stripe")[0]["outcome"] == "amount_differs"


@pytest.mark.parametrize("quantity", [0, -1, True, "2", 10**9, None, 34])
def test_odd_quantities_break_nothing(service, quantity):
    made = service.issue()
    said = paid(made, {"price": {"id": PRICE}, "quantity": quantity})
    assert send(service, said)["outcome"] in ("support_extended", "period_malformed")


@pytest.mark.parametrize(
    "thing",
    [
        {}, {"lines": []}, {"lines": {"data": {}}}, {"lines": {"data": [None, 1, "x", []]}},
        {"metadata": []}, {"metadata": {"license_id": 7}}, {"id": 1}, {"payments": "x"},
        {"payments": {"data": [{"payment": None}, 3]}}, {"subscription": {"id": "sub_none"}},
        {"customer": {"id": []}, "lines": {"data": [{"price": {"id": {}}, "amount": "9"}]}},
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["invoice.paid", "charge.refunded"])
def test_whatever_a_genuine_event_holds_is_answered(service, kind, thing):
    assert send(service, event(kind, thing))["outcome"] in ("no_license", "partly_refunded")


def test_an_add_on_is_paid_though_the_tier_takes_fewer_niches_by_now(service):
    made = service.issue(plan="", tier="growth", niche_packages=["ecommerce", "travel"])
    tier = service.call("GET", "/v1/tiers/growth")
    changed = {"version": tier["version"], "niches": 1}
    service.call("PATCH", "/v1/tiers/growth", changed)
    path = f"/v1/licenses/{made['id']}/add"
    added = service.call("POST", path, {"licensed_plugins": ["niche-x"]})
    assert "niche-x" in added["licensed_plugins"]
    more = service.call("POST", path, {"niche_packages": ["services"]}, 422)
    assert more["reason"] == "too_many_niches"
