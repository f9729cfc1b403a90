"""An operator's day: a catalogue comes in, a plugin goes off and on, figures go out."""

import csv
import io
import secrets

import pytest
from playwright.sync_api import expect

from .world import DESKTOP, PHONE, upload

pytestmark = pytest.mark.browser
PASSWORD = "a-password-for-this-test"


@pytest.fixture(scope="module")
def new_shop(server):
    """A shop of this module's own, made by the command line: nothing here disturbs the demo."""
    slug = f"new-{secrets.token_hex(3)}"
    owner = f"owner@{slug}.example"
    said = server.run("tenant", "create", slug, "--name", "Atelier Nou", "--owner", owner)
    return slug, owner, said.strip().rpartition(" ")[2]


@pytest.fixture(scope="module")
def owner(world, server, new_shop):
    slug, email, password = new_shop
    return world.sign_in(server.url(slug, "/admin"), email, password)


def test_a_catalogue_is_tried_then_imported_then_exported(visit, server, new_shop, owner):
    slug = new_shop[0]
    page = visit(PHONE, storage_state=owner)
    upload(page, server.url(slug, "/admin/imports/new"))
    refused = page.locator("main tbody tr")
    expect(refused).to_have_count(1)
    expect(refused.locator("td").first).to_have_text("24")
    figures = page.locator(".stat__value")
    expect(figures).to_have_text(["20", "0", "0", "1"])

    page.locator("form[action$='/for-real'] button").click()
    expect(page.locator(".badge--success").first).to_be_visible(timeout=60_000)
    expect(page.locator("form[action$='/for-real']")).to_have_count(0)
    expect(figures).to_have_text(["20", "0", "0", "1"])

    page.goto(server.url(slug, "/admin/products"))
    expect(page.get_by_text("Ocean Blue Shirt")).to_be_visible()
    page.goto(server.url(slug, "/"))
    expect(page.locator("main .card").first).to_be_visible()

    page.goto(server.url(slug, "/admin/imports"))
    with page.expect_download() as started:
        page.locator("a[href$='/export']").click()
    assert started.value.suggested_filename.endswith(".csv")
    rows = list(csv.DictReader(io.StringIO(started.value.path().read_text("utf-8-sig"))))
    assert len({row["handle"] for row in rows}) == 20


def test_a_plugin_goes_off_and_on(visit, server, world):
    page = visit(DESKTOP, storage_state=world.operator("home"))
    plugins = server.url("home", "/admin/plugins")
    page.goto(f"{plugins}/example-hello")
    was_on = page.locator("form[action$='/disable']").count() == 1
    for on in (not was_on, was_on):
        page.goto(f"{plugins}/example-hello")
        act = "enable" if on else "disable"
        page.locator(f"form[action$='/{act}'] button").click()
        expect(page.locator(".alert--success")).to_be_visible()


def test_plugin_settings_are_kept_and_refused_with_reasons(visit, server, world):
    page = visit(DESKTOP, storage_state=world.operator("home"))
    page.goto(server.url("home", "/admin/plugins/shipping-flat"))
    form = page.locator("main form[data-guard]")
    expect(form).to_be_visible()
    price = form.locator("input[name=price]")
    before = price.input_value()
    save = form.locator("button[type=submit]").first
    price.fill("nonsense")
    save.click()
    expect(price).to_have_attribute("aria-invalid", "true")
    expect(price).to_have_value("nonsense")
    price.fill("17.50")
    save.click()
    expect(page.locator(".alert--success")).to_be_visible()
    expect(price).to_have_value("17.50")
    price.fill(before)
    save.click()
    expect(page.locator(".alert--success")).to_be_visible()


def test_a_form_guards_what_was_typed(visit, server, world):
    """Leaving a changed form asks first; sending it does not."""
    page = visit(DESKTOP, scripts=True, storage_state=world.operator("home"))
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(server.url("home", "/admin/settings"))
    page.locator("main form[data-guard] input[type=text]").first.type("x")
    page.goto(server.url("home", "/admin"))
    assert asked == ["beforeunload"]
