"""One score file, read: facts about its videos, and its scores, one row per detector × row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.excerpts import names_of, quoted
from touchstone.vocabulary.sheets import Sheet, as_property, numbers, read_facts, text, truths
from touchstone.vocabulary.words import SOUND, STATES

from .columns import EXPLAINED
from .failures import Failures, failures_said
from .form import Reading
from .names import is_score
from .options import Options
from .polarity import with_polarity
from .scale import called_log_odds, is_divided_already, read_scores
from .shown_names import check_number
from .sound import said_of_sound
from .states import stated_states
from .times import read_times
from .wide_versions import notes_on_wide_versions

_LARGEST = 2.0**53
"""Numbers of frames from here on are not exact, so they cannot be numbers of frames."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Scored:
    """The content of one file.

    Attributes:
        path: the file.
        columns: names of its columns; files with equal columns belong together.
        video_column: the column that names the videos, as the file calls it.
        facts: one row per row of the file: ``row`` (its number), ``video``, ``label`` (null where the file has none) and the
            columns of the ``videos`` table that the file holds.
        scores: one row per detector × row: ``row``, ``detector`` (``""``: named by the file), ``video``, ``unit``, ``index``,
            ``time``, ``p_fake``, ``logit``, ``status``, ``reason`` and ``answer``.
        notes: how each column was read, one line each.
    """

    path: Path
    columns: tuple[str, ...]
    video_column: str
    facts: pl.DataFrame
    scores: pl.DataFrame
    notes: tuple[str, ...]

    @property
    def unnamed(self) -> bool:
        """Whether the file names no detector in its cells or columns."""
        return bool((self.scores["detector"] == "").any())


def read_scored(sheet: Sheet, reading: Reading, options: Options, *, labelled: bool = False) -> Scored:
    """Read one file of scores.

    Args:
        sheet: the file.
        reading: how its columns are read.
        options: corrections of what is recognised.
        labelled: whether labels come from another file.

    Raises:
        TableError: a cell does not fit its column.
    """
    used = [*reading.scores.values()]
    broken = _failures(sheet, reading)
    used += [column for column in broken.columns if column != reading.fields.get("frame_count")]
    used += [column for column in EXPLAINED if column in sheet.written]
    facts, notes = read_facts(sheet, reading.fields, options.meaning, options.columns.values(), used)
    fields = reading.fields
    time, untimed = read_times(sheet, fields.get("time"), stated=fields.get("time") in options.columns.values())
    base = rows_of_parts(sheet, fields, facts["row"], time).insert_column(1, facts["video"])
    notes += [
        f"{unit}: {sheet.called(fields[unit])}{_how_counted(sheet, fields[unit])}"
        for unit in ("frame", "clip")
        if (base["unit"] == unit).any()
    ]
    notes += untimed
    why = text(sheet, fields["reason"]) if "reason" in fields else _no_words(sheet)
    said, states_said = _status(sheet, fields, [*reading.scores.values()], options)
    notes += states_said
    base = base.with_columns(
        pl.select(pl.coalesce(said, broken.said)).to_series().alias("said"),
        pl.select(pl.coalesce(why, broken.why)).to_series().alias("why"),
    )
    parts: list[pl.DataFrame] = []
    check_number(sheet.path, len(reading.scores))
    for detector, column in reading.scores.items():
        values, failures = numbers(sheet, column, score=True)
        notes += _words_for_scores(sheet.in_file(column), failures)
        for name, at in _detectors(sheet, fields, detector):
            rows = base if at is None else base[at]
            some = (values, failures) if at is None else (values.gather(at), failures.gather(at))
            unlike = column not in sheet.derived and called_log_odds(some[0], reading, options)
            as_shares = replace(reading, scale="probability") if unlike else reading
            divided = column in sheet.derived and is_divided_already(some[0], options)
            usual = replace(options, scale="probability") if divided else options
            scored, said = read_scores(*some, sheet.called(column), as_shares, usual)
            said += _of_shares() if unlike else ""
            notes.append(said if not name else f"{name}: {said}")
            parts.append(rows.with_columns(pl.lit(name).alias("detector"), *scored.get_columns()))
    if "detector" in fields:
        column = sheet.in_file(fields["detector"])
        ways = f"{option('columns', f'method={column}')}; if something else, {as_property(column)}"
        alike = labelled and bool(facts["video"].is_duplicated().any())  # its labels cannot tell versions of a name apart
        back = "" if alike or "detector" in options.columns else f" (if it says how fakes were made, say {ways})"
        notes.append(f"detector: column {column!r}{back}")
    scores = _decided(pl.concat(parts))
    free = [c for c in sheet.columns if c not in {*fields.values(), *reading.scores.values()}]
    scores, polarity = with_polarity(
        sheet, scores, facts["label"], columns=free, names=[*reading.scores.values()], options=options
    )
    notes += notes_on_wide_versions(sheet, reading.scores)
    form = f"read as {reading.form}: {facts.height:,} rows" + f", separator {sheet.separator!r}" * bool(sheet.separator)
    said = (
        form,
        *_merged(notes),
        *broken.notes,
        *_of_countermeasures(sheet, reading, options, facts["video"]),
        *polarity,
        *reading.notes,
        *sheet.notes,
    )
    video = sheet.in_file(fields["video"])
    return Scored(path=sheet.path, columns=tuple(sheet.columns), video_column=video, facts=facts, scores=scores, notes=said)


def _of_shares() -> str:
    """The end of a note on probabilities in a column that is called that of log-odds."""
    return f": all its numbers are from 0 to 1 (if they are log-odds, say {option('scale', 'logit')})"


def _detectors(sheet: Sheet, fields: dict[str, str], detector: str) -> list[tuple[str, pl.Series | None]]:
    """Detectors of one score column, and their rows; each is read on its own, because one may be on another scale."""
    if "detector" not in fields or detector:
        return [(detector, None)]
    names = text(sheet, fields["detector"])
    check_number(sheet.path, names.n_unique())
    empty = names.is_null().arg_true()
    if len(empty):
        at = sheet.where(int(empty[0]))
        column = fields["detector"]
        raise TableError(
            f"{at}: column {column!r} names no detector; give each row one, or say {option('columns', f'method={column}')} if it "
            "says how fakes were made"
        )
    return [(str(name), (names == name).arg_true()) for name in names.unique(maintain_order=True).to_list()]


def _merged(notes: list[str]) -> list[str]:
    """Notes of several detectors joined into one if they say the same."""
    merged: dict[str, list[str]] = {}
    for note in notes:
        name, colon, rest = note.partition(": score: ")
        shared = rest.partition(" as ")[2] if colon else ""
        merged.setdefault(f"scores as {shared}" if shared else note, []).append(name)
    return [
        key
        if key in notes
        else f"{key}: {', '.join(names[:12])}" + (f" and {len(names) - 12} more" if len(names) > 12 else "")
        for key, names in merged.items()
    ]


def rows_of_parts(sheet: Sheet, fields: Mapping[str, str], row: pl.Series, time: pl.Series) -> pl.DataFrame:
    """Which part of its video each row is about: ``row``, ``unit`` (``frame``, ``clip`` or ``video``), ``index`` and ``time``.

    Args:
        sheet: the file.
        fields: field → column.
        row: the number of each row.
        time: its seconds.
    """
    unit = "frame" if "frame" in fields else "clip" if "clip" in fields else "video"
    index = pl.Series([0]).new_from_index(0, row.len()) if unit == "video" else _index(sheet, fields[unit])
    return pl.DataFrame([row.alias("row"), index.alias("index"), time.alias("time")]).with_columns(unit=pl.lit(unit))


def _index(sheet: Sheet, column: str) -> pl.Series:
    """Numbers of frames; a name of a frame (``0007.png``) becomes the number in it, fractions and numbers below 0 their rank."""
    cells = text(sheet, column)
    plain = cells.cast(pl.Float64, strict=False)
    if plain.null_count() > cells.null_count():
        plain = cells.str.extract(r"(\d+)\D*$").cast(pl.Float64, strict=False)
    if plain.null_count() or not (plain.is_finite() & (plain.abs() < _LARGEST)).all():
        return pl.int_range(0, cells.len(), eager=True)  # without numbers, the order of the file
    if _are_places(plain):
        return plain.rank("dense").cast(pl.Int64) - 1
    return plain.cast(pl.Int64)


def _are_places(numbers: pl.Series) -> bool:
    """Whether numbers of frames are below 0, or have fractions, so their order counts."""
    return bool((numbers < 0).any() or (numbers % 1 != 0).any())


def _how_counted(sheet: Sheet, column: str) -> str:
    numbers = text(sheet, column).cast(pl.Float64, strict=False)
    return ", by the order of its numbers, as they are not all whole and from 0" if _are_places(numbers) else ""


def _words_for_scores(column: str, words: pl.Series) -> list[str]:
    """A note on words in place of scores."""
    count = words.len() - words.null_count()
    if not count:
        return []
    shown = names_of(map(quoted, words.drop_nulls().unique().sort().to_list()), 4)
    meant = sorted({STATES.get(word, "failed") for word in words.drop_nulls().str.to_lowercase().unique()})
    as_what = "they count as " + " or ".join(meant)
    return [f"column {column!r} holds {shown} in {count:,} rows in place of a score: {as_what}"]


def _status(
    sheet: Sheet, fields: dict[str, str], scores: list[str], options: Options
) -> tuple[pl.Series, list[str]]:
    """What the columns of states say of each row, and how they were read."""
    said, notes = _no_words(sheet), list[str]()
    if "status" in fields:
        said, note = stated_states(sheet, fields["status"], scores, stated="status" in options.columns)
        notes.append(note)
    if "opt_out" in fields:
        out = truths(sheet, fields["opt_out"]).fill_null(value=False)
        said = said.scatter(out.arg_true(), "abstained")
    return said.alias("said"), notes


def _of_countermeasures(sheet: Sheet, reading: Reading, options: Options, videos: pl.Series) -> list[str]:
    """A note on scores of speech whose names do not say which end is fake: those of countermeasures are often high for bona fide.

    Words of labels tell speech, bona fide and spoof beside scores on both sides of 0, or names of files of sound.
    """
    columns = [*reading.scores.values()]
    if options.fake_is is not None or reading.fake_is == "low" or any(map(is_score, options.columns)):
        return []
    way = option("fake_is", "low")
    if _are_beside_bona_fide(sheet, reading):
        return [
            "scores beside bona fide and spoof are usually high for bona fide; these are read as high for spoof "
            f"({way} turns them)"
        ]
    if sheet.derived & {*columns} or not sheet.header or not videos.str.contains(SOUND).all():
        return []  # of lines without header it is said anyway
    return said_of_sound(columns)


def _are_beside_bona_fide(sheet: Sheet, reading: Reading) -> bool:
    """Whether scores on both sides of 0 are beside labels that are bona fide and spoof, or genuine and spoof."""
    if "label" not in reading.fields:
        return False
    present = text(sheet, reading.fields["label"]).unique().drop_nulls()
    words = {re.sub("[-_ ]", "", word.lower()) for word in present}
    if words not in ({"bonafide", "spoof"}, {"genuine", "spoof"}, {"bonafide", "fake"}):
        return False
    values = [sheet.frame[column].cast(pl.Float64, strict=False) for column in reading.scores.values()]
    return all((v < 0).any() and (v > 0).any() for v in values)


def _failures(sheet: Sheet, reading: Reading) -> Failures:
    """What columns other than that of states say of failures; nothing where a column of states is there."""
    taken = {c for field, c in reading.fields.items() if field not in ("reason", "frame_count")} | {*reading.scores.values()}
    free = [] if "status" in reading.fields else [c for c in sheet.columns if c not in taken]
    return failures_said(sheet, free, [*reading.scores.values()])


def _no_words(sheet: Sheet) -> pl.Series:
    return pl.Series([None], dtype=pl.String).new_from_index(0, sheet.frame.height)


def _decided(scores: pl.DataFrame) -> pl.DataFrame:
    """Combine the status from the number with that of the status column; rows with neither are dropped."""
    said, seen = pl.col("said"), pl.col("status")
    bad = pl.when(said.is_in(["failed", "abstained"])).then(said)
    status = pl.when(said == "missing").then(None).otherwise(pl.coalesce(bad, seen))
    scores = scores.with_columns(status=status).filter(pl.col("status").is_not_null())
    ok = pl.col("status") == "ok"
    reason = pl.when(~ok).then(pl.coalesce("why", "reason"))
    return scores.select([
        "row", "detector", "video", "unit", "index", "time",
        pl.when(ok).then("p_fake").alias("p_fake"), pl.when(ok).then("logit").alias("logit"), "status", reason.alias("reason"),
        pl.when(pl.col("status") == "failed", pl.col("why").is_null()).then("answer").alias("answer"),
    ])  # fmt: skip
