"""One bank account, typed once: transfers go to the account of the invoices, or to another."""

from mailbox import mails, text

import pytest
from pages import form_at, send, signed_in
from selling import an_order

from ecommus.core.money import Money
from ecommus.plugin_sdk import shop_text
from ecommus.services import plugins, settings
from ecommus.services.carts import payment_choice
from ecommus.services.tokens import order_token
from ecommus.testing import a_product

IBAN = "RO49AAAA1B31007593840000"
OTHER = "RO09BCYP0000001234567890"
ID = "payment-transfer"


@pytest.fixture
def seller(shop):
    with shop.work() as job:
        plugins.enable(job, job.registry.plugins[ID])
    return shop


def told(shop):
    """What a buyer would be told; "" when it is not offered."""
    with shop.work() as job:
        choice = payment_choice(job, Money(1000, "RON"), "transfer")
    return choice.instructions if choice else ""


def own(shop, **values):
    with shop.work() as job:
        plugin = job.registry.plugins[ID]
        plugins.save_settings(job, plugin, plugins.validate(plugin, values))


def on_invoices(shop, **terms):
    with shop.work() as job:
        settings.change(job, settings={"invoicing": terms}, legal={"legal_name": "Magazin SRL"})


def test_the_account_of_the_invoices_is_the_one(seller):
    assert told(seller) == ""
    on_invoices(seller, iban=IBAN, bank="Banca Exemplu")
    assert "RO49 AAAA 1B31 0075 9384 0000, Banca Exemplu, Magazin SRL" in told(seller)
    on_invoices(seller, iban=OTHER)
    assert "RO09 BCYP 0000 0012 3456 7890, Banca Exemplu" in told(seller)


def test_another_account_comes_first_and_has_no_bank_but_its_own(seller):
    on_invoices(seller, iban=IBAN, bank="Banca Exemplu")
    own(seller, iban=OTHER)
    assert "RO09 BCYP 0000 0012 3456 7890, Magazin SRL" in told(seller)
    own(seller, iban=OTHER, bank="Cealaltă Bancă", beneficiary="Ion Pop")
    assert "7890, Cealaltă Bancă, Ion Pop" in told(seller)


def test_the_form_shows_it_and_keeps_no_copy(seller):
    on_invoices(seller, iban=IBAN, bank="Banca Exemplu")
    owner = signed_in(seller)
    form = form_at(owner, f"/admin/plugins/{ID}")
    assert form["iban"].value == ""
    assert form["iban"].attrs["placeholder"] == IBAN
    assert form["bank"].attrs["placeholder"] == "Banca Exemplu"
    send(owner, form, status=303)
    with seller.work() as job:
        assert plugins.own_settings(job, ID) == {"iban": "", "beneficiary": "", "bank": ""}
        assert plugins.shown_settings(job, job.registry.plugins[ID])["iban"] == ""
    on_invoices(seller, iban=OTHER)
    assert "RO09 BCYP" in told(seller)


def test_the_buyer_reads_it_on_the_order_and_in_the_mail(kit, seller):
    on_invoices(seller, iban=IBAN)
    order = an_order(
        seller, (a_product(seller, price=999, quantity=9), 1), payment_method="transfer"
    )
    token = order_token(seller.kit.registry.secret, order.id)
    assert "RO49 AAAA 1B31" in seller.anonymous.get(f"/comanda/{token}")
    [mail] = mails(kit, "ana@example.com", seller)
    assert "RO49 AAAA 1B31" in text(mail)


def test_a_word_that_a_shop_does_not_have():
    with pytest.raises(ValueError, match="iban, bank, legal_name"):
        shop_text("vat_id")
