"""Builds the program's folder with PyInstaller: ``dist/PlayBuddy``, which needs no Python.

The same commit gives the same bytes: times come from the commit, orders are sorted, hashes are not random.

Usage: python packaging/build.py [--allow-dirty]
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import licences
import sbom
import sizes
import trim_icu
from packaging.utils import canonicalize_name
from project import BUILD, DIST, NAME, ROOT, DirtyTreeError, Source, read_source, set_times


class UnknownContentError(Exception):
    """A module came along that belongs to none of the components whose licences are shown."""


def build(source: Source) -> Path:
    """Build the folder and return it.

    Raises:
        UnknownContentError: it holds something that nobody accounts for.
        subprocess.CalledProcessError: PyInstaller failed.
    """
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(parents=True)
    _write_facts(source)
    _draw_icons(source)
    command = [
        *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level=ERROR"),
        *("--distpath", str(DIST), "--workpath", str(BUILD / "work")),
        str(ROOT / "packaging" / "playbuddy.spec"),
    ]
    subprocess.run(command, check=True, env=source.environment(), cwd=ROOT)
    folder = DIST / NAME
    unknown = unknown_modules(BUILD / "work" / "playbuddy")
    if unknown:
        raise UnknownContentError(f"Nobody accounts for these modules: {', '.join(sorted(unknown))}.")
    if sys.platform == "linux":
        trim_icu.trim_in(folder, BUILD / "icu")
    set_times(folder, source.epoch)
    return folder


def _write_facts(source: Source) -> None:
    components = licences.collect()
    bound = [component.name for component in components if licences.binding(component.licence)]
    if bound:
        raise UnknownContentError(f"These may not be bundled, for their licences: {', '.join(bound)}.")
    _write_json("build.json", {"commit": source.commit, "date": source.date})
    _write_json("licences.json", [component.record() for component in components])
    _write_json("sbom.cdx.json", sbom.document(source, components))


def _write_json(name: str, value: object) -> None:
    (BUILD / name).write_text(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _draw_icons(source: Source) -> None:
    """Windows and macOS want the icon in the executable, Linux in the theme's folders."""
    script = ROOT / "packaging" / "draw_icons.py"
    subprocess.run([sys.executable, str(script), str(BUILD)], check=True, env=source.environment())


def unknown_modules(work: Path) -> set[str]:
    """The top-level modules that PyInstaller took and ``licences`` does not tell of.

    Args:
        work: where PyInstaller left its lists.
    """
    accounted = {canonicalize_name(distribution.name) for distribution in licences.runtime_distributions()}
    owners = metadata.packages_distributions()
    # The archive of modules, in PyInstaller's own list of what it took: ('name', 'path', 'PYMODULE').
    taken = re.findall(r"\('([\w.]+)',\s*'[^']*',\s*'PYMODULE'\)", (work / "PYZ-00.toc").read_text(encoding="utf-8"))
    return {
        module
        for module in {name.split(".")[0] for name in taken} - set(sys.stdlib_module_names) - {"playbuddy_desktop"}
        if not accounted & {canonicalize_name(name) for name in owners.get(module, [])}
        and not module.startswith(("_pyi", "pyi_", "pyimod", "_sysconfigdata", "__mp"))
    }


def main() -> int:
    """Build, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--allow-dirty", action="store_true", help="build although files are not committed")
    arguments = parser.parse_args()
    try:
        source = read_source(allow_dirty=arguments.allow_dirty)
    except DirtyTreeError as error:
        print(error, file=sys.stderr)
        return 1
    folder = build(source)
    print(f"{folder}: {NAME} {source.version}, commit {source.commit}")
    print("\n".join(sizes.report(sizes.count(folder), sizes.UNPACKED_LIMIT)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
