"""A process that reads scripts has no network and writes in one folder only."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CONFINED = """
import ctypes, os, socket, subprocess, sys
from pathlib import Path
from playbuddy_desktop.jobs.confinement import confine

own, elsewhere = Path(sys.argv[1]), Path(sys.argv[2])
(elsewhere / "kept").write_text("kept")
stands = confine(own)

def attempt(name, act):
    try:
        act()
    except OSError as error:
        print(name, "refused")
    else:
        print(name, "done")

def in_c(path, mode):
    libc = ctypes.CDLL(None, use_errno=True)
    libc.fopen.restype = ctypes.c_void_p
    if not libc.fopen(os.fsencode(path), mode):
        raise OSError

attempt("write-own", lambda: (own / "scratch").write_text("x"))
attempt("append-own", lambda: open(own / "scratch", "a").write("x"))
attempt("read", lambda: Path(__file__).read_text())
attempt("null", lambda: open(os.devnull, "w").write("x"))
attempt("run", lambda: subprocess.run([sys.executable, "-c", "pass"], check=True, stdout=subprocess.DEVNULL))
attempt("write", lambda: (elsewhere / "new").write_text("x"))
attempt("truncate", lambda: open(elsewhere / "kept", "w"))
attempt("dots", lambda: (own / ".." / elsewhere.name / "new").write_text("x"))
attempt("socket", lambda: socket.create_connection(("127.0.0.1", 9), 1))
attempt("name", lambda: socket.getaddrinfo("localhost", 80))
if stands:
    attempt("write-in-c", lambda: in_c(elsewhere / "new", b"w"))
    attempt("delete", lambda: (elsewhere / "kept").unlink())
    attempt("folder", lambda: (elsewhere / "more").mkdir())
    # The program ends well only if it was refused.
    code = "import sys\\ntry: open(sys.argv[1], 'w')\\nexcept OSError: sys.exit(0)\\nsys.exit(1)"
    new = str(elsewhere / "new")
    attempt("program", lambda: subprocess.run([sys.executable, "-c", code, new], check=True))
print("stands", stands)
"""


@pytest.fixture
def outcome(tmp_path: Path) -> dict[str, str]:
    """What a confined process could do, by the name of each attempt."""
    own, elsewhere, script = tmp_path / "own", tmp_path / "elsewhere", tmp_path / "confined.py"
    own.mkdir()
    elsewhere.mkdir()
    script.write_text(CONFINED, encoding="utf-8")
    answer = subprocess.run(
        [sys.executable, str(script), str(own), str(elsewhere)], capture_output=True, text=True, check=True
    )
    assert ["kept"] == [path.name for path in elsewhere.iterdir()]
    assert "kept" == (elsewhere / "kept").read_text(encoding="utf-8")
    return dict(line.split() for line in answer.stdout.splitlines())


def test_what_reading_needs_is_allowed(outcome: dict[str, str]) -> None:
    """To read, to run a program, to write in the own folder."""
    assert {"done"} == {outcome[name] for name in ("write-own", "append-own", "read", "null", "run")}


def test_python_may_not_write_elsewhere_nor_use_the_network(outcome: dict[str, str]) -> None:
    """On every system."""
    assert {"refused"} == {outcome[name] for name in ("write", "truncate", "dots", "socket", "name")}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a process without rights confine itself")
def test_linux_holds_libraries_and_programs_to_it_too(outcome: dict[str, str]) -> None:
    """Code in C is refused, and so is a program that the process starts; not while coverage must write its findings."""
    if outcome["stands"] == "False":
        pytest.skip("the kernel has no Landlock, or the process is being measured")
    assert {"refused"} == {outcome[name] for name in ("write-in-c", "delete", "folder")}
    assert "done" == outcome["program"]
