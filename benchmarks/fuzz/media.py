"""Hostile videos, a corpus of many of them at a time, so that reader processes are used as they really are."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random

from .bright import SETTINGS, install, offer
from .case import ALONE, Case, Seen
from .damage import DAMAGES
from .fields import FIELDS
from .originals import RECIPES, write_originals

GROUP = 25
"""Videos in a corpus."""

_GOOD = ("good-real.mp4", "good-fake.mp4")
_WAYS = ("analyze", "check", "analyze", "analyze", "build", "analyze")
_CHANGES = (*DAMAGES, *FIELDS, *FIELDS, *FIELDS)
_UNUSABLE = re.compile(r"(\d+) video\(s\) cannot be used")


def prepare(folder: Path) -> None:
    """Write the honest videos, and the package that offers a detector."""
    write_originals(folder)
    offer(folder / "package")


def cases(seed: int, count: int, originals: Path) -> Iterator[Case]:
    """Corpora that hold ``count`` videos together."""
    for number in range(-(-count // GROUP)):
        videos = tuple(range(number * GROUP, min((number + 1) * GROUP, count)))
        yield VideoCase(
            seed=seed, name=f"media-{number}", videos=videos, way=_WAYS[number % len(_WAYS)], originals=originals
        )


@dataclass(frozen=True, kw_only=True)
class VideoCase:
    """A corpus with hostile videos and two good ones.

    Attributes:
        seed: seed of the whole.
        name: its name.
        videos: numbers of the videos; with the seed they decide their bytes.
        way: command that reads them.
        originals: folder of the honest videos.
    """

    seed: int
    name: str
    videos: tuple[int, ...]
    way: str
    originals: Path

    @cached_property
    def inputs(self) -> int:
        """Hostile videos."""
        return len(self.videos)

    @cached_property
    def codes(self) -> frozenset[int]:
        """A check ends with 1 where it has found something."""
        return frozenset({0, 1, 2} if self.way == "check" else {0, 2})

    def alone(self) -> list[Case]:
        """Each video in a corpus of its own."""
        if len(self.videos) == 1:
            return []
        return [
            VideoCase(
                seed=self.seed,
                name=f"{self.name}{ALONE}{video}",
                videos=(video,),
                way=self.way,
                originals=self.originals,
            )
            for video in self.videos
        ]

    def write(self, folder: Path) -> list[str]:
        """Write the corpus; return the command."""
        corpus = folder / "corpus"
        corpus.mkdir()
        names = [_write_video(corpus, self.seed, video, self.originals) for video in self.videos]
        for name in _GOOD:
            shutil.copy(self.originals / "h264.mp4", corpus / name)
        lines = [f"{name},{('real', 'fake')[place % 2]}" for place, name in enumerate([*_GOOD, *names])]
        (corpus / "manifest.csv").write_text("\n".join(["path,label", *lines, ""]))
        (folder / "detectors.toml").write_text(SETTINGS)
        install(self.originals / "package")
        return _command(self.way)

    def check(self, folder: Path, code: int) -> Seen:
        """Every video has its row; the good ones are measured."""
        if code == 2:
            return Seen(refused=self.inputs, broken=("row: a corpus with good videos is refused as a whole",))
        if self.way == "analyze" and code == 0:
            return self._rows(folder)
        if self.way == "check":
            unusable = sum(map(int, _UNUSABLE.findall((folder.parent / "stdout").read_text(errors="replace"))))
            return Seen(measured=self.inputs - unusable, refused=unusable)
        return Seen(measured=self.inputs)

    def _rows(self, folder: Path) -> Seen:
        import polars as pl

        videos = pl.read_parquet(folder / "run" / "tables" / "videos.parquet")
        failed = videos.filter(status="failed")
        reasons = failed["reason"].to_list()
        broken = [f"row: {len(videos)} rows of {self.inputs + len(_GOOD)} videos"] * (
            len(videos) != self.inputs + len(_GOOD)
        )
        broken += [f"row: the good video {name} has failed" for name in failed["video"] if name in _GOOD]
        broken += [f"row: no one-line reason: {reason!r:.200}" for reason in reasons if not reason or "\n" in reason]
        broken += [f"contact: {reason}" for reason in reasons if "exit code -31" in str(reason)]
        return Seen(measured=self.inputs - failed.height, refused=failed.height, broken=tuple(broken))


def _command(way: str) -> list[str]:
    match way:
        case "analyze":
            few = ["--faces", "none", "--frames", "4", "--timeout", "30", "--workers", "1"]
            return ["analyze", "corpus", "--detectors", "detectors.toml", "--out", "run", *few]
        case "check":
            return ["corpus", "check", "corpus"]
        case _:
            few = ["--clips", "6", "--seconds", "0.5", "--domains", "cm", "--workers", "1"]
            return ["corpus", "build", "planted", "--from", "corpus", *few]


def _write_video(folder: Path, seed: int, video: int, originals: Path) -> str:
    rng = Random(f"media {seed} {video}")
    files = sorted(path for path in originals.iterdir() if path.name in RECIPES)
    suffix = rng.choice(sorted({path.suffix for path in files}))
    original = rng.choice([path for path in files if path.suffix == suffix])
    data = original.read_bytes()
    for _ in range(rng.choice((0, 1, 1, 1, 2, 3))):
        data = rng.choice(_CHANGES)(rng, data, rng.choice(files).read_bytes()) or data[:1]
    name = f"{video}-{original.name}"
    (folder / name).write_bytes(data)
    return name
