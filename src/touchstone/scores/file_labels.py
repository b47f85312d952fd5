"""Labels that only the names of files say: ``real.csv`` beside ``fake.csv``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import UsageError
from touchstone.vocabulary.excerpts import names_of
from touchstone.vocabulary.sheets import Labels

from .file_names import label_rests, words_of
from .folders_against_labels import FoldersAgainst, folders_against, folders_as_labels
from .scored import Scored
from .told_apart import short_names

_BESIDE = frozenset({
    "score", "scores", "result", "results", "pred", "preds", "prediction", "predictions", "output", "outputs", "prob", "probs",
    "video", "videos", "test", "val",
})  # fmt: skip
"""Words beside real or fake in the name of a single file that leave the label as what it says of the videos."""


def with_labels_of_names(files: Sequence[Scored], labels: Sequence[Labels]) -> tuple[list[Scored], str]:
    """Label the videos of each file as its name says, where no cell says otherwise, and files differ by such a word alone.

    Returns:
        The files, and what is said of it; empty where names say no labels.

    Raises:
        UsageError: a video is in a file of real ones and in one of fakes.
    """
    if labels or len(files) < 2:
        return list(files), ""
    rests = label_rests([file.path for file in files])
    said = {rest: {label for other, label in rests if other == rest} for rest, _ in rests}
    agree = all({*f.facts["label"].drop_nulls()} <= {label} for f, (_, label) in zip(files, rests, strict=True))
    if not agree or not all(words == {"real", "fake"} for words in said.values()):
        return list(files), ""
    named = [
        replace(f, facts=f.facts.with_columns(label=pl.lit(label))) for f, (_, label) in zip(files, rests, strict=True)
    ]
    both = _in_both(named, [rest for rest, _ in rests])
    if both.len() and any(file.facts["label"].null_count() for file in files):
        raise UsageError(_question(files, both))
    against = folders_against(pl.concat([file.facts.select("video", "label") for file in named]))
    if against is not None and 2 * against.differ > against.videos:
        raise UsageError(_question_of_folders(files, against))
    named = [_apart(file) for file in named] if both.len() else named
    shown = short_names([file.path for file in files])
    listed = names_of(f"{shown[f.path]} ({label})" for f, (_, label) in zip(files, rests, strict=True))
    said = f"labels: the names of the files say them: {listed} (if they do not, say {option('labels', 'FILE')})"
    if against is None:
        return named, said
    return named, f"{said}; they count, and {against.said}{_way_to_folders(files, against)}"


def notes_on_names(files: Sequence[Scored]) -> list[str]:
    """A note where labels from cells or folders contradict the word for a label in the names of files."""
    rests = label_rests([file.path for file in files])
    if len(files) == 1:
        bare = set(words_of(rests[0][0].lower())) <= _BESIDE
    else:
        bare = all({label for other, label in rests if other == rest} == {"real", "fake"} for rest, _ in rests)
    if not bare or any(label is None for _, label in rests):
        return []
    differ = [f.facts.filter(pl.col("label") != label)["video"].n_unique() for f, (_, label) in zip(files, rests, strict=True)]
    if not any(differ):
        return []
    every = sum(file.facts.drop_nulls("label")["video"].n_unique() for file in files)
    names = names_of(short_names([file.path for file in files]).values())
    return [
        f"labels of {sum(differ):,} of {every:,} videos contradict the word for real or fake in the name of {names}; they count, "
        f"and the name does not (if the name is right, say {option('labels', 'FILE')})"
    ]


def _question_of_folders(files: Sequence[Scored], against: FoldersAgainst) -> str:
    names = names_of(short_names([file.path for file in files]).values())
    return (
        f"the names of {names} say the labels real and fake, and {against.said}; if the names are right, say "
        f"{option('labels', 'FILE')}{_way_to_folders(files, against)}"
    )


def _way_to_folders(files: Sequence[Scored], against: FoldersAgainst) -> str:
    """The end of a sentence: the option that believes the folders, where one column of all files names them, and both labels."""
    way = folders_as_labels(files) if against.of_both else ""
    return f"; if the folders are right, say {way}" if way else ""


def _in_both(files: Sequence[Scored], rests: Sequence[str]) -> pl.Series:
    """Videos that files of one name call real and fake."""
    parts = zip(files, rests, strict=True)
    every = pl.concat([f.facts.select("video", "label", rest=pl.lit(rest)) for f, rest in parts])
    return every.group_by("rest", "video").agg(pl.col("label").n_unique() > 1).filter("label")["video"]


def _question(files: Sequence[Scored], both: pl.Series) -> str:
    names = names_of(short_names([file.path for file in files]).values())
    return (
        f"the names of {names} say the labels real and fake, and {both.len():,} videos are in both, as {both.min()}; "
        f"write the label into their names (real/a.mp4, fake/a.mp4), or say {option('labels', 'FILE')}"
    )


def _apart(file: Scored) -> Scored:
    """The file with its label before the names of its videos: cells say that equal names are different videos."""
    name = pl.format("{}/{}", pl.lit(file.facts["label"][0]), "video").alias("video")
    return replace(file, facts=file.facts.with_columns(name), scores=file.scores.with_columns(name))
