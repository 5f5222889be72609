"""The installer scripts of the other systems agree with the program."""

from __future__ import annotations

import plistlib
import re
import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from playbuddy_desktop.parsing.extract.formats import FORMATS


def test_windows_offers_the_program_for_every_format(packaging_scripts: Path) -> None:
    """The installer registers the first suffix of each format under “Open with”, and asks for the starters we build."""
    script = (packaging_scripts / "windows" / "playbuddy.iss").read_text(encoding="utf-8-sig")
    registered = set(re.findall(r"Software\\Classes\\(\.\w+)\\OpenWithProgids", script))
    assert {format_.suffixes[0] for format_ in FORMATS.values()} <= registered
    spec = (packaging_scripts / "playbuddy.spec").read_text(encoding="utf-8")
    starters = {name.removesuffix(".exe") for name in re.findall(r"\{app\}\\([\w-]+\.exe)", script)}
    assert starters == {name for name in starters if f'executable("{name}"' in spec}


def test_macos_offers_the_program_for_every_format(packaging_scripts: Path) -> None:
    """The bundle's document types are the readers' suffixes, and the entitlements can be read."""
    import contents

    offered = {f".{suffix}" for suffix in contents.DOCUMENT_TYPES[0]["CFBundleTypeExtensions"]}
    assert {suffix for format_ in FORMATS.values() for suffix in format_.suffixes} == offered
    entitlements = plistlib.loads((packaging_scripts / "macos" / "entitlements.plist").read_bytes())
    assert "com.apple.security.cs.disable-library-validation" in entitlements


def test_icons_are_packed_for_windows_and_macos(packaging_scripts: Path) -> None:
    """Each container says how long its pictures are, and they are PNG files of the size it says."""
    import draw_icons

    pictures = {size: b"\x89PNG\r\n" + bytes([size % 256]) * size for size in draw_icons.SIZES}
    packed = draw_icons.ico(pictures)
    count = struct.unpack_from("<HHH", packed)[2]
    assert len(draw_icons.ICO_SIZES) == count
    for number, size in enumerate(draw_icons.ICO_SIZES):
        side, length, offset = struct.unpack_from("<BxxxxxxxII", packed, 6 + 16 * number)
        assert (size % 256, pictures[size]) == (side, packed[offset : offset + length])
    bundle = draw_icons.icns(pictures)
    assert (b"icns", len(bundle)) == struct.unpack_from(">4sI", bundle)


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="the checker is not installed")
def test_shell_scripts_are_sound(packaging_scripts: Path) -> None:
    """ShellCheck finds nothing in the scripts that build and try the packages."""
    scripts = sorted(map(str, packaging_scripts.rglob("*.sh")))
    ended = subprocess.run(["shellcheck", *scripts], check=False, capture_output=True, text=True)
    assert (0, "") == (ended.returncode, ended.stdout)
