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
        """The videos of a folder; ``None`` where none is called so."""
        entries = [
            Entry(
                video=readable(file.name),
                path=file,
                label="fake" if file.name.endswith(".fake.mp4") else "real",
                group=readable(file.name).split(".", maxsplit=1)[0],
            )
            for file in sorted(path.glob("*.mp4"))
            if file.name.endswith((".real.mp4", ".fake.mp4"))
        ]
        return Corpus(root=path, layout=self.name, entries=tuple(entries)) if entries else None
