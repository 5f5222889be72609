"""A script in each format that shows all that the format can tell: looks, places, furniture, lists, tables, pages."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from composition import compose
from printing import write_pdf
from word_97 import BOLD, CAPS, HIDDEN, ITALIC, SMALL_CAPS, word_97

HEBREW = "שלום לך"
"""Reads from right to left."""
SPEECHES = "".join(f"MIRA. It is the night, and the lamp of the house is out: number {n}.\n" for n in range(6))

_CORE = (
    b'<cp:coreProperties xmlns:cp="x" xmlns:dc="y"><dc:title>The Lantern</dc:title><dc:creator>Ada Quill</dc:creator>'
    b"</cp:coreProperties>"
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _w(text: str, run: str = "", paragraph: str = "") -> str:
    return f'<w:p><w:pPr>{paragraph}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def docx() -> bytes:
    """Word."""
    body = (
        _w("ACT I", "<w:b/><w:sz w:val='36'/>", "<w:pStyle w:val='h1'/><w:jc w:val='center'/>")
        + _w("Mira", "<w:smallCaps/><w:rFonts w:ascii='Garamond'/>")
        + _w("said", "<w:i/><w:u w:val='single'/>", "<w:ind w:left='720' w:hanging='360'/>")
        + _w("loud", "<w:caps/>", "<w:pageBreakBefore/>")
        + _w("unseen", "<w:vanish/>")
        + "<w:p/>"
        + _w(HEBREW, "", "<w:bidi/>")
        + _w("item", "", "<w:numPr><w:ilvl w:val='1'/><w:numId w:val='1'/></w:numPr>")
        + "<w:tbl><w:tr><w:tc>" + _w("MIRA") + "</w:tc><w:tc>" + _w("Hello.") + "</w:tc></w:tr></w:tbl>"
        + "<w:p><w:r><w:t>one</w:t><w:br/><w:t>two</w:t><w:footnoteReference w:id='2'/></w:r></w:p>"
        + "<w:p><w:r><w:lastRenderedPageBreak/><w:t>next</w:t></w:r></w:p>"
        + "".join(_w(line) for line in SPEECHES.splitlines())
        + "<w:sectPr><w:pgSz w:w='11906' w:h='16838'/></w:sectPr>"
    )  # fmt: skip
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    parts = {
        "footnotes": f"<w:footnotes {space}><w:footnote w:id='2'>{_w('A note.')}</w:footnote></w:footnotes>",
        "header": f"<w:hdr {space}>{_w('THE LANTERN')}</w:hdr>",
        "footer": f"<w:ftr {space}>{_w('Amateurs only')}</w:ftr>",
        "numbering": f"<w:numbering {space}><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='1'><w:numFmt "
        "w:val='decimal'/><w:lvlText w:val='%2.'/></w:lvl></w:abstractNum><w:num w:numId='1'>"
        "<w:abstractNumId w:val='0'/></w:num></w:numbering>",
        "styles": f"<w:styles {space}><w:style w:type='paragraph' w:styleId='h1'><w:name w:val='heading 1'/></w:style>"
        "</w:styles>",
    }
    relations = "".join(f'<Relationship Id="r{name}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>' for name in parts)
    root = (
        f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="a" Type="{_OFFICE}/officeDocument" '
        f'Target="word/document.xml"/><Relationship Id="b" Type="x/core-properties" Target="core.xml"/></Relationships>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", root)
        archive.writestr("core.xml", _CORE)
        archive.writestr(
            "word/document.xml", f'<?xml version="1.0"?><w:document {space}><w:body>{body}</w:body></w:document>'
        )
        archive.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>'
        )
        for name, part in parts.items():
            archive.writestr(f"word/{name}.xml", part)
    return buffer.getvalue()


def doc() -> bytes:
    """Word 97-2003."""
    centred, indented, hanging = (
        b"\x61\x24\x01",
        b"\x5e\x84" + struct.pack("<h", 720),
        b"\x60\x84" + struct.pack("<h", -360),
    )
    in_table, row_end, rtl, page = b"\x16\x24\x01", b"\x17\x24\x01", b"\x41\x24\x01", b"\x07\x24\x01"
    item = b"\x0a\x26\x01\x0b\x46\x01\x00"
    return word_97(
        [
            (1, centred, [("ACT I\r", b"\x43\x4a\x24\x00")]),
            (2, indented + hanging, [("Mira ", SMALL_CAPS), ("loud", CAPS), ("\r", b"")]),
            (
                0,
                b"",
                [("said", ITALIC + b"\x3e\x2a\x01"), (" bold\x0b", BOLD), ("two", b"\x4f\x4a\x01\x00"), ("\r", b"")],
            ),
            (0, page, [("seen", b""), (" unseen", HIDDEN), ("\r", b"")]),
            (0, b"", [("\r", b"")]),
            (0, rtl, [(HEBREW + "\r", b"")]),
            (0, item, [("item\r", b"")]),
            (0, in_table, [("MIRA\x07", b"")]),
            (0, in_table, [("Hello.\x07", b"")]),
            (0, in_table + row_end, [("\x07", b"")]),
            *[(0, b"", [(line + "\r", b"")]) for line in SPEECHES.splitlines()],
        ],
        [(0, b"", [("\x02 A note.\r", b"")])],
        margins=((0, b"", [("THE LANTERN\r", b"")]), (0, b"", [("Amateurs only\r", b"")])),
    )


_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def fodt() -> bytes:
    """OpenDocument, in one file."""
    looks = {
        "B": 'fo:font-weight="bold" style:font-name="Garamond"', "I": 'fo:font-style="italic"',
        "U": 'style:text-underline-style="solid"', "S": 'fo:font-variant="small-caps"',
        "C": 'fo:text-transform="uppercase"', "H": 'text:display="none"', "Z": 'fo:font-size="20pt"',
    }  # fmt: skip
    sets = {
        "centre": 'fo:text-align="center" fo:break-before="page"',
        "hang": 'fo:margin-left="1in" fo:text-indent="-.5in"',
        "rtl": 'style:writing-mode="rl-tb"',
    }  # fmt: skip
    styles = "".join(
        f'<style:style style:name="{name}" style:family="text"><style:text-properties {look}/></style:style>'
        for name, look in looks.items()
    ) + "".join(
        f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="Play">'
        f"<style:paragraph-properties {place}/></style:style>"
        for name, place in sets.items()
    )
    spans = "".join(f'<text:span text:style-name="{name}">{name} word </text:span>' for name in looks)
    body = (
        '<text:h text:outline-level="1" text:style-name="centre"><text:span text:style-name="Z">ACT I'
        "</text:span></text:h>"
        f'<text:p text:style-name="hang">{spans}<text:line-break/>two<text:note>'
        "<text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body>"
        "</text:note></text:p><text:p/>"
        f'<text:p text:style-name="rtl">{HEBREW}</text:p>'
        "<text:list><text:list-item><text:p>item</text:p></text:list-item></text:list><text:soft-page-break/>"
        "<table:table><table:table-row><table:table-cell><text:p>MIRA</text:p></table:table-cell><table:table-cell>"
        "<text:p>Hello.</text:p></table:table-cell></table:table-row></table:table>"
    ) + "".join(f"<text:p>{line}</text:p>" for line in SPEECHES.splitlines())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="{_ODF}:office:1.0" '
        f'xmlns:text="{_ODF}:text:1.0" xmlns:table="{_ODF}:table:1.0" xmlns:style="{_ODF}:style:1.0" '
        f'xmlns:fo="{_ODF}:xsl-fo-compatible:1.0" xmlns:dc="x" xmlns:meta="{_ODF}:meta:1.0" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:meta><dc:title>The Lantern</dc:title>'
        "<meta:initial-creator>Ada Quill</meta:initial-creator></office:meta>"
        '<office:styles><style:style style:name="Play" style:family="paragraph"/></office:styles>'
        f'<office:automatic-styles>{styles}<style:page-layout style:name="p"><style:page-layout-properties '
        'fo:page-width="21cm" fo:page-height="29.7cm"/></style:page-layout></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="Standard"><style:header><text:p>THE LANTERN</text:p>'
        "</style:header><style:footer><text:p>Amateurs only</text:p></style:footer></style:master-page>"
        f"</office:master-styles><office:body><office:text>{body}</office:text></office:body></office:document>"
    ).encode()


def rtf() -> bytes:
    """Rich text."""
    hebrew = "".join(rf"\u{ord(char)}?" for char in HEBREW)
    body = (
        r"{\header THE LANTERN\par}{\footer Amateurs only\par}\pard\qc\outlinelevel0{\b\fs36 ACT I}\par"
        r"\pard\li720\fi-360{\f1\scaps Mira} {\i said} {\ul under} {\caps loud} {\v unseen}\line two"
        r"{\footnote A note.}\par"
        rf"\pard\par\pard\rtlpar {hebrew}\par\pard\ls1\ilvl1 item\par\pard\pagebb next\par"
        r"\trowd\cellx1000\cellx2000\pard\intbl MIRA\cell Hello.\cell\row\pard "
    ) + "".join(line + r"\par " for line in SPEECHES.splitlines())
    return (
        r"{\rtf1\ansi\ansicpg1252\paperw11906\paperh16838{\fonttbl{\f0 Times;}{\f1 Garamond;}}"
        r"{\stylesheet{\s0 Normal;}}"
        r"{\info{\title The Lantern}{\author Ada Quill}}\fs24 " + body + "}"
    ).encode("ascii")


_PAGE = (
    "<h1 style='text-align:center'>ACT I</h1>"
    "<p style='margin-left:2em;text-indent:-1em'><b>bold</b> <i>said</i> <u>under</u> <span style='font-variant:"
    "small-caps'>Mira</span> <span style='text-transform:uppercase'>loud</span> <span style='font-family:Garamond'>g"
    f"</span><br>two</p><p dir=rtl>{HEBREW}</p><ul><li>item</li></ul>"
    "<table><tr><td>MIRA</td><td>Hello.</td></tr></table><p style='margin-top:3em;page-break-before:always'>next</p>"
    "<nav>Contents</nav><aside role='doc-footnote'>A note.</aside><span class='pagenum'>[12]</span>"
    "<p>verse<span class='linenum'>5</span></p>"
) + "".join(f"<p>{line}</p>" for line in SPEECHES.splitlines())


def html() -> bytes:
    """A web page."""
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>The Lantern, by Ada Quill</title></head>"
        f"<body>{_PAGE}</body></html>"
    ).encode()


def epub() -> bytes:
    """An electronic book."""
    page = _PAGE.replace("<br>", "<br/>").replace("dir=rtl", "dir='rtl'")
    parts = {
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>',
        "b.opf": '<package xmlns:dc="x"><metadata><dc:title>The Lantern</dc:title><dc:creator>Ada Quill</dc:creator>'
        '</metadata><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine>'
        '<itemref idref="a"/></spine></package>',
        "a.xhtml": '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body>'
        f"{page}</body></html>",
    }
    return _packed(parts)


def markdown() -> bytes:
    """Markdown."""
    return (
        "---\ntitle: The Lantern\nauthor: Ada Quill\n---\n\n# ACT I\n\n**bold** *said* <u>under</u>  \ntwo\n\n---\n\n"
        f"{HEBREW}\n\n- item\n\n> quoted\n\n| a | b |\n|---|---|\n| MIRA | Hello. |\n\n"
        + SPEECHES.replace("\n", "\n\n")
    ).encode()


def fountain() -> bytes:
    """A screenplay as text."""
    return (
        "Title: The Lantern\nAuthor: Ada Quill\n\n# ACT I\n\nINT. A STREET - NIGHT\n\nThe lamp is *out* **now** and "
        "_under_ the stairs. [[A note.]]\n\n> CENTRED <\n\nMIRA\n(low)\nWho goes there?\nSo late?\n\n===\n\n\n    Set "
        f"in.\n\n{HEBREW}\n\n" + "".join(f"MIRA\n{line[6:]}\n\n" for line in SPEECHES.splitlines())
    ).encode()


def highland() -> bytes:
    """Fountain in a bundle."""
    return _packed({"Lantern.textbundle/text.fountain": fountain().decode(), "Lantern.textbundle/info.json": "{}"})


def fdx() -> bytes:
    """Final Draft."""

    def p(kind: str, text: str, more: str = "") -> str:
        return f'<Paragraph Type="{kind}" {more}><Text>{text}</Text></Paragraph>'

    body = (
        p("New Act", "ACT I", 'Alignment="Center"')
        + p("Scene Heading", "A STREET", 'StartsNewPage="Yes"')
        + '<Paragraph Type="Action"><ScriptNote><Paragraph><Text>A note.</Text></Paragraph></ScriptNote>'
        '<Text Style="Bold+Italic+Underline" Size="14" Font="Courier">The lamp</Text><Text Style="AllCaps">'
        " out\ntwo</Text></Paragraph>"
        + p("Action", HEBREW)
        + "".join(p("Character", "MIRA") + p("Dialogue", line[6:]) for line in SPEECHES.splitlines())
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><FinalDraft DocumentType="Script"><Content>' + body + "</Content>"
        '<ElementSettings Type="Dialogue"><ParagraphSpec LeftIndent="2.5" FirstIndent="0.2"/></ElementSettings>'
        "<HeaderAndFooter><Header><Paragraph><Text>LANTERN</Text></Paragraph></Header><Footer><Paragraph><Text>Foot"
        "</Text></Paragraph></Footer></HeaderAndFooter></FinalDraft>"
    ).encode()


def fadein() -> bytes:
    """Fade In."""

    def p(kind: str, text: str, look: str = "", align: str = "left") -> str:
        return f'<para><style basestylename="{kind}" align="{align}"/><text {look}>{text}</text></para>'

    body = (
        p("Scene Heading", "A STREET")
        + p("Action", "The lamp", 'bold="1" italic="1" underline="1" size="14" font="Courier"', "center")
        + p("Action", "loud", 'allcaps="1"')
        + p("Action", HEBREW)
        + "".join(p("Character", "MIRA") + p("Dialogue", line[6:]) for line in SPEECHES.splitlines())
    )
    return _packed({
        "document.xml": '<?xml version="1.0"?><document type="Open Screenplay Format document"><info title='
        f'"The Lantern" written_by="Ada Quill"/><titlepage>{p("", "The Lantern")}</titlepage><paragraphs>{body}'
        "</paragraphs></document>"
    })  # fmt: skip


def tei() -> bytes:
    """An encoded edition."""
    body = (
        '<front><castList><castItem>MIRA</castItem></castList></front><body><div type="act"><head rend='
        '"center">ACT I<lb/>two</head><pb/>'
        '<stage><hi rend="bold">bold</hi> <hi rend="italic">said</hi> <hi rend="underline">under</hi> '
        '<hi rend="small-caps">Mira</hi> <hi rend="uppercase">loud</hi></stage><note>A note.</note>'
        f'<fw type="header">HEAD</fw><fw type="pageNum">12</fw><fw type="sig">B2</fw><p>{HEBREW}</p><pb/>'
        + "".join(f"<sp><speaker>MIRA</speaker><p>{line[6:]}</p></sp>" for line in SPEECHES.splitlines())
        + "</div></body>"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><TEI><teiHeader><fileDesc><titleStmt><title>The Lantern</title><author>'
        f"Ada Quill</author></titleStmt></fileDesc></teiHeader><text>{body}</text></TEI>"
    ).encode()


def txt() -> bytes:
    """Plain text with pages, as transcribers type it."""
    pages = []
    for page in range(1, 5):
        lines = ["THE LANTERN OF THE HARBOUR", "", ""]
        for number in range(8):
            lines += [
                " " * 28 + "MIRA",
                "The night is old and the lamp of the house num-",
                f"ber {page}{number} is out, so that nobody may see it, and the",
                "_wind_ is in the tree that stands before the gate.",
                "",
            ]
        lines += ["", "", " " * 29 + str(page)]
        pages.append("\n".join(lines))
    return ("\f".join(pages) + f"\n\n{HEBREW}\n").encode()


def pdf(folder: Path) -> bytes:
    """Printed in two columns, with running heads, folios and line numbers."""
    path = folder / "rich.pdf"
    write_pdf(path, compose("columns", 150), "columns")
    return path.read_bytes()


def _packed(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


RICH: dict[str, Callable[[], bytes]] = {
    "txt": txt, "md": markdown, "docx": docx, "doc": doc, "odt": fodt, "rtf": rtf, "epub": epub, "html": html,
    "fountain": fountain, "fdx": fdx, "highland": highland, "fadein": fadein, "tei": tei,
}  # fmt: skip
"""By the format's name; PDF needs a folder."""
