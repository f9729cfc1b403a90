"""Selling abroad: page, order, invoice and its XML agree to the cent, whatever the treatment."""

import re
from decimal import Decimal

import pytest
from selling import read
from shopping import a_customer
from sqlalchemy import insert, update
from taxed import a_method

from ecommus.core.ids import uuid7
from ecommus.core.invoice import Invoice
from ecommus.core.money import Money, parse
from ecommus.core.orders import Order
from ecommus.core.pricing import PriceQuestion, price
from ecommus.db.queries import invoices as queries
from ecommus.db.queries import sales
from ecommus.db.tables import customers, ops
from ecommus.services import checkout, settings, taxes, zones
from ecommus.services import invoices as service
from ecommus.services.invoicing.ubl import to_xml
from ecommus.services.tokens import token_hash
from ecommus.testing import a_product, an_address

LEGAL = {
    "legal_name": "Magazin Exemplu SRL", "registration_number": "J2015000345127",
    "vat_id": "RO12345674", "street": "Str. Florilor 10", "city": "Cluj-Napoca", "county": "CJ",
    "postal_code": "400001", "country": "RO", "email": "contact@exemplu.ro",
    "phone": "+40264123456",
}  # fmt: skip
HUNGARY = {"city": "Budapest", "county": "BU", "country": "HU", "postal_code": "1051",
           "phone": "+36 1 234 5678"}  # fmt: skip
COMPANY = HUNGARY | {"company": "Vevő Kft.", "vat_id": "HU12892312"}
NORWAY = {"city": "Oslo", "county": "", "country": "NO", "postal_code": "0150",
          "phone": "+47 22 34 56 78"}  # fmt: skip


@pytest.fixture
def seller(shop):
    """A registered shop that sends anywhere for 12.10, and knows Hungary's rate."""
    with shop.work() as job:
        settings.change(job, legal=LEGAL)
        zones.create(job, {"code": "HU", "name": "Hungary", "members": [{"country": "HU"}]})
        rate = {"name": "ÁFA 27%", "zone": "HU", "tax_category": "standard", "rate": "27",
                "included": True, "starts_on": job.now.date(), "ends_on": None}  # fmt: skip
        taxes.create_rate(job, rate)
    a_method(shop, code="world", amount=1210, tax_category="standard", enabled=True)
    return shop


def cart_of(shop, address, *, method="world", amount=12100, quantity=1, currency="RON"):
    """The path of a cart that can be ordered."""
    client, carts = shop.anonymous, "/api/storefront/carts"
    path = f"{carts}/{client.api_post(f'{carts}?currency={currency}').json['id']}"
    product = a_product(shop, price=amount)
    line = {"sku": product.variants[0].sku, "quantity": quantity}
    client.api_post(f"{path}/lines", line, status=200)
    fields = {"email": "ana@example.com", "shipping_address": an_address(**address),
              "shipping_method": method}  # fmt: skip
    client.api_patch(path, fields, status=200)
    return path


def ordered(shop, path):
    """The order, after its question was asked again: it gives the same sums."""
    ways = shop.anonymous.get(f"{path}/payment-methods", status=200).json["items"]
    chosen = {"payment_method": ways[0]["code"]}
    placed = shop.anonymous.api_post(f"{path}/checkout", chosen, status=201)
    with shop.work() as job:
        order = sales.order(job.db, Order.number == placed.json["number"])
    question = PriceQuestion.load(order.question)
    again = price(question)
    assert question.digest() == order.question_digest
    assert (again.total, again.tax_total, again.explain()) == (
        order.total, order.tax_total, order.trace
    )  # fmt: skip
    return order


def invoiced(shop, order):
    """The invoice's model, agreed with its XML and with the order."""
    with shop.work() as job:
        invoice_id = service.issue(job, sales.order(job.db, Order.id == order.id))
        model = Invoice.of(queries.one(job.db, invoice_id).model)
    xml = to_xml(model).decode()
    payable = re.search(r"PayableAmount[^>]*>([0-9.]+)<", xml)[1]
    assert parse(payable, "EUR").amount == model.gross - model.prepaid == order.total
    assert model.gross == order.total
    assert model.tax == order.tax_total
    return model


def categories(model):
    return {(row.category.value, str(row.rate), row.base, row.tax) for row in model.subtotals}


def test_at_home_nothing_changes(seller):
    path = cart_of(seller, {})
    cart = seller.anonymous.get(path).json
    assert (cart["total"]["amount"], cart["tax_total"]["amount"]) == (13310, 2310)
    order = ordered(seller, path)
    assert order.question["treatment"] == "taxed"
    assert categories(invoiced(seller, order)) == {("S", "21.000", 11000, 2310)}


def test_a_company_of_another_member_state_turns_the_charge_round(seller):
    path = cart_of(seller, COMPANY)
    cart = seller.anonymous.get(f"{path}?explain=1").json
    # 121.00 less 21/121 is 100.00, and 12.10 is 10.00.
    assert (cart["total"]["amount"], cart["tax_total"]["amount"]) == (11000, 0)
    assert cart["lines"][0]["unit_price"]["amount"] == 10000
    assert [(t["name"], t["rate"], t["base"]["amount"]) for t in cart["taxes"]] == [
        ("Reverse charge", "0.00", 11000)
    ]
    steps = [step for step in cart["explanation"] if step["rule"] == "tax:net"]
    assert [(s["before"], s["after"]) for s in steps] == [(12100, 10000), (1210, 1000)]
    order = ordered(seller, path)
    model = invoiced(seller, order)
    assert categories(model) == {("K", "0", 11000, 0)}
    assert model.buyer.vat_id == "HU12892312"


def test_a_number_with_a_wrong_digit_is_refused_where_it_stands(seller):
    path = cart_of(seller, HUNGARY)
    wrong = an_address(**COMPANY | {"vat_id": "HU12892313"})
    headers = {"Accept-Language": "en"}
    change = {"shipping_address": wrong}
    answer = seller.anonymous.api_patch(path, change, headers=headers, status=422).json
    (error,) = answer["errors"]
    assert error["field"] == "shipping_address.vat_id"
    assert "check digit" in error["message"]


def test_a_person_abroad_pays_the_rate_there_inside_the_same_price(seller):
    path = cart_of(seller, HUNGARY, amount=12700)
    cart = seller.anonymous.get(path).json
    # 127.00 + 12.10 = 139.10, of it 27/127 = 29.57.
    assert (cart["total"]["amount"], cart["tax_total"]["amount"]) == (13910, 2957)
    model = invoiced(seller, ordered(seller, path))
    assert categories(model) == {("S", "27.000", 10953, 2957)}


def test_or_the_net_price_with_the_rate_there_on_top(seller):
    with seller.work() as job:
        settings.change(job, settings={"tax": {"abroad": "net"}})
    path = cart_of(seller, HUNGARY)
    cart = seller.anonymous.get(path).json
    # 100.00 + 10.00 net, 27 % on top.
    assert (cart["total"]["amount"], cart["tax_total"]["amount"]) == (13970, 2970)
    assert cart["tax_included"] is False
    assert categories(invoiced(seller, ordered(seller, path))) == {("S", "27.000", 11000, 2970)}
    # At home the shelf's price stays.
    assert seller.anonymous.get(cart_of(seller, {})).json["total"]["amount"] == 13310


def test_what_leaves_the_union_is_exported(seller):
    path = cart_of(seller, NORWAY)
    assert seller.anonymous.get(path).json["total"]["amount"] == 11000
    model = invoiced(seller, ordered(seller, path))
    assert categories(model) == {("G", "0", 11000, 0)}


def test_who_comes_for_it_buys_at_home(seller):
    a_method(seller, code="here", kind="pickup", enabled=True, pickup_address="Str. Mică 1")
    path = cart_of(seller, NORWAY, method="here")
    cart = seller.anonymous.get(path).json
    assert (cart["total"]["amount"], cart["tax_total"]["amount"]) == (12100, 2100)
    assert read(seller, ordered(seller, path)).pickup == "Str. Mică 1"


def test_an_exempt_customer_pays_no_tax(seller):
    customer_id = a_customer(seller)
    path = cart_of(seller, {})
    with seller.work() as job:
        table = customers.customers
        reason = {"tax_exempt": True, "tax_exempt_reason": "art. 294"}
        job.db.execute(update(table).where(table.c.id == customer_id).values(**reason))
        cart = sales.cart(job.db, token_hash(path.rpartition("/")[2]))
        cart.customer_id, cart.payment_method = customer_id, "cod"
        order, _token = checkout.place(job, cart, "cod")
    order = read(seller, order)
    assert (order.total, order.question["treatment"]) == (11000, "exempt")
    model = invoiced(seller, order)
    assert categories(model) == {("E", "0", 11000, 0)}
    assert [(row.reason_code, row.reason) for row in model.subtotals] == [("", "art. 294")]
    assert b"<cbc:TaxExemptionReason>art. 294</cbc:TaxExemptionReason>" in to_xml(model)


def test_a_country_without_a_rate_stops_the_order_unless_the_shop_says_otherwise(seller):
    path = cart_of(seller, HUNGARY | {"country": "PT", "phone": "+351 21 234 5678"})
    cart = seller.anonymous.get(path).json
    assert [problem["code"] for problem in cart["problems"]] == ["tax_rate_missing"]
    seller.anonymous.api_post(f"{path}/checkout", {"payment_method": "cod"}, status=409)
    with seller.work() as job:
        settings.change(job, settings={"tax": {"missing_rate": "zero"}})
    assert seller.anonymous.get(path).json["problems"] == []
    assert ordered(seller, path).tax_total == 0


def test_a_province_comes_before_its_country(seller):
    with seller.work() as job:
        islands = {"code": "cluj", "name": "Cluj",
                   "members": [{"country": "RO", "province": "CJ"}]}  # fmt: skip
        zones.create(job, islands)
        rate = {"name": "TVA 5%", "zone": "cluj", "tax_category": "standard", "rate": "5",
                "included": True, "starts_on": job.now.date(), "ends_on": None}  # fmt: skip
        taxes.create_rate(job, rate)
    assert seller.anonymous.get(cart_of(seller, {})).json["taxes"][0]["rate"] == "5.00"
    elsewhere = cart_of(seller, {"county": "IS", "city": "Iași"})
    assert seller.anonymous.get(elsewhere).json["taxes"][0]["rate"] == "21.00"


def test_the_checkouts_page_asks_for_the_country_where_a_shop_delivers_abroad(seller):
    client = seller.anonymous
    product = a_product(seller, price=12700)
    line = {"variant_id": str(product.variants[0].id), "quantity": "1"}
    client.post("/cos/add", line, status=303)
    page = client.get("/finalizare/adresa", status=200)
    form = page.forms[0] if "country" in page.forms[0].fields else page.forms[1]
    assert form["country"].value == "RO"
    origin = {"Origin": f"http://{client.host}"}
    filled = {"email": "eva@example.com", "first_name": "Éva", "last_name": "Kiss",
              "street": "Fő utca 1", "city": "Budapest", "postal_code": "1051",
              "phone": "+36 1 234 5678"}  # fmt: skip
    for name, value in filled.items():
        form[name] = value
    # Romania has counties: without one nothing can be sent there.
    assert form.submit(headers=origin, status=422)
    form["country"] = "HU"
    form.submit(headers=origin, status=303)
    client.post("/finalizare/livrare", {"method": "world"}, status=303)
    client.post("/finalizare/plata", {"method": "cod"}, status=303)
    summary = client.get("/finalizare/sumar", status=200)
    assert "ÁFA 27%" in summary
    assert "29,57" in summary


@pytest.mark.parametrize(
    ("currency", "rate", "step"), [("EUR", "4.9765", 1), ("HUF", "0.0123", 100)]
)
def test_page_order_and_invoice_agree_in_another_currency(seller, currency, rate, step):
    with seller.work() as job:
        stored = [{"code": currency, "rate": rate, "step": step}]
        settings.change(job, settings={"currencies": stored})
        account = {"iban": "RO49AAAA1B31007593840000", "bank": "", "beneficiary": "Acme"}
        row = {"id": uuid7(), "plugin": "payment-transfer", "enabled": True, "settings": account}
        job.db.execute(insert(ops.tenant_plugins).values(**row))
    path = cart_of(seller, {}, currency=currency, quantity=3)
    cart = seller.anonymous.get(path).json
    order = ordered(seller, path)
    assert (order.currency, order.total) == (currency, cart["total"]["amount"])
    model = invoiced(seller, order)
    assert (model.currency, model.exchange_rate) == (currency, Decimal(rate))
    # Its tax is told in lei as well, at the order's rate.
    tax = Money(model.tax, currency).decimal * Decimal(rate)
    assert abs(Money(model.tax_ron, "RON").decimal - tax) <= Decimal("0.005")
