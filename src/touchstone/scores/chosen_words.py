"""Classes that won under words that are not those of real and fake, such as Realism, AIVoice, LABEL_1 or ways to forge."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.excerpts import names_of, quoted
from touchstone.vocabulary.sheets import Sheet, find_fields, label_words
from touchstone.vocabulary.words import (
    CLASS_WORDS,
    CODED,
    FAILURES,
    LABELS,
    UNSCORED,
    Label,
    parted_at_capitals,
    spelled_plainly,
)

from .columns import PREDICTED, class_words, names_truth, winning_score
from .options import Options
from .words_of_fakes import without_words

_MOST_WORDS = 32
_MOST_WAYS = 4
_SHOWN = 4
_BARE = ("label", "labels", "class", "klass")
"""Names of columns that hold what a pipeline answered, where another column names the truth."""

_UNDECIDED = frozenset({"uncertain", "unsure", "undecided", "inconclusive", "unclear", "ambiguous", "suspicious", "unknown"})
"""Words for no class, in lower case."""

_NOTHING = frozenset({*UNSCORED, *FAILURES, "nan"})


def with_chosen_words(sheet: Sheet, options: Options) -> tuple[Sheet, Options]:
    """The sheet whose predicted classes are called real and fake, and the options without the words that say which these are.

    Args:
        sheet: the file.
        options: corrections of what is recognised; ``label_fake`` also names words of predicted classes.

    Raises:
        TableError: nothing says which of the words means fake, and a score is the confidence of the class that won.
    """
    column = _chosen_column(sheet, options)
    if column is None:
        return sheet, options
    words = label_words(sheet.frame[column])
    cells = pl.DataFrame({"word": words, "cell": sheet.frame[column].str.strip_chars()})
    written = dict(cells.drop_nulls().unique("word", maintain_order=True).rows())
    of_labels = _words_of_labels(sheet, options, column)
    meant = [word for word in label_words(pl.Series(options.label_fake, dtype=pl.String)).to_list() if word in written]
    classes = {word: cell for word, cell in written.items() if word not in _NOTHING | _UNDECIDED}
    means = {w: ("real", "fake")[w in meant] for w in classes} if meant else _meaning(classes)
    if means is None:
        _ask(sheet, column, list(classes.values()))
        return sheet, options
    if PREDICTED[0] not in sheet.lower() and spelled_plainly(column) in _BARE:
        sheet, column = sheet.with_names({column: PREDICTED[0]}), PREDICTED[0]
    undecided = {word: "unknown" for word in written if word in _UNDECIDED}
    read = words.replace(means | undecided).alias(column)
    reals = [word for word, label in means.items() if label == "real"]
    ways = [option("label_fake", written[word]) for word in reals[:_MOST_WAYS]]
    way = option("fake_is", "low") if {*reals} & of_labels or len(reals) > _MOST_WAYS else " ".join(ways)
    why = f"as {option('label_fake')} says" if meant else f"{way} says the opposite"
    listed = names_of((f"{written[word]} = {label}" for word, label in sorted(means.items(), key=lambda m: m[1])), _SHOWN)
    note = f"the classes in {sheet.in_file(column)!r}: {listed} ({why})"
    note += "".join(f"; {quoted(written[word])} is neither" for word in undecided)
    sheet = replace(sheet, frame=sheet.frame.with_columns(read), notes=(*sheet.notes, note))
    return sheet, without_words(options, {*meant} - of_labels)


def words_of_answers(sheets: Sequence[Sheet], options: Options) -> set[str]:
    """The words of predicted classes that are not those of real and fake, as they are compared."""
    columns = [(sheet, column) for sheet in sheets if (column := _chosen_column(sheet, options)) is not None]
    return {word for sheet, column in columns for word in label_words(sheet.frame[column]).drop_nulls().unique().to_list()}


def _chosen_column(sheet: Sheet, options: Options) -> str | None:
    """The column of predicted classes in other words than those of real and fake, beside the confidence of the class that won."""
    fields = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns})
    taken = {fields.get("video"), fields.get("label"), *options.columns.values()}
    plain = {n: c for n, c in sheet.lower().items() if c not in taken}
    label = fields.get("label")
    bare = _BARE if label is not None and (names_truth(label) or label in options.columns.values()) else ()
    named = [plain[n] for n in (*PREDICTED, *bare) if n in plain]
    column = next(iter(named), None)
    if column is None or not _in_other_words(sheet.frame[column]):
        return None
    by_option = PREDICTED[0] in sheet.written
    return column if by_option or winning_score(sheet, [c for c in (column, label) if c is not None]) is not None else None


def _in_other_words(cells: pl.Series) -> bool:
    """Whether cells are a few words, and not all of them usual words for real and fake."""
    if cells.dtype != pl.String:
        return False
    present = cells.str.strip_chars().str.to_lowercase().unique().drop_nulls()
    words = present.filter(~present.is_in([*_NOTHING]) & (present != ""))
    if not 1 < words.len() <= _MOST_WORDS or words.cast(pl.Float64, strict=False).drop_nulls().len():
        return False
    return class_words(cells) is None


def _meaning(words: Mapping[str, str]) -> dict[str, str] | None:
    """Word in lower case → class: what it says, else the opposite of what all others say; ``None`` where nothing tells."""
    said = {word: _class_in(cell) for word, cell in words.items()}
    unknown = [word for word, label in said.items() if label is None]
    present = {label for label in said.values() if label is not None}
    if not unknown:
        return {word: str(label) for word, label in said.items()} if len(present) == 2 else None
    if "real" in present:
        return {word: label or "fake" for word, label in said.items()}
    return {word: label or "real" for word, label in said.items()} if present == {"fake"} and len(words) == 2 else None


def _class_in(cell: str) -> Label | None:
    """The class that a word, or one part of it alone, says.

    >>> _class_in("AIVoice"), _class_in("Real_Face"), _class_in("LABEL_1"), _class_in("not real")
    ('fake', 'real', None, 'fake')
    """
    plain = cell.strip().lower()
    if plain in LABELS and plain not in CODED:
        return LABELS[plain]
    parts = re.split(r"[\W_]+", parted_at_capitals(re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", cell)).lower())
    said: set[Label] = {CLASS_WORDS[part] for part in parts if part in CLASS_WORDS}
    return next(iter(said)) if len(said) == 1 and not {"not", "no", "non"} & set(parts) else None


def _words_of_labels(sheet: Sheet, options: Options, column: str) -> set[str]:
    label = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns}).get("label")
    return set() if label in (None, column) else {*label_words(sheet.frame[label]).drop_nulls().unique().to_list()}


def _ask(sheet: Sheet, column: str, words: Sequence[str]) -> None:
    name = sheet.in_file(column)
    ways = " or ".join(option("label_fake", word) for word in sorted(words)[:_MOST_WAYS])
    each = "" if len(words) == 2 else ", or several of them"
    raise TableError(
        f"{sheet.path}: column {name!r} says which class won, as {names_of(map(quoted, sorted(words)), _SHOWN)}, and nothing "
        f"says which of them means fake; say {ways}{each}"
    )
