"""A small sound script in every format that can be written without its own program."""

from __future__ import annotations

import zipfile
from pathlib import Path

from composition import compose
from printing import write_pdf, write_text
from word_97 import word_97
from writing import WRITERS

SPEECHES = 12
FOUNTAIN = "Title: The Lantern\n\n# ACT ONE\n\nINT. A STREET\n\n" + "".join(
    f"MIRA\n(softly)\nWho waits at gate {number}?\n\nTOBIAS\nNobody *at all*.\n\n" for number in range(20)
)
FDX = (
    '<?xml version="1.0" encoding="UTF-8"?><FinalDraft DocumentType="Script" Version="4"><Content>'
    + "".join(
        f'<Paragraph Type="Character"><Text>MIRA</Text></Paragraph><Paragraph Type="Dialogue"><Text>Who waits at gate '
        f'{number}?</Text><Text Style="Italic"> Tell.</Text></Paragraph>'
        for number in range(20)
    )
    + "</Content></FinalDraft>"
)
TEI = (
    '<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><div type="act"><head>ACT I</head>'
    + "".join(f"<sp><speaker>MIRA</speaker><p>Who waits at gate {number}?</p></sp>" for number in range(20))
    + "</div></body></text></TEI>"
)
OSF = (
    '<?xml version="1.0"?><document type="Open Screenplay Format document" version="40"><paragraphs>'
    + "".join(
        '<para><style basestylename="Character"/><text>MIRA</text></para>'
        f'<para><style basestylename="Dialogue"/><text>Who waits at gate {number}?</text></para>'
        for number in range(20)
    )
    + "</paragraphs></document>"
)
NAMES = (
    "script.pdf", "script.txt", "script.docx", "script.fodt", "script.odt", "script.rtf", "script.html", "script.epub",
    "script.md", "script.fountain", "script.fdx", "script.xml", "script.highland", "script.fadein",
    "script.doc",
)  # fmt: skip


def write_all(folder: Path) -> dict[str, bytes]:
    """The bytes of each, by name."""
    paragraphs = compose("centred", SPEECHES)
    write_pdf(folder / "script.pdf", paragraphs, "centred")
    write_text(folder / "script.txt", paragraphs, "centred")
    for suffix, write in WRITERS.items():
        write(folder / f"script.{suffix}", paragraphs, "centred")
    for name, text in (("script.fountain", FOUNTAIN), ("script.fdx", FDX), ("script.xml", TEI)):
        (folder / name).write_text(text, encoding="utf-8")
    flat = (folder / "script.fodt").read_text(encoding="utf-8").partition("?>")[2]
    content = flat.replace("office:document ", "office:document-content ").replace(
        "</office:document>", "</office:document-content>"
    )
    for name, parts in (
        ("script.odt", {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}),
        ("script.highland", {"Lantern.textbundle/text.fountain": FOUNTAIN, "Lantern.textbundle/info.json": "{}"}),
        ("script.fadein", {"document.xml": OSF}),
    ):
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, text in parts.items():
                archive.writestr(part, text)
    (folder / "script.doc").write_bytes(
        word_97([(2, b"", [(f"{line}\r", b"")]) for line in FOUNTAIN.split("\n")[7:27]], [])
    )
    return {name: (folder / name).read_bytes() for name in NAMES}
