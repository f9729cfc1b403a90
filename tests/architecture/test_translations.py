"""Every message has its Romanian, with the same placeholders; the .po files can be read."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from messages import ROOT, code, templates

from ecommus.core.permissions import STAFF
from ecommus.services.timeline import KINDS
from ecommus.web.problems import REASONS

FILES = sorted(
    path
    for package in ("ecommus", "ecommus_plugins", "ecommus_themes")
    for path in (ROOT / package).rglob("*.ro.po")
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\$\{\w+\}|\{\w+\}")
TAG = re.compile(r"</?\w+")


def read(path: Path):
    with path.open("rb") as file:
        return read_po(file, locale="ro", abort_invalid=True)


def test_there_is_something_to_look_at():
    assert len(FILES) > 3
    assert len(set(templates())) > 300
    assert len(set(code())) > 200


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_placeholders_and_markup_are_kept(path):
    for message in read(path):
        if not message.id:
            continue
        assert isinstance(message.id, str), f"{message.id}: plurals are chosen in code"
        assert message.string, f"{message.id!r} has no translation"
        assert not message.fuzzy, message.id
        for pattern in (PLACEHOLDER, TAG):
            theirs, ours = (sorted(pattern.findall(t)) for t in (message.id, message.string))
            assert theirs == ours, message.id
        # Spaces at the ends are glued to other texts.
        assert message.id.strip() == message.id or message.string.strip() != message.string


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_romanian_letters_have_commas_not_cedillas(path):
    assert not set(path.read_text()) & set("şţŞŢ")


def test_every_message_has_its_romanian():
    known = {message.id for path in FILES for message in read(path) if message.id}
    wanted = dict([*templates(), *code()])
    wanted |= dict.fromkeys(REASONS.values(), "web/problems.py")
    wanted |= dict.fromkeys(KINDS.values(), "services/timeline.py")
    wanted |= {permission.label: "core/permissions.py" for permission in STAFF}
    missing = {msgid: where for msgid, where in wanted.items() if msgid not in known}
    assert missing == {}


def test_a_message_has_one_translation():
    seen: dict[str, tuple[str, str]] = {}
    different = {}
    for path in FILES:
        for message in read(path):
            before = (
                seen.setdefault(message.id, (message.string, path.name)) if message.id else None
            )
            if before and before[0] != message.string:
                different[message.id] = (before, (message.string, path.name))
    assert different == {}


@pytest.mark.parametrize("package", ["payment_cod", "payment_transfer", "payment_sandbox"])
def test_what_a_module_says_of_itself_is_translated(package):
    plugin = import_module(f"ecommus_plugins.{package}").plugin
    known = {message.id for path in FILES for message in read(path) if message.string}
    assert {plugin.title, plugin.description} <= known
