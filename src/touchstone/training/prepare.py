"""Read every clip once, in several processes, for all specialists together; clips that are already prepared are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from touchstone.vocabulary.defaults import TIMEOUT
from touchstone.vocabulary.door import same_again
from touchstone.vocabulary.errors import StoppedError, TaskError
from touchstone.vocabulary.hashes import ROOT, hash_of_code, sha256_of
from touchstone.vocabulary.processes import cores, in_order, memory_share
from touchstone.vocabulary.progress import Progress

from .reading import Ask, Seen, Sight, look
from .samples import Samples
from .store import Store

_ROOMS = ("media", "faces", "views", "observe", "interventions")
_CODE = ("reading.py", "changes.py")
_LIBRARIES = ("av", "numpy", "opencv-python-headless", "scipy", "dlib-bin")


def prepare(
    samples: Samples, sights: Sequence[Sight], folder: Path, progress: Progress, workers: int | None = None
) -> dict[str, Store]:
    """Prepare all clips in all ways that are asked for; shards of an earlier call are kept if nothing has changed.

    Args:
        samples: the clips.
        sights: the ways to prepare them.
        folder: folder in which each way gets a folder.
        progress: reports every clip.
        workers: number of processes; ``None``: one per processor.

    Returns:
        The prepared clips by the name of the sight.

    Raises:
        StoppedError: stopped by Ctrl-C; finished shards are kept, and the same call continues.
    """
    digest = prepared_digest(samples)
    stores = {s.name: Store(folder / s.name, s, len(samples.shown), digest) for s in sights}
    if any(store.replaced for store in stores.values()):
        progress.note("clips that were prepared from other footage, or by other code, are prepared again")
    some = next(iter(stores.values()))
    missing = {shard: tuple(n for n, s in stores.items() if not s.has(shard)) for shard in some.shards}
    waiting = {shard: names for shard, names in missing.items() if names}
    left = sum(len(some.rows(shard)) for shard in waiting)
    progress.start(len(samples.shown), len(samples.shown) - left, None)
    asks = (samples.ask(row, names) for shard, names in waiting.items() for row in some.rows(shard))
    try:
        seen = _seen(asks, min(workers or cores(), max(left, 1)))
        for shard, names in waiting.items():
            held: list[Seen] = []
            for _ in some.rows(shard):
                held.append(next(seen))
                progress.advance(1)
            for name in names:
                stores[name].put(shard, [clip[name] for clip in held])
        next(seen, None)  # ends the processes
    except KeyboardInterrupt as error:
        raise StoppedError(f"Stopped. Prepared clips are kept in {folder}; {same_again()} continues.") from error
    finally:
        progress.stop()
    return stores


def left_out(store: Store, rows: Iterable[int]) -> list[str]:
    """Why clips among ``rows`` cannot be used: one line per reason, the most frequent first."""
    reasons = store.reasons()
    counts = Counter(reason for row in rows if (reason := reasons[row]) is not None)
    return [f"{count} clip(s) left out: {reason}" for reason, count in counts.most_common()]


def prepared_digest(samples: Samples) -> str:
    """Hash of everything that prepared clips depend on: clips, changes, code, libraries."""
    return sha256_of(f"{samples.digest()} {code_digest()}").hex()[:16]


@cache
def code_digest() -> str:
    """Hash of the code that reads and prepares clips, and of the libraries that it uses."""
    paths = [path for room in _ROOMS for path in (ROOT / "footage" / room).rglob("*.py")]
    return hash_of_code([*paths, *(ROOT / "training" / name for name in _CODE)], _LIBRARIES)


def _seen(asks: Iterable[Ask], workers: int) -> Iterator[Seen]:
    """The prepared form of every clip, in order; a few clips are read ahead."""
    for (ask,), future in in_order(look, ((ask,) for ask in asks), workers, TIMEOUT, memory=memory_share(workers)):
        yield _outcome(ask, future)


def _outcome(ask: Ask, future: Any) -> Seen:
    try:
        return future.result()
    except TaskError as error:
        return dict.fromkeys(ask.sights, f"reading {error}")
