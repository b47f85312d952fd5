"""Labels written as 0 and 1 that another column spells out: the words say which code means fake."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import Sheet, find_fields, label_words, labels
from touchstone.vocabulary.words import CODED, LABELS, NO_LABEL, is_property, spelled_plainly, words_of_name

from ..folder_words import path_labels
from ..options import Options
from .candidates import PREDICTED
from .coded import LABEL_CODE, is_coded
from .methods_as_labels import REALS
from .truth_names import ANSWERED

_CLASSES = frozenset({"class", "classes"})
"""Words of names of columns that hold numbers of classes, which programs give to folders in the order of their names."""

_MOST_WORDS = 64
_FIRST = 64
_SHOWN = 3


def label_spelled_out(sheet: Sheet, options: Options) -> Sheet:
    """Take the words of another column for the label, where 0 and 1 would mean the opposite of them in every row.

    Args:
        sheet: the file.
        options: corrections of what is recognised; a label that the user names, or says how to read, is believed.
    """
    if "label" in options.columns or options.label_fake or not sheet.header or LABEL_CODE in sheet.lower():
        return sheet
    fields = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns})
    label = fields.get("label")
    if label is None or not is_coded(sheet.frame[label]):
        return sheet
    codes, unclear = _codes(sheet, label, options)
    taken = {label, fields.get("video"), *options.columns.values()}
    free = [c for c in sheet.columns if c not in taken and sheet.frame[c].dtype == pl.String and not is_property(c)]
    for column in free:
        if spelled_plainly(column) in PREDICTED or {*words_of_name(column)} & ANSWERED:
            continue
        words = label_words(sheet.frame[column])
        if _spells_opposite(words, codes) or (unclear and _spells_opposite(words, ~codes)):
            return _spelled(sheet, label, column, words)
    video = fields.get("video")
    if video is not None and {*words_of_name(label)} & _CLASSES and sheet.frame[video].dtype == pl.String:
        words = _folders(sheet.frame[video])
        if words is not None and _spells_opposite(words, codes):
            return _spelled(sheet, label, video, words, of_folders=True)
    return sheet


def _folders(paths: pl.Series) -> pl.Series | None:
    """What the folders of all videos say; ``None`` where those of some say nothing."""
    for some in (paths.head(_FIRST), paths):
        if not some.str.contains("/", literal=True).all() or path_labels(some).null_count():
            return None
    return path_labels(paths)


def _codes(sheet: Sheet, label: str, options: Options) -> tuple[pl.Series, bool]:
    """Whether each code means fake as it is usually read, and whether that would be a question."""
    try:
        return labels(sheet, label, options.meaning)[0] == "fake", False
    except TableError:
        words = label_words(sheet.frame[label])
        return words.replace_strict(LABELS, default=None, return_dtype=pl.String) == "fake", True


def _spells_opposite(words: pl.Series, fake: pl.Series) -> bool:
    """Whether a column says real in the rows of one code alone, and other words in those of the other, against the codes."""
    both = pl.DataFrame({"word": words, "fake": fake}).drop_nulls().unique()
    if not 2 <= both.height <= _MOST_WORDS or both["word"].is_duplicated().any() or both["fake"].n_unique() < 2:
        return False
    present = both["word"].to_list()
    if any(word in CODED or word in NO_LABEL or word.replace(".", "").isdigit() for word in present):
        return False
    real = both["word"].is_in(list(REALS))
    return bool((real == both["fake"]).all())


def _spelled(sheet: Sheet, label: str, column: str, words: pl.Series, *, of_folders: bool = False) -> Sheet:
    """The sheet with the words as label; the codes keep their column under another name, since scores may rest on them."""
    first, second = sheet.in_file(label), sheet.in_file(column)
    codes = label_words(sheet.frame[label])
    pairs = pl.DataFrame({"code": codes, "word": words}).drop_nulls().unique(maintain_order=True).sort("code", "word")
    shown = ", ".join(f"{code} {word}" for code, word in pairs.head(_SHOWN).rows()) + (" …" if pairs.height > _SHOWN else "")
    says = pl.when(words.is_in(list(REALS))).then(pl.lit("real")).when(words.is_not_null()).then(pl.lit("fake"))
    said = pl.select(says.alias("label")).to_series()
    where = f"the folders of {second!r}" if of_folders else f"{second!r}"
    note = (
        f"the codes in {first!r} are spelled out in {where}, so they mean that: {shown} "
        f"({option('columns', f'label={first}')} reads 1 as fake)"
    )
    plain = not of_folders and pairs.height == 2 and set(pairs["word"]) <= {*LABELS}
    sheet = sheet.with_names({label: LABEL_CODE})
    return replace(sheet.with_column(said, in_place_of=[column] if plain else [], says=column), notes=(*sheet.notes, note))
