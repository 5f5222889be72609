"""Brings the translations up to date: the texts of the code into the ``.ts`` files, and these into ``.qm`` files.

    python resources/translations/make.py

Texts that are new are marked as unfinished, for a translator to fill in by hand or with Qt Linguist; texts that the
code no longer has are dropped. Contexts are those that Qt asks for at run time: the class of ``self.tr``, or the name
that the module's ``_tr`` gives.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

HERE: Final = Path(__file__).resolve().parent
PACKAGE: Final = HERE.parents[1] / "playbuddy_desktop"

TABLES: Final = {"errors", "settings"}
"""Contexts whose texts are looked up at run time; where they stand in the code is told below."""

Message = tuple[str, str]
"""A context and a text."""


def messages(package: Path = PACKAGE) -> list[Message]:
    """All texts that the code has translated, each once, by context.

    Raises:
        ValueError: a text is put together at run time, so that nobody can translate it.
    """
    found: dict[Message, None] = {}
    for path in sorted(package.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found.update(dict.fromkeys(_messages(tree, _own_context(tree), "", path)))
    found.update(dict.fromkeys(("errors", text) for text in _errors(package)))
    if package == PACKAGE:
        found.update(dict.fromkeys(("settings", text) for text in _settings()))
    return sorted(found)


def _settings() -> Iterator[str]:
    """The names and the prose of the settings, which are made of their declarations."""
    from playbuddy_desktop.ui.settings.declared import all_declared

    for setting in all_declared():
        yield from (setting.title, setting.description)


def _errors(package: Path) -> Iterator[str]:
    """The messages and advice of the tree of errors, those that are given where one is raised, and the patterns."""
    names = set()
    for node in _nodes(package / "errors.py"):
        if isinstance(node, ast.ClassDef) and node.name.endswith("Error"):
            names.add(node.name)
            yield ast.get_docstring(node) or ""
            for line in node.body:
                target = line.targets[0] if isinstance(line, ast.Assign) else None
                if isinstance(target, ast.Name) and target.id == "advice":
                    yield _text(line.value)
    for path in sorted(package.rglob("*.py")):
        for node in _nodes(path):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield from (arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant))
    for node in _nodes(package / "ui" / "error_words.py"):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "PATTERNS":
            yield from (_text(each) for each in node.value.elts)


def _nodes(path: Path) -> Iterator[ast.AST]:
    """All nodes of a module; none when there is no such module."""
    return ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if path.exists() else iter(())


def _own_context(tree: ast.Module) -> str:
    """The context that the module's own ``_tr`` stands for; empty when it has none."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == "_tr":
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and _called(call) == "translate":
                    return _text(call.args[0])
    return ""


def _messages(node: ast.AST, own: str, inside: str, path: Path) -> Iterator[Message]:
    """The messages below a node; ``inside`` is the class that it stands in."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef) and child.name == "_tr":
            continue
        if isinstance(child, ast.Call):
            try:
                yield from _message(child, own, inside)
            except (TypeError, IndexError) as error:
                raise ValueError(f"{path}:{child.lineno}: a text to translate must be written out") from error
        yield from _messages(child, own, child.name if isinstance(child, ast.ClassDef) else inside, path)


def _message(call: ast.Call, own: str, inside: str) -> Iterator[Message]:
    function = call.func
    if isinstance(function, ast.Name) and function.id == "_tr":
        yield own, _text(call.args[0])
    elif isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        owner = function.value.id
        if function.attr == "tr" and owner == "self":
            yield inside, _text(call.args[0])
        elif function.attr == "translate" and owner in {"QCoreApplication", "QApplication"}:
            if isinstance(call.args[0], ast.Constant) and call.args[0].value in TABLES:
                return
            yield _text(call.args[0]), _text(call.args[1])


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _text(node: ast.expr) -> str:
    """A text that is written out.

    Raises:
        TypeError: it is not.
    """
    if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        raise TypeError
    return node.value


def read(file: Path) -> dict[Message, str]:
    """The translations in a ``.ts`` file; empty where one is unfinished."""
    found = {}
    for context in ET.parse(file).getroot().iter("context"):  # noqa: S314 - our own file
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.find("translation")
            finished = translation is not None and translation.get("type") is None
            text = translation.text if translation is not None and finished else None
            found[name, message.findtext("source") or ""] = text or ""
    return found


def write(file: Path, language: str, wanted: list[Message], known: dict[Message, str]) -> None:
    """Write a ``.ts`` file with the wanted messages and what is known of their translations."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    contexts: dict[str, ET.Element] = {}
    for context, text in wanted:
        if context not in contexts:
            contexts[context] = ET.SubElement(root, "context")
            ET.SubElement(contexts[context], "name").text = context
        message = ET.SubElement(contexts[context], "message")
        ET.SubElement(message, "source").text = text
        translation = ET.SubElement(message, "translation")
        translation.text = known.get((context, text), "")
        if not translation.text:
            translation.set("type", "unfinished")
    ET.indent(root, "  ")
    body = ET.tostring(root, encoding="unicode")
    file.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8")


def main() -> None:
    """Update and compile every language; says what is unfinished."""
    wanted = messages()
    unfinished = 0
    for file in sorted(HERE.glob("playbuddy_*.ts")):
        language = file.stem.removeprefix("playbuddy_")
        write(file, language, wanted, read(file))
        command = [Path(sys.executable).with_name("pyside6-lrelease"), "-silent", file, "-qm", file.with_suffix(".qm")]
        subprocess.run(command, check=True)  # noqa: S603 - Qt's own compiler
        missing = [message for message, text in read(file).items() if not text]
        unfinished += len(missing)
        for context, text in missing:
            print(f"{file.name}: {context}: {text!r}")
    print(f"{len(wanted)} texts, {unfinished} translations unfinished")


if __name__ == "__main__":
    main()
