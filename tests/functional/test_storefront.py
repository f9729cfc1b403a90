"""The shop as a shopper walks it, page by page."""

from ecommus.testing import a_product


def test_home_shows_products(shop):
    a_product(shop, title="Blue teapot", featured=True)
    page = shop.anonymous.get("/", status=200)
    assert "Blue teapot" in page
