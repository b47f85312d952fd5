"""Folders of videos that say another label than the table, the file of labels or the name of the file does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.excerpts import names_of, quoted
from touchstone.vocabulary.sheets import Labels, Sheet, find_fields, text
from touchstone.vocabulary.words import FOLDERS, LABELS

from .folder_words import path_labels
from .options import Options
from .path_labels import with_path_labels
from .scored import Scored

_CORRECT = "if the folders are right, correct the labels"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldersAgainst:
    """Videos whose folders say another label than they have.

    Attributes:
        differ: how many.
        videos: of how many videos with a label the folders say one.
        first: the first of them.
        label: the label that it has.
        of_both: whether folders name both labels, so that they can be the labels of all.
    """

    differ: int
    videos: int
    first: str
    label: str
    of_both: bool

    @property
    def said(self) -> str:
        """In words, how many they are, and the first of them."""
        return f"the folders of {self.differ:,} of {self.videos:,} videos say otherwise, as {quoted(self.first)} ({self.label})"


def folders_against(videos: pl.DataFrame) -> FoldersAgainst | None:
    """How often folders contradict labels; ``None`` where they never do.

    Args:
        videos: columns ``video``, a path, and ``label``.
    """
    if not videos["video"].str.contains("/", literal=True).any():
        return None
    both = videos.select("video", "label").drop_nulls().unique(maintain_order=True)
    both = both.with_columns(said=path_labels(both["video"])).drop_nulls()
    differ = both.filter(pl.col("said") != pl.col("label"))
    if not differ.height:
        return None
    first = differ.row(0, named=True)
    return FoldersAgainst(
        differ=differ.height, videos=both.height, first=first["video"], label=first["label"], of_both=both["said"].n_unique() > 1
    )


def folders_as_labels(files: Sequence[Scored]) -> str:
    """The option that takes the labels of the folders; empty where files call the column of their videos differently."""
    columns = {file.video_column for file in files}
    return option("columns", f"label={columns.pop()}") if len(columns) == 1 else ""


def notes_on_folders(file: Scored, options: Options) -> list[str]:
    """A note on a column of labels that the folders of the videos contradict; a label that the user names is believed.

    Args:
        file: what was read of it.
        options: corrections of what is recognised.
    """
    if "label" in options.columns or options.label_fake or (against := folders_against(file.facts)) is None:
        return []
    way = f"to believe the folders, say {folders_as_labels([file])}" if against.of_both else _CORRECT
    return [f"labels of the table count, and {against.said} ({way})"]


def notes_on_folders_beside(files: Sequence[Scored], keyed: Sequence[Scored], labels: Sequence[Labels]) -> list[str]:
    """A note on labels of a label file that the folders of the scores contradict, or those that the label file names itself.

    Args:
        files: files of scores, as they were read.
        keyed: the same, whose videos have the names of the label files.
        labels: label files.
    """
    truth = pl.concat([file.facts.select("video", "label") for file in labels]).unique("video")
    renamed = [f.facts.select(path=g.facts["video"], video=f.facts["video"]) for f, g in zip(keyed, files, strict=True)]
    joined = pl.concat(renamed).join(truth, on="video", maintain_order="left")
    against = folders_against(joined.select("label", video="path"))
    if against is not None:
        way = f" (to believe the folders, leave {option('labels')} out)" if with_path_labels(files)[1] else ""
    elif (against := folders_against(truth)) is not None:
        way = f" ({_CORRECT})"
    else:
        return []
    return [f"labels of {names_of(file.path.name for file in labels)} count, and {against.said}{way}"]


def with_labels_of_folders(sheets: Sequence[Sheet], options: Options) -> tuple[list[Sheet], Options]:
    """The sheets with labels from the folders in a column of paths that the user names as that of labels.

    Args:
        sheets: the files.
        options: one whose label is a column of paths is carried out.

    Raises:
        TableError: the column names the videos, and its folders do not say both labels.
    """
    column = options.columns.get("label")
    paths = [sheet.frame[column] for sheet in sheets if column is not None and column in sheet.columns]
    if column is None or not paths or any(cells.dtype != pl.String for cells in paths):
        return list(sheets), options
    plain = [cells.str.strip_chars().str.replace_all("\\", "/", literal=True).fill_null("") for cells in paths]
    said = path_labels(pl.concat(plain))
    if said.drop_nulls().n_unique() < 2:
        for sheet in sheets:
            _see_that_names_are_no_labels(sheet, column, options)
        return list(sheets), options
    name, start = f"folders of {column}", 0
    labelled: list[Sheet] = []
    for sheet in sheets:
        height = sheet.frame.height if column in sheet.columns else 0
        label = said.slice(start, height).alias(name)
        labelled.append(replace(sheet, frame=sheet.frame.with_columns(label)) if column in sheet.columns else sheet)
        start += height
    return labelled, replace(options, columns={**options.columns, "label": name})


def _see_that_names_are_no_labels(sheet: Sheet, column: str, options: Options) -> None:
    """Raise an error where the column that names the videos is taken for labels, which neither it nor its folders say."""
    others = {field: c for field, c in options.columns.items() if field != "label" and c in sheet.columns}
    if options.label_fake or find_fields(sheet, others).get("video") != column:
        return
    if text(sheet, column).str.to_lowercase().is_in([*LABELS, *FOLDERS]).any():
        return
    raise TableError(
        f"{sheet.path}: no column names the videos, because {option('columns', f'label={column}')} takes {quoted(column)} for "
        "labels, and its folders do not say both real and fake; name the column of labels, or give them as "
        f"{option('labels', 'FILE')}"
    )
