"""How long ``touchstone analyze`` takes until it reads the first video: six specialists, with nothing kept and with all kept.

    python benchmarks/start.py --work /tmp/start

Makes six checkpoints (2.6 GB, random weights from a fixed rule) in the folder --work, and keeps what is computed of them in a
folder beside them. Each row is a process, timed from its start until the detectors are loaded; they must be the same to the
last bit.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks._machine import machine  # noqa: E402

KEYS = ("bg", "cm", "av", "rr", "ll", "tm")
IMPORTED = ("touchstone.cli", "touchstone.runs.analysis")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder for checkpoints and what is kept of them")
    parser.add_argument("--started", type=float, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.started is not None:
        load(given.work / "checkpoints", given.started)
        return
    make_checkpoints(given.work / "checkpoints")
    cache = given.work / "cache"
    shutil.rmtree(cache, ignore_errors=True)
    plain = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {', '.join(IMPORTED)}"], check=True)
    plain = time.perf_counter() - plain
    cold, first = started(given.work, cache)
    size = sum(path.stat().st_size for path in cache.rglob("*") if path.is_file())
    kept, second = started(given.work, cache)
    if first != second:
        raise SystemExit("what was loaded differs")
    print(f"{machine()}, {size / 1e9:.1f} GB kept\n")
    print("| | seconds |\n|---|---|")
    print(f"| imports alone | {plain:.1f} |\n| nothing kept | {cold:.1f} |\n| all kept | {kept:.1f} |")


def started(work: Path, cache: Path) -> tuple[float, str]:
    """Seconds until a new process has loaded the detectors, and a hash of what it loaded."""
    command = [sys.executable, __file__, "--work", str(work), "--started", str(time.time())]
    environment = {**os.environ, "TOUCHSTONE_CACHE": str(cache)}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    seconds, digest = done.stdout.split()
    return float(seconds), digest


def make_checkpoints(folder: Path) -> None:
    """The six checkpoints, last changed long enough ago that a change would show."""
    from tests.golden import golden_file

    for key in KEYS:
        golden_file(key, folder)
    time.sleep(3)


def load(folder: Path, start: float) -> None:
    """Load all as an analysis does; print the seconds since the start, and a hash of tables and of scores of noise."""
    for module in IMPORTED:
        importlib.import_module(module)
    from touchstone.detectors.config import read_detectors
    from touchstone.detectors.load import choose_device, load_detectors
    from touchstone.detectors.threads import torch_threads
    from touchstone.vocabulary.processes import cores

    with torch_threads(cores()):
        result = load_detectors(read_detectors(folder), choose_device("cpu"))
        seconds = time.time() - start
        if len(result.detectors) != len(KEYS):
            raise SystemExit(f"not loaded: {result.table['reason'].to_list()}")
        noise = np.random.default_rng(0).integers(0, 256, (2, 224, 224, 3), np.uint8)
        scores = [detector.score(noise).tolist() for detector in result.detectors]
    print(seconds, hashlib.sha256(repr((result.table.rows(), result.tensors.rows(), scores)).encode()).hexdigest())


if __name__ == "__main__":
    main()
