"""Takes from a process what reading a script does not need: the network, and writing anywhere but in one folder.

Three walls, each where it can stand. On Linux, Landlock (kernel 5.13 and later; its network rules from 6.7 on) and a
filter of system calls (``seccomp``) hold for all code of the process and of the programs that it starts, PDFium and
tesseract included; they need no rights. Everywhere, Python's audit hook refuses what Python code asks for: sockets of
any kind, files opened for writing; libraries in C pass it by. On Windows and macOS that hook is the only wall.

Numbers and structures are those of the kernel's interface: https://docs.kernel.org/userspace-api/landlock.html
"""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from playbuddy_desktop.jobs.seccomp import refuse_sockets

_LARGEST_FILE: Final = 256 * 1024 * 1024
"""Bytes; no script needs more on the way, and a library gone mad cannot fill the disk."""

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_FLAG: Final = 1
_RULE_PATH_BENEATH: Final = 1
_PR_SET_NO_NEW_PRIVS: Final = 38
_WRITE_FILE: Final = 1 << 1
_MAKE_FILE: Final = 1 << 8
_REMOVE_FILE: Final = 1 << 5
_WRITES: Final = _WRITE_FILE | sum(1 << bit for bit in range(4, 13))
"""Writing, removing and making files, folders, links, sockets, pipes and devices."""
_REFER: Final = 1 << 13
_TRUNCATE: Final = 1 << 14
_TCP: Final = 0b11
_FROM_REFER, _FROM_TRUNCATE, _FROM_TCP = 2, 3, 4
"""The versions of the interface from which on each can be forbidden."""
_PATH_ONLY: Final = 0o10000000
"""O_PATH of Linux: a handle on a folder that gives no access to it."""

_NETWORK: Final = frozenset(
    {"socket.__new__", "socket.bind", "socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}
)
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Guarded(NamedTuple):
    """Against what the system itself stands guard, and not only Python."""

    writing: bool
    sockets: bool


def confine(folder: Path | None) -> Guarded:
    """Give up the network, and writing anywhere but in a folder; for the rest of the process's life.

    Args:
        folder: where files may still be written; None for nowhere.
    """
    sys.dont_write_bytecode = True
    _limit_files()
    guarded = Guarded(sys.platform == "linux" and _landlock(folder), refuse_sockets())
    _hook(folder)
    return guarded


def _limit_files() -> None:
    if sys.platform == "win32":
        return
    import resource

    with suppress(ValueError, OSError):  # a lower limit is in force already
        resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))


def _hook(folder: Path | None) -> None:
    own = None if folder is None else os.path.realpath(folder) + os.sep

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _NETWORK:
            raise PermissionError("A process that reads scripts has no network.")
        if event == "open" and arguments[2] & _WRITING and not _may_write(arguments[0], own):
            raise PermissionError("A process that reads scripts writes nowhere but in its own folder.")

    sys.addaudithook(refuse)


def _may_write(path: object, own: str | None) -> bool:
    """Whether a path lies in the folder; what is open already is named by its number."""
    if isinstance(path, int) or path == os.devnull:
        return True
    if own is None or not isinstance(path, str | bytes):
        return False
    return os.path.realpath(os.fsdecode(path)).startswith(own)


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def _landlock(folder: Path | None) -> bool:
    """Let the kernel forbid it; False where it cannot."""
    if "coverage" in sys.modules:  # it must write down what it saw, wherever it was told to
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE_RULESET, None, 0, _VERSION_FLAG)
    if version < 1:
        return False
    files = _WRITES | (_REFER if version >= _FROM_REFER else 0) | (_TRUNCATE if version >= _FROM_TRUNCATE else 0)
    rules = _Ruleset(files, _TCP if version >= _FROM_TCP else 0)
    size = ctypes.sizeof(rules) if version >= _FROM_TCP else ctypes.sizeof(ctypes.c_uint64)
    ruleset = libc.syscall(_CREATE_RULESET, ctypes.byref(rules), size, 0)
    if ruleset < 0:
        return False
    try:
        kept = _WRITE_FILE | _MAKE_FILE | _REMOVE_FILE | (_TRUNCATE & files)
        allowed = ((folder, kept), (Path(os.devnull), _WRITE_FILE))
        ready = all(path is None or _allow(libc, ruleset, path, rights) for path, rights in allowed)
        return (
            ready
            and libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
            and libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0
        )
    finally:
        os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path, rights: int) -> bool:
    try:
        handle = os.open(path, _PATH_ONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        rule = _PathBeneath(rights, handle)
        return bool(libc.syscall(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, ctypes.byref(rule), 0) == 0)
    finally:
        os.close(handle)
