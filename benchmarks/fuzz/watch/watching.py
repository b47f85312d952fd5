"""See, from inside a process, that code of a file starts a program or asks for the network.

The standard library alone: the file beside it brings this into every Python process that a command starts.
"""

from __future__ import annotations

import ctypes
import faulthandler
import os
import signal
import sys
from pathlib import Path
from typing import Any

RECORD = "TOUCHSTONE_FUZZ_RECORD"
"""Variable of the environment with the path of the file into which is written what was seen."""

CANARY = "TOUCHSTONE_FUZZ_CANARY"
"""Variable of the environment with the folder into which hostile code would write a file."""

_PROGRAMS = frozenset(
    {"os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "pty.spawn", "subprocess.Popen", "webbrowser.open"}
)  # fmt: skip
_TRIES_PARQUET = "from touchstone.vocabulary.tables.parquet import try_parquet as run"
"""What Touchstone's second process for Parquet is started with."""

_CONTACTS = frozenset(
    {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.bind", "urllib.Request",
     "http.client.connect", "ftplib.connect", "smtplib.connect"}
)  # fmt: skip

_SOCKET_CALLS = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}  # AUDIT_ARCH_…, number of socket(2)
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _TRAP = 0x7FFF0000, 0x00030000
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2

_streams: list[Any] = []  # faulthandler writes to their descriptors, so they stay open


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("value", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.POINTER(_Instruction)))


def watch_process() -> None:
    """Write programs that are started, contacts, and the place of a fatal signal to the file that the environment names."""
    record = Path(os.environ[RECORD])
    sys.addaudithook(_hook)
    _registered(record.with_suffix(".contact"), signal.SIGSYS, chain=True)
    _registered(record.with_suffix(".where"), signal.SIGUSR1, chain=False)


def _registered(path: Path, number: int, *, chain: bool) -> None:
    stream = path.open("a")
    _streams.append(stream)
    faulthandler.register(number, file=stream, chain=chain)


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _PROGRAMS:
        if not _is_known(event, arguments):
            _write("program", event, arguments)
    elif event in _CONTACTS and not _is_local(event, arguments):
        _write("contact", event, arguments)
    elif event == "os.putenv" and CANARY in os.fsdecode(arguments[0]):
        _write("program", event, arguments)


def _is_known(event: str, arguments: tuple[Any, ...]) -> bool:
    """Whether it is a program that no file asked for: Python's search for libraries, or a second process for Parquet."""
    if event != "subprocess.Popen":
        return False
    words = [os.fsdecode(word) for word in arguments[1]] if isinstance(arguments[1], list | tuple) else []
    searches = words == ["/sbin/ldconfig", "-p"]
    tries = f"{_TRIES_PARQUET}; run(sys.argv[2], int(sys.argv[3]))"
    return searches or (words[:2] == [sys.executable, "-c"] and len(words) > 2 and words[2].endswith(tries))


def _is_local(event: str, arguments: tuple[Any, ...]) -> bool:
    """Whether it is a socket of this machine's file system, through which processes of Python speak to each other."""
    return event in ("socket.connect", "socket.bind") and isinstance(arguments[-1], str | bytes)


def _write(kind: str, event: str, arguments: tuple[Any, ...]) -> None:
    line = f"{kind} {event} {arguments!r}"[:400].replace("\n", " ") + "\n"
    descriptor = os.open(os.environ[RECORD], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, line.encode(errors="backslashreplace"))
    finally:
        os.close(descriptor)


def trap_internet() -> bool:
    """Let a socket of the internet end this process and those that it starts, by SIGSYS, in libraries of C too.

    Returns:
        Whether this system can: Linux on x86-64 or ARM. Elsewhere contacts are seen in Python alone.
    """
    if not sys.platform.startswith("linux") or os.uname().machine not in _SOCKET_CALLS:
        return False
    architecture, number = _SOCKET_CALLS[os.uname().machine]
    steps = [
        (_LOAD, 0, 0, 4), (_EQUAL, 0, 5, architecture), (_LOAD, 0, 0, 0), (_EQUAL, 0, 3, number), (_LOAD, 0, 0, 16),
        (_EQUAL, 2, 0, 2), (_EQUAL, 1, 0, 10), (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _TRAP),
    ]  # fmt: skip
    instructions = (_Instruction * len(steps))(*(_Instruction(*step) for step in steps))
    program = _Program(len(steps), ctypes.cast(instructions, ctypes.POINTER(_Instruction)))
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    return library.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0
