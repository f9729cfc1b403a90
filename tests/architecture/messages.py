"""Every message that people may read, with where it stands: from templates and from code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from chameleon.parser import ElementParser
from chameleon.tokenize import iter_xml
from chameleon.zpt.program import MacroProgram

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("ecommus", "ecommus_plugins", "ecommus_themes")
I18N = "http://xml.zope.org/namespaces/i18n"
# Callables whose argument at this position is a message.
CALLS = {
    "_": 0,
    "translate": 1,
    "Invalid": 1,
    "Conflict": 1,
    "Stale": 1,
    "Refusal": 1,
    "Problem": 1,
    "RowError": 3,
    "answer": 3,
    "_error": 2,
    "pattern": 1,
    "HTTPBadRequest": 0,
    "HTTPPreconditionFailed": 0,
    "HTTPPreconditionRequired": 0,
    "HTTPUnsupportedMediaType": 0,
}
SHOP_TERMINALS = ("ecommus/cli", "ecommus/demo", "ecommus/client")
UNDERSCORE = re.compile(r"""(?<![\w.])_\(\s*('(?:[^'\\]|\\.)+'|"(?:[^"\\]|\\.)+")""")

Message = tuple[str, str]


def templates(packages: tuple[str, ...] = PACKAGES) -> Iterator[Message]:
    """(msgid, where) of ``i18n:translate``, ``i18n:attributes`` and ``_('…')`` in templates."""
    for path in template_files(packages):
        body, where = path.read_text(), str(path.relative_to(ROOT))
        for node in nodes(body, where):
            yield from ((msgid, where) for msgid in _messages(node))
        for match in UNDERSCORE.finditer(body):
            yield ast.literal_eval(match.group(1)), where


def template_files(packages: tuple[str, ...]) -> Iterator[Path]:
    for package in packages:
        yield from sorted((ROOT / package).rglob("*.pt"))


def nodes(body: str, where: str) -> ElementParser:
    """A template as Chameleon's parser reads it."""
    return ElementParser(iter_xml(body, where), MacroProgram.DEFAULT_NAMESPACES)


def element(node) -> tuple:
    """(start tag, children) of an element; an ``<input>`` has no end. (None, ()) of a text."""
    if node[0] == "element":
        start, _end, children = node[1]
        return start, children
    return (node[1][0], ()) if node[0] in ("start_tag", "empty_tag") else (None, ())


def _messages(node) -> Iterator[str]:
    start, children = element(node)
    if start is None:
        return
    attributes = start["ns_attrs"]
    msgid = attributes.get((I18N, "translate"))
    if msgid is not None:
        msgid = msgid or " ".join("".join(map(_text, children)).split())
        # What is put together at run time has no msgid to look up.
        if msgid and not re.search(r"\$\{(?!\w+\})", msgid):
            yield msgid
    plain = {attribute["name"]: attribute["value"] for attribute in start["attrs"]}
    for entry in filter(None, map(str.strip, attributes.get((I18N, "attributes"), "").split(";"))):
        name, _, own = entry.partition(" ")
        if own or "${" not in plain.get(name, "${"):
            yield own or plain[name]
    for child in children:
        yield from _messages(child)


def _text(node) -> str:
    """A node as it stands in its parent's msgid."""
    if node[0] == "text":
        return str(node[1][0])
    if node[0] != "element":
        return ""
    start, _end, children = node[1]
    name = start["ns_attrs"].get((I18N, "name"))
    return f"${{{name}}}" if name else "".join(map(_text, children))


def code(
    packages: tuple[str, ...] = PACKAGES,
    without: tuple[str, ...] = SHOP_TERMINALS,
    further: dict[str, int] | None = None,
) -> Iterator[Message]:
    """(msgid, where) of the calls in ``CALLS`` and ``further``, and of what schemas answer to wrong
    input; not of files that begin as in ``without``."""
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            where = str(path.relative_to(ROOT))
            if where.startswith(without):
                continue
            calls = CALLS | ({"ValueError": 0} if path.name == "schema.py" else {})
            calls |= further or {}
            tree = ast.parse(path.read_text())
            names = _named(tree)
            for node in ast.walk(tree):
                if isinstance(node, ast.Call):
                    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                    position = calls.get(name)
                    if position is not None and len(node.args) > position:
                        for text in _constants(node.args[position], names):
                            yield text, f"{where}:{node.lineno}"


def _named(tree) -> dict[str, list[str]]:
    """Texts that stand in a variable first: ``text = "…"``."""
    names: dict[str, list[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            names.setdefault(node.targets[0].id, []).extend(_constants(node.value, {}))
    return names


def _constants(node, names) -> Iterator[str]:
    """The texts an argument may be: itself, either side of a conditional, a variable's."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Name):
        yield from names.get(node.id, ())
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body, names)
        yield from _constants(node.orelse, names)
