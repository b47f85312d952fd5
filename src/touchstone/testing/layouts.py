"""A layout of labelled footage in a few lines."""

from __future__ import annotations

from pathlib import Path

from touchstone.footage.corpus import Corpus, Entry, Layout, readable


class SuffixLayout(Layout):
    """``x.real.mp4`` and ``x.fake.mp4`` side by side in one folder; ``x`` is the group.

    >>> SuffixLayout().read(Path("/no/such/folder")) is None
    True
    """

    name = "suffixes"
    description = "files called NAME.real.mp4 and NAME.fake.mp4; for tests"

    def read(self, path: Path) -> Corpus | None:
        """The videos of a folder; ``None`` if none has such a name."""
        entries: list[Entry] = []
        for file in sorted((*path.glob("*.real.mp4"), *path.glob("*.fake.mp4"))):
            video, label = readable(file.name), "fake" if file.name.endswith(".fake.mp4") else "real"
            entries.append(Entry(video=video, path=file, label=label, group=video.split(".", maxsplit=1)[0]))
        return Corpus(root=path, layout=self.name, entries=tuple(entries)) if entries else None
