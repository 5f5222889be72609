"""The control words of RTF that matter for a script."""

from __future__ import annotations

from typing import Final

from playbuddy_desktop.parsing.document import Alignment, Furniture

CHARACTERS: Final = {
    "tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "~": "\xa0", "_": "-", "\\": "\\",
    "{": "{", "}": "}", "\t": "\t",
}  # fmt: skip
ASIDES: Final = {
    "footnote": Furniture.NOTE,
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), Furniture.HEADER),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), Furniture.FOOTER),
}
ENTRIES: Final = ("fonttbl", "stylesheet", "title", "author")
DESTINATIONS: Final = frozenset({
    "fonttbl", "stylesheet", "info", "title", "author", "upr", "ud", "pict", "object", "colortbl", "filetbl",
    "revtbl", "listtable", "listoverridetable", "rsidtbl", "generator", "fldinst", "datafield", "bkmkstart",
    "bkmkend", "xe", "tc", "tcn", "rxe", "sp", "nonshppict", "shppict", "themedata", "colorschememapping",
    "latentstyles", "datastore", "xmlnstbl", "pgdsctbl", "pnseclvl", "private", "template", "operator",
    "category", "comment", "doccomm", "company", "manager", "keywords", "subject", "annotation", "atnid",
    "atnauthor", "atntime", "atnref", "atndate", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "ftncn", "aftncn",
    "formfield", "background", "creatim", "revtim", "printim", "buptim", "hlinkbase", "falt", "panose",
    "fontemb", "do", "listtext", "pntext",
})  # fmt: skip
"""What begins a group whose text is no text of the script."""
MARKS: Final = ("listtext", "pntext")
"""What begins a group with the number or sign before a list's item, as it is printed."""
KNOWN_IGNORABLE: Final = frozenset({"shpinst", "ud", *ASIDES, *MARKS})
FLAGS: Final = {"b": "bold", "i": "italic", "scaps": "small_caps", "caps": "caps", "ul": "underline", "v": "hidden"}
UNDERLINES: Final = frozenset({"uldb", "uldash", "uldashd", "ulth", "ulw", "ulwave", "ulhwave", "ulc"})
ALIGNMENTS: Final = {
    "ql": Alignment.LEFT, "qc": Alignment.CENTRE, "qr": Alignment.RIGHT, "qj": Alignment.JUSTIFIED,
    "qd": Alignment.JUSTIFIED,
}  # fmt: skip
