"""The checkout's pages in the shop's languages, and the order's page that they end at."""

import pytest
from pages import english, form_at, send, signed_in
from selling import an_order

from ecommus.services.tokens import order_token
from ecommus.testing import a_product

WAYS = {
    "ro": ("/finalizare", "adresa", "livrare", "plata", "sumar"),
    "en": ("/en/checkout", "address", "delivery", "payment", "summary"),
}
ADDRESS = {
    "email": "ana@example.com", "first_name": "Ana", "last_name": "Pop", "street": "Str. Lungă 1",
    "city": "Cluj-Napoca", "county": "CJ", "postal_code": "400114", "phone": "+40722123456",
}  # fmt: skip


@pytest.fixture
def product(shop):
    return a_product(shop, title="Blue teapot", price=10000, quantity=20)


@pytest.fixture
def buyer(shop, product):
    """Somebody with a teapot in the cart."""
    client = shop.anonymous
    form = {"variant_id": str(product.variants[0].id), "quantity": "1"}
    client.post("/cos/add", form, status=303)
    return client


def path_of(answer):
    return answer.location.removeprefix(f"http://{answer.request.host}")


def page_form(client, path, **fields):
    form = form_at(client, path)
    for name, value in fields.items():
        form[name] = value
    return form


@pytest.mark.parametrize("language", WAYS)
def test_the_steps_are_called_as_the_language_calls_them(buyer, language):
    base, *steps = WAYS[language]
    address, delivery, payment, summary = (f"{base}/{step}" for step in steps)
    assert path_of(buyer.get(base, status=303)) == address
    assert path_of(buyer.get(summary, status=303)) == address
    assert path_of(send(buyer, page_form(buyer, address, **ADDRESS), status=303)) == delivery
    assert path_of(send(buyer, form_at(buyer, delivery), status=303)) == payment
    assert path_of(send(buyer, form_at(buyer, payment), status=303)) == summary
    page = buyer.get(address, status=200)
    shown = [a["href"] for a in page.html.select("a[href]") if f"{base}/" in a["href"]]
    assert set(shown) <= {address, delivery, payment, summary}
    placed = send(buyer, form_at(buyer, summary), status=303)
    assert "Blue teapot" in placed.follow()


def test_a_word_of_another_language_leads_nowhere(buyer):
    for path in ("/finalizare/address", "/finalizare/shipping", "/en/checkout/shipping",
                 "/en/checkout/livrare", "/checkout/address"):  # fmt: skip
        buyer.get(path, status=404)


def test_a_step_is_offered_in_the_other_language(shop):
    """Our own themes leave the languages out of the checkout; another may show them."""
    with shop.work() as job:
        job.context = job.storefront.child("checkout").step("shipping")
        job.path_info = job.to(job.context)
        urls = {choice.code: choice.url for choice in job.shop.locales}
    assert urls == {"ro": "/finalizare/livrare", "en": "/en/checkout/delivery"}


@pytest.mark.parametrize("wrong", ["ana@b", "ana", "a b@c.ro", "ana@b..ro", ".ana@b.ro"])
def test_an_address_that_nothing_can_be_sent_to(buyer, wrong):
    form = page_form(buyer, "/en/checkout/address", **ADDRESS | {"email": wrong})
    page = send(buyer, form, status=422)
    assert "This is no e-mail address." in page


def test_a_parcel_is_named_with_and_without_a_link(shop, product):
    order = an_order(shop, (product, 2))
    owner = signed_in(shop)
    at = f"/admin/orders/{order.id}"
    send(owner, form_at(owner, at, "/confirm"), status=303)
    form = form_at(owner, at, "/fulfil")
    form[f"quantity-{order.lines[0].id}"] = "1"
    form["carrier"], form["tracking_number"] = "Sameday", "SD1"
    send(owner, form, status=303)
    form = form_at(owner, at, "/fulfil")
    form["carrier"], form["tracking_number"] = "Fan Courier", "FC2"
    form["tracking_url"] = "https://fan.example/FC2"
    send(owner, form, status=303)
    link = order_token(shop.kit.registry.secret, order.id)
    page = shop.anonymous.get(f"/comanda/{link}", status=200).html
    parcels = [
        (item.span.get_text(" ", strip=True), item.a and item.a["href"])
        for item in page.select(".order__tracking li")
    ]
    assert parcels == [("Sameday SD1", None), ("Fan Courier FC2", "https://fan.example/FC2")]


@pytest.mark.parametrize("path", ["/", "/en", "/produs/{slug}", "/en/product/{slug}"])
def test_search_engines_are_given_whole_addresses(shop, product, path):
    path = path.format(slug=product.slug)
    page = english(shop.anonymous).get(path, status=200).html
    here = f"http://{shop.host}{path}"
    assert page.select_one("link[rel=canonical]")["href"] == here
    assert page.select_one("meta[property='og:url']")["content"] == here
    others = {link["hreflang"]: link["href"] for link in page.select("link[rel=alternate]")}
    assert here in others.values()
    assert all(href.startswith(f"http://{shop.host}/") for href in others.values())


def test_the_states_of_an_order_are_told_in_its_shops_language(shop, product):
    link = order_token(shop.kit.registry.secret, an_order(shop, (product, 1)).id)
    page = shop.anonymous.get(f"/comanda/{link}", status=200).html
    states = [state.b.get_text() for state in page.select(".order__states li")]
    assert states == ["Primită", "În așteptare", "Încă netrimisă"]
