"""Makes the Debian package from the program's folder: ``dist/playbuddy_VERSION_ARCHITECTURE.deb``.

The package brings what comes from wheels and leaves to apt what Debian has anyway: libraries of the system in the
folder are dropped, and ``dpkg-shlibdeps`` finds the packages that bring them. It needs no scripts of its own: the icon,
menu and MIME caches are refreshed by the triggers of the packages that own them.

Usage: python packaging/deb.py [--allow-dirty] [--folder-is-built]
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import build
import draw_icons
import licences
import sizes
from project import (
    APP_ID,
    BUILD,
    COMMAND,
    DIST,
    MAINTAINER,
    NAME,
    ROOT,
    SUMMARY,
    DirtyTreeError,
    Source,
    read_source,
    set_times,
)

LINUX: Final = ROOT / "packaging" / "linux"
ICON_SIZES: Final = (16, 24, 32, 48, 64, 128, 256, 512)
DESCRIPTION: Final = """\
 Reads theatre scripts and finds the play in them: acts and scenes, the cast,
 who says which line, and the stage directions in between. Drop files on the
 window; they are read in the background, and the plays stand in your library.
 .
 Everything happens on this computer, with or without a network."""
# Qt asks for these at run time by name, so that no list of needed libraries tells of them.
ASKED_FOR_BY_NAME: Final = ("libegl1", "libgl1", "libxcb-cursor0")
RECOMMENDS: Final = ("hicolor-icon-theme", "shared-mime-info", "xdg-desktop-portal", "fonts-dejavu-core")


class ToolError(Exception):
    """A tool of the system failed; the message is what it said."""


def make(source: Source, folder: Path) -> Path:
    """Make the package of ``folder`` and return its path.

    Raises:
        ToolError: for example when the package that brings a needed library is not installed.
    """
    tree = BUILD / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    home = tree / "usr" / "lib" / COMMAND
    (tree / "DEBIAN").mkdir(parents=True)
    shutil.copytree(folder, home, symlinks=True)
    _leave_to_apt(home)
    _add_entries(tree, source)
    _add_documents(tree, source)
    _settle_modes(tree)
    architecture = _run("dpkg", "--print-architecture")
    _write_control(tree, source, architecture, _depends(tree))
    set_times(tree, source.epoch)
    package = DIST / f"{COMMAND}_{source.version}_{architecture}.deb"
    environment = source.environment() | {"DPKG_DEB_THREADS_MAX": "1"}
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z9", "--build", str(tree), str(package)]
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    print(f"{package}: {package.stat().st_size / 1e6:.1f} MB, the limit is {sizes.DEB_LIMIT / 1e6:.0f} MB; installed:")
    print("\n".join(sizes.report(sizes.count(home), sizes.UNPACKED_LIMIT)))
    return package


def _leave_to_apt(home: Path) -> None:
    """Drop the libraries that a package of Debian brings; those of wheels lie deeper in the folder.

    Python's own library stays: the starter loads the very one that it was built with.
    """
    cache = _run("ldconfig", "-p")
    found = {line.split()[0]: line.rsplit("=> ", 1)[1] for line in cache.splitlines() if "=>" in line}
    for library in (home / "_internal").glob("*.so*"):
        own = library.is_symlink() or library.name.startswith("libpython")
        if not own and library.name in found and _owned(Path(found[library.name])):
            library.unlink()


def _owned(path: Path) -> bool:
    """Whether a package of Debian brought this file; dpkg knows it by the path without the merged ``/usr``."""
    spellings = {str(path), str(path.resolve()), str(path.resolve()).removeprefix("/usr"), f"/usr{path.resolve()}"}
    return any(
        subprocess.run(["dpkg", "-S", spelling], check=False, capture_output=True).returncode == 0
        for spelling in sorted(spellings)
    )


def _add_entries(tree: Path, source: Source) -> None:
    """What the desktop reads: the command, menu entry, icons, MIME types, description."""
    command = tree / "usr" / "bin" / COMMAND
    command.parent.mkdir(parents=True)
    command.symlink_to(f"../lib/{COMMAND}/{COMMAND}")
    share = tree / "usr" / "share"
    _put(share / "applications" / f"{APP_ID}.desktop", (LINUX / f"{APP_ID}.desktop").read_bytes())
    _put(share / "mime" / "packages" / f"{APP_ID}.xml", (LINUX / f"{APP_ID}.mime.xml").read_bytes())
    description = (LINUX / f"{APP_ID}.metainfo.xml").read_text(encoding="utf-8")
    filled = description.replace("@VERSION@", source.version).replace("@DATE@", source.date)
    _put(share / "metainfo" / f"{APP_ID}.metainfo.xml", filled.encode())
    icons = share / "icons" / "hicolor"
    _put(icons / "scalable" / "apps" / f"{APP_ID}.svg", draw_icons.DRAWING.read_bytes())
    for size in ICON_SIZES:
        png = (BUILD / f"playbuddy-{size}.png").read_bytes()
        _put(icons / f"{size}x{size}" / "apps" / f"{APP_ID}.png", png)


def _add_documents(tree: Path, source: Source) -> None:
    share = tree / "usr" / "share"
    script = ROOT / "packaging" / "man_page.py"
    page = subprocess.run(
        [sys.executable, str(script)], check=True, capture_output=True, env=source.environment()
    ).stdout
    _put(share / "man" / "man1" / f"{COMMAND}.1.gz", gzip.compress(page, 9, mtime=0))
    documents = share / "doc" / COMMAND
    _put(documents / "copyright", _copyright().encode())
    changes = (
        f"{COMMAND} ({source.version}) stable; urgency=medium\n\n  * Version {source.version}.\n\n"
        f" -- {MAINTAINER}  {_rfc_date(source)}\n"
    )
    _put(documents / "changelog.gz", gzip.compress(changes.encode(), 9, mtime=0))
    _put(share / "lintian" / "overrides" / COMMAND, (LINUX / "lintian-overrides").read_bytes())
    _put(documents / "sbom.cdx.json", (BUILD / "sbom.cdx.json").read_bytes())


def _copyright() -> str:
    """Who wrote what, in Debian's machine-readable form; the GNU licences are on every system already."""
    own = (ROOT / "LICENSE").read_text(encoding="utf-8")
    stanzas = [(LINUX / "copyright.head").read_text(encoding="utf-8") + _indent(own)]
    for component in licences.collect():
        name = component.name.replace(" ", "-")
        texts = [text for text in component.texts if not text.lstrip().startswith("GNU")]
        texts += ["The texts are in /usr/share/common-licenses."] * (len(texts) != len(component.texts))
        stanzas.append(
            f"Files: usr/lib/{COMMAND}/*\nComment: {component.name} {component.version}, {component.homepage}\n"
            f"Copyright: the authors of {component.name}, as told below\n"
            f"License: {name}\n {component.licence}\n .\n" + _indent("\n\n".join(texts))
        )
    return "\n".join(stanzas)


def _indent(text: str) -> str:
    return "".join(f" {line.rstrip()}\n" if line.strip() else " .\n" for line in text.strip().splitlines())


def _rfc_date(source: Source) -> str:
    return _run("date", "--utc", "--rfc-email", f"--date=@{source.epoch}")


def _settle_modes(tree: Path) -> None:
    """Files that run are 755, others 644, whatever the umask; libraries are no programs."""
    for path in tree.rglob("*"):
        if not path.is_symlink():
            runs = path.is_dir() or path == tree / "usr" / "lib" / COMMAND / COMMAND
            path.chmod(0o755 if runs else 0o644)


def _depends(tree: Path) -> str:
    """The packages that bring the libraries that are needed and not inside."""
    work = BUILD / "shlibdeps"
    shutil.rmtree(work, ignore_errors=True)
    (work / "debian").mkdir(parents=True)
    (work / "debian" / "control").write_text(f"Source: {COMMAND}\n\nPackage: {COMMAND}\nArchitecture: any\n")
    files = [path for path in sorted(tree.rglob("*")) if path.is_file() and not path.is_symlink() and _is_elf(path)]
    inside = sorted({f"-l{path.parent}" for path in files})
    found = _run("dpkg-shlibdeps", "-O", f"-S{tree}", *inside, *[f"-e{path}" for path in files], cwd=work)
    line = found.removeprefix("shlibs:Depends=")
    missing = [name for name in ASKED_FOR_BY_NAME if name not in line]
    return ", ".join(filter(None, [line, *missing]))


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _write_control(tree: Path, source: Source, architecture: str, depends: str) -> None:
    files = [path for path in sorted(tree.rglob("*")) if path.is_file() and not path.is_symlink()]
    kilobytes = sum(-(-path.stat().st_size // 1024) for path in files)
    fields = {
        "Package": COMMAND,
        "Version": source.version,
        "Architecture": architecture,
        "Maintainer": MAINTAINER,
        "Installed-Size": str(kilobytes),
        "Depends": depends,
        "Recommends": ", ".join(RECOMMENDS),
        "Section": "text",
        "Priority": "optional",
        "Description": f"{SUMMARY[0].lower()}{SUMMARY[1:]}\n{DESCRIPTION}",
    }
    control = tree / "DEBIAN"
    _put(control / "control", "".join(f"{name}: {value}\n" for name, value in fields.items()).encode())
    sums = (f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(tree)}\n" for path in files)  # noqa: S324 - dpkg's format
    _put(control / "md5sums", "".join(sums).encode())


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(0o644)


def _run(*command: str, cwd: Path | None = None) -> str:
    environment = dict(os.environ) | {"LC_ALL": "C.UTF-8"}
    result = subprocess.run(command, check=False, capture_output=True, text=True, cwd=cwd, env=environment)
    if result.returncode:
        complaints = [line for line in result.stderr.splitlines() if "warning" not in line]
        raise ToolError("\n".join(complaints))
    return result.stdout.strip()


def main() -> int:
    """Build the folder unless it is there, then the package."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--allow-dirty", action="store_true", help="build although files are not committed")
    parser.add_argument("--folder-is-built", action="store_true", help="take dist/PlayBuddy as it is")
    arguments = parser.parse_args()
    try:
        source = read_source(allow_dirty=arguments.allow_dirty)
    except DirtyTreeError as error:
        print(error, file=sys.stderr)
        return 1
    make(source, DIST / NAME if arguments.folder_is_built else build.build(source))
    return 0


if __name__ == "__main__":
    sys.exit(main())
