"""Classes written as 0 and 1 or as true and false: which means fake, as names, options and the code of the labels say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import Sheet, find_fields, label_words, labels, share_of, text
from touchstone.vocabulary.words import CLASS_WORDS, CODED, LABELS, TRUTHS, columns_of_field, spelled_plainly

from ..folder_words import path_labels
from ..options import Options
from .chance import FURTHEST_BY_CHANCE
from .truth_names import names_truth

_FEWEST = 20
_FEWEST_WRONG = 10
_CLEARLY = 1.65
"""Standard deviations that the ranks of right answers are above those of wrong ones, which chance reaches in a case of twenty."""

LABEL_CODE = "label_code"
"""The name of a column of 0 and 1 that another column spells out as labels."""

_ALIKE = 0.95
_SURELY = 4.0
"""The measure of :data:`FURTHEST_BY_CHANCE` from which on it is said that classes contradict the labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueLabels:
    """What a file says of the truth.

    Attributes:
        fake: whether each row is fake; null where nothing says.
        column: the column that says it, as the file calls it; empty for folders.
        by_convention: whether 0 and 1 say it, and no name and no option which of both means fake.
        one_is_real: whether they do, and 1 means real.
    """

    fake: pl.Series
    column: str
    by_convention: bool
    one_is_real: bool


def true_labels(sheet: Sheet, options: Options) -> TrueLabels | None:
    """The labels of a file, or those of the folders of its videos; ``None`` where none can be read."""
    fields = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns})
    if "label" not in fields:
        if "video" not in fields:
            return None
        said = path_labels(text(sheet, fields["video"]).fill_null("").str.replace_all("\\", "/", literal=True))
        if said.drop_nulls().n_unique() < 2:
            return None
        code = _of_opposite_code(sheet, "", said == "fake")
        return TrueLabels(fake=said == "fake", column=code, by_convention=False, one_is_real=bool(code))
    column = fields["label"]
    try:
        fake = labels(sheet, column, options.meaning)[0] == "fake"
    except TableError:  # said again, where labels are read
        return None
    cells = label_words(sheet.frame[column])
    coded = is_coded(cells)
    turned = coded and bool((fake != (cells.replace_strict(LABELS, default=None, return_dtype=pl.String) == "fake")).any())
    convention = coded and not turned and not options.label_fake and not _words_of(column) & {*CLASS_WORDS}
    if not coded and (other := _of_opposite_code(sheet, column, fake)):
        return TrueLabels(fake=fake, column=other, by_convention=False, one_is_real=True)
    return TrueLabels(fake=fake, column=sheet.in_file(column), by_convention=convention, one_is_real=turned)


def _of_opposite_code(sheet: Sheet, column: str, fake: pl.Series) -> str:
    """A column of labels in codes, of which 1 means real as labels in words show; empty where there is none."""
    named = [c for c in sheet.columns if c == LABEL_CODE or (c != column and names_truth(c))]
    for other in dict.fromkeys([*named, *columns_of_field("label", sheet.lower(), [column])]):
        cells = label_words(sheet.frame[other])
        code = cells.replace_strict(LABELS, default=None, return_dtype=pl.String) == "fake"
        if is_coded(cells) and share_of(code != fake) > _ALIKE:
            return sheet.in_file(other)
    return ""


def index_of_real(sheet: Sheet, options: Options) -> str:
    """The column of 0 and 1, as the file calls it, of which words or folders say that 1 means real; empty where none does.

    The number of a class is what a detector is trained on: P(class 1) is P(real) then. One called ``is_real`` holds none.
    """
    truth = true_labels(sheet, options)
    fields = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns})
    if truth is None or not truth.one_is_real or truth.column == sheet.in_file(fields.get("label", "")):
        return ""
    return "" if _words_of(truth.column) & {*CLASS_WORDS} else truth.column


def is_coded(cells: pl.Series) -> bool:
    """Whether all words of a class are codes, whose meaning is a convention."""
    words = cells.cast(pl.String, strict=False).str.strip_chars().str.to_lowercase().drop_nulls().unique()
    return bool(words.len()) and bool(words.is_in(list(CODED)).all())


def with_code_read(
    sheet: Sheet, options: Options, column: str, fake: pl.Series, *, of_all: bool = True
) -> tuple[pl.Series, str]:
    """Whether each predicted class is fake, and what is said of its codes; as it is where its cells are words.

    Args:
        sheet: the file.
        options: whoever says whether high or low scores mean fake has decided, and 1 is read as fake.
        column: the predicted classes.
        fake: whether each is fake if 1 means fake.
        of_all: whether all scores of the file are made of these classes, so that the option that turns scores turns these alone.
    """
    if options.fake_is is not None or not is_coded(sheet.frame[column].drop_nulls().head(_FEWEST)):
        return fake, ""
    truth = true_labels(sheet, options)
    turned, why = _meaning(sheet, options, column)
    if not why:
        turned, why = _by_labels(fake, truth)
    way = f"{option('fake_is', 'high' if turned else 'low')} says the opposite"
    way = way if of_all else "if it means real, write real and fake in its place"
    code = "0 or false" if turned else "1 or true"
    return turned_if(fake, turned), f"; in {sheet.in_file(column)!r} {code} means fake ({why}; {way})"


def read_as_labels(sheet: Sheet, options: Options, column: str, fake: pl.Series) -> pl.Series:
    """Whether each predicted class is fake, where codes mean what they mean in the labels.

    Args:
        sheet: the file.
        options: corrections of what is recognised.
        column: the predicted classes.
        fake: whether each is fake if 1 means fake.
    """
    if not is_coded(sheet.frame[column].drop_nulls().head(_FEWEST)):
        return fake
    truth = true_labels(sheet, options)
    return turned_if(fake, truth is not None and truth.one_is_real)


def _meaning(sheet: Sheet, options: Options, column: str) -> tuple[bool, str]:
    """Whether 0 means fake, and why; no reason where neither a name nor an option says it."""
    said = {CLASS_WORDS[word] for word in _words_of(sheet.in_file(column)) if word in CLASS_WORDS}
    if len(said) == 1:
        return said == {"real"}, "as the name of the column says"
    meant = {TRUTHS.get(word.strip().lower()) for word in options.label_fake}
    if len(meant) == 1 and None not in meant:
        return meant == {False}, f"as {option('label_fake')} says of labels"
    return False, ""


def _by_labels(fake: pl.Series, truth: TrueLabels | None) -> tuple[bool, str]:
    """Whether 0 means fake, and why: as in the labels, where these are codes; otherwise by convention.

    Labels judge the detector later, which may be wrong: that they contradict the classes is said, and never turns these round.
    """
    if truth is None:
        return False, "a convention"
    turned, why = truth.one_is_real, f"as in {truth.column!r}" if truth.one_is_real else "a convention"
    if strength(turned_if(fake, turned), truth.fake) > -_SURELY:
        return turned, why
    share = share_of(turned_if(fake, turned) != truth.fake)
    labels = repr(truth.column) if truth.column else "the folders"
    return turned, f"{why}, by which it contradicts {labels} in {share:.0%} of the rows"


def _words_of(column: str) -> set[str]:
    return {*spelled_plainly(column).split("_")}


def turned_if(fake: pl.Series, turned: bool) -> pl.Series:
    """Truth values as they are, or turned round."""
    return ~fake if turned else fake


def strength(first: pl.Series, second: pl.Series) -> float:
    """The correlation of truth values times the root of their number; 0 where there are few, or one is the same in all rows."""
    both = pl.DataFrame({"first": first, "second": second}).drop_nulls()
    if both.height < _FEWEST or min(both["first"].n_unique(), both["second"].n_unique()) < 2:
        return 0.0
    return float(np.corrcoef(both["first"].to_numpy(), both["second"].to_numpy())[0, 1] * np.sqrt(both.height))


def is_of_confidence(chosen: pl.Series, truth: pl.Series, share: pl.Series) -> bool:
    """Whether truth values may be the class of which numbers are the confidence: it is right more often where they are high.

    Where few are right, or few wrong, nothing shows it: a property that follows the labels looks the same.
    """
    follows = strength(chosen, truth)
    if abs(follows) < FURTHEST_BY_CHANCE:
        return False
    both = pl.DataFrame({"right": (chosen == truth) == (follows > 0), "share": share}).drop_nulls()
    ranks = both["share"].rank()
    right, wrong = ranks.filter(both["right"]), ranks.filter(~both["right"])
    if min(right.len(), wrong.len()) < _FEWEST_WRONG:
        return False
    auc = (float(right.sum()) - right.len() * (right.len() + 1) / 2) / (right.len() * wrong.len())
    return bool((auc - 0.5) * np.sqrt(12 * right.len() * wrong.len() / (both.height + 1)) > _CLEARLY)
