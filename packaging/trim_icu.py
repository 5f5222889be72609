"""Takes out of ICU's data, a quarter of the program as Qt ships it, what Qt never asks for.

Qt calls ICU to compare texts by a language's rules, to name time zones and to convert encodings that it does not know
itself. Names of currencies, languages and units, dictionaries that break Thai into words, spelled-out numbers and
transliterations are never read; converters are not either, since scripts are decoded in Python. Everything else stays.

Needs icupkg (Debian: icu-devtools) and a C compiler as linker.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Final

_NEVER_READ: Final = re.compile(r"(brkitr|curr|lang|rbnf|region|translit|unit)/|.*\.(cnv|spp)$")
_LIBRARY: Final = """\
    .section .rodata
    .balign 16
    .globl {symbol}
    .type {symbol}, @object
    .size {symbol}, end - {symbol}
{symbol}:
    .incbin "{data}"
end:
    .section .note.GNU-stack, "", @progbits
"""


def trim_in(program: Path, work: Path) -> None:
    """Replace ``libicudata`` in a built program's folder.

    Args:
        program: the folder.
        work: a folder for what comes up on the way.

    Raises:
        LookupError: there is not exactly one such library.
        subprocess.CalledProcessError: a tool failed.
    """
    libraries = [path for path in program.rglob("libicudata.so.*") if not path.is_symlink()]
    if len(libraries) != 1:
        raise LookupError(f"There should be one libicudata in {program}: {libraries}.")
    trim(libraries[0], work)


def trim(library: Path, work: Path) -> None:
    """Replace ``library`` by one of the same name with less in it."""
    work.mkdir(parents=True, exist_ok=True)
    release = library.name.rsplit(".", 1)[1]
    whole, less = work / f"whole/icudt{release}l.dat", work / f"icudt{release}l.dat"
    whole.parent.mkdir(exist_ok=True)
    _run("objcopy", "-O", "binary", "--only-section=.rodata", str(library), str(whole))
    # The section ends with the data; icupkg wants nothing behind it and rounds by itself.
    unread = [item for item in _run("icupkg", "-l", str(whole)).split() if _NEVER_READ.match(item)]
    (work / "unread.txt").write_text("\n".join(unread) + "\n", encoding="ascii")
    _run("icupkg", "-r", str(work / "unread.txt"), str(whole), str(less))
    source = work / "icudata.s"
    source.write_text(_LIBRARY.format(symbol=f"icudt{release}_dat", data=less), encoding="utf-8")
    flags = ["-shared", "-nostdlib", "-Wl,--build-id=none", f"-Wl,-soname,{library.name}"]
    _run("gcc", *flags, "-o", str(library), str(source))
    _run("strip", str(library))


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
