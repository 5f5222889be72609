"""A process that reads scripts has no network and writes in one folder only."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

CONFINED = """
import ctypes, os, socket, subprocess, sys, threading
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

def c_socket(family, kind):
    # As a library in C opens it.
    libc = ctypes.CDLL(None, use_errno=True)
    handle = libc.socket(int(family), int(kind), 0)
    if handle < 0:
        raise OSError(ctypes.get_errno(), "refused")
    os.close(handle)

def c_tells_another(port):
    # To a socket that listens: the parent looks whether anything came.
    libc = ctypes.CDLL(None, use_errno=True)
    handle = libc.socket(int(socket.AF_INET), int(socket.SOCK_DGRAM), 0)
    address = socket.AF_INET.to_bytes(2, sys.byteorder) + port.to_bytes(2, "big") + bytes([127, 0, 0, 1]) + bytes(8)
    if libc.sendto(handle, b"secret", 6, 0, address, len(address)) < 0:
        raise OSError(ctypes.get_errno(), "refused")

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
if stands.sockets:
    for name, family in (("inet", socket.AF_INET), ("inet6", socket.AF_INET6), ("unix", socket.AF_UNIX)):
        attempt(f"tcp-in-c-{name}", lambda: c_socket(family, socket.SOCK_STREAM))
        attempt(f"udp-in-c-{name}", lambda: c_socket(family, socket.SOCK_DGRAM))
    attempt("datagram-in-c", lambda: c_tells_another(int(sys.argv[3])))
    code = "import socket, sys\\ntry: socket.socket()\\nexcept OSError: sys.exit(0)\\nsys.exit(1)"
    attempt("socket-of-program", lambda: subprocess.run([sys.executable, "-c", code], check=True))
    thread = threading.Thread(target=lambda: attempt("thread", lambda: c_socket(socket.AF_INET, socket.SOCK_DGRAM)))
    thread.start()
    thread.join()
if stands.writing:
    attempt("write-in-c", lambda: in_c(elsewhere / "new", b"w"))
    attempt("delete", lambda: (elsewhere / "kept").unlink())
    attempt("folder", lambda: (elsewhere / "more").mkdir())
    # The program ends well only if it was refused.
    code = "import sys\\ntry: open(sys.argv[1], 'w')\\nexcept OSError: sys.exit(0)\\nsys.exit(1)"
    new = str(elsewhere / "new")
    attempt("program", lambda: subprocess.run([sys.executable, "-c", code, new], check=True))
print("writing", stands.writing)
print("sockets", stands.sockets)
"""


@pytest.fixture
def outcome(tmp_path: Path) -> dict[str, str]:
    """What a confined process could do, by the name of each attempt."""
    own, elsewhere, script = tmp_path / "own", tmp_path / "elsewhere", tmp_path / "confined.py"
    own.mkdir()
    elsewhere.mkdir()
    script.write_text(CONFINED, encoding="utf-8")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.setblocking(False)
        arguments = (str(script), str(own), str(elsewhere), str(listening.getsockname()[1]))
        answer = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True)
        with pytest.raises(BlockingIOError):  # nothing came
            listening.recv(16)
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
    if outcome["writing"] == "False":
        pytest.skip("the kernel has no Landlock, or the process is being measured")
    assert {"refused"} == {outcome[name] for name in ("write-in-c", "delete", "folder")}
    assert "done" == outcome["program"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux filters system calls for a process without rights")
def test_linux_refuses_sockets_to_code_in_c_too(outcome: dict[str, str]) -> None:
    """Of any kind, in any thread, and in the programs that the process starts; no datagram leaves it."""
    if outcome["sockets"] == "False":
        pytest.skip("the kernel filters no system calls, or the processor is not known")
    kinds = [f"{kind}-in-c-{family}" for kind in ("tcp", "udp") for family in ("inet", "inet6", "unix")]
    assert {"refused"} == {outcome[name] for name in [*kinds, "datagram-in-c", "thread"]}
    assert "done" == outcome["socket-of-program"]
