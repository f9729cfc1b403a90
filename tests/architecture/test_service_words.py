"""The license service's own messages: each has its Romanian, and no text of a page is without."""

import ast
import re

from babel.messages.pofile import read_po
from messages import I18N, ROOT, code, element, nodes, template_files, templates
from test_translations import PLACEHOLDER, TAG

from license_service.pages.labels import KINDS

PACKAGE = ("license_service",)
FOLDER = ROOT / "license_service/locale"
# What speaks to a terminal or to pip has no reader with a language.
TERMINALS = ("license_service/cli", "license_service/index", "license_service/development.py")
FURTHER = {"Refused": 2, "refusal": 3}
# Names, and words that are the same in every language.
SAME = re.compile(
    r"[\W\d_]*(?:ecommus|python -m license_service [a-z-]+ --help|ecommus license install FILE)?"
    r"[\W\d_]*"
)
SENTENCE = re.compile(r"[A-Z][a-z].*|.*[a-z] [a-z].*")
READ_ALOUD = {"title", "placeholder", "alt", "aria-label", "data-label"}


def catalogue() -> dict[str, str]:
    found = {}
    for path in sorted(FOLDER.glob("*.ro.po")):
        with path.open("rb") as file:
            messages = read_po(file, locale="ro", abort_invalid=True)
        for message in filter(lambda message: message.id, messages):
            assert message.id not in found, f"{message.id!r} is translated twice"
            assert not message.fuzzy, message.id
            found[message.id] = message.string
    return found


def wanted() -> dict[str, str]:
    return dict([*templates(PACKAGE), *code(PACKAGE, TERMINALS, FURTHER)])


def test_every_message_has_its_romanian_and_there_are_no_others():
    known, used = catalogue(), wanted()
    assert len(used) > 300
    assert {msgid: where for msgid, where in used.items() if not known.get(msgid)} == {}
    assert set(known) - set(used) == set()


def test_placeholders_are_kept_and_letters_have_commas():
    for msgid, text in catalogue().items():
        for pattern in (PLACEHOLDER, TAG):
            assert sorted(pattern.findall(msgid)) == sorted(pattern.findall(text)), msgid
        assert not set(text) & set("şţŞŢ"), msgid
        assert text.strip() == text, msgid


def loose(node, translated=False):
    """Texts of a template that are no messages: between tags, and in attributes that are read."""
    if node[0] == "text":
        text = re.sub(r"\$\{[^}]*\}", "", str(node[1][0])).strip()
        if not translated and not SAME.fullmatch(text):
            yield text
        return
    start, children = element(node)
    if start is None:
        return
    attributes = start["ns_attrs"]
    messages = attributes.get((I18N, "attributes"), "").split(";")
    named = {entry.split()[0] for entry in messages if entry.strip()}
    for attribute in start["attrs"]:
        value = re.sub(r"\$\{[^}]*\}", "", attribute["value"])
        if attribute["name"] in READ_ALOUD - named and not SAME.fullmatch(value):
            yield value
    translated = translated or (I18N, "translate") in attributes
    for child in children:
        yield from loose(child, translated)


def test_every_text_of_a_template_is_a_message():
    found = {}
    for path in template_files(PACKAGE):
        body = path.read_text()
        texts = [text for node in nodes(body, path.name) for text in loose(node)]
        texts += [text for part in re.findall(r"\$\{([^}]*)\}", body) for text in sentences(part)]
        if texts:
            found[path.name] = texts
    assert found == {}


def sentences(expression):
    """Texts for people inside ``${…}``, where no ``i18n:translate`` reaches, but for ``_('…')``."""
    bare = re.sub(r"_\('[^']*'\)", "''", expression.strip())
    for node in ast.walk(ast.parse(bare, mode="eval")):
        value = node.value if isinstance(node, ast.Constant) else None
        # Class names are joined by two hyphens.
        if isinstance(value, str) and SENTENCE.fullmatch(value) and "--" not in value:
            yield value


def test_a_text_that_is_no_message_is_found():
    body = '<p title="Shown">One <b i18n:translate="">two</b><input alt="Read">${_(name)}</p>'
    assert [text for node in nodes(body, "x") for text in loose(node)] == ["Shown", "One", "Read"]
    assert list(sentences("_('Yes') if each.good else 'Never said'")) == ["Never said"]


def test_every_kind_of_entry_is_called_something():
    """What is noted anywhere stands in the log's filter."""
    noted = set()
    for path in (ROOT / "license_service").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            name = getattr(node.func, "attr", "") if isinstance(node, ast.Call) else ""
            if name == "note" and node.args:
                noted |= {
                    part.value for part in ast.walk(node.args[0])
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                }  # fmt: skip
    noted -= {"key.", "revoked"}
    noted |= {"key.active", "key.retired", "key.removed"}
    assert noted == set(KINDS)
