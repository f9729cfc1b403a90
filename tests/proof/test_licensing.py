"""A license from the service to two web processes and back: nothing is restarted on the way.

The shop has no license of its own and a plugin that wants one; a worker asks the service."""

import os
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from .buying import rows
from .http import Api
from .installation import ROOT, Installation
from .test_license_service import Running

WITHIN = 15.0
PLUGIN, THEME = "acme-gifts", "theme-fashion"
SOURCE = """
from ecommus.plugin_sdk import Plugin

plugin = Plugin("acme-gifts", version="1.0", title="Gifts")


def includeme(config):
    config.add_plugin(plugin)
"""


def an_installed_plugin(folder):
    """A package as pip would leave it, found by its entry point; answers the folder to search."""
    site = folder / "site"
    info = site / "acme_gifts-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "acme_gifts.py").write_text(SOURCE)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-gifts\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[ecommus.plugins]\nacme-gifts = acme_gifts\n")
    return site


@pytest.fixture(scope="module")
def world(tmp_path_factory, port):
    """The service, and a shop on its database server: two web processes and a worker."""
    site = an_installed_plugin(tmp_path_factory.mktemp("site"))
    with pytest.MonkeyPatch.context() as patch:
        path = os.pathsep.join(filter(None, [str(site), os.environ.get("PYTHONPATH", "")]))
        patch.setenv("PYTHONPATH", path)
        yield from _world(tmp_path_factory, port)


def _world(tmp_path_factory, port):
    running = Running(tmp_path_factory.mktemp("licensed"), port)
    # It knows the service's address and its root, and no more.
    shop = Installation(
        running.folder, port + 1, ini="licensed.ini",
        **{
            "license.development": "false",
            "license.url": f"http://127.0.0.1:{running.port}",
            "license.root_key": running.root,
        },
    )  # fmt: skip
    try:
        shop.serve(shop.port, "--demo")
        shop.serve(shop.port + 1)
        shop.worker()
        who = shop.demo["super_admin"]
        ports = (shop.port, shop.port + 1)
        roots = []
        for each in ports:
            with Api(each, "localhost") as api:
                body = {"email": who["email"], "password": who["password"]}
                token = api.good("POST", "/api/super-admin/auth/login", body)["access_token"]
            roots.append(Api(each, "localhost", token))
        owners = [shop.api("fashion", shop.token("fashion"), each) for each in ports]
        guests = [shop.api("fashion", None, each) for each in ports]
        yield SimpleNamespace(service=running, shop=shop, roots=roots, owners=owners, guests=guests)
        for each in (*roots, *owners, *guests):
            each.close()
    finally:
        shop.stop()
        running.close()


def until(what, why):
    """Wait until ``what()`` holds; AssertionError says ``why`` not."""
    deadline = time.monotonic() + WITHIN
    while not what():
        assert time.monotonic() < deadline, why
        time.sleep(0.1)


def shown(world):
    """What both processes say of the license."""
    return [root.good("GET", "/api/super-admin/license") for root in world.roots]


def both(world, name, value):
    until(lambda: {each[name] for each in shown(world)} == {value}, f"{name}: {shown(world)}")


def install(world, token):
    return world.roots[0].call("POST", "/api/super-admin/license/install", {"token": token})


def beat(world):
    assert world.roots[0].call("POST", "/api/super-admin/license/heartbeat").status == 204


def issue(world, **changes):
    body = {
        "customer_email": "ana@acme.ro", "tier": "pro", "niche_packages": ["ecommerce"],
        "domain_binding": ["acme.ro"], "licensed_plugins": [PLUGIN], "licensed_themes": [THEME],
        "send_email": False,
    }  # fmt: skip
    with world.service.api(world.service.key) as api:
        return api.good("POST", "/v1/licenses", body | changes)


def act(world, license_id, action, **body):
    with world.service.api(world.service.key) as api:
        answer = api.call("POST", f"/v1/licenses/{license_id}/{action}", body)
    assert answer.status < 300, answer.body


def rotate(world):
    """A new signing key, by the service's command with the root at hand."""
    running = world.service
    made = running.folder / "made"
    command = [
        *running.lend, sys.executable, "-m", "license_service", "-c", str(running.ini),
        "keys", "rotate", "--root", str(made / "root.pem"),
    ]  # fmt: skip
    passphrase = {"LICENSE_ROOT_PASSPHRASE": (made / "root-passphrase").read_text().strip()}
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | passphrase, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def key_set(world):
    with world.service.api() as api:
        return api.good("GET", "/v1/keys")["keys"]


def plugin(world):
    """(status, reason) of turning the licensed plugin on, in each process."""
    path = f"/api/admin/plugins/{PLUGIN}/enable"
    answers = [owner.call("POST", path, {}) for owner in world.owners]
    return [(answer.status, answer.reason) for answer in answers]


def theme(world):
    answers = [o.call("POST", "/api/admin/theme/activate", {"theme": THEME}) for o in world.owners]
    return [(answer.status, answer.reason) for answer in answers]


def cart(guest):
    return guest.call("POST", "/api/storefront/carts", {})


def test_a_license_from_the_service_to_every_process(world):
    both(world, "tier", "community")
    assert plugin(world) == [(403, "plugin_not_licensed")] * 2
    assert theme(world) == [(403, "theme_not_licensed")] * 2
    # The worker fetched the key set by itself: without it no token would verify.
    made = issue(world)
    until(lambda: install(world, made["token"]).status == 204, "the license is not taken")
    both(world, "tier", "pro")
    assert plugin(world) == [(200, "")] * 2
    assert theme(world) == [(200, "")] * 2

    # The key is rotated: the heartbeat brings the new set, and a token signed by the new key.
    (before,) = {each["kid"] for each in shown(world)}
    old_keys = key_set(world)
    rotate(world)
    beat(world)
    until(lambda: before not in {each["kid"] for each in shown(world)}, "no token of the new key")
    both(world, "tier", "pro")
    # What the old key signed is still good; the older key set is refused.
    assert install(world, made["token"]).status == 204
    refused = install(world, f"{made['token']} {old_keys}")
    assert (refused.status, refused.json["errors"][0]["code"]) == (422, "keys_older")

    # Revoked: selling is closed, reading, exports and the panel are open.
    carts = [cart(guest) for guest in world.guests]
    assert [answer.status for answer in carts] == [201, 201]
    act(world, made["id"], "revoke", reason="the token leaked")
    beat(world)
    both(world, "grace", "locked")
    closed = [cart(guest) for guest in world.guests]
    assert [answer.status for answer in closed] == [403, 403]
    assert all(guest.call("GET", "/").status == 200 for guest in world.guests)
    for owner in world.owners:
        assert owner.call("GET", "/api/admin/orders").status == 200
        changed = owner.call("PATCH", "/api/admin/settings", {"name": "New"})
        assert (changed.status, changed.reason) == (403, "license_locked")
    file = world.shop.folder / "catalogue.csv"
    exported = world.shop.run("catalog", "export", "fashion", str(file))
    until(lambda: not exported.alive, "the export did not end")
    assert file.read_text().count("\n") > 10, exported.log.read_text()

    # Issued anew, installed over the panel that stayed open: all is open again.
    again = issue(world)
    assert install(world, again["token"]).status == 204
    both(world, "grace", "ok")
    assert [cart(guest).status for guest in world.guests] == [201, 201]
    assert plugin(world) == [(200, "")] * 2


def test_the_service_being_away_changes_nothing(world):
    world.service.process.stop()
    beat(world)
    until(lambda: "cannot be reached" in noted(world), "nothing is said of it")
    both(world, "grace", "ok")
    assert [cart(guest).status for guest in world.guests] == [201, 201]


def noted(world):
    (row,) = rows(world.shop, "SELECT problem FROM license_state")
    return row.problem
