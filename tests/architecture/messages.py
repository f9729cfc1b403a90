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
UNDERSCORE = re.compile(r"""(?<![\w.])_\(\s*('(?:[^'\\]|\\.)+'|"(?:[^"\\]|\\.)+")""")

Message = tuple[str, str]


def templates() -> Iterator[Message]:
    """(msgid, where) of ``i18n:translate``, ``i18n:attributes`` and ``_('…')`` in templates."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.pt")):
            body, where = path.read_text(), str(path.relative_to(ROOT))
            parser = ElementParser(iter_xml(body, where), MacroProgram.DEFAULT_NAMESPACES)
            for node in parser:
                yield from ((msgid, where) for msgid in _messages(node))
            for match in UNDERSCORE.finditer(body):
                yield ast.literal_eval(match.group(1)), where


def _messages(node) -> Iterator[str]:
    if node[0] != "element":
        return
    start, _end, children = node[1]
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


def code() -> Iterator[Message]:
    """(msgid, where) of the calls in ``CALLS``, and of what schemas answer to wrong input."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            where = str(path.relative_to(ROOT))
            if where.startswith(("ecommus/cli", "ecommus/demo", "ecommus/client")):
                continue
            calls = CALLS | ({"ValueError": 0} if path.name == "schema.py" else {})
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
