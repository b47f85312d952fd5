"""Several columns that are the classes of one detector: they sum to 1 row by row, or their exponentials do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import Numbers, Sheet, without_answer
from touchstone.vocabulary.words import LABELS, TRIAL, spelled_plainly

from ..names import find_scores, names_detector, only_worded
from ..options import Options
from .candidates import SURE, detector_options, free_columns, number_columns, predicted_class, scores_are_named
from .class_names import ClassName, by_detector, class_name
from .coded import true_labels
from .codes import said_of_codes, with_failures, without_codes
from .shares import groups_that_sum

Written = Literal["shares", "percent", "logarithms"]
_WAYS: tuple[Written, ...] = ("shares", "percent", "logarithms")

_FEWEST_ROWS = 8
"""Rows from which on columns without a telling name do not sum to 1 by chance."""

_FIRST = 512
"""Numbers that are looked at first: of most columns they say that it holds no classes."""

_NEITHER = frozenset({
    "uncertain", "uncertainty", "unknown", "unsure", "undecided", "ambiguous", "inconclusive", "neutral", "abstain", "abstained",
    "abstention", "reject", "rejected", "other", "others", "none", "background", "noface", "invalid", "error", "undetermined",
    "suspicious", "unclear",
})  # fmt: skip
"""Words of classes that are neither real nor fake."""

_CLEARLY_TURNED = 0.2
"""AUC up to which two numbers in a list are taken to be in the other order, and it is said of numbered classes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Classes:
    """The columns of one detector.

    Attributes:
        columns: one per class.
        real: the column of the real class.
        why: how it is known, if the names do not say it.
        written: how the probabilities are written.
    """

    columns: tuple[str, ...]
    real: str
    why: str
    written: Written

    @property
    def others(self) -> list[str]:
        """The columns of the other classes."""
        return [c for c in self.columns if c != self.real]


def one_of_classes(sheet: Sheet, options: Options) -> Sheet:
    """Replace the columns of each detector's classes by one column of P(fake), or of the log-odds of fake.

    With several classes of fakes, P(fake) = 1 − P(real).

    Raises:
        TableError: columns sum to 1 and would be read as several detectors, and no name says which class is real.
    """
    if scores_are_named(options) or not sheet.frame.height:
        return sheet
    free = [c for c in free_columns(sheet, options) if spelled_plainly(c.rpartition(".")[2]) not in SURE]
    numbers = number_columns(sheet, free)
    columns = {c: values.fill_null(np.nan).to_numpy() for c, values in numbers.items()}
    for written in _WAYS:
        shares = {c: s for c, v in columns.items() if (s := _shares(v, written)) is not None}
        together = [[n.column for n in names] for names in by_detector(shares).values()]
        for group in groups_that_sum(shares, together):
            answers = {c: _answers(numbers[c], [shares[c] for c in group]) for c in group}
            sheet = _replaced(sheet, answers, group, written, options)
            columns = {c: v for c, v in columns.items() if c not in group}
    return sheet


def are_of_classes(sheet: Sheet, columns: Sequence[str]) -> bool:
    """Whether some of several columns of numbers are classes of one detector: they sum to 1 or 100, or their exponentials do."""
    held = {c: v.fill_null(np.nan).to_numpy() for c, v in number_columns(sheet, columns).items()}
    if len(held) < 2:
        return False
    written = ({c: s for c, v in held.items() if (s := _shares(v, way)) is not None} for way in _WAYS)
    return any(groups_that_sum(shares, []) for shares in written if len(shares) > 1)


def _only_zeros_and_ones(values: Numbers) -> bool:
    finite = values[np.isfinite(values)]
    return not finite.size or bool(np.isin(finite, (0.0, 1.0)).all())


def _shares(values: Numbers, written: Written) -> Numbers | None:
    """Numbers as probabilities, NaN where they are codes such as −1; ``None`` where they cannot be written so."""
    low, high = {"shares": (0.0, 1.0), "percent": (0.0, 100.0), "logarithms": (-np.inf, 1e-6)}[written]
    first = values[:_FIRST]
    if ((first < low) | (first > high))[np.isfinite(first) & (first != np.round(first))].any():
        return None  # a fraction is not a code
    values = without_codes(values, low, high)
    if _only_zeros_and_ones(values):
        return None
    lowest, highest = np.nanmin(values), np.nanmax(values)
    if written == "shares" and lowest >= 0 and highest <= 1:
        return values
    if written == "percent" and lowest >= 0 and 1 < highest <= 100:
        return values / 100
    if written == "logarithms" and highest <= 1e-6 and lowest < 0:
        return np.exp(values)
    return None


def _answers(values: pl.Series, shares: Sequence[Numbers]) -> pl.Series:
    """Numbers of a class, null where the shares of all classes say that the row holds no answer."""
    nothing = without_answer(shares) | np.isnan(np.stack(shares)).any(axis=0)
    return values.set(pl.Series(nothing) & values.is_finite(), None)


def _replaced(
    sheet: Sheet, numbers: Mapping[str, pl.Series], group: Sequence[str], written: Written, options: Options
) -> Sheet:
    names = [class_name(column) for column in group]
    real = real_class(sheet, names, options)
    if real is None:
        won = _largest(numbers, group)
        if (left := _without_loser(sheet, group, won, options)) is not None:
            return left
        _ask(sheet, group, won, options)
        return sheet
    real = order_by_labels(sheet, real, names, numbers, options)
    classes = Classes(columns=tuple(group), real=real[0], why=real[1], written=written)
    values, what = _fake_of(sheet, classes, numbers)
    rows = {"shares": "they sum to 1", "percent": "they sum to 100", "logarithms": "their exponentials sum to 1"}[
        written
    ]
    listed = ", ".join(repr(sheet.in_file(c)) for c in group[:6]) + (" …" if len(group) > 6 else "")
    note = f"columns {listed} are classes of one detector, because {rows} in each row; {what}{classes.why}"
    note += said_of_codes(sheet, numbers)
    return with_score(sheet, group, values, note)


def real_class(sheet: Sheet, names: Sequence[ClassName], options: Options) -> tuple[str, str] | None:
    """The column of the real class, and how it is known if no name says it; ``None`` where nothing tells.

    Classes have the numbers that the labels have, where it is known which of 0 and 1 means real.
    """
    real = [n.column for n in names if n.label == "real"]
    if len(real) == 1:
        return real[0], ""
    others = [n.column for n in names if n.label != "fake"]
    if len(names) == 2 and len(others) == 1:
        return others[0], ""
    numbered = sorted((n.number, n.column) for n in names if n.number is not None)
    if real or len(numbered) != len(names):
        return None
    if len(numbered) > 2:
        turn = f"{option('columns', 'p_fake=COLUMN')} {option('fake_is', 'low')} names another"
        return numbered[0][1], f" (a convention: the first class is real; {turn})"
    turn = f"{option('fake_is', 'low')} turns it round"
    if not sheet.header and sheet.frame[sheet.columns[0]].cast(pl.String).str.contains(TRIAL).all():
        return numbered[1][1], f" (in files of ASVspoof the second class is bona fide); {turn}"
    truth = None if options.fake_is or any(n.of_list for n in names) else true_labels(sheet, options)
    if truth is not None and truth.one_is_real:
        way = f"{option('fake_is', 'high')} takes the second"
        return numbered[1][1], f" (in {truth.column!r} 1 means real, so the first class is read as fake; {way})"
    return numbered[0][1], f" (a convention: the first class is real, the second fake); {turn}"


def order_by_labels(
    sheet: Sheet,
    real: tuple[str, str],
    names: Sequence[ClassName],
    numbers: Mapping[str, pl.Series],
    options: Options,
) -> tuple[str, str]:
    """The real one of two classes without telling names: the usual one, unless they are a list and labels clearly say the other.

    No name says the order of a list, so a detector whose classes are swapped and a list in the other order are the same file; the
    list is by far the more likely. Classes with numbers keep the order that these say, and a note says where labels
    contradict it: labels judge the detector later, and it may be wrong.

    Args:
        sheet: the file.
        real: the column of the real class, and how it is known.
        names: the classes.
        numbers: column → numbers that are the higher the more likely its class is.
        options: whoever says whether high or low scores mean fake has decided.
    """
    of_list = all(name.of_list for name in names)
    if len(names) != 2 or options.fake_is is not None or not (of_list or all(n.number is not None for n in names)):
        return real
    truth = true_labels(sheet, options)
    if truth is None or not (of_list or not truth.by_convention):
        return real
    other = next(name.column for name in names if name.column != real[0])
    labelled = pl.DataFrame({"fake": truth.fake, "p": numbers[other]}).drop_nulls().filter(pl.col("p").is_finite())
    fakes = int(labelled["fake"].sum())
    reals = labelled.height - fakes
    if min(fakes, reals) < _FEWEST_ROWS:
        return real
    ranks = float(labelled["p"].rank("average").filter(labelled["fake"]).sum())
    auc = (ranks - fakes * (fakes + 1) / 2) / (fakes * reals)
    if auc > _CLEARLY_TURNED:
        return real
    if not of_list:
        return real[0], f"{real[1]} (as it is, the AUC is {auc:.2f})"
    why = f" (the usual order, real and fake, would give an AUC of {auc:.2f}, so the first is read as fake"
    return other, f"{why}; {option('fake_is', 'high')} keeps the usual order)"


def _without_loser(sheet: Sheet, group: Sequence[str], won: str | None, options: Options) -> Sheet | None:
    """The sheet without the class that did not win, where another column says which did; ``None`` where none does."""
    others = [c for c in group if c != won]
    free = [c for c in free_columns(sheet, options) if c not in group]
    if won is None or len(others) != 1 or predicted_class(sheet, free) is None:
        return None
    note = f"column {sheet.in_file(others[0])!r} is 1 − {sheet.in_file(won)!r}, which is never smaller: it is not used"
    sheet = replace(sheet, frame=sheet.frame.drop(others), notes=(*sheet.notes, note))
    return sheet if SURE[0] in sheet.columns else sheet.with_names({won: SURE[0]})


def _ask(sheet: Sheet, group: Sequence[str], won: str | None, options: Options) -> None:
    """Raise an error if columns without telling names would be read as scores, or nothing else could be."""
    scores = [c for c in find_scores(sheet, options, ()).values() if c not in group or c != only_worded(sheet, ())]
    if sheet.frame.height < _FEWEST_ROWS or (scores and not set(group) <= set(scores)):
        return
    listed = ", ".join(repr(sheet.in_file(c)) for c in group[:6])
    several = f"{detector_options(sheet, group[:6])} for detectors"
    if won is not None:
        raise TableError(
            f"{sheet.path}: columns {listed} sum to 1 in each row, and {sheet.in_file(won)!r} is the largest in each, so it says "
            f"how sure the detector was, and no column which class it chose; say {option('columns', 'predicted=COLUMN')} if "
            f"another does, or {several}"
        )
    real = f"{option('columns', 'p_fake=COLUMN')} {option('fake_is', 'low')} for the class of real videos"
    raise TableError(
        f"{sheet.path}: columns {listed} sum to 1 in each row, but their names name no classes; say {real}, or {several}"
    )


def _largest(numbers: Mapping[str, pl.Series], group: Sequence[str]) -> str | None:
    """The column that no other exceeds in any row; ``None`` where there is none."""
    highest = pl.DataFrame([numbers[c].alias(c) for c in group]).select(pl.max_horizontal(pl.all())).to_series()
    return next((c for c in group if bool((numbers[c] == highest).all())), None)


def _is_neither(column: str) -> bool:
    """Whether the name of a class says that it is neither real nor fake."""
    return class_name(column).label is None and bool({*spelled_plainly(column).split("_")} & _NEITHER)


def _of_one_fake(sheet: Sheet, classes: Classes) -> str:
    """The option that reads the class called fake alone, where the others have names that may be no fakes."""
    fakes = [c for c in classes.others if class_name(c).label == "fake"]
    way = _taking(sheet, classes, fakes[0]) if len(fakes) == 1 else ""
    rest = ", ".join(repr(sheet.in_file(c)) for c in classes.others if c not in fakes)
    return f", so {rest} counts as fake (if not, say {way})" if way else ""


def _taking(sheet: Sheet, classes: Classes, column: str) -> str:
    """The option that reads one class as scores; empty for logarithms, which none reads."""
    if classes.written == "logarithms":
        return ""
    named = option("columns", f"p_fake={sheet.in_file(column)}")
    return f"{named} {option('scale', 'percent')}" if classes.written == "percent" else named


def _fake_of(sheet: Sheet, classes: Classes, numbers: Mapping[str, pl.Series]) -> tuple[pl.Series, str]:
    """P(fake), or the log-odds of fake where two logarithms give them, and a sentence."""
    real, others = numbers[classes.real], classes.others
    if classes.written == "logarithms" and len(others) == 1:
        odds = (numbers[others[0]] - real).alias("logit")
        return odds, f"log-odds of fake = {sheet.in_file(others[0])!r} − {sheet.in_file(classes.real)!r}"
    fakes = [c for c in others if not _is_neither(c)]
    held = numbers[others[0]] if len(others) == 1 else numbers[fakes[0]] if len(fakes) == 1 else real
    if classes.written != "shares":
        held = held / 100 if classes.written == "percent" else held.exp()
    if len(others) > 1 and len(fakes) == 1:
        rest = ", ".join(repr(sheet.in_file(c)) for c in others if c not in fakes)
        way = _taking(sheet, classes, classes.real)
        turned = f" ({way} {option('fake_is', 'low')} takes 1 − {sheet.in_file(classes.real)!r})" if way else ""
        return held.alias("p_fake"), f"P(fake) is {sheet.in_file(fakes[0])!r}, and {rest} does not count as fake{turned}"
    if len(others) > 1:
        said = f"P(fake) = 1 − {sheet.in_file(classes.real)!r}{_of_one_fake(sheet, classes)}"
        return (1 - held).alias("p_fake"), said
    return held.alias("p_fake"), f"P(fake) is {sheet.in_file(others[0])!r}"


def with_score(sheet: Sheet, group: Sequence[str], values: pl.Series, note: str) -> Sheet:
    """The sheet with one column of scores in place of a group; its name is that of the detector in the names, if any.

    Args:
        sheet: the file.
        group: columns that are left out.
        values: P(fake), called ``p_fake``, or log-odds, called ``logit``.
        note: what is said of it.
    """
    detectors = {class_name(c).detector for c in group}
    detector = detectors.pop() if len(detectors) == 1 else ""
    left = replace(sheet, frame=sheet.frame.drop(group))
    if detector and values.name == "logit":
        values = pl.select(1 / (1 + (-values).exp())).to_series()
    name = f"p_{detector}" if detector else values.name
    if detector and not names_detector(name):
        name += "_fake"  # p_face alone would be the probability of a face
    if name in left.columns:
        said = f"{note}; not used, because column {sheet.in_file(name)!r} says it already"
        return replace(left, notes=(*sheet.notes, said))
    scored = sheet.with_column(with_failures(sheet, group, values).alias(name), in_place_of=group)
    return replace(_with_video(scored), notes=(*sheet.notes, note))


def _with_video(sheet: Sheet) -> Sheet:
    """In lines without header the first column of words other than labels names the videos."""
    if sheet.header:
        return sheet
    words = [c for c in sheet.columns if sheet.frame[c].dtype == pl.String]
    labels = [c for c in words if sheet.frame[c].drop_nulls().str.to_lowercase().is_in(list(LABELS)).all()]
    video = next((c for c in words if c not in labels), None)
    names = {} if video is None else {video: "video"}
    return sheet.with_names(names | dict.fromkeys(labels[:1], "label"))
