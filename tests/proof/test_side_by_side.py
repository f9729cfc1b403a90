"""Two installations on one machine: two var folders, two ports, nothing shared."""

from .buying import a_product, a_ready_cart, checkout, rows
from .installation import installed

ORDERS = "SELECT count(*) AS n FROM orders"


def test_two_installations_do_not_disturb_each_other(installation, port, tmp_path):
    with installed(tmp_path / "other", port + 2) as other:
        with installation.owner("home") as here, other.owner("home") as there:
            before = rows(other, ORDERS)[0].n
            sku = a_product(here, 5)
            assert there.good("GET", f"/api/admin/products?q={sku}")["total"] == 0
            assert installation.token("home") != other.token("home")
            with other.api("home", installation.token("home")) as stranger:
                assert stranger.call("GET", "/api/admin/orders").status == 401
            with installation.api("home") as buyer:
                order = checkout(buyer, a_ready_cart(buyer, sku))
            assert order.status == 201
            assert rows(other, ORDERS)[0].n == before
            other.processes[0].kill()
            assert here.good("GET", f"/api/admin/orders?q={order.json['number']}")["total"] == 1
        other.serve()
        with other.api("home") as visitor:
            assert visitor.call("GET", "/").status == 200
