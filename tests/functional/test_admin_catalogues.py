"""Real catalogues through the upload form: Shopify's and WooCommerce's own example files.

The file goes in by the page, the worker that runs in production reads it, and everything is read
off the page again. The same files through the command line are in ``test_cli``.
"""

import threading
import time
from pathlib import Path

import pytest
from pages import signed_in
from sqlalchemy import select
from uploading import figures, sent

from ecommus.db.tables import catalog as t
from ecommus.worker import Worker

CATALOGUES = Path(__file__).parents[1] / "data" / "catalogues"
LATEST = 60
# name → format, products, and the refused rows as the page tells them
EXPECTED = {
    "shopify-apparel.csv": ("Shopify", 20, []),
    "shopify-home-and-garden.csv": ("Shopify", 20, []),
    "shopify-jewelery.csv": ("Shopify", 20, []),
    "woocommerce-sample.csv": (
        "WooCommerce",
        13,
        [
            ("17", "Type", "A grouped product only lists others, which are imported by themselves."
             " Leave it out."),
            ("18", "Type", "An external product is sold elsewhere. Leave it out."),
        ],
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def worker(kit):
    """The real one, as far as it does jobs; pictures stay on the hosts where they are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(kit.registry.queue.functions, "media.fetch", lambda *_given: None)
        worker = Worker(kit.registry)
        thread = threading.Thread(target=worker.work_jobs)
        thread.start()
        yield worker
        worker.stop()
        thread.join(LATEST)


def imported(client, data, name):
    """The page of a file's import once the worker is through with it."""
    place = sent(client, data, name=name)
    given_up = time.monotonic() + LATEST
    while (page := client.get(place, status=200)).html.find("meta", {"http-equiv": "refresh"}):
        assert time.monotonic() < given_up, f"{name} is still not imported"
        time.sleep(0.05)
    return page


def refused(page):
    """(row, column, reason) of each row that the page says was refused."""
    rows = page.html.select("tbody tr")
    return [tuple(cell.get_text(" ", strip=True) for cell in row.select("td")) for row in rows]


def everything(shop):
    """What an import could have changed: id and version of each product, all variants."""
    with shop.work() as job:
        products = select(t.products.c.id, t.products.c.version).order_by(t.products.c.id)
        variants = select(t.variants).order_by(t.variants.c.id)
        links = select(t.product_media).order_by(t.product_media.c.id)
        return [list(job.db.execute(each)) for each in (products, variants, links)]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_real_catalogue_comes_in_and_a_second_time_changes_nothing(shop, worker, name):
    made_by, products, wrong = EXPECTED[name]
    owner, data = signed_in(shop), (CATALOGUES / name).read_bytes()
    # Or WebOb makes a temporary file of every body above 10 KB and leaves it to the collector.
    owner.app.extra_environ["webob.is_body_seekable"] = True
    page = imported(owner, data, name)
    assert made_by in page
    assert figures(page) == {
        "Created": products, "Updated": 0, "Unchanged": 0, "Refused": len(wrong),
    }  # fmt: skip
    assert refused(page) == wrong
    before = everything(shop)
    page = imported(owner, data, name)
    assert figures(page) == {
        "Created": 0, "Updated": 0, "Unchanged": products, "Refused": len(wrong),
    }  # fmt: skip
    assert refused(page) == wrong
    assert everything(shop) == before
