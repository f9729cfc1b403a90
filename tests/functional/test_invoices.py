"""Issuing: numbers without gaps under any race, documents that nobody alters, clear refusals."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import pytest
from selling import an_order, read
from sqlalchemy import create_engine, select, text, update
from sqlalchemy.exc import ProgrammingError

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.invoice import Invoice
from ecommus.core.orders import Order
from ecommus.db.queries import invoices as queries
from ecommus.db.queries import sales
from ecommus.db.session import TenantSession
from ecommus.db.tables import sales as sales_tables
from ecommus.db.tables.invoices import invoice_series, invoices
from ecommus.services import invoices as service
from ecommus.services import orders as order_service
from ecommus.services import settings
from ecommus.services.invoice_proof import verify
from ecommus.testing import a_product

LEGAL = {
    "legal_name": "Magazin Exemplu SRL", "registration_number": "J2015000345127",
    "vat_id": "RO12345674", "street": "Str. Florilor 10", "city": "Cluj-Napoca", "county": "CJ",
    "postal_code": "400001", "country": "RO", "email": "contact@exemplu.ro",
    "phone": "+40264123456",
}  # fmt: skip


@pytest.fixture
def seller(shop):
    """A shop whose legal identity is complete."""
    with shop.work() as job:
        settings.change(job, legal=LEGAL)
    return shop


def ordered(shop, *pairs):
    return an_order(shop, *(pairs or [(a_product(shop, price=999, quantity=100), 3)]))


def issue(shop, order, **options):
    with shop.work() as job:
        invoice_id = service.issue(job, sales.order(job.db, Order.id == order.id), **options)
    return row(shop, invoice_id)


def credit(shop, invoice, *arguments, **options):
    with shop.work() as job:
        note_id = service.credit(job, queries.one(job.db, invoice.id), *arguments, **options)
    return row(shop, note_id)


def row(shop, invoice_id):
    with shop.work() as job:
        return queries.one(job.db, invoice_id)


def proof(shop):
    with TenantSession(shop.kit.databases.platform) as db:
        return verify(db, shop.id)


def test_an_invoice_is_the_order_to_the_cent(seller):
    order = ordered(seller)
    issued = issue(seller, order)
    assert (issued.full_number, issued.kind, issued.number) == ("FCT-000001", "380", 1)
    model = Invoice.of(issued.model)
    assert (model.gross, model.tax) == (order.total, order.tax_total)
    assert issued.total == order.total
    assert model.digest() == issued.digest
    with seller.work() as job:
        kinds = [(e.kind, e.data) for e in sales.timeline(job.db, order.id)]
        sent = job.db.execute(
            text("SELECT payload FROM outbox WHERE name = 'invoice.issued'")
        ).all()
    assert ("invoiced", {"reference": "FCT-000001"}) in kinds
    assert [event.payload["number"] for event in sent] == ["FCT-000001"]
    assert proof(seller) == proof(seller)
    assert (proof(seller).documents, proof(seller).findings) == (1, ())


def test_an_order_has_one_open_invoice(seller):
    order = ordered(seller)
    issued = issue(seller, order)
    with pytest.raises(Conflict, match="FCT-000001 already"):
        issue(seller, order)
    note = credit(seller, issued)
    assert (note.full_number, note.kind, note.preceding_id) == ("STO-000001", "381", issued.id)
    assert note.total == issued.total
    # Given back whole, it may be invoiced again.
    assert issue(seller, order).full_number == "FCT-000002"


def test_never_more_is_credited_than_is_left(seller):
    issued = issue(seller, ordered(seller))
    first = credit(seller, issued, {"1": 2}, "returned")
    assert first.total == 2 * 999
    assert "returned" in Invoice.of(first.model).notes
    with pytest.raises(Conflict, match="only 1 left"):
        credit(seller, issued, {"1": 2})
    with pytest.raises(Invalid, match="not credited again"):
        credit(seller, first)
    rest = credit(seller, issued)
    assert first.total + rest.total == issued.total
    with pytest.raises(Conflict, match="credited already"):
        credit(seller, issued)
    assert proof(seller).findings == ()


def test_what_is_in_the_way_is_said_before_a_number_is_taken(shop):
    order = ordered(shop)
    with pytest.raises(Invalid, match="legal identity is incomplete"):
        issue(shop, order)
    with shop.work() as job:
        settings.change(job, legal=LEGAL | {"county": ""})
    with pytest.raises(Invalid, match="county"):
        issue(shop, order)
    with shop.work() as job:
        settings.change(job, legal=LEGAL)
        job.db.execute(
            update(sales_tables.orders).values(billing_address={"last_name": "Pop", "city": "Iași",
                                                                "county": "IS", "country": "RO"})
        )  # fmt: skip
    with pytest.raises(Invalid, match="BR-RO-082"):
        issue(shop, order)
    cancelled = ordered(shop)
    with shop.work() as job:
        order_service.cancel(job, sales.order(job.db, Order.id == cancelled.id))
    with pytest.raises(Conflict, match="cancelled"):
        issue(shop, cancelled)
    with shop.work() as job:
        assert job.db.execute(select(invoice_series)).all() == []


def test_another_currency_needs_its_rate(seller):
    order = ordered(seller)
    with seller.work() as job:
        job.db.execute(update(sales_tables.orders).values(currency="EUR"))
    with pytest.raises(Invalid, match="exchange rate"):
        issue(seller, order)
    model = Invoice.of(issue(seller, order, exchange_rate=Decimal("5.0876")).model)
    assert model.tax_ron == round(model.tax * Decimal("5.0876"))


def test_the_rate_that_an_order_was_placed_with(seller):
    order = ordered(seller)
    with seller.work() as job:
        placed = {"currency": "EUR", "exchange_rate": Decimal("4.9")}
        job.db.execute(update(sales_tables.orders).values(**placed))
    model = Invoice.of(issue(seller, order).model)
    assert model.exchange_rate == Decimal("4.9")
    assert model.tax_ron == round(model.tax * Decimal("4.9"))
    note = Invoice.of(credit(seller, first_of(seller, order), amount=100).model)
    assert (note.exchange_rate, note.gross) == (Decimal("4.9"), 100)


def test_a_rate_in_other_money_than_lei_is_none(seller):
    order = read(seller, ordered(seller))
    order.exchange_rate = Decimal("4.9")
    with seller.work() as job:
        assert service.rate_of(job, order) == Decimal("4.9")
        job.__dict__["tenant"] = replace(job.tenant, currency="EUR")
        assert service.rate_of(job, order) is None


def first_of(shop, order):
    with shop.work() as job:
        return queries.of_order(job.db, order.id)[0]


def test_series_and_work_points_count_by_themselves(seller):
    assert issue(seller, ordered(seller)).full_number == "FCT-000001"
    assert issue(seller, ordered(seller), work_point="B2").full_number == "FCTB2-000001"
    with seller.work() as job:
        settings.change(job, settings={"invoicing": {"invoice_series": "WEB"}})
    assert issue(seller, ordered(seller)).full_number == "WEB-000001"
    taken = {"invoicing": {"invoice_series": "WEB", "credit_series": "FCT"}}
    with (
        pytest.raises(Conflict, match="FCT numbers other documents"),
        seller.work() as job,
    ):
        settings.change(job, settings=taken)
    with pytest.raises(Invalid, match="work point"):
        issue(seller, ordered(seller), work_point="a-b")
    assert proof(seller).findings == ()


def test_twenty_at_once_are_twenty_numbers_in_a_row(seller):
    product = a_product(seller, price=999, quantity=100)
    orders = [ordered(seller, (product, 1)) for _ in range(20)]
    with ThreadPoolExecutor(20) as pool:
        issued = list(pool.map(lambda order: issue(seller, order), orders))
    assert sorted(each.number for each in issued) == list(range(1, 21))
    assert proof(seller).findings == ()


def test_one_order_pressed_twenty_times_is_one_invoice(seller):
    order = ordered(seller)

    def press(_number):
        try:
            return issue(seller, order).full_number
        except Conflict as refused:
            return refused.code

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(press, range(20)))
    assert sorted(answers) == ["FCT-000001", *["invoice_exists"] * 19]


def test_credits_at_once_never_exceed_the_invoice(seller):
    issued = issue(seller, ordered(seller))

    def press(_number):
        try:
            return credit(seller, issued, {"1": 1}).total
        except Conflict:
            return 0

    with ThreadPoolExecutor(8) as pool:
        totals = list(pool.map(press, range(8)))
    assert sorted(totals) == [0] * 5 + [999] * 3


def test_an_abort_leaves_no_gap(seller):
    class Aborted(Exception):
        pass

    first, second = ordered(seller), ordered(seller)

    def abort():
        with seller.work() as job:
            service.issue(job, sales.order(job.db, Order.id == first.id))
            raise Aborted

    with pytest.raises(Aborted):
        abort()
    assert issue(seller, second).number == 1
    assert issue(seller, first).number == 2
    assert proof(seller).findings == ()


@pytest.mark.parametrize("statement", ["UPDATE invoices SET total = 0", "DELETE FROM invoices"])
def test_the_application_cannot_alter_a_document(seller, statement):
    issue(seller, ordered(seller))
    with pytest.raises(ProgrammingError, match="permission denied"), seller.work() as job:
        job.db.execute(text(statement))
    with seller.kit.platform_session() as db, pytest.raises(ProgrammingError, match="denied"):
        db.execute(text(statement))


def test_the_proof_finds_what_an_owner_of_the_database_did(seller):
    issued = [issue(seller, ordered(seller)) for _ in range(4)]
    engine = create_engine(seller.kit.databases.owner_url)
    forged = dict(issued[1].model) | {"order_number": "1"}
    with engine.begin() as connection:
        gone = invoices.c.id == issued[2].id
        connection.execute(invoices.delete().where(gone))
        connection.execute(
            update(invoices).where(invoices.c.id == issued[1].id).values(model=forged)
        )
        connection.execute(update(invoices).where(invoices.c.id == issued[0].id).values(total=1))
    engine.dispose()
    found = proof(seller)
    assert found.documents == 3
    assert [(f.kind, f.number) for f in found.findings] == [
        ("altered", "FCT-000001"), ("altered", "FCT-000002"), ("gap", "FCT-000003"),
    ]  # fmt: skip


def test_another_shop_counts_for_itself(seller, other_shop):
    issue(seller, ordered(seller))
    with other_shop.work() as job:
        settings.change(job, legal=LEGAL)
        assert job.db.execute(select(invoices)).all() == []
    assert issue(other_shop, ordered(other_shop)).full_number == "FCT-000001"
    assert read(seller, ordered(seller)).number
