"""Columns that describe videos beyond what every run knows of them: which are kept as properties, and why others are not.

It is done in two steps, because several files may describe the same videos. :func:`described` takes the columns of one sheet
that nothing else uses, in text; :func:`settled` looks at the values of all videos together and keeps the properties.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import polars as pl

from touchstone.vocabulary.domains import CLIP_INDICATORS, FRAME_INDICATORS
from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.excerpts import names_of, quoted
from touchstone.vocabulary.tables import PROPERTIES, TABLES
from touchstone.vocabulary.words import (
    CODED,
    FORGERY,
    LABELS,
    MEASURED,
    NULL_WORDS,
    STATED,
    TRUTHS,
    WORDED,
    common_property,
    names_a_row,
    names_a_score,
    shown_property,
    spelled_plainly,
)

from .cells import text
from .number_cells import are_all_numbers, number_cells
from .sheet import Sheet

MOST_DESCRIBING = 64
"""Columns of a sheet that are looked at."""

MOST_PROPERTIES = 32
"""Properties that are kept."""

MOST_VALUES = 30
"""Values of a property; of a property with a common name that many of the most frequent ones, of any other none."""

LONGEST_VALUE = 200
"""Characters of a value and of the name of a property."""

FEW_NUMBERS = 8
"""Different numbers up to which they are values and not a quantity."""

LEAST_VIDEOS = 5
"""Videos that two values must have each; a quantity needs four times as many in all."""

_MOST_DIFFERING = 0.01
"""Share of the videos with several rows whose rows may differ."""

_NOTHING = [*NULL_WORDS, "nan", "unknown", "unk", "?", "n.a.", "not available"]
_RESERVED = frozenset(
    {c.name for table in TABLES.values() for c in table.columns}
    | {i.name for i in (*FRAME_INDICATORS, *CLIP_INDICATORS)}
    | {"size", "rate", "pixels"}
)
_LOOKED_AT = 256
"""Cells that are looked at first: in most columns they decide."""

_SIZE = r"^(\d{2,5})\s*[x×X*]\s*(\d{2,5})$"
_MAYBE = "a property would be called property_NAME"
_ONE_OF_REAL = "one value is that of all real videos and of no fake"
_OF_ONE_LABEL = "each of its values is of real videos alone or of fakes alone"
_NO_NAME = re.compile(r"(?:column|unnamed:?)(?:_\d+)*|\W*")
"""What a column without a name is called, such as the index that pandas writes."""

_SCORE = f"by its name it may hold scores, decisions or labels: {_MAYBE}"


def described(
    sheet: Sheet,
    free: Sequence[str],
    held: Collection[str],
    label: pl.Series | None = None,
    *,
    by_option: Collection[str] = (),
) -> tuple[list[pl.Series], list[pl.Series], list[str]]:
    """What columns that nothing else uses say of the videos of one sheet.

    Args:
        sheet: the file.
        free: its columns that fill no field and hold no score.
        held: columns of ``videos`` that the sheet fills already.
        label: labels of the rows, where they are known: ``none`` beside other words is a value if rows of both labels hold it.
        by_option: columns that an option can call a property.

    Returns:
        Columns of ``videos`` in their units; other columns as text, each called ``property NAME``; and notes.
    """
    measured: dict[str, pl.Series] = {}
    stated: dict[str, pl.Series] = {}
    said: list[str] = []
    left: dict[str, list[str]] = {}
    ordered = sorted(free, key=lambda c: common_property(c) is None and spelled_plainly(c) not in MEASURED)
    for column in ordered:
        if common_property(column) is None and spelled_plainly(column) not in MEASURED and names_a_score(column):
            left.setdefault(_SCORE, []).append(column)
            continue
        if len(stated) >= MOST_DESCRIBING:
            left.setdefault(f"more than {MOST_DESCRIBING} columns describe the videos", []).append(column)
            continue
        if sheet.frame[column].dtype.is_nested() or isinstance(sheet.frame[column].dtype, pl.Binary | pl.Object):
            left.setdefault("its cells are lists or objects", []).append(column)
            continue
        try:
            cells = text(sheet, column)
        except TableError:
            left.setdefault("a cell of it cannot be read", []).append(column)
            continue
        if not _are_numbers(sheet, column):
            cells = _without_nothing(cells, label)
        of_videos = _of_videos(column, cells, {*held, *measured})
        if of_videos:
            measured |= {series.name: series for series in of_videos}
            said.append(_measured_note(column, of_videos))
            continue
        name = _name_of(column, stated)
        stated[name] = cells.alias(name)
    notes = ["also read: " + ", ".join(said)] if said else []
    if left:
        notes.append(not_used(left, by_option=by_option))
    return list(measured.values()), list(stated.values()), notes


def _are_numbers(sheet: Sheet, column: str) -> bool:
    """Whether every cell that is not empty is a number, so that none is a word for nothing."""
    numbers = number_cells(sheet, column)
    return numbers is not None and are_all_numbers(sheet, column) and not numbers.is_nan().any()


def _without_nothing(cells: pl.Series, label: pl.Series | None) -> pl.Series:
    """Cells without words for nothing; ``none`` stays where it is a word among words, as of no compression."""
    if not _hold_nothing(cells):
        return cells
    words = cells.str.to_lowercase()
    nothing = words.is_in(_NOTHING).fill_null(value=False)
    return cells if _none_is_a_value(words, nothing, label) else cells.set(nothing, None)


def _hold_nothing(cells: pl.Series) -> bool:
    """Whether a cell is a word for nothing; where few differ, only different ones are looked at."""
    few = 2 * cells.head(_LOOKED_AT).n_unique() < min(cells.len(), _LOOKED_AT)
    return bool((cells.unique() if few else cells).str.to_lowercase().is_in(_NOTHING).any())


def _none_is_a_value(words: pl.Series, nothing: pl.Series, label: pl.Series | None) -> bool:
    """Whether ``none`` is the only word for nothing, beside other words that cannot be numbers, and under both labels."""
    if label is None or words.null_count() or not nothing.any() or not (words.filter(nothing) == "none").all():
        return False
    plain = words.filter(~nothing)
    is_words = plain.len() > 0 and plain.cast(pl.Float64, strict=False).null_count() == plain.len()
    return is_words and label.filter(nothing).drop_nulls().n_unique() > 1


def not_used(left: Mapping[str, Sequence[str]], *, by_option: Collection[str] = ()) -> str:
    """One line that names columns that are not used, by reason; and the option that uses the first as a property all the same."""
    plain = {spelled_plainly(column) for column in by_option}
    ways = {r: _with_way(r, c[0]) if spelled_plainly(c[0]) in plain else r for r, c in left.items()}
    parts = (f"{names_of([quoted(c) for c in columns], 6)} ({ways[reason]})" for reason, columns in left.items())
    return "not used: " + "; ".join(parts)


def _with_way(reason: str, column: str) -> str:
    way = f"if it is a property, say {as_property(column)}"
    if reason.startswith(_ONE_OF_REAL):
        way = f"if it says how fakes were made, say {option('columns', f'method={column}')}; {way}"
    return reason.replace(_MAYBE, way)


def as_property(column: str) -> str:
    """The option that makes a column a property of the videos, and nothing else.

    >>> as_property("Blur Level")
    "--map 'property_blur_level=Blur Level'"
    """
    return option("columns", f"property_{spelled_plainly(column)}={column}")


def _name_of(column: str, taken: Collection[str]) -> str:
    """The property's name behind its mark; no two are equal, and none is that of a column of another table."""
    name = (common_property(column) or spelled_plainly(column) or "column")[:LONGEST_VALUE]
    if STATED + name in taken:
        name = spelled_plainly(column)[:LONGEST_VALUE]
    if name in _RESERVED:
        name += "_stated"
    free, number = name, 2
    while STATED + free in taken:
        free, number = f"{name}_{number}", number + 1
    return STATED + free


def _of_videos(column: str, cells: pl.Series, held: Collection[str]) -> list[pl.Series]:
    """The cells as columns of ``videos``, if the name says so and every cell can be one; empty otherwise."""
    name = spelled_plainly(column)
    if WORDED.get(name, "has_audio") != "has_audio" and WORDED[name] not in held:
        return [cells.alias(WORDED[name])]
    if WORDED.get(name) == "has_audio" and "has_audio" not in held:
        words = cells.str.to_lowercase()
        whole = words.drop_nulls().is_in(list(TRUTHS)).all()
        return [words.replace_strict(TRUTHS, default=None, return_dtype=pl.Boolean).alias("has_audio")] if whole else []
    if name in MEASURED and MEASURED[name][0] not in held:
        field, factor = MEASURED[name]
        numbers = _numbers(cells)
        if numbers is None or bool((numbers < 0).any()) or bool((numbers * factor >= 2.0**53).any()):
            return []
        numbers = numbers * factor
        whole = TABLES["videos"].schema[field] == pl.Int64
        return [(numbers.round(0).cast(pl.Int64) if whole else numbers).alias(field)]
    if common_property(column) == "resolution" and not {"width", "height"} & set(held):
        some = cells.drop_nulls()
        if some.len() and bool(some.str.contains(_SIZE).all()):
            return [cells.str.extract(_SIZE, i).cast(pl.Int64).alias(f) for i, f in ((1, "width"), (2, "height"))]
    return []


def _measured_note(column: str, series: Sequence[pl.Series]) -> str:
    fields = " and ".join(s.name for s in series)
    factor = MEASURED.get(spelled_plainly(column), (fields, 1.0))[1]
    return f"{fields} from {quoted(column)}" + (f" × {factor:g}" if factor != 1.0 else "")


def _numbers(cells: pl.Series) -> pl.Series | None:
    """Cells as finite numbers; ``None`` where one is something else, or all are empty."""
    first = cells.head(_LOOKED_AT)
    if first.cast(pl.Float64, strict=False).null_count() > first.null_count():
        return None
    numbers = cells.cast(pl.Float64, strict=False)
    if numbers.null_count() > cells.null_count() or numbers.null_count() == numbers.len():
        return None
    return numbers if bool(numbers.is_finite().all()) else None


def stated_columns(frame: pl.DataFrame) -> list[str]:
    """Names of the columns of a frame that hold stated properties."""
    return [name for name in frame.columns if name.startswith(STATED)]


def written_names(columns: Sequence[str], stated: Collection[str]) -> dict[str, str]:
    """Column ``property NAME`` → the name that the file gives it, which notes say.

    >>> written_names(["sex", "Mean", "column 3"], ["property gender", "property mean_stated", "property column_3"])
    {'property gender': 'sex', 'property mean_stated': 'Mean', 'property column_3': 'column 3'}
    """
    written: dict[str, str] = {}
    for column in sorted(dict.fromkeys(columns), key=lambda c: common_property(c) is None):
        plain = spelled_plainly(column) or "column"
        bases = [name[:LONGEST_VALUE] for name in (common_property(column) or plain, plain)]
        names = [STATED + (f"{name}_stated" if name in _RESERVED else name) for name in bases]
        names += [f"{name}_{number}" for name in names[::-1] for number in range(2, len(columns) + 1)]
        name = next((n for n in names if n in stated and n not in written), None)
        if name is not None:
            written[name] = column
    return written


def settled(
    facts: pl.DataFrame, columns: Sequence[str] = (), *, by_option: Collection[str] = ()
) -> tuple[pl.DataFrame, list[str]]:
    """The properties of all videos, by their values.

    A column is kept if it has 2 to 30 values with enough videos, or more than 8 different numbers, which are a quantity. It is
    left out if it has one value, if nearly all its values differ, if it counts the rows, if it may hold scores, or if it says
    what the label says.

    Args:
        facts: one or more rows per video: ``video``, ``label`` (null where it is not known), and ``property NAME``, text.
        columns: names of the columns of the files; notes say these.
        by_option: columns that an option can call a property.

    Returns:
        The rows of the table ``properties``; and notes that name every property, and every other column.
    """
    names = stated_columns(facts)
    written = written_names(columns, names)
    if not names:
        return PROPERTIES.empty(), []
    left: dict[str, list[str]] = {}
    if facts["video"].is_duplicated().any():
        differing = _differing(facts, names)
        if differing:
            left["its value differs between the rows of a video"] = [written.get(n, shown_property(n)) for n in differing]
        names = [name for name in names if name not in differing]
        first = (pl.col(name).drop_nulls().first() for name in ("label", *names))
        facts = facts.group_by("video", maintain_order=True).agg(first)
    facts = facts.sort("video")  # the order of the table of videos, so that both need not be joined
    parts: list[pl.DataFrame] = []
    kept: list[str] = []
    for name in names:
        shown = shown_property(name)
        read = _property(shown, facts[name], facts["label"])
        if len(parts) >= MOST_PROPERTIES and not isinstance(read, str):
            read = f"more than {MOST_PROPERTIES} properties"
        if isinstance(read, str):
            left.setdefault(read, []).append(written.get(name, shown))
            continue
        values, how = read
        quantity = values.dtype == pl.Float64
        nothing = pl.lit(None, dtype=pl.String if quantity else pl.Float64)
        rows = facts.select("video").with_columns(
            property=pl.lit(shown), value=nothing if quantity else values, number=values if quantity else nothing
        )
        parts.append(rows.filter(values.is_not_null()))
        called = written.get(name, shown)
        kept.append(f"{shown} ({how})" if called == shown else f"{shown} from {quoted(called)} ({how})")
    notes = [f"properties: {', '.join(kept)}"] if kept else []
    if left:
        notes.append(not_used(left, by_option=by_option))
    return (pl.concat(parts) if parts else PROPERTIES.empty()), notes


def _differing(facts: pl.DataFrame, names: Sequence[str]) -> list[str]:
    several = facts.filter(pl.col("video").is_duplicated())
    counted = several.group_by("video").agg(pl.col(name).drop_nulls().n_unique() > 1 for name in names)
    share = counted.select(pl.col(name).mean() for name in names).row(0, named=True)
    return [name for name in names if (share[name] or 0.0) > _MOST_DIFFERING]


def _property(name: str, cells: pl.Series, label: pl.Series) -> tuple[pl.Series, str] | str:
    """The values of a property with a few words on them; or why it is none."""
    common = common_property(name) is not None or name in MEASURED
    if name in FORGERY:
        cells = pl.select(pl.when(label.ne_missing("real")).then(cells)).to_series()
    some = cells.drop_nulls()
    if not some.len():
        return "it is empty"
    if some.head(_LOOKED_AT).n_unique() == 1 and some.n_unique() == 1:
        return "it has one value"
    numbers = _numbers(cells)
    if numbers is not None:
        quantity = _of_numbers(name, numbers, common=common)
        if quantity is not None:
            return quantity
        cells = _plain_numbers(numbers)
    elif not common and (distinct := some.n_unique()) > MOST_VALUES:
        return "nearly all its values differ" if 2 * distinct > some.len() else f"it has more than {MOST_VALUES} values"
    if not common and (reason := _says_label(cells, label)) is not None:
        return reason
    return _of_words(cells)


def _of_numbers(name: str, numbers: pl.Series, *, common: bool) -> tuple[pl.Series, str] | str | None:
    """A quantity, or why it is none; ``None`` where few different numbers are values."""
    some = numbers.drop_nulls()
    n = some.len()
    low, high = (float(x) for x in (some.min(), some.max()) if isinstance(x, float))
    whole = all(bool((part == part.round(0)).all()) for part in (some.head(_LOOKED_AT), some))
    first = some.head(_LOOKED_AT).n_unique()
    distinct = some.n_unique() if whole or first <= FEW_NUMBERS else first  # of fractions it only counts whether they are few
    if not common and whole and distinct == n == numbers.len() and n > FEW_NUMBERS and high - low == n - 1:
        return "it counts the rows"
    if not common and whole and _NO_NAME.fullmatch(name) and 4 * distinct > n:
        return "it has no name, and its numbers are those of rows"
    if distinct <= FEW_NUMBERS:
        return None
    if names_a_row(name) and not common:
        return "its name is that of an identifier"
    if not common and low >= 0.0 and high <= 1.0:
        return f"its numbers are from 0 to 1, so it may hold scores: {_MAYBE}"
    if not common and low < 0.0 < high:
        return f"it has numbers below and above 0, so it may hold scores: {_MAYBE}"
    if n < 4 * LEAST_VIDEOS:
        return "too few videos have a value"
    return numbers, "a quantity"


def _plain_numbers(numbers: pl.Series) -> pl.Series:
    """Numbers as values: 23 and 23.0 are one."""
    distinct = numbers.drop_nulls().unique().to_list()
    return numbers.replace_strict(distinct, [f"{x:.10g}" for x in distinct], default=None, return_dtype=pl.String)


def _of_words(cells: pl.Series) -> tuple[pl.Series, str] | str:
    counted = cells.drop_nulls().value_counts(sort=True, name="n").sort(["n", cells.name], descending=[True, False])
    values = counted.height
    if bool((counted[cells.name].str.len_chars() > LONGEST_VALUE).any()):
        return f"a value of it has more than {LONGEST_VALUE} characters"
    if int(counted["n"][1]) < LEAST_VIDEOS:
        return "too few videos share a value"
    if values <= MOST_VALUES:
        return cells, f"{values} values"
    frequent = counted[cells.name].head(MOST_VALUES).implode()
    return cells.set(
        ~cells.is_in(frequent).fill_null(value=False), None
    ), f"the {MOST_VALUES} most frequent of {values:,} values"


def _says_label(cells: pl.Series, labels: pl.Series) -> str | None:
    """Why a column may say what the label says: its words are labels, or none of its values is of videos of both labels."""
    present = _words_in(cells)
    if not present <= {*CODED, *TRUTHS} and present <= {*LABELS}:
        return "its words are labels"
    of_real, of_fake = (_words_in(cells.filter(labels == label)) for label in ("real", "fake"))
    if not of_real or not of_fake or of_real & of_fake:
        return None
    why = _ONE_OF_REAL if len(of_real) == 1 else _OF_ONE_LABEL
    return f"{why}, so it says what the label says: {_MAYBE}"


def _words_in(cells: pl.Series) -> set[str]:
    """The different words of cells, in lower case."""
    return {*cells.unique().drop_nulls().str.to_lowercase()}
