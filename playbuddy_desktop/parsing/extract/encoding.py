"""Finds the encoding of a plain text and decodes it.

Marks and strict UTF-8 settle most files. For the old one-byte code pages the question is which of them makes the text
readable: under the right one, the letters beyond ASCII all belong to the alphabet of a single language. Statistical
detectors need more text than a short play in one accent offers and confuse the central European page with the western
one, so they are asked only when no European alphabet explains the letters.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from typing import Final, NamedTuple

from playbuddy_desktop.errors import UnsupportedFormatError

SAMPLE_BYTES: Final = 16 * 1024
"""How much evidence is weighed; more does not change the answer and costs time."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

CODE_PAGES: Final = (
    "cp1252",
    "iso8859-15",
    "cp1250",
    "cp1251",
    "koi8-r",
    "mac-roman",
    "cp1253",
    "cp1254",
    "cp1257",
    "iso8859-2",
    "iso8859-7",
    "iso8859-5",
    "mac-cyrillic",
    "mac-latin2",
    "cp850",
    "cp852",
    "cp866",
    "cp437",
    "koi8-u",
    "latin-1",
)
"""Most likely first: of two pages that explain a text equally well, the earlier is taken."""

_ALPHABETS: Final = {
    "French": "éèàùâêîôûçëïüœæÿ",
    "German": "äöüßéà",
    "Spanish": "áéíóúüñ",
    "Italian": "àèéìòùîó",
    "Portuguese": "áàâãçéêíóôõúü",
    "Catalan": "àçèéíïòóúü·",
    "Dutch": "áéèëïóöü",
    "Scandinavian": "åäöæøéèêóòôüà",
    "Icelandic": "áðéíóúýþæö",
    "English": "éèêæœëïôç",
    "Polish": "ąćęłńóśźż",
    "Czech": "áčďéěíňóřšťúůýž",
    "Slovak": "áäčďéíĺľňóôŕšťúýž",
    "Hungarian": "áéíóöőúüű",
    "South Slavic": "čćđšž",
    "Romanian": "ăâîșțşţ",
    "Turkish": "çğıöşüâîû",
    "Baltic": "āčēģīķļņšūžąęėįų",
    "Estonian": "äõöüšž",
    "Russian": "абвгдеёжзийклмнопрстуфхцчшщъыьэюяѣіѳѵ",
    "Ukrainian": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "Greek": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
}
_CAPITAL: Final = 0.8
"""A capital is a little less likely than a small letter: settles the Cyrillic pages that differ in case alone."""
_TYPOGRAPHY: Final = frozenset("‘’‚“”„«»‹›–—…°ªº§¿¡·•‡´™\xa0†½£€")
_MARK: Final = 1.0
"""Of typography: as likely as a letter, in any language."""
_BETWEEN_LETTERS: Final = frozenset("’·—–…\xa0")
_LAST_LATIN: Final = "\u024f"
_CAPITAL_IN_WORD: Final = -1.0
_FOREIGN_LETTER: Final = -0.5
_SYMBOL: Final = -1.0
_CONTROL: Final = -3.0
_CONVINCING: Final = 0.55
"""A mean score under which no European alphabet explains the text."""

_NON_ASCII_LINE: Final = re.compile(rb"[^\r\n]{0,2000}[\x80-\xff][^\r\n]{0,2000}")
_REPAIRABLE_SHARE: Final = 0.1
"""Stray bytes of another code page in a UTF-8 text, as a share of its characters beyond ASCII."""
_CONTROL_CHARS: Final = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_BINARY_SHARE: Final = 0.005
"""Control characters that a text may hold, as a share; old texts have stray ones, binary data 10 % and more."""
_ZEROS_TELL: Final = 0.95
_REPAIRED: Final = 0.9
_GUESSED: Final = 0.3


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how it was encoded.

    Attributes:
        text: decoded, without byte order mark and control characters.
        encoding: Python's name of the encoding.
        confidence: 1 where a mark or strict UTF-8 says so, less where the letters had to tell.
        warning: a sentence for a person when something had to be guessed or repaired.
    """

    text: str
    encoding: str
    confidence: float = 1.0
    warning: str | None = None


def decode(data: bytes) -> Decoded:
    """Decode a text of unknown encoding.

    Raises:
        UnsupportedFormatError: the data is no text.
    """
    decoded = _by_mark(data) or _utf16_without_mark(data) or _utf8(data) or _by_code_page(data)
    return Decoded(_without_controls(decoded.text), decoded.encoding, decoded.confidence, decoded.warning)


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data.decode(encoding, errors="replace")
            return Decoded(text, encoding, warning=_damage(text))
    return None


def _utf16_without_mark(data: bytes) -> Decoded | None:
    """UTF-16 shows in its zero bytes: blanks and line ends have one, always on the same side."""
    sample = data[:SAMPLE_BYTES]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < len(sample) // 100 + 1 or min(even, odd) > max(even, odd) // 20:
        return None
    encoding = "utf-16-be" if even > odd else "utf-16-le"
    try:
        return Decoded(data.decode(encoding), encoding, _ZEROS_TELL)
    except UnicodeDecodeError:
        return None


def _utf8(data: bytes) -> Decoded | None:
    """UTF-8, also with a few stray bytes of Windows-1252, as editors leave them when texts are pasted together."""
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="surrogateescape")
    stray = sum("\udc80" <= char <= "\udcff" for char in text)
    beyond_ascii = sum(char > "\x7f" for char in text)
    if stray > beyond_ascii * _REPAIRABLE_SHARE:
        return None
    repaired = re.sub("[\udc80-\udcff]", lambda byte: bytes([ord(byte[0]) - 0xDC00]).decode("cp1252", "replace"), text)
    return Decoded(
        repaired, "utf-8", _REPAIRED, "Some characters were damaged and have been repaired as well as possible."
    )


def _by_code_page(data: bytes) -> Decoded:
    sample = b"\n".join(_evidence(data))
    best, best_score = "latin-1", _CONVINCING
    for code_page in CODE_PAGES:
        try:
            score = _readability(sample.decode(code_page))
            data.decode(code_page)
        except UnicodeDecodeError:
            continue
        if score > best_score + 1e-9:
            best, best_score = code_page, score
    if best_score > _CONVINCING:
        return Decoded(data.decode(best), best, round(min(best_score, 1.0), 3))
    return _by_statistics(data, sample)


def _evidence(data: bytes) -> list[bytes]:
    """Lines with bytes beyond ASCII, up to the size of a sample."""
    lines, size = [], 0
    for match in _NON_ASCII_LINE.finditer(data):
        lines.append(match[0])
        size += len(match[0])
        if size > SAMPLE_BYTES:
            break
    return lines


def _readability(text: str) -> float:
    """How well the alphabet of one language explains the letters beyond ASCII: 1 is perfect, 0 and less is not."""
    counts = Counter(
        _Context.of(char, text[at - 1 : at], text[at + 1 : at + 2]) for at, char in enumerate(text) if char > "\x7f"
    )
    total = counts.total()
    if not total:
        return 0.0
    return max(
        sum(context.likelihood(alphabet) * count for context, count in counts.items()) / total
        for alphabet in _ALPHABETS.values()
    )


class _Context(NamedTuple):
    """A character beyond ASCII and what matters of its neighbours."""

    char: str
    after_small: bool
    mixed: bool
    in_word: bool

    @classmethod
    def of(cls, char: str, before: str, after: str) -> _Context:
        """Look at the neighbours: a Greek or Cyrillic letter beside a Latin one is no word of any language."""
        mixed = char > _LAST_LATIN and char.isalpha() and (_is_ascii_letter(before) or _is_ascii_letter(after))
        return cls(char, before.islower(), mixed, before.isalpha() and after.isalpha())

    def likelihood(self, alphabet: str) -> float:
        char = self.char
        if self.mixed:
            return _FOREIGN_LETTER
        if char in alphabet:
            return 1.0
        if char.isalpha() and char.lower() in alphabet:
            return _CAPITAL_IN_WORD if self.after_small else _CAPITAL
        if char in _TYPOGRAPHY:
            return _SYMBOL if self.in_word and char not in _BETWEEN_LETTERS else _MARK
        if char.isalpha():
            return _FOREIGN_LETTER
        return _CONTROL if "\x80" <= char <= "\x9f" else _SYMBOL


def _is_ascii_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _by_statistics(data: bytes, sample: bytes) -> Decoded:
    """Ask a general detector, which knows the Asian encodings too."""
    import charset_normalizer

    guess = charset_normalizer.from_bytes(sample).best()
    if guess is not None:
        try:
            return Decoded(data.decode(guess.encoding), guess.encoding, _GUESSED, _doubt(guess.encoding))
        except UnicodeDecodeError:
            pass  # the rest of the text contradicts the sample
    return Decoded(data.decode("cp1252", errors="replace"), "cp1252", _GUESSED, _doubt("cp1252"))


def _doubt(encoding: str) -> str:
    return f"The encoding of the text is uncertain ({encoding} was assumed): accented letters may be wrong."


def _damage(text: str) -> str | None:
    return "Some characters of the text are damaged." if "\ufffd" in text else None


def _without_controls(text: str) -> str:
    """Drop stray control characters; many of them mean that this is no text."""
    cleaned, count = _CONTROL_CHARS.subn("", text)
    if count > max(8, len(text) * _BINARY_SHARE):
        raise UnsupportedFormatError("The file holds binary data, not the text of a script.")
    return cleaned.removesuffix("\x1a").removeprefix("\ufeff")
