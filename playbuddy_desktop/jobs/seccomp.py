"""Lets Linux refuse a process every new socket, whatever code asks for it: TCP, UDP, or the talk with other programs.

A filter of system calls (seccomp) is a small program that the kernel runs at each call. This one knows two: ``socket``,
and ``io_uring_setup``, which could open sockets past it. It holds for all threads and for the programs that the process
starts. Pipes and pairs of connected sockets are not refused; nothing leaves the machine by them.

Numbers and structures are those of the kernel: https://docs.kernel.org/userspace-api/seccomp_filter.html
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys
from typing import Final, NamedTuple


class _Machine(NamedTuple):
    """What differs between processors: how the kernel calls them, and the numbers of system calls."""

    architecture: int
    socket: int
    seccomp: int


_MACHINES: Final = {
    "x86_64": _Machine(0xC000003E, 41, 317),
    "aarch64": _Machine(0xC00000B7, 198, 277),
}
_IO_URING_SETUP: Final = 425
_OTHER_NUMBERS: Final = 0x40000000
"""From here on, x86-64 knows the same calls by other numbers (x32)."""

_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER_AT, _ARCHITECTURE_AT = 0, 4
_ALLOW: Final = 0x7FFF0000
_REFUSE: Final = 0x00050000 | errno.EACCES

_PR_SET_NO_NEW_PRIVS: Final = 38
_SET_MODE_FILTER: Final = 1
_ALL_THREADS: Final = 1


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def refuse_sockets() -> bool:
    """Give up new sockets for the rest of the process's life; False where the system cannot take them."""
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None or struct.calcsize("P") != 8:  # noqa: PLR2004 - bytes of a pointer
        return False
    instructions = b"".join(struct.pack("=HBBI", *instruction) for instruction in _filter(machine))
    program = _Program(len(instructions) // 8, instructions)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.syscall(machine.seccomp, _SET_MODE_FILTER, _ALL_THREADS, ctypes.byref(program)) == 0)


def _filter(machine: _Machine) -> tuple[tuple[int, int, int, int], ...]:
    """The instructions: code, how many to skip if true and if false, and a constant."""
    return (
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_IF_EQUAL, 0, 5, machine.architecture),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_IF_AT_LEAST, 3, 0, _OTHER_NUMBERS),
        (_IF_EQUAL, 2, 0, machine.socket),
        (_IF_EQUAL, 1, 0, _IO_URING_SETUP),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    )
