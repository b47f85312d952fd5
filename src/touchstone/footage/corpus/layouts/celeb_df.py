"""Layout *Celeb-DF*: ``Celeb-real``, ``YouTube-real`` and ``Celeb-synthesis``, versions 1 and 2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from touchstone.vocabulary.errors import CorpusError
from touchstone.vocabulary.words import Label

from ..entry import VIDEO_SUFFIXES, Corpus, Entry, readable
from ..layout import Layout

_FOLDERS: dict[str, Label] = {"Celeb-real": "real", "YouTube-real": "real", "Celeb-synthesis": "fake"}
_LIST = "List_of_testing_videos.txt"
_PERSON = re.compile(r"(id\d+)_\d+")
_SWAP = re.compile(r"(id\d+)_(id\d+)_\d+")
_POLARITY: dict[str, Label] = {"1": "real", "0": "fake"}


class CelebDf(Layout):
    """Li et al. 2020. ``Celeb-real/idX_NNNN.mp4`` shows person X, ``Celeb-synthesis/idT_idS_NNNN.mp4`` footage of T with the face
    of S, ``YouTube-real/NNNNN.mp4`` somebody who is not known.

    The group is the person whose footage it is (of YouTube's, the clip), the donor is S, the source the folder that the footage
    comes from: all fakes were made of ``Celeb-real``. Videos of ``List_of_testing_videos.txt`` are the split ``test``, all
    others ``train``; in that list **1 is real**, which is checked against the folders.
    """

    name = "celeb-df"
    description = (
        "Celeb-DF: the folders Celeb-real and Celeb-synthesis, optionally YouTube-real and a list of testing videos"
    )

    def read(self, path: Path) -> Corpus | None:
        """A folder that holds both ``Celeb-real`` and ``Celeb-synthesis``; ``None`` otherwise."""
        if not all((path / name).is_dir() for name in ("Celeb-real", "Celeb-synthesis")):
            return None
        testing = _testing(path / _LIST)
        entries = tuple(sorted(_entries(path, testing), key=lambda entry: entry.video))
        if not entries:
            raise CorpusError(f"{path}: the folders of Celeb-DF hold no video; unpack its archives here")
        return Corpus(root=path, layout=self.name, entries=entries, notes=tuple(_notes(path, entries, testing)))


LAYOUT = CelebDf()


def _entries(root: Path, testing: dict[str, Label] | None) -> Iterator[Entry]:
    for folder, label in _FOLDERS.items():
        for file in (root / folder).rglob("*"):
            if file.suffix.lower() not in VIDEO_SUFFIXES or file.name.startswith(".") or not file.is_file():
                continue
            key = readable(file.relative_to(root).as_posix())
            group, donor = _persons(folder, file.stem)
            yield Entry(
                video=key,
                path=file,
                label=label,
                method="Celeb-synthesis" if label == "fake" else None,
                dataset="Celeb-DF",
                source="Celeb-real" if label == "fake" else folder,
                group=group,
                donor=donor,
                split=None if testing is None else "test" if key in testing else "train",
            )


def _persons(folder: str, stem: str) -> tuple[str | None, str | None]:
    """Group and donor; neither where the name is none of Celeb-DF's."""
    if folder == "YouTube-real":
        return f"YouTube {readable(stem)}", None
    if folder == "Celeb-real":
        match = _PERSON.fullmatch(stem)
        return (match[1], None) if match else (None, None)
    match = _SWAP.fullmatch(stem)
    return (match[1], match[2]) if match else (None, None)


def _testing(path: Path) -> dict[str, Label] | None:
    """Videos of the list and their labels; ``None`` where there is no list."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path} cannot be read: {error}") from error
    labels: dict[str, Label] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        word, _, video = line.strip().partition(" ")
        folder = video.strip().partition("/")[0]
        if word not in _POLARITY or folder not in _FOLDERS:
            raise CorpusError(
                f"{path}, line {number}: {line.strip()[:60]!r} is not '1 Celeb-real/id0_0001.mp4'; correct it"
            )
        if _POLARITY[word] != _FOLDERS[folder]:
            raise CorpusError(
                f"{path}, line {number}: {word} means {_POLARITY[word]} in this list, and {folder} holds {_FOLDERS[folder]} "
                "videos; are its numbers swapped?"
            )
        labels[video.strip()] = _POLARITY[word]
    return labels


def _notes(root: Path, entries: tuple[Entry, ...], testing: dict[str, Label] | None) -> Iterator[str]:
    yield "a group is the person filmed, a donor the person whose face was inserted; every YouTube clip is its own group"
    if testing is None:
        yield f"there is no {_LIST}: no splits are known"
    else:
        absent = sorted(testing.keys() - {entry.video for entry in entries})
        if absent:
            yield f"{len(absent)} video(s) of {_LIST} were not found (first: {absent[0]})"
    odd = [entry.video for entry in entries if entry.group is None]
    if odd:
        yield f"{len(odd)} video(s) have names that Celeb-DF does not use, so their group is unknown (first: {odd[0]})"
    if not (root / "YouTube-real").is_dir():
        yield "there is no YouTube-real: real and fake videos show the same persons"
