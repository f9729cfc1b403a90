"""One server and one browser for all browser tests of a process."""

import os

import pytest
from playwright.sync_api import sync_playwright

from . import axe, chromium
from .server import Server
from .watch import Watch
from .world import PHONE, World


def absent(reason: object) -> None:
    """Skip, saying why; on CI nothing is skipped."""
    if os.environ.get("CI") == "true":
        pytest.fail(str(reason), pytrace=False)
    pytest.skip(str(reason))


@pytest.fixture(scope="session")
def browser():
    """Chromium; the only thing for which these tests may be skipped."""
    try:
        chromium.find_or_install()
    except chromium.NoChromium as problem:
        absent(problem)
    with sync_playwright() as playwright:
        made = chromium.launch(playwright)
        yield made
        made.close()


@pytest.fixture(scope="session")
def server(browser, tmp_path_factory):
    with Server(tmp_path_factory.mktemp("server")) as started:
        yield started


@pytest.fixture(scope="session")
def world(browser, server):
    """The main pages, and people who are signed in or have something in the cart."""
    return World(browser, server)


@pytest.fixture
def visit(browser):
    """``visit(width=…, language=…, scripts=…, state=…)`` opens a page; none may complain."""
    opened = []

    def open_page(size=PHONE, language="ro", scripts=False, **options):
        context = browser.new_context(
            viewport=size,
            locale={"ro": "ro-RO", "en": "en-GB"}[language],
            java_script_enabled=scripts,
            **options,
        )
        context.set_default_timeout(chromium.PATIENCE)
        opened.append((context, Watch(context)))
        return context.new_page()

    yield open_page
    complaints = [text for _context, watch in opened for text in watch.complaints]
    for context, _watch in opened:
        context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def axe_script():
    try:
        return axe.source()
    except axe.NoAxe as problem:
        absent(problem)
