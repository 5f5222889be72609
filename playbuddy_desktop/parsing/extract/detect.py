"""Finds the format of a file by its content; its name only helps where the content leaves a choice."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from pathlib import Path, PurePath
from typing import Final

from playbuddy_desktop.errors import (
    EmptyFileError,
    EncryptedFileError,
    SourceError,
    UnreadableFileError,
    UnsupportedFormatError,
)
from playbuddy_desktop.parsing.extract.encoding import decode
from playbuddy_desktop.parsing.extract.formats import format_by_suffix, supported
from playbuddy_desktop.parsing.extract.safe_zip import archive_of

_HEAD: Final = 64 * 1024
_PDF_WITHIN: Final = 1024
"""Readers of PDF accept the signature anywhere in the first kilobyte."""
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_SEARCHED: Final = 8 * 1024 * 1024
_ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
"""The stream of an OLE file that holds an office document with a password ([MS-OFFCRYPTO] 2.3.4.4)."""

_WORD_STREAM: Final = "WordDocument".encode("utf-16-le")

_SIGNATURES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"AT&TFORM", "a scanned document (DjVu)"),
    (b"%!PS", "a PostScript file"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"BZh", "a compressed archive"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed archive"),
    (b"Rar!\x1a\x07", "a compressed archive"),
    (b"\xfd7zXZ\x00", "a compressed archive"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"ID3", "a sound recording"),
    (b"OggS", "a recording"),
    (b"RIFF", "a recording or picture"),
)
_MOVIE: Final = re.compile(rb"^....ftyp", re.DOTALL)
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ZIP_KINDS: Final[tuple[tuple[str, str], ...]] = (
    ("xl/workbook.xml", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("content.xml", "an OpenDocument file, but no text document"),
    ("index.xml", "a Pages document"),
    ("Index/Document.iwa", "a Pages document"),
)
_MAX_PARTS: Final = 20_000
"""Of an archive that is looked into; its reader holds it to the settings."""
_DAMAGED: Final = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError)
_PACKED: Final = frozenset({"docx", "odt", "epub", "highland", "fadein"})
_BUNDLED_TEXT: Final = re.compile(r"(?:[^/]+\.textbundle/)?text\.(?:fountain|md|markdown|txt)", re.IGNORECASE)
_ODT: Final = b"application/vnd.oasis.opendocument.text"
_RTF: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\\rtf")
_ANY_CASE: Final = re.IGNORECASE | re.DOTALL
_PROLOGUE: Final = r"^\s*(?:<(?:\?xml|!DOCTYPE).{0,4000}?)?"
_MARKUP: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", _ANY_CASE), "html"),
    (re.compile(r"^\s*<\?xml.{0,400}?<!doctype\s+html", _ANY_CASE), "html"),
    (re.compile(r"^\s*<\?xml.{0,4000}?<html\b", _ANY_CASE), "html"),
    (re.compile(_PROLOGUE + r"<FinalDraft\b", re.DOTALL), "fdx"),
    (re.compile(_PROLOGUE + r"<(?:\w+:)?(?:TEI|teiCorpus)\b", re.DOTALL), "tei"),
    (re.compile(_PROLOGUE + r"<office:document\b", re.DOTALL), "odt"),
)
_XML: Final = re.compile(r"^\s*<\?xml\b")
_PDF_OBJECT: Final = re.compile(rb"\b\d+ \d+ obj\b")
"""What a PDF file is full of, also one whose first line is damaged."""
_NAMED_TEXTS: Final = ("md", "fountain", "html")
"""Forms of text that their content does not give away."""


def detect_format(path: Path, filename: str) -> str:
    """The format of a file, one of ``FORMATS``.

    Args:
        path: the file; its own name does not matter.
        filename: the original's name.

    Raises:
        UnsupportedFormatError: no reader is there for it; the message says what the file is.
        EmptyFileError: there is nothing in it.
        EncryptedFileError: it is an office document with a password.
        UnreadableFileError: it cannot be read, or is no file at all.
    """
    head = _read_head(path)
    if b"%PDF-" in head[:_PDF_WITHIN] or (format_by_suffix(filename) == "pdf" and _PDF_OBJECT.search(head)):
        return "pdf"
    if head.startswith(_ZIP):
        return _packed(path, filename)
    if head.startswith(_OLE):
        return _ole(path)
    if _RTF.match(head):
        return "rtf"
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            raise _unsupported(kind)
    if _MOVIE.match(head):
        raise _unsupported("a film, recording or picture")
    return _textual(head, filename)


def _read_head(path: Path) -> bytes:
    """The first bytes of a regular file; pipes and devices are not opened, since reading them may never end."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise UnreadableFileError("This is a folder, not a file.")
        if not stat.S_ISREG(mode):
            raise UnreadableFileError("This is no ordinary file but a pipe or a device.")
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise UnreadableFileError(f"The file could not be read: {error.strerror}.") from error
    except ValueError as error:
        raise UnreadableFileError("The file's name holds characters that no file can have.") from error
    if not head:
        raise EmptyFileError
    return head


def _packed(path: Path, filename: str) -> str:
    try:
        with archive_of(path, _MAX_PARTS) as archive:
            names = set(archive.namelist())
            found = _packed_format(archive, names)
    except (SourceError, *_DAMAGED):
        promised = format_by_suffix(filename)
        if promised in _PACKED:
            return promised  # its reader says that it is damaged
        raise _unsupported("a damaged or unknown archive") from None
    if found is not None:
        return found
    kind = next((kind for member, kind in _ZIP_KINDS if member in names), "an archive (ZIP)")
    raise _unsupported(kind)


def _packed_format(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    """The format whose parts are in an archive."""
    if "word/document.xml" in names or _is_word(archive):
        return "docx"
    if "META-INF/container.xml" in names:
        return "epub"
    if "content.xml" in names and _starts_with(archive, "mimetype", _ODT):
        return "odt"
    if "document.xml" in names and _starts_with(archive, "document.xml", b"Open Screenplay Format"):
        return "fadein"
    return "highland" if any(map(_BUNDLED_TEXT.fullmatch, names)) else None


def _starts_with(archive: zipfile.ZipFile, name: str, content: bytes) -> bool:
    """Whether a part has a text at its beginning."""
    try:
        with archive.open(name) as part:
            return content in part.read(1024)
    except KeyError:
        return False


def _is_word(archive: zipfile.ZipFile) -> bool:
    """Whether the list of parts declares a Word document under another name."""
    try:
        with archive.open("[Content_Types].xml") as part:
            return b"wordprocessingml.document.main+xml" in part.read(_HEAD)
    except KeyError:
        return False


def _ole(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_OLE_SEARCHED)
    except OSError as error:
        raise UnreadableFileError(f"The file could not be read: {error.strerror}.") from error
    if _ENCRYPTED_PACKAGE in content:
        raise EncryptedFileError
    if _WORD_STREAM in content:
        return "doc"
    raise _unsupported("an old office document, but none of Word")


def _textual(head: bytes, filename: str) -> str:
    try:
        text = decode(_whole_lines(head)).text
    except UnsupportedFormatError:
        kind = f"no {PurePath(filename).suffix[1:].upper()} file" if PurePath(filename).suffix else "no text"
        raise _unsupported(f"{kind} but unknown binary data") from None
    for pattern, format_ in _MARKUP:
        if pattern.match(text):
            return format_
    if _XML.match(text):
        raise _unsupported("an XML file")
    promised = format_by_suffix(filename)
    return promised if promised in _NAMED_TEXTS else "txt"


def _whole_lines(head: bytes) -> bytes:
    """Cut a sample at its last line end, so that no character is cut in two."""
    if len(head) < _HEAD:
        return head
    end = max(head.rfind(b"\n"), head.rfind(b"\r")) + 1
    whole = head[: end or _HEAD]
    return whole + head[len(whole) : len(whole) + (-len(whole)) % 4]


def _unsupported(kind: str) -> UnsupportedFormatError:
    return UnsupportedFormatError(f"This is {kind}, not a script that can be read. {supported()}")
