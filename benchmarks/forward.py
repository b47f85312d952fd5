"""Seconds per frame of every specialist, as in its checkpoint and with folded layers; seconds to load and to fold.

    python benchmarks/forward.py --work /tmp/forward               # all seven, batch 1, 4 and 8
    python benchmarks/forward.py --work /tmp/forward bg tm_legacy  # some

Writes golden checkpoints of about 400 MB each into the folder --work. Times are medians: measure on an idle
machine. A frame of ``tm_legacy`` is one of the frames of its clip. ``two streams`` are two Python threads,
each with one torch thread.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import torch
from rich.console import Console
from rich.table import Table
from torch import Tensor, nn

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

# Imported below, because the tests' rule for filling the networks needs the path.
from tests.golden import golden_file  # noqa: E402

from touchstone.detectors.specialists import LAYOUTS, fold, load_specialist  # noqa: E402


def median_seconds(call: Callable[[], object], repeats: int) -> float:
    """Median wall time of ``call``, after one call that is not counted."""
    call()
    seconds: list[float] = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def run(network: nn.Module, images: Tensor) -> Tensor:
    """One forward pass without gradients."""
    with torch.inference_mode():
        return network(images)


def two_streams(network: nn.Module, images: Tensor, threads: int) -> None:
    """The same input through the same network by two Python threads at once, one torch thread each."""

    def stream() -> None:
        torch.set_num_threads(1)
        run(network, images)

    workers = [threading.Thread(target=stream) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    torch.set_num_threads(threads)


def main() -> None:
    """Measure and print."""
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=form)
    parser.add_argument("keys", nargs="*", default=LAYOUTS, help="layouts; all by default")
    parser.add_argument("--work", type=Path, required=True, help="folder for the checkpoints")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=9)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)

    table = Table("network", "load s", "fold s", "batch", "eager ms", "folded ms", "faster", "two streams ms", "gap")
    for key in options.keys:
        path = golden_file(key, options.work)
        load = median_seconds(lambda path=path, key=key: load_specialist(path, key), 3)
        original = load_specialist(path, key).network
        folding = median_seconds(lambda original=original: fold(original), 2)
        folded = fold(original)
        for batch in (1, 4, 8):
            frames = (1, batch) if key == "tm_legacy" else (batch,)
            images = torch.randn(*frames, 3, 224, 224, generator=torch.Generator().manual_seed(batch))
            gap = (run(original, images) - run(folded, images)).abs().max().item()
            eager, quick = (
                median_seconds(lambda n=network, x=images: run(n, x), options.repeats) / batch * 1000
                for network in (original, folded)
            )
            streams = median_seconds(lambda n=folded, x=images: two_streams(n, x, options.threads), options.repeats)
            table.add_row(
                key,
                f"{load:.2f}",
                f"{folding:.2f}",
                str(batch),
                f"{eager:.1f}",
                f"{quick:.1f}",
                f"{eager / quick:.2f}×",
                f"{streams / batch / 2 * 1000:.1f}",
                f"{gap:.0e}",
            )
    Console().print(table)


if __name__ == "__main__":
    main()
