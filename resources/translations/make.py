"""Brings the translations up to date: the texts of the code into the ``.ts`` files, and these into ``.qm`` files.

Sentences with gaps that other parts of the program fill in are listed in ``patterns.txt`` as well.

    python resources/translations/make.py

Texts that are new are marked as unfinished, for a translator to fill in by hand or with Qt Linguist; texts that the
code no longer has are dropped. Contexts are those that Qt asks for at run time: the class of ``self.tr``, or the name
that the module's ``_tr`` gives.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

HERE: Final = Path(__file__).resolve().parent
PACKAGE: Final = HERE.parents[1] / "playbuddy_desktop"

PATTERNS: Final = HERE / "patterns.txt"
"""The English sentences with gaps, one a line: by them the window recognises what was filled in."""

TABLES: Final = {"errors", "settings"}
"""Contexts whose texts are looked up at run time; where they stand in the code is told below."""

SPEAKERS: Final = {
    "CheckpointDamagedError": 0,
    "Reason": 1,
    "UnusableCheckpoint": 0,
    "_unsupported": 0,
    "disk_errors": 0,
    "reasons.append": 0,
    "self._queue.release": 1,
    "warnings.warn": 0,
}
"""Besides the errors, what is called with a sentence for people, and which of its arguments that is."""

NAMED: Final = (
    ("diagnostics.py", "parts"),
    ("diagnostics.py", "readers"),
    ("jobs/liveness.py", "_ENDED"),
    ("jobs/liveness.py", "_lost"),
    ("jobs/liveness.py", "advice"),
    ("jobs/liveness.py", "sentence"),
    ("jobs/recovery.py", "BY_HAND"),
    ("jobs/recovery.py", "BY_ITSELF"),
    ("jobs/retry.py", "_times"),
    ("jobs/retry.py", "reason"),
    ("library/save.py", "strangers"),
    ("parsing/extract/detect.py", "_SIGNATURES"),
    ("parsing/extract/detect.py", "_ZIP_KINDS"),
    ("parsing/extract/formats.py", "supported"),
    ("ui/error_words.py", "WORDS"),
)
"""Where other sentences stand, and words that fill their gaps: a module, and the name of a value in it."""

TERMINAL: Final = {"cli", "selftest"}
"""Parts of the program whose texts no window shows."""

_REFUSAL: Final = "a text to translate must be written out"

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


def patterns(wanted: Iterable[Message]) -> list[str]:
    """The sentences of other parts of the program that have gaps."""
    return [text for context, text in wanted if context == "errors" and "%1" in text]


def _settings() -> Iterator[str]:
    """The names and the prose of the settings, which are made of their declarations."""
    from playbuddy_desktop.ui.settings.declared import all_declared

    for setting in all_declared():
        yield from (setting.title, setting.description)


def _errors(package: Path) -> Iterator[str]:
    """What the rest of the program says in English and the window says in the person's language.

    These are the messages and advice of the tree of errors, the sentences that are given where something is raised or
    judged, and the words that fill the gaps of others. What only the terminal shows is left out.
    """
    names = set(SPEAKERS)
    for node in _nodes(package / "errors.py"):
        if isinstance(node, ast.ClassDef) and node.name.endswith("Error"):
            names.add(node.name)
            yield ast.get_docstring(node) or ""
            for line in node.body:
                target = line.targets[0] if isinstance(line, ast.Assign) else None
                if isinstance(target, ast.Name) and target.id == "advice":
                    yield _text(line.value)
    for path in sorted(package.rglob("*.py")):
        if path.relative_to(package).parts[0] not in TERMINAL:
            nodes = list(_nodes(path))
            for node in nodes:
                if isinstance(node, ast.Call) and _name(node.func) in names:
                    for said in node.args[SPEAKERS.get(_name(node.func), 0) :][:1]:
                        yield from _said(said, nodes, names, path)
    for file, name in NAMED:
        for node in _nodes(package / file):
            yield from _sentences(_values(node, name))


def _said(said: ast.expr, nodes: Sequence[ast.AST], names: set[str], path: Path) -> Iterator[str]:
    """The sentences of an argument: they stand there, or in what it names in the same module.

    Raises:
        ValueError: they stand elsewhere, so that nobody can translate them.
    """
    if isinstance(said, ast.Call) and _name(said.func) in names:
        return  # it says its own
    if isinstance(said, ast.Attribute) and said.attr == "message":
        return  # another one has said it
    if isinstance(said, ast.Constant | ast.JoinedStr):
        yield from _sentences([said])
        yield from _fillings(said, nodes)
        return
    named = {each.id for each in ast.walk(said) if isinstance(each, ast.Name)}
    found = list(_sentences(value for name in named for node in nodes for value in _values(node, name)))
    if not found:
        raise ValueError(f"{path}:{said.lineno}: {_REFUSAL}")
    yield from found


def _fillings(said: ast.expr, nodes: Sequence[ast.AST]) -> Iterator[str]:
    """The words that the module itself puts into the gaps of a sentence."""
    gaps = (part.value for part in ast.walk(said) if isinstance(part, ast.FormattedValue))
    named = {_name(gap.func if isinstance(gap, ast.Call) else gap) for gap in gaps}
    values = (value for name in sorted(named) for node in nodes for value in _values(node, name))
    yield from _sentences(value for value in values if isinstance(value, ast.Constant | ast.JoinedStr | ast.IfExp))


def _name(function: ast.expr) -> str:
    """What a call names: ``name`` or ``reasons.append``."""
    return ast.unparse(function) if isinstance(function, ast.Name | ast.Attribute) else ""


def _values(node: ast.AST, name: str) -> list[ast.expr]:
    """What is called ``name``: the value of a variable, an argument or a key, or what a function returns."""
    if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return [node.value] if any(isinstance(each, ast.Name) and each.id == name for each in targets) else []
    if isinstance(node, ast.keyword) and node.arg == name:
        return [node.value]
    if isinstance(node, ast.Dict):
        keys = (key.value if isinstance(key, ast.Constant) else None for key in node.keys)
        return [value for key, value in zip(keys, node.values, strict=True) if key == name]
    if isinstance(node, ast.FunctionDef) and node.name == name:
        return [each.value for each in ast.walk(node) if isinstance(each, ast.Return) and each.value is not None]
    return []


def _sentences(nodes: Iterable[ast.expr]) -> Iterator[str]:
    """The texts in some expressions, each gap as ``%1``, ``%2`` …; names of files are no texts."""
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            gaps = count(1)
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else f"%{next(gaps)}" for part in node.values
            )
        elif isinstance(node, ast.Constant):
            if isinstance(node.value, str) and (" " in node.value or node.value.isalpha()):
                yield re.sub(r"\{\w+\}", "%1", node.value)
        else:
            yield from _sentences(each for each in ast.iter_child_nodes(node) if isinstance(each, ast.expr))


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
                raise ValueError(f"{path}:{child.lineno}: {_REFUSAL}") from error
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
    PATTERNS.write_text("".join(f"{text}\n" for text in patterns(wanted)), encoding="utf-8")
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
