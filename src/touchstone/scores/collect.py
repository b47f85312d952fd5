"""Read score files into the tables of a run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import polars as pl

from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TableError, UsageError
from touchstone.vocabulary.excerpts import in_one_screen, names_of, quoted, storable
from touchstone.vocabulary.printable import printable
from touchstone.vocabulary.sheets import Labels, Sheet, read_labels, read_sheet
from touchstone.vocabulary.tables import COUNTS, DETECTORS, REJECTED, SCORES, TABLES, VIDEOS, conform, from_rows
from touchstone.vocabulary.words import SUBJECTS, did_you_mean, is_property

from .answers import without_answers
from .chosen_words import with_chosen_words, words_of_answers
from .columns import prepared
from .counts import read_counts, told_of_counts
from .detectors_by_words import with_detectors_named
from .duplicates import CONTRADICTING, settle
from .echo import notes_on_labels
from .file_labels import notes_on_names, with_labels_of_names
from .folders_against_labels import notes_on_folders, notes_on_folders_beside, with_labels_of_folders
from .form import Reading
from .forms import FORMS
from .idle_rows_are import notes_on_idle_frames
from .join import join_labels
from .labels_of_pictures import with_labels_of_videos
from .lines import with_columns_named
from .methods_of_names import with_methods_of_names
from .named_properties import is_renamed, with_named_properties
from .naming import name_files
from .numbered import with_numbered_rows
from .one_folder import frames_of_one_folder
from .options import Options
from .partly_fake import label_file_of_parts
from .path_labels import with_path_labels
from .path_splits import with_path_splits
from .same_videos import with_same_videos
from .scale import ways_of_scale
from .scored import Scored, read_scored
from .shown_names import check_number, shown_names
from .told_apart import short_names
from .unnamed_videos import with_videos_named
from .videos import videos_of
from .videos_beside_pictures import with_videos_of_pictures
from .words_of_fakes import fakes_in_other_files, without_words, without_words_of_fakes


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ScoreFiles:
    """The content of score files as the tables of a run.

    Attributes:
        tables: ``videos``, ``properties``, ``scores``, ``detectors``, ``counts`` and ``rejected``; all other tables are empty.
        notes: how every column was read, and what was left out and why.
    """

    tables: dict[str, pl.DataFrame]
    notes: tuple[str, ...]


def read_score_files(
    paths: Sequence[Path | Sheet],
    labels: Sequence[Path | Sheet] = (),
    options: Options | None = None,
    say: Callable[[str], None] | None = None,
) -> ScoreFiles:
    """Read any number of score files of any form.

    Args:
        paths: the files, or sheets in memory.
        labels: files or sheets that hold the labels, if the score files do not.
        options: corrections of what is recognised.
        say: called with every note as soon as it is known.

    Raises:
        TableError: a file cannot be read, or a cell does not fit its column; the message names file and row.
        UsageError: an option does not fit the files.
    """
    options = options or Options()
    twice = next((path for i, path in enumerate(paths) if path in paths[:i]), None)
    if twice is not None:
        raise UsageError(f"{twice} is named twice; name each file of scores once")
    notes: list[str] = []

    def tell(note: str) -> None:
        note = in_one_screen(printable(note))
        notes.append(note)
        if say is not None:
            say(note)

    asked = options
    sheets = [read_sheet(path) for path in paths]
    written = {sheet.path: sheet.columns for sheet in sheets}
    sheets, options = with_labels_of_folders(*with_named_properties(sheets, asked))
    given = {column for sheet in sheets for column in sheet.columns}
    of_parts = partial(label_file_of_parts, rows_are=options.rows_are)
    of_labels = [read_sheet(path) for path in labels]
    elsewhere = fakes_in_other_files([*of_labels, *sheets], options)
    of_truth = without_words(options, words_of_answers(sheets, options) if of_labels and options.label_fake else ())
    said = [
        _labels_of(sheet, of_truth, of_parts, elsewhere=other)
        for sheet, other in zip(of_labels, elsewhere[: len(of_labels)], strict=True)
    ]
    names = short_names([file.path for file in (*sheets, *said)])
    for file in said:
        for note in file.notes:
            tell(f"{names[file.path]}: {note}")
    counts, files, rejected = [COUNTS.empty()], list[Scored](), [REJECTED.empty()]
    of_scores: list[Sheet] = []
    for sheet, other in zip(sheets, elsewhere[len(of_labels) :], strict=True):
        if (counted := read_counts(sheet)) is not None:
            counts.append(counted)
            tell(f"{names[sheet.path]}: {told_of_counts(counted)}")
            continue
        of_file = [c for c in sheet.columns if is_property(c) or c in written[sheet.path]]
        usual = options
        if other:
            sheet, usual, note = without_words_of_fakes(sheet, options)
            sheet = replace(sheet, notes=(*sheet.notes, note))
        sheet = with_columns_named(sheet, usual, labelled=bool(labels))
        sheet, usual = with_detectors_named(sheet, usual)
        sheet = with_videos_named(sheet, usual)
        sheet = with_numbered_rows(sheet, usual) if not labels else sheet
        sheet, usual = with_chosen_words(sheet, usual)
        sheet = frames_of_one_folder(with_videos_of_pictures(sheet, usual, said), usual, said)
        sheet = prepared(sheet, usual, labelled=bool(labels))
        sheet = replace(sheet, derived=frozenset(sheet.columns).difference(of_file, sheet.written))
        file = read_scored(sheet, _reading(sheet, usual), usual, labelled=bool(labels))
        of_folders = [] if labels else notes_on_folders(file, usual)
        file, left = settle(file, usual.rows_are)
        idle = notes_on_idle_frames(sheet, file, usual)
        for note in (*file.notes, *of_folders, *idle, *([] if labels else notes_on_labels(sheet, file, usual))):
            tell(f"{names[sheet.path]}: {note}")
        of_scores.append(sheet)
        files.append(file)
        rejected.append(left)
    _mapped_columns(asked, of_scores, written.values(), given)
    tables = {name: table.empty() for name, table in TABLES.items()}
    tables["counts"] = conform(pl.concat(counts), COUNTS)
    if files:
        tables |= _tables(files, said, rejected, options, tell)
    return ScoreFiles(tables=tables, notes=tuple(notes))


def _labels_of(
    sheet: Sheet,
    options: Options,
    of_parts: Callable[[Sheet, pl.DataFrame], tuple[pl.DataFrame, Sequence[str]]],
    *,
    elsewhere: bool,
) -> Labels:
    """What a file of labels says; ``elsewhere`` where only another file holds the words that the user says mean fake."""
    if not elsewhere:
        return read_labels(sheet, options.meaning, of_parts)
    sheet, usual, note = without_words_of_fakes(sheet, replace(options, columns={}))
    read = read_labels(sheet, usual.meaning, of_parts)
    return replace(read, notes=(*read.notes, note))


def _reading(sheet: Sheet, options: Options) -> Reading:
    readings = (form(sheet, options) for form in FORMS)
    reading = next((r for r in readings if r is not None), None)
    if reading is None:
        raise TableError(f"{sheet.path} has no known form of score file; give it the columns video,label,p_fake")
    if options.fake_is in (None, reading.fake_is):
        return reading
    return replace(reading, notes=(*reading.notes, f"{options.fake_is} scores mean fake, as {option('fake_is')} says"))


def _mapped_columns(
    options: Options, sheets: Sequence[Sheet], written: Collection[Sequence[str]], given: Collection[str]
) -> None:
    """Raise an error for an option that names a column of no file; some have the name of their field by then.

    Args:
        options: what the user says.
        sheets: the files with the columns that are read.
        written: the columns of each file as it was written.
        given: names of columns once those that the user calls by what they hold have these names.
    """
    columns = {column for sheet in sheets for column in sheet.columns}
    columns |= {sheet.in_file(name) for sheet in sheets for name in ("video", "frame") if name in sheet.columns}
    listed = list(dict.fromkeys(column for of_file in written for column in of_file))
    for name, column in options.columns.items():
        if column not in columns and not (is_renamed(name) and name in given):
            if column in listed:
                raise UsageError(_taken_apart(name, column, sheets))
            raise UsageError(
                f"{option('columns', f'{name}={column}')}: no file has a column {quoted(column)}{did_you_mean(column, listed)}; "
                f"there are {names_of(listed)}"
            )


def _taken_apart(name: str, column: str, sheets: Sequence[Sheet]) -> str:
    """What is said of a column of a file that was read as others, or left out, and how."""
    how = dict.fromkeys(note for sheet in sheets for note in sheet.notes if quoted(column) in note)
    read = f" ({'; '.join(how)})" if how else ""
    now = names_of(dict.fromkeys(c for sheet in sheets for c in sheet.columns_in_file if c != column))
    return (
        f"{option('columns', f'{name}={column}')}: the column {quoted(column)} was not kept as the file has it{read}; "
        f"name one of those that are: {now}"
    )


def _shown_names(files: Sequence[Scored]) -> tuple[list[Scored], list[str]]:
    """Detectors are called by names that can be shown, because their names are shown everywhere."""
    names = pl.concat([file.scores["detector"].unique() for file in files]).unique().sort().to_list()
    check_number(files[0].path, len(names))
    others = {name: shown for name, shown in shown_names(names).items() if shown != name}
    if not others:
        return list(files), []
    renamed = [replace(file, scores=file.scores.with_columns(pl.col("detector").replace(others))) for file in files]
    return renamed, [_renamed(name, shown) for name, shown in others.items()]


def _renamed(name: str, shown: str) -> str:
    if name in SUBJECTS:
        return f"findings use the name {name} for something else; the detector is called {shown}"
    return f"the name of a detector holds hidden characters; it is called {shown}"


def _unusable(scores: pl.DataFrame) -> str:
    """Why no score can be used, and what helps."""
    first = scores.drop_nulls("reason").head(1)
    why = f"no detector has a usable score: {first['reason'][0] if first.height else 'no row has one'}"
    if CONTRADICTING in why:
        return (
            f"{why}; if rows of one name are frames, say {option('rows_are', 'frames')}; if they are different videos, say "
            f"{option('rows_are', 'videos')}; if a column names the detector, say {option('columns', 'detector=COLUMN')}"
        )
    way = ways_of_scale(why)
    return f"{why}; {way}{'; ' * bool(way)}if another column holds the scores, say {option('columns', 'p_fake=COLUMN')}"


def _tables(
    files: Sequence[Scored],
    labels: Sequence[Labels],
    rejected: list[pl.DataFrame],
    options: Options,
    tell: Callable[[str], None],
) -> dict[str, pl.DataFrame]:
    files, of_names = with_labels_of_names(files, labels)
    files, said = (list(files), []) if labels else with_path_labels(files)
    files, together, of_methods = with_methods_of_names(files, labels) if options.files_are is None else (files, [], "")
    said += [of_methods] if of_methods else []
    said += [] if labels or of_names or of_methods or options.label_fake or "label" in options.columns else notes_on_names(files)
    files, notes = with_same_videos(files, options.files_are) if not together else (files, [])
    notes = [*([of_names] if of_names else []), *said, *notes]
    stated = any("split" in file.facts.columns for file in (*files, *labels))
    files, more = name_files(files, options.files_are, splits=not stated, labelled=bool(of_names), together=together)
    notes += more
    files, more = with_path_splits(files, labels)
    notes += more
    files, more = _shown_names(files)
    notes += more
    if labels:
        labels, more = with_labels_of_videos(files, labels)
        notes += more
        keyed, labels, more = join_labels(files, labels)
        notes += [*more, *notes_on_folders_beside(files, keyed, labels)]
        files = keyed
        files, more = without_answers(files, labels, options)
        notes += more
    described = videos_of(files, labels)
    videos, left = described.videos, described.left
    notes += described.notes
    for note in notes:
        tell(note)
    place = videos.select("video").with_row_index("_video")
    scores = pl.concat([file.scores for file in files]).join(place, on="video", how="inner").drop("row")
    if not scores.height:
        read = "; ".join([*files[0].notes, *notes])
        if not any(file.scores.height for file in files):
            raise TableError(
                f"{files[0].path}: no row holds a score ({read}); if another column holds the scores, say "
                f"{option('columns', 'p_fake=COLUMN')}"
            )
        raise TableError(
            f"{files[0].path}: no score belongs to a labelled video ({read}); correct it with {option('labels')}, "
            f"{option('columns')} or {option('label_fake')}"
        )
    names: dict[str, str] = {}
    for file in files:
        for name in file.scores["detector"].unique(maintain_order=True):
            names.setdefault(name, storable(str(file.path)))
    if not (scores["status"] == "ok").any():
        raise TableError(f"{files[0].path}: {_unusable(scores)}")
    order = list(names)
    # Sorted by numbers, not by names: five million strings take ten times as long to sort.
    number = pl.col("detector").replace_strict(order, list(range(len(order))), return_dtype=pl.Int32).alias("_detector")
    scores = scores.with_columns(number).sort("_detector", "_video", "index", maintain_order=True)
    scores = scores.drop("_detector", "_video")
    rows = [
        {"detector": n, "kind": "scores", "domain": n if n in DOMAINS else None, "path": path, "status": "ok"}
        for n, path in names.items()
    ]
    return {
        "videos": conform(videos, VIDEOS),
        "properties": described.properties,
        "scores": conform(scores, SCORES),
        "detectors": from_rows(rows, DETECTORS),
        "rejected": conform(pl.concat([*rejected, left]), REJECTED),
    }
