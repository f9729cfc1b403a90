"""Returns over the API: asked for by the buyer, decided and received by staff, counted in stock."""

from dataclasses import asdict
from datetime import timedelta

import pytest
from returning import a_return, send
from selling import an_order, read
from sqlalchemy import select, text, update

from ecommus.core.customers import Address
from ecommus.db.tables.sales import fulfilments
from ecommus.db.tables.stock import stock_movements
from ecommus.services.tokens import order_token
from ecommus.testing import a_product, an_address


@pytest.fixture
def owner(shop):
    return shop.as_("owner")


@pytest.fixture
def sent(shop):
    """An order of three cups, all on their way; five were in stock."""
    whole = asdict(Address(**an_address()))
    order = an_order(shop, (a_product(shop, sku="CUP", quantity=5), 3), address=whole)
    return send(shop, order.id)


def own(shop, order):
    return f"/api/storefront/orders/{order_token(shop.kit.registry.secret, order.id)}/returns"


def asking(order, quantity, reason="does_not_fit"):
    return {"lines": [{"line_id": str(order.lines[0].id), "quantity": quantity, "reason": reason}]}


def ledger(shop, order):
    with shop.work() as job:
        m = stock_movements.c
        rows = job.db.execute(
            select(m.kind, m.quantity, m.on_hand).where(m.order_id == order.id).order_by(m.id)
        )
        return [tuple(row) for row in rows]


def test_from_the_question_to_the_shelf(shop, owner, sent):
    buyer = shop.anonymous
    asked = buyer.api_post(
        own(shop, sent), asking(sent, 2) | {"note": "Too small."}, status=201
    ).json
    assert asked["number"] == f"{sent.number}-R1"
    assert asked["status"] == "requested"
    assert asked["lines"][0]["name"] == sent.lines[0].name

    path = f"/api/admin/returns/{asked['id']}"
    assert owner.get("/api/admin/returns?filter[status]=requested").json["total"] == 1
    owner.api_post(f"{path}/receive", status=409)
    approved = owner.api_post(f"{path}/approve", {"answer": "By post."}, status=200).json
    assert (approved["status"], approved["answer"]) == ("approved", "By post.")

    line = str(sent.lines[0].id)
    came = {"lines": [{"line_id": line, "received": 2, "damaged": 1}]}
    received = owner.api_post(f"{path}/receive", came, status=200).json
    assert received["lines"][0] | {"received": 2, "damaged": 1} == received["lines"][0]
    assert ledger(shop, sent)[-2:] == [("returned", 2, 4), ("damaged", 1, 3)]
    assert read(shop, sent).fulfilment_status == "fulfilled"

    assert owner.api_post(f"{path}/finish", status=200).json["status"] == "done"
    (shown,) = buyer.get(own(shop, sent)).json["items"]
    assert (shown["status"], shown["answer"]) == ("done", "By post.")
    kinds = [e["kind"] for e in owner.get(f"/api/admin/orders/{sent.id}").json["timeline"]]
    assert kinds[-4:] == ["return_requested", "return_approved", "return_received", "return_done"]


def test_no_unit_is_asked_for_twice(shop, owner, sent):
    a_return(shop, sent.id, 2)
    refused = shop.anonymous.api_post(own(shop, sent), asking(sent, 2), status=409).json
    assert refused["reason"] == "more_than_sent"
    assert refused["detail"].endswith(": se mai pot returna 1.")
    shop.anonymous.api_post(own(shop, sent), asking(sent, 1), status=201)
    shop.anonymous.api_post(own(shop, sent), asking(sent, 1), status=409)


def test_a_refused_return_sets_its_units_free(shop, owner, sent):
    return_id = a_return(shop, sent.id, 3)
    owner.api_post(f"/api/admin/returns/{return_id}/refuse", {"answer": "Worn."}, status=200)
    shop.anonymous.api_post(own(shop, sent), asking(sent, 3), status=201)


def test_nothing_can_be_returned_before_it_was_sent(shop):
    order = an_order(shop, (a_product(shop, quantity=5), 1))
    refused = shop.anonymous.api_post(own(shop, order), asking(order, 1), status=409).json
    assert refused["reason"] == "nothing_sent"


@pytest.mark.parametrize(("days", "status"), [(13, 201), (15, 409)])
def test_the_time_for_it_runs_from_the_sending(shop, sent, days, status):
    with shop.work() as job:
        then = fulfilments.c.created_at - timedelta(days=days)
        job.db.execute(update(fulfilments).values(created_at=then))
    shop.anonymous.api_post(own(shop, sent), asking(sent, 1), status=status)


def test_or_from_the_delivery(shop, owner, sent):
    owner.api_post(f"/api/admin/orders/{sent.id}/deliver", status=200)
    with shop.work() as job:
        then = fulfilments.c.created_at - timedelta(days=20)
        job.db.execute(update(fulfilments).values(created_at=then))
    shop.anonymous.api_post(own(shop, sent), asking(sent, 1), status=201)


def test_a_longer_time_is_kept_to(shop, owner, sent):
    owner.api_patch("/api/admin/settings", {"returns": {"days": 13}}, status=422)
    assert owner.get("/api/admin/settings").json["returns"] == {"days": 14}
    owner.api_patch("/api/admin/settings", {"returns": {"days": 30}}, status=204)
    with shop.work() as job:
        then = fulfilments.c.created_at - timedelta(days=20)
        job.db.execute(update(fulfilments).values(created_at=then))
    shop.anonymous.api_post(own(shop, sent), asking(sent, 1), status=201)


def test_what_staff_enter_is_received_at_once(shop, owner, sent):
    body = asking(sent, 3, "other") | {"note": "Parcel refused."}
    entered = owner.api_post(f"/api/admin/orders/{sent.id}/return", body, status=201).json
    assert (entered["status"], entered["note"]) == ("received", "Parcel refused.")
    (shown,) = shop.anonymous.get(own(shop, sent)).json["items"]
    assert shown["note"] == "", "what staff note is theirs"
    assert ledger(shop, sent)[-1] == ("returned", 3, 5)
    order = read(shop, sent)
    assert order.fulfilment_status == "returned"
    # Never paid, and everything is back: it can be closed.
    owner.api_post(f"/api/admin/orders/{sent.id}/cancel", status=200)
    assert read(shop, sent).status == "cancelled"
    assert ledger(shop, sent)[-1] == ("returned", 3, 5)


def test_what_cannot_be_sold_again_is_in_the_ledger_and_not_on_the_shelf(shop, owner, sent):
    body = asking(sent, 2, "damaged") | {"restock": False}
    owner.api_post(f"/api/admin/orders/{sent.id}/return", body, status=201)
    assert ledger(shop, sent)[-2:] == [("returned", 2, 4), ("damaged", 2, 2)]


def test_what_came_may_be_other_than_what_was_announced(shop, owner):
    cup, plate = a_product(shop, quantity=5), a_product(shop, quantity=5)
    order = send(shop, an_order(shop, (cup, 1), (plate, 2)).id)
    path = f"/api/admin/returns/{a_return(shop, order.id)}"
    owner.api_post(f"{path}/approve", status=200)
    came = {"lines": [{"line_id": str(order.lines[1].id), "received": 2}]}
    received = owner.api_post(f"{path}/receive", came, status=200).json
    assert [(x["quantity"], x["received"]) for x in received["lines"]] == [(1, 0), (0, 2)]
    too_many = {"lines": [{"line_id": str(order.lines[1].id), "quantity": 1, "reason": "other"}]}
    owner.api_post(f"/api/admin/orders/{order.id}/return", too_many, status=409)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([], "nothing_chosen"),
        ([{"quantity": 1, "reason": "other"}] * 2, "line_twice"),
    ],
)
def test_what_is_wrong_with_a_body_is_said(shop, sent, lines, code):
    lines = [line | {"line_id": str(sent.lines[0].id)} for line in lines]
    refused = shop.anonymous.api_post(own(shop, sent), {"lines": lines}, status=422).json
    assert refused["errors"][0]["code"] == code


def test_the_list_is_searched(shop, owner, sent):
    a_return(shop, sent.id)
    for q, found in ((f"{sent.number}-r1", 1), (sent.number, 1), ("ana@", 1), ("nobody", 0)):
        assert owner.get(f"/api/admin/returns?q={q}").json["total"] == found, q


def test_returns_are_numbered_by_their_order(shop, sent):
    first, second = (
        shop.anonymous.api_post(own(shop, sent), asking(sent, 1), status=201).json["number"]
        for _ in range(2)
    )
    assert (first, second) == (f"{sent.number}-R1", f"{sent.number}-R2")


def test_ledger_and_levels_agree_after_it(shop, owner, sent):
    owner.api_post(f"/api/admin/orders/{sent.id}/return", asking(sent, 2), status=201)
    with shop.work() as job:
        level = job.db.execute(text("SELECT on_hand, allocated FROM stock_levels")).one()
    assert tuple(level) == (4, 0)
