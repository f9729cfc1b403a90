"""Returns in the admin: the queue, decisions, counting; and withdrawals in the same queue."""

from mailbox import mails, text

import pytest
from pages import form_at, send, signed_in
from returning import a_return
from returning import send as sent_off
from selling import an_order, read, statements
from shopping import customer_of

from ecommus.core.orders import Order
from ecommus.db.queries import customers, sales
from ecommus.db.queries import returns as queries
from ecommus.services import withdrawals
from ecommus.services.customers import privacy
from ecommus.testing import a_product, an_address


@pytest.fixture
def cup(shop):
    return a_product(shop, title="Cup", quantity=9)


@pytest.fixture
def order(shop, cup):
    return sent_off(shop, an_order(shop, (cup, 2)).id)


@pytest.fixture
def owner(shop):
    return signed_in(shop)


def at(return_id, *path):
    return "/".join(("/admin/returns", str(return_id), *path))


def returns_of(shop, order):
    with shop.work() as job:
        return queries.of_order(job.db, order.id)


def withdraw(shop, number, email="ana@example.com"):
    with shop.work() as job:
        return withdrawals.declare(job, "Ana Pop", number, email, "All of it.")


class TestQueue:
    def test_an_empty_one_teaches(self, owner):
        assert "No returns yet" in owner.get("/admin/returns", status=200)

    def test_it_is_searched_and_costs_the_same_for_many(self, kit, shop, owner, cup):
        for _ in range(3):
            a_return(shop, an_order(shop, (cup, 1)).id)
        few = statements(kit, owner, "/admin/returns")
        for _ in range(3):
            a_return(shop, an_order(shop, (cup, 1), address=an_address(last_name="Rus")).id)
        assert statements(kit, owner, "/admin/returns") == few
        page = owner.get("/admin/returns?q=rus", status=200)
        assert page.text.count("-R1") == 3
        assert "No return fits" in owner.get("/admin/returns?status=done", status=200)


class TestOne:
    def test_from_the_request_to_its_end(self, kit, shop, owner, order):
        return_id = a_return(shop, order.id, 2)
        page = owner.get(at(return_id), status=200)
        assert "It does not fit" in page
        assert "Too small." in page
        form = form_at(owner, at(return_id), "/approve")
        form["answer"] = "Bring it to the shop."
        assert "told by e-mail" in send(owner, form, status=303).follow()
        form = form_at(owner, at(return_id), "/receive")
        form[f"damaged-{order.lines[0].id}"] = "1"
        page = send(owner, form, status=303).follow()
        assert "Give the money back" in page
        assert "2 × Cup" in page
        send(owner, form_at(owner, at(return_id), "/finish"), status=303)
        (entered,) = returns_of(shop, order)
        assert entered.status == "done"
        assert read(shop, order).fulfilment_status == "returned"
        told = [m["subject"] for m in mails(kit, "ana@example.com", shop) if "-R1" in m["subject"]]
        number = entered.number
        assert told == [
            f"Am primit cererea ta de retur: {number}",
            f"Returul tău {number} este aprobat",
            f"Returul tău {number} a ajuns",
            f"Returul tău {number} este închis",
        ]
        approved = mails(kit, "ana@example.com", shop)[-3]
        assert "Bring it to the shop." in text(approved)

    def test_a_refusal_needs_words_and_goes_to_the_customer(self, kit, shop, owner, order):
        return_id = a_return(shop, order.id)
        form = form_at(owner, at(return_id), "/refuse")
        assert "Say why" in send(owner, form, status=422)
        form["answer"] = "It was worn."
        send(owner, form, status=303)
        assert "It was worn." in text(mails(kit, "ana@example.com", shop)[-1])

    def test_more_than_was_sent_is_not_counted(self, shop, owner, order):
        return_id = a_return(shop, order.id)
        send(owner, form_at(owner, at(return_id), "/approve"), status=303)
        form = form_at(owner, at(return_id), "/receive")
        form[f"received-{order.lines[0].id}"] = "3"
        page = send(owner, form, status=409)
        assert "Cup: 2 can be returned." in page
        assert returns_of(shop, order)[0].status == "approved"
        form[f"received-{order.lines[0].id}"] = "two"
        assert "write a whole number" in send(owner, form, status=422)

    def test_two_people_do_not_decide_at_once(self, shop, owner, order):
        return_id = a_return(shop, order.id)
        first = form_at(owner, at(return_id), "/approve")
        second = form_at(owner, at(return_id), "/refuse")
        send(owner, first, status=303)
        second["answer"] = "No."
        assert "was changed meanwhile" in send(owner, second, status=409)
        assert returns_of(shop, order)[0].status == "approved"


class TestEntering:
    def test_goods_that_came_by_themselves_are_entered_on_their_order(self, shop, owner, order):
        page = owner.get(f"/admin/orders/{order.id}", status=200).click("Enter a return")
        form = page.forms[max(page.forms, key=str)]
        form[f"quantity-{order.lines[0].id}"] = "2"
        form["restock"] = "0"
        page = send(owner, form, status=303).follow()
        assert f"{order.number}-R1" in page
        assert "The return is entered" in page
        (entered,) = returns_of(shop, order)
        assert (entered.status, entered.lines[0]["damaged"]) == ("received", 2)

    def test_an_order_of_which_nothing_was_sent_offers_none(self, shop, owner, cup):
        order = an_order(shop, (cup, 1))
        assert "Enter a return" not in owner.get(f"/admin/orders/{order.id}", status=200)
        assert "not sent" in owner.get(f"/admin/orders/{order.id}/return", status=200)


class TestWithdrawals:
    def test_what_was_sent_waits_as_a_return(self, shop, order):
        withdraw(shop, order.number)
        (entered,) = returns_of(shop, order)
        assert [(x["quantity"], x["reason"]) for x in entered.lines] == [(2, "withdrawal")]
        # Saying it twice is no second return.
        withdraw(shop, order.number)
        assert len(returns_of(shop, order)) == 1

    def test_what_another_return_holds_already_is_left_out(self, shop, order):
        a_return(shop, order.id, 1)
        withdraw(shop, order.number)
        assert returns_of(shop, order)[1].lines[0]["quantity"] == 1

    def test_an_order_not_yet_sent_waits_to_be_cancelled(self, kit, shop, owner, cup):
        order = an_order(shop, (cup, 1))
        withdraw(shop, order.number)
        (entered,) = returns_of(shop, order)
        page = owner.get(at(entered.id), status=200)
        assert "withdrew before anything was sent" in page
        form = form_at(owner, f"/admin/orders/{order.id}/cancel", "/cancel")
        send(owner, form, status=303)
        assert returns_of(shop, order)[0].status == "done"
        told = [m["subject"] for m in mails(kit, "ana@example.com", shop)]
        assert not [subject for subject in told if "-R1" in subject]

    def test_or_comes_back_whole_when_it_was_sent_meanwhile(self, shop, owner, cup):
        order = an_order(shop, (cup, 3))
        withdraw(shop, order.number)
        sent_off(shop, order.id)
        (entered,) = returns_of(shop, order)
        send(owner, form_at(owner, at(entered.id), "/approve"), status=303)
        assert returns_of(shop, order)[0].lines[0]["quantity"] == 3

    def test_one_that_names_no_order_is_looked_into(self, shop, owner, order):
        withdraw(shop, order.number, "somebody@example.com")
        assert "somebody@example.com" in owner.get("/admin/returns", status=200)
        form = form_at(owner, "/admin/returns", "/withdrawal")
        form["order_number"] = "12345"
        assert "no order with this number" in send(owner, form, status=422)
        form["order_number"] = f"#{order.number}"
        page = send(owner, form, status=303).follow()
        assert "is with its order now" in page
        assert "somebody@example.com" not in page
        assert returns_of(shop, order)[0].withdrawal_id is not None

    def test_or_put_aside(self, shop, owner):
        withdraw(shop, "none", "somebody@example.com")
        form = form_at(owner, "/admin/returns", "/withdrawal")
        page = send(owner, form, name="aside", status=303).follow()
        assert "put aside" in page
        assert "somebody@example.com" not in page


def test_an_erased_customers_returns_keep_no_words_of_theirs(shop, order):
    a_return(shop, order.id)
    customer_id = customer_of(shop)
    with shop.work() as job:
        sales.order(job.db, Order.id == order.id).customer_id = customer_id
        job.db.flush()
        held = privacy.export(job, customer_id)["returns"]
        assert [entry["note"] for entry in held] == ["Too small."]
        privacy.erase(job, customers.customer(job.db, customer_id))
    assert returns_of(shop, order)[0].note == ""


def test_the_order_leads_to_its_customer_and_the_return_too(shop, owner, order):
    customer_id = customer_of(shop)
    with shop.work() as job:
        sales.order(job.db, Order.id == order.id).customer_id = customer_id
    return_id = a_return(shop, order.id)
    for path in (f"/admin/orders/{order.id}", at(return_id)):
        page = owner.get(path, status=200).click("This customer's page")
        assert f"#{order.number}" in page
