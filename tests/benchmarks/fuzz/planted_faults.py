"""A program of its own: gives commands with planted faults to the fuzzer's driver, and prints what it says of each.

The driver copies its process for each case, which a process of tests, with its threads, cannot do safely.
"""

import contextlib
import ctypes
import json
import multiprocessing
import os
import pickle
import socket
import subprocess
import sys
import time
import warnings
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fuzz.case import ALONE, Seen
from benchmarks.fuzz.drive import Limits, drive
from benchmarks.fuzz.payloads import Hostile
from benchmarks.fuzz.state import State
from benchmarks.fuzz.watch.watching import CANARY

MIB = 1 << 20
MANY = 400 * MIB


def refuse(words):
    print(f"touchstone: {words}", file=sys.stderr)
    return 2


def traceback(_):
    return [][0]


def warn(_):
    warnings.warn("look out", UserWarning, stacklevel=1)
    return 0


def panic(_):
    print("thread '<unnamed>' panicked at lib.rs:1", file=sys.stderr)
    return refuse("x.bin is damaged")


def hog(_):
    held = bytearray(b"x" * MANY)
    time.sleep(60)
    return len(held) and 0


def hog_below(_):
    if os.fork() == 0:
        hog(_)
    time.sleep(60)
    return 0


def peak(_):
    return int(len(b"x" * MANY) == 0)


def hang(_):
    time.sleep(60)
    return 0


def unpickle(arguments):
    pickle.loads(Path(arguments[1]).read_bytes())
    return refuse("x.bin is damaged")


def start_program(_):
    subprocess.run(["true"], check=True)
    return 0


def set_variable(_):
    os.environ[f"{CANARY}_SET"] = "1"
    return 0


def contact(_):
    with contextlib.suppress(OSError):
        socket.create_connection(("192.0.2.1", 80), 0.1)
    return 0


def contact_from_c(_):
    ctypes.CDLL(None).socket(2, 1, 0)
    return 0


def contact_below(_):
    below = multiprocessing.get_context("spawn").Process(target=socket.getaddrinfo, args=("192.0.2.1", 80))
    below.start()
    below.join()
    return 0


def kill_itself(_):
    os.abort()


COMMANDS = {
    "good": lambda _: 0,
    "refused": lambda _: refuse("x.bin is damaged; copy it again"),
    "traceback": traceback,
    "warning": warn,
    "panic": panic,
    "hog": hog,
    "hog below": hog_below,
    "peak": peak,
    "hang": hang,
    "unpickle": unpickle,
    "program": start_program,
    "variable": set_variable,
    "contact": contact,
    "contact from C": contact_from_c,
    "contact below": contact_below,
    "crash": kill_itself,
    "exit code": lambda _: 3,
    "two lines": lambda _: print("x.bin", file=sys.stderr) or refuse("x.bin is damaged"),
    "silent": lambda _: 2,
    "long": lambda _: refuse("x.bin " + "x" * 5000),
    "unnamed": lambda _: refuse("something is wrong"),
    "no row": lambda _: 0,
    "unwritten": lambda _: 0,
}


@dataclass(frozen=True, kw_only=True)
class Planted:
    name: str

    def write(self, folder):
        if self.name == "unwritten":
            raise ValueError("this case cannot be written")
        (folder / "x.bin").write_bytes(pickle.dumps(Hostile(os.system, f'touch "${CANARY}/shell"')))
        return [self.name, "x.bin"]

    def check(self, folder, code):
        assert (folder / "x.bin").exists()
        return Seen(measured=1, broken=("row: x.bin has none",)) if self.name == "no row" else Seen(refused=1)


@dataclass(frozen=True, kw_only=True)
class Group:
    """Three inputs, of which the last ends the command."""

    name: str = "group"
    inputs: int = 3
    bad: bool = True

    def write(self, folder):
        return ["traceback" if self.bad else "good"]

    def alone(self):
        return [Group(name=f"group{ALONE}{n}", inputs=1, bad=n == 2) for n in range(3)] if self.inputs == 3 else []


def main(folder):
    state = State(Path(folder), "planted", 0)
    limits = Limits(seconds=3, memory=200 * MIB, workers=2)
    cases = [*(Planted(name=name) for name in COMMANDS), Group()]
    outcomes = list(drive(cases, state, limits, lambda arguments: COMMANDS[arguments[0]](arguments)))
    assert [o.name for o in outcomes] == [o.name for o in state.outcomes()]
    print(json.dumps({o.name: o.broken for o in outcomes}))


if __name__ == "__main__":
    main(sys.argv[1])
