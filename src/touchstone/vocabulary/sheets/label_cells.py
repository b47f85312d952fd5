"""Labels in cells: which words mean real and fake, which mean that nothing is known, and which are a convention."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.excerpts import names_of, quoted
from touchstone.vocabulary.words import (
    CODED,
    FAKE_AUDIO_WORDS,
    FORGED,
    FORGED_PARTS,
    LABEL_PAIRS,
    LABELS,
    NO_LABEL,
    TRUTHS,
    Label,
    asked_class,
    spelled_plainly,
)

from .bare_labels import bare_labels
from .cells import Meaning, text
from .sheet import Sheet

_WHOLE = {"0.0": "0", "1.0": "1", "-1.0": "-1", "2.0": "2"}
"""Whole numbers as columns of numbers write them."""

_PLAIN = {**_WHOLE, "": None}
"""Words → how they are compared; an empty one says nothing."""

_SAYS_REAL = re.compile(r"^(is_|was_)?(real|authentic|genuine|bonafide|bona_fide|pristine|original|live|liveness)$")
"""Names of columns in which 1 and true mean real."""

_SAYS_EITHER = re.compile(r"^(real_(label|labels|class)|(label|class)_real)$")
"""Names of columns in which 1 may mean real, or that may hold the real label, in which 1 means fake."""

_SAYS_FAKE = re.compile(
    r"^(is_|was_)?(fake|deepfake|manipulated|spoof|spoofed|synthetic|tampered|altered|forged|attack)_?\??$"
)
"""Names of columns in which yes means fake."""

_FEW = 64
"""Different words up to which labels are looked for in them."""

_UNKNOWN_ALWAYS = NO_LABEL - {"none", "null", "na", "n/a", "-", "-1"}
"""Words that are not labels whatever the user says of others; ``none`` may be a kind of video."""

_TURNED: Mapping[Label, Label] = {"real": "fake", "fake": "real"}


def labels(sheet: Sheet, column: str, meaning: Meaning) -> tuple[pl.Series, str]:
    """Labels ``real`` and ``fake`` (null where the cell says none), and a sentence that says how they were read.

    Raises:
        TableError: a cell is not a label; the message names the row, and the option that helps.
    """
    words = label_words(text(sheet, column))
    counted = words.drop_nulls().value_counts(name="n")
    counts = dict(sorted((str(word), int(n)) for word, n in counted.iter_rows()))
    if meaning.label_fake:
        means, how = _as_said(sheet, column, list(counts), meaning)
    else:
        means, how = _as_words_say(sheet, column, words, list(counts), meaning)
    if sheet.in_file(column) != column and sheet.in_file(column) in sheet.columns:
        how = "by its words, as another line says"  # a column was made of it, and the rule that made it names the words
    nothing = [word for word in counts if word not in means]
    if nothing:
        rows = sum(counts[word] for word in nothing)
        how += f"; {rows:,} rows hold {', '.join(map(quoted, nothing))}, which is not a label, so they have none"
    if not means:
        return pl.Series(column, [None], dtype=pl.String).new_from_index(
            0, words.len()
        ), f"label: {sheet.called(column)}{how}"
    return words.replace_strict(means, default=None, return_dtype=pl.String), f"label: {sheet.called(column)}, {how}"


def forged_parts(sheet: Sheet, column: str) -> pl.Series | None:
    """The part of each video that is forged, as a property, if some words of its labels say that it is the sound alone."""
    if FAKE_AUDIO_WORDS.isdisjoint(label_words(sheet.different(column)).to_list()):
        return None
    parts = label_words(text(sheet, column)).replace_strict(FORGED_PARTS, default=None, return_dtype=pl.String)
    return parts.alias(f"property {FORGED}")


def label_words(cells: pl.Series) -> pl.Series:
    """Cells in the spelling in which labels are compared: lower case, whole numbers without a point, `real` for `0 (real)`."""
    words = cells.cast(pl.String, strict=False).str.strip_chars().str.to_lowercase().replace(_PLAIN)
    different = words.unique()
    bare = bare_labels(word for word in different if word is not None) if different.len() <= _FEW else {}
    return words.replace(bare) if bare else words


def are_labels(cells: pl.Series) -> bool:
    """Whether a column holds nothing but words for real and fake.

    >>> are_labels(pl.Series(["real", "Fake"])), are_labels(pl.Series(["-1", "1"])), are_labels(pl.Series(["1", "2", "3"]))
    (True, True, False)
    """
    present = [str(word) for word in label_words(cells.unique()).drop_nulls().unique().to_list()]
    return bool(present) and (_pair(present) is not None or {*present} <= {*LABELS, *FAKE_AUDIO_WORDS})


def _as_said(sheet: Sheet, column: str, present: Sequence[str], meaning: Meaning) -> tuple[dict[str, Label], str]:
    """Words as the user, or the form of a list, says; how they are meant."""
    meant = {_WHOLE.get(word, word) for word in (w.strip().lower() for w in meaning.label_fake)}
    meant = {bare_labels([word]).get(word, word) for word in meant}
    absent = sorted(meant - set(present))
    if absent and len(absent) == len(meant):
        raise TableError(
            f"{sheet.path}: column {quoted(column)} never holds {quoted(absent[0])}; it holds "
            f"{names_of(present, 6)}; choose {option('label_fake')} among them"
        )
    unknown = _UNKNOWN_ALWAYS | (frozenset({"-1"}) if {"0", "1"} <= set(present) else frozenset[str]())
    means: dict[str, Label] = {w: "fake" if w in meant else "real" for w in present if w in meant or w not in unknown}
    reals = [word for word, label in means.items() if label == "real"]
    if meaning.of_form:
        return means, f"{', '.join(sorted(meant))} = fake, {names_of(reals, 6)} = real, as in a {meaning.of_form}"
    how = f"{', '.join(sorted(meant))} = fake, everything else = real ({names_of(reals, 6) or 'nothing'})"
    return means, f"{how}, as {option('label_fake')} says"


def _as_words_say(
    sheet: Sheet, column: str, words: pl.Series, present: Sequence[str], meaning: Meaning
) -> tuple[dict[str, Label], str]:
    """Words with their usual meaning, and how they are read; codes of a column such as ``is_real`` are turned."""
    pair = _pair(present, column)
    means: dict[str, Label] = dict(pair or {word: LABELS[word] for word in present if word in LABELS})
    means |= {word: meaning.fake_audio for word in present if word in FAKE_AUDIO_WORDS}
    odd = [word for word in present if word not in means and word not in NO_LABEL]
    if odd or ("-1" in present and not pair and not {"0", "1"} & set(present)):
        _refuse(sheet, column, words, odd or ["-1"])
    coded = pair is not None or (bool(means) and set(means) <= CODED)
    if coded and _SAYS_EITHER.match(spelled_plainly(sheet.in_file(column))):
        raise TableError(_either(sheet, column, list(means)))
    turned = coded and _says(column) == "real"
    if turned:
        means = {word: _TURNED[label] for word, label in means.items()}
    how = ", ".join(f"{word} = {label}" for word, label in list(means.items())[:6])
    if set(present) & FAKE_AUDIO_WORDS:
        how += f"; real pictures with fake sound count as {meaning.fake_audio} (to change this, say {option('fake_audio')})"
    elif coded:
        other = next((word for word, label in means.items() if label == "real"), None)
        why = "as the name of the column says" if turned else "a convention"
        how += f" ({why}; {option('label_fake', other)} says the opposite)" if other is not None else f" ({why})"
    return means, how


def _either(sheet: Sheet, column: str, codes: Sequence[str]) -> str:
    """What is asked where nothing says which code of a column called ``real_label`` means fake."""
    ways = " or ".join(option("label_fake", code) for code in codes)
    return (
        f"{sheet.path}: column {quoted(sheet.in_file(column))} holds {names_of(codes)}, and its name may say that 1 means real, "
        f"or that it is the true label, in which 1 means fake; say {ways} for the one that means fake"
    )


def _pair(present: Sequence[str], column: str = "") -> Mapping[str, Label] | None:
    """What codes mean together, such as −1 and 1, or yes and no below a name like ``is_fake``; ``None`` where nothing says it."""
    codes = frozenset(word for word in present if word not in _UNKNOWN_ALWAYS)
    if codes and codes <= set(TRUTHS) and _says(column) is not None:
        return {word: "fake" if TRUTHS[word] else "real" for word in sorted(codes)}
    return LABEL_PAIRS.get(codes)


def _says(column: str) -> Label | None:
    """The class that the name of a column asks for: ``is_real``, ``Ist Fake``."""
    name = spelled_plainly(column)
    return "real" if _SAYS_REAL.match(name) else "fake" if _SAYS_FAKE.match(name) else asked_class(column)


def _refuse(sheet: Sheet, column: str, words: pl.Series, odd: Sequence[str]) -> None:
    at = int(words.is_in(list(odd)).fill_null(value=False).arg_true()[0])
    cell = text(sheet, column)[at]
    if sheet.frame[column].dtype.is_float() and sheet.frame[column].is_infinite()[at]:
        raise TableError(
            f"{sheet.where(at)}: column {quoted(column)} holds a number larger than any that can be stored, which is not a label "
            f"(real, fake, 0, 1 …); correct it, or say {option('columns', 'label=COLUMN')} if another column holds the labels"
        )
    raise TableError(
        f"{sheet.where(at)}: {quoted(cell)} in column {quoted(column)} is not a known label (real, fake, 0, 1 …); "
        f"{_ways(words, odd)}, or {option('columns', 'label=COLUMN')} if another column holds the labels"
    )


def _ways(words: pl.Series, odd: Sequence[str]) -> str:
    """The options for words that mean fake: all unknown ones, where a word for real is beside few of them."""
    if all(word.strip(_MARKS) in LABELS for word in odd):
        return "take the quotation marks off these cells"
    present = words.drop_nulls().unique().to_list()
    if len(present) == len(_TRUE_AND_FALSE) and {TRUTHS.get(word) for word in present} == _TRUE_AND_FALSE:
        true, false = sorted(present, key=lambda word: not TRUTHS[word])
        fake, real = option("label_fake", true), option("label_fake", false)
        return f"say {fake} if {true} means that a video is fake, {real} if {true} means that it is real"
    if len(odd) > _MOST_WAYS or not any(LABELS.get(word) == "real" for word in present):
        return f"say {option('label_fake', 'VALUE')} for the value that means fake"
    fake = [*odd, *(word for word in present if LABELS.get(word) == "fake")]
    return f"say {' '.join(option('label_fake', word) for word in fake)} if all of these mean fake"


_MARKS = "'\"`´‘’“”«»„ "

_TRUE_AND_FALSE = {True, False}
_MOST_WAYS = 6
