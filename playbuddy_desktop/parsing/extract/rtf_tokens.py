"""Takes RTF apart into groups, control words and text, and knows which code page a font's bytes are in."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    r"\\(?:(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})?\d* ?|'(?P<hex>[0-9a-fA-F]{2})|(?P<symbol>[^a-zA-Z]))"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\",
)
_CHARSETS: Final = {
    0: "cp1252", 77: "mac-roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 255: "cp437",
}  # fmt: skip
"""Windows' numbers of character sets, as font tables use them."""


class Token(NamedTuple):
    """One piece of RTF.

    Attributes:
        kind: "word", "symbol", "byte", "open", "close" or "text".
        text: the control word or symbol, or the text itself.
        number: a control word's parameter; None if it has none. The value of a byte.
    """

    kind: str
    text: str
    number: int | None = None


_OPEN: Final = Token("open", "{")
_CLOSE: Final = Token("close", "}")


def tokens(source: str) -> Iterator[Token]:
    """The tokens of an RTF file whose bytes were decoded as Latin-1; binary data is left out."""
    at = 0
    while match := _TOKEN.match(source, at):
        at = match.end()
        kind, value = match.lastgroup, match[match.lastgroup] if match.lastgroup else ""
        if kind == "text":
            yield Token("text", value)
        elif kind == "brace":
            yield _OPEN if value == "{" else _CLOSE
        elif kind == "hex":
            yield Token("byte", "", int(value, 16))
        elif kind == "symbol":
            yield Token("symbol", value)
        elif kind in ("word", "number"):
            number = int(match["number"]) if match["number"] else None
            if match["word"] == "bin":
                at += max(0, number or 0)
            yield Token("word", match["word"], number)


def code_page(number: int) -> str | None:
    """Python's name of a Windows code page, None if it has none."""
    name = "mac-roman" if number == 10000 else "utf-8" if number == 65001 else f"cp{number}"  # noqa: PLR2004 - numbers of Windows
    return _known(name)


def charset_page(charset: int) -> str | None:
    """The code page of a font's character set; None where it is the document's own."""
    name = _CHARSETS.get(charset)
    return _known(name) if name else None


def _known(name: str) -> str | None:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None
