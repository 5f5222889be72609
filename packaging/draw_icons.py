"""Draws the program's icon in the sizes and containers that the systems want, from the one SVG.

Usage: python packaging/draw_icons.py FOLDER
Writes ``playbuddy-SIZE.png`` (Linux), ``playbuddy.ico`` (Windows) and ``playbuddy.icns`` (macOS).
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path
from typing import Final

from project import ROOT

DRAWING: Final = ROOT / "resources" / "icons" / "playbuddy.svg"
SIZES: Final = (16, 24, 32, 48, 64, 128, 256, 512, 1024)
ICO_SIZES: Final = (16, 24, 32, 48, 64, 256)
# The types of an .icns file that hold a PNG, with the PNG's side.
ICNS_TYPES: Final = {
    b"icp4": 16,
    b"icp5": 32,
    b"ic11": 32,
    b"ic12": 64,
    b"ic07": 128,
    b"ic13": 256,
    b"ic08": 256,
    b"ic14": 512,
    b"ic09": 512,
    b"ic10": 1024,
}


def draw(sizes: tuple[int, ...] = SIZES) -> dict[int, bytes]:
    """PNG files by their side in pixels."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QBuffer
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication.instance() or QGuiApplication([])
    renderer = QSvgRenderer(str(DRAWING))
    files = {}
    for size in sizes:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload] # the stub asks for bytes, which the call refuses
        files[size] = bytes(buffer.data().data())
    del application
    return files


def ico(files: dict[int, bytes]) -> bytes:
    """A Windows icon: a directory of 16 bytes each, then the PNG files."""
    chosen = [(size, files[size]) for size in ICO_SIZES]
    offset = 6 + 16 * len(chosen)
    directory, body = struct.pack("<HHH", 0, 1, len(chosen)), b""
    for size, png in chosen:
        side = size % 256  # 256 is written as 0
        directory += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(png), offset + len(body))
        body += png
    return directory + body


def icns(files: dict[int, bytes]) -> bytes:
    """A macOS icon: chunks of type, length and PNG."""
    body = b"".join(kind + struct.pack(">I", 8 + len(files[size])) + files[size] for kind, size in ICNS_TYPES.items())
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def main() -> None:
    """Write the files into the folder that was named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    files = draw()
    for size, png in files.items():
        (folder / f"playbuddy-{size}.png").write_bytes(png)
    (folder / "playbuddy.ico").write_bytes(ico(files))
    (folder / "playbuddy.icns").write_bytes(icns(files))


if __name__ == "__main__":
    main()
