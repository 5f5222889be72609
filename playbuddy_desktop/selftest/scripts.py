"""A script in each format that can be imported: the bundled samples, and one scene set in all the other formats."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from playbuddy_desktop.assets import sample_scripts
from playbuddy_desktop.parsing.extract.formats import FORMATS
from playbuddy_desktop.selftest.word_file import word_document

TITLE: Final = "The Spare Key"
_XML: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPEECHES: Final = (
    ("NORA", "You said that you would leave the key under the mat."),
    ("PIET", "I did. Somebody moved the mat."),
    ("NORA", "Who moves a mat in the middle of the night?"),
    ("PIET", "Somebody who looks for a key."),
    ("NORA", "Then we are too late, and too many."),
    ("PIET", "Knock. If it is a friend, he will open."),
)


class NoScriptError(Exception):
    """A format can be imported for which there is no script to try it with."""


def write_scripts(folder: Path) -> Iterator[Path]:
    """Give a file for each format; those that are not bundled are written into ``folder``.

    Raises:
        NoScriptError: a format has neither a bundled sample nor a way to write one.
    """
    bundled = {path.suffix: path for path in sample_scripts()}
    for format_ in FORMATS.values():
        sample = next((bundled[suffix] for suffix in format_.suffixes if suffix in bundled), None)
        if sample is not None:
            yield sample
            continue
        suffix = next((suffix for suffix in format_.suffixes if suffix in _WRITERS), None)
        if suffix is None:
            raise NoScriptError(f"There is no script to try the format {format_.label} with.")
        path = folder / f"the-spare-key{suffix}"
        _WRITERS[suffix](path)
        yield path


def _markdown(path: Path) -> None:
    speeches = "\n\n".join(f"**{name}.** {text}" for name, text in SPEECHES)
    path.write_text(f"# {TITLE}\n\n## Act 1\n\n### Scene 1\n\n{speeches}\n", encoding="utf-8")


def _html_text() -> str:
    speeches = "".join(f"<p><b>{name}.</b> {escape(text)}</p>\n" for name, text in SPEECHES)
    return f"<h1>{TITLE}</h1>\n<h2>Act 1</h2>\n<h3>Scene 1</h3>\n{speeches}"


def _html(path: Path) -> None:
    head = f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{TITLE}</title></head>'
    path.write_text(f"{head}<body>\n{_html_text()}</body></html>\n", encoding="utf-8")


def _rtf(path: Path) -> None:
    speeches = "".join(f"\\pard\\b {name}.\\b0  {text}\\par\n" for name, text in SPEECHES)
    heads = f"\\pard\\qc\\b {TITLE}\\b0\\par\n\\pard\\qc ACT 1\\par\n\\pard\\qc SCENE 1\\par\n"
    path.write_text(f"{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 Serif;}}}}\n{heads}{speeches}}}", encoding="ascii")


def _fountain_text() -> str:
    speeches = "\n\n".join(f"{name}\n{text}" for name, text in SPEECHES)
    return f"Title: {TITLE}\n\n# Act 1\n\nINT. LANDING - NIGHT\n\n{speeches}\n"


def _fountain(path: Path) -> None:
    path.write_text(_fountain_text(), encoding="utf-8")


def _word(path: Path) -> None:
    speeches = [f"{name}. {text}" for name, text in SPEECHES]
    path.write_bytes(word_document([TITLE, "", "ACT 1", "", "SCENE 1", "", *speeches]))


def _highland(path: Path) -> None:
    _pack(path, {"scene.textbundle/text.fountain": _fountain_text(), "scene.textbundle/info.json": "{}"})


def _screenplay() -> Iterator[tuple[str, str]]:
    """Pairs of a paragraph's style and text, as screenplay programs keep them."""
    yield "Scene Heading", "INT. LANDING - NIGHT"
    for name, text in SPEECHES:
        yield "Character", name
        yield "Dialogue", text


def _final_draft(path: Path) -> None:
    paragraphs = "".join(
        f'<Paragraph Type="{kind}"><Text>{escape(text)}</Text></Paragraph>\n' for kind, text in _screenplay()
    )
    script = f'<FinalDraft DocumentType="Script" Version="1"><Content>\n{paragraphs}</Content></FinalDraft>\n'
    path.write_text(_XML + script, encoding="utf-8")


def _fade_in(path: Path) -> None:
    paragraphs = "".join(
        f'<para><style basestylename="{kind}"/><text>{escape(text)}</text></para>\n' for kind, text in _screenplay()
    )
    script = f'<document type="Open Screenplay Format document" version="30"><info title="{TITLE}"/><paragraphs>\n'
    _pack(path, {"document.xml": f"{_XML}{script}{paragraphs}</paragraphs></document>\n"})


def _tei(path: Path) -> None:
    speeches = "".join(f"<sp><speaker>{name}</speaker><p>{escape(text)}</p></sp>\n" for name, text in SPEECHES)
    header = f"<teiHeader><fileDesc><titleStmt><title>{TITLE}</title></titleStmt></fileDesc></teiHeader>"
    body = f'<div type="act"><head>Act 1</head><div type="scene"><head>Scene 1</head>\n{speeches}</div></div>'
    path.write_text(
        f'{_XML}<TEI xmlns="http://www.tei-c.org/ns/1.0">{header}<text><body>{body}</body></text></TEI>\n',
        encoding="utf-8",
    )


def _open_document(path: Path) -> None:
    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (("office", "office"), ("text", "text"), ("style", "style"), ("fo", "xsl-fo-compatible"))
    )
    heads = "".join(
        f'<text:h text:outline-level="{level}">{text}</text:h>'
        for level, text in enumerate((TITLE, "Act 1", "Scene 1"), start=1)
    )
    speeches = "".join(f"<text:p>{name}. {escape(text)}</text:p>" for name, text in SPEECHES)
    content = (
        f'{_XML}<office:document-content {names} office:version="1.2">'
        f"<office:body><office:text>{heads}{speeches}</office:text></office:body></office:document-content>"
    )
    manifest = (
        f'{_XML}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.text"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    parts = {"content.xml": content, "META-INF/manifest.xml": manifest}
    _pack(path, {"mimetype": "application/vnd.oasis.opendocument.text"} | parts)


def _epub(path: Path) -> None:
    container = (
        f'{_XML}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
        '<rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    book = (
        f'{_XML}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">the-spare-key</dc:identifier>'
        f"<dc:title>{TITLE}</dc:title><dc:language>en</dc:language></metadata>"
        '<manifest><item id="play" href="play.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="play"/></spine></package>'
    )
    play = (
        f'{_XML}<html xmlns="http://www.w3.org/1999/xhtml">'
        f"<head><title>{TITLE}</title></head><body>{_html_text()}</body></html>"
    )
    parts = {"META-INF/container.xml": container, "book.opf": book, "play.xhtml": play}
    _pack(path, {"mimetype": "application/epub+zip"} | parts)


def _pack(path: Path, parts: dict[str, str]) -> None:
    """Pack parts in their order; a document's own type stands first and as it is."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text, zipfile.ZIP_STORED if name == "mimetype" else None)


_WRITERS: Final[dict[str, Callable[[Path], None]]] = {
    ".md": _markdown,
    ".html": _html,
    ".doc": _word,
    ".rtf": _rtf,
    ".fountain": _fountain,
    ".fdx": _final_draft,
    ".highland": _highland,
    ".fadein": _fade_in,
    ".xml": _tei,
    ".tei": _tei,
    ".odt": _open_document,
    ".epub": _epub,
}
