"""What the rows of a sheet say of their videos: key, label and metadata."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.words import DONOR, METADATA, groups_by_name, shown_property, spelled_plainly

from .cells import Meaning, metadata, text, video_keys
from .fields import not_detectors, not_splits
from .forging import way_of_forging
from .groups import grouped
from .label_cells import forged_parts, labels
from .lineage import with_lineage
from .properties import as_property, described
from .shared import unnamed
from .sheet import Sheet
from .sources import with_sources_named
from .split_columns import marks_of_splits, said_of_marks


def read_facts(
    sheet: Sheet,
    fields: Mapping[str, str],
    meaning: Meaning,
    stated: Collection[str] | None = None,
    used: Collection[str] = (),
) -> tuple[pl.DataFrame, list[str]]:
    """Key, label and metadata of each row, and what was said about them.

    Args:
        sheet: the file.
        fields: field → column; ``video`` is one of them.
        meaning: how labels and groups are meant.
        stated: columns whose meaning the user gave; ``None`` where there is no way to give it.
        used: columns that hold something else, such as scores.

    Returns:
        Columns ``row`` (its number in the file), ``video``, ``label`` (null where the file has none), those columns of the
        ``videos`` table that it holds, and as text, called ``property NAME``, those that may be properties; and sentences.

    Raises:
        TableError: a cell cannot be what its column holds.
    """
    height = sheet.frame.height
    columns = [sheet.numbers, video_keys(sheet, fields["video"]).alias("video")]
    notes = [f"video: {sheet.called(fields['video'])}"]
    label = pl.Series("label", [None], dtype=pl.String).new_from_index(0, height)
    if "label" in fields:
        label, how = labels(sheet, fields["label"], meaning)
        notes.append(how)
    columns.append(label.alias("label"))
    read, unread = _metadata(sheet, fields, stated or ())
    notes += unread.values()
    fields = {name: column for name, column in fields.items() if name not in unread}
    read, left = grouped(read, columns[1], fields, stated or (), label)
    notes += [why + _way_back(name, fields[name], stated) for name, why in left.items()]
    cells = dict(read)
    lineage: dict[str, str] = {}
    if "group" not in read and meaning.group_pattern is None:
        taken = {*(stated or ()), *(c for c in used if c not in fields.values())}
        read, lineage = with_lineage(sheet, read, columns[1], fields, stated=taken, label=label)
        notes += [note + _way_out(column, stated) for column, note in lineage.items()]
    else:
        notes += unnamed(read, fields, by_option=stated is not None)
    read, said = with_sources_named(read, fields, label, stated)
    notes += said
    columns += read.values()
    if also := [name for name in read if read[name] is cells.get(name)]:
        notes += _also_read(sheet, also, fields, stated)
    facts = pl.DataFrame(columns)
    if "folder" in fields:
        facts, said = _method_of_folder(facts, text(sheet, fields["folder"]), fields["folder"], stated)
        notes.append(said)
    notes += [
        f"no video has two values of {column!r}, so it names no detector"
        + ("" if sheet.frame[column].null_count() else _way_to_detectors(column, stated))
        for column in not_detectors(sheet, fields)
        if column not in used
    ]
    if "method" in facts.columns and "label" in fields:
        facts = facts.with_columns(method=pl.when(pl.col("label") != "real").then(pl.col("method")))
    if meaning.group_pattern is not None:
        facts, said = _named_groups(facts, meaning.group_pattern)
        notes.append(said)
    if "split" not in fields:
        notes += [_no_split(column, stated) for column in not_splits(sheet, fields) if column not in used]
    flags = marks_of_splits(sheet, fields["split"]) if "split" in fields else {}
    if flags:
        notes.append(said_of_marks(flags) + _way_out(next(iter(flags.values())), stated))
    marks = set(flags.values())
    free = [c for c in sheet.columns if c not in {*fields.values(), *used, *lineage, *(stated or ()), *marks}]
    measured, others, said = described(
        sheet, free, facts.columns, label, by_option=() if stated is None else {*sheet.columns} - sheet.derived - {*sheet.written}
    )
    facts = facts.with_columns(*measured, *others)
    if "method" not in facts.columns and (shown := way_of_forging(facts, others)) is not None:
        facts = facts.rename({shown: "method"}).with_columns(method=pl.when(pl.col("label") == "fake").then("method"))
        column = next((c for c in free if spelled_plainly(c) == shown_property(shown)), shown_property(shown))
        said.append(
            f"method: column {column!r} of the fakes, which alone hold words in it{_way_out(column, stated)}"
        )
    if "label" in fields and (parts := forged_parts(sheet, fields["label"])) is not None:
        facts = facts.with_columns(parts)
    return facts, notes + said


def _also_read(
    sheet: Sheet, names: Sequence[str], fields: Mapping[str, str], stated: Collection[str] | None
) -> list[str]:
    """A note on columns that are read by their names, with the option that leaves the first one out."""
    called = {name: sheet.in_file(fields[name]) for name in names}
    free = [name for name in names if stated is not None and fields[name] not in stated]
    listed = ", ".join(n if called[n] == n else f"{n} from {called[n]!r}" for n in names)
    return [f"also read: {listed}" + (f" ({as_property(called[free[0]])} takes it as a property alone)" if free else "")]


def _named_groups(facts: pl.DataFrame, pattern: str) -> tuple[pl.DataFrame, str]:
    """Groups, and donors where the expression has a part for them, from the keys of the videos."""
    shown = groups_by_name(facts["video"], pattern)
    counts = {name: facts.height - shown[name].null_count() for name in shown.columns}
    if not counts[DONOR]:
        shown = shown.drop(DONOR)
    donors = f", a donor in {counts[DONOR]}" if counts[DONOR] else ""
    said = f"group: {pattern!r} found in {counts['group']} of {facts.height} rows{donors}, as was said"
    return facts.with_columns(shown.get_columns()), said


def _metadata(
    sheet: Sheet, fields: Mapping[str, str], stated: Collection[str]
) -> tuple[dict[str, pl.Series], dict[str, str]]:
    """Field → cells; and field → why its column is not read, which stops nothing where the user did not name it.

    Raises:
        TableError: a cell of a column that the user named cannot be what the column holds.
    """
    read, unread = dict[str, pl.Series](), dict[str, str]()
    for name in (n for n in METADATA if n in fields):
        try:
            read[name] = metadata(sheet, name, fields[name]).alias(name)
        except TableError as error:
            if fields[name] in stated:
                raise
            reason = str(error).removeprefix(f"{sheet.path}, ")
            unread[name] = f"column {fields[name]!r} is not read as {name}: {reason}"
    return read, unread


def _way_back(field: str, column: str, stated: Collection[str] | None) -> str:
    """The option that uses a column all the same."""
    return "" if stated is None else f" (if it is, say {option('columns', f'{field}={column}')})"


def _way_to_detectors(column: str, stated: Collection[str] | None) -> str:
    return "" if stated is None else f" (if it does, say {option('columns', f'detector={column}')})"


def _way_out(column: str, stated: Collection[str] | None) -> str:
    """The option that leaves a column out of what it is read as."""
    return "" if stated is None else f" (if not, say {as_property(column)})"


def _no_split(column: str, stated: Collection[str] | None) -> str:
    way = _way_back("split", column, stated)
    return f"column {column!r} holds no words for train, validation or test, so it is not a split, and a property at most{way}"


def _method_of_folder(
    facts: pl.DataFrame, folder: pl.Series, column: str, stated: Collection[str] | None
) -> tuple[pl.DataFrame, str]:
    """A column like ``klass`` names how a fake was made, if none of its values occurs with both labels."""
    both = facts.select("label", folder=folder).drop_nulls().unique()
    if both["folder"].is_duplicated().any() or not both.height:
        return facts, f"column {column!r} holds the same words under both labels: not used"
    return facts.with_columns(method=folder), f"method: column {column!r} of the fakes{_way_out(column, stated)}"
