"""A predicted class and the confidence of the class that won: P(fake) is that confidence where fake was predicted."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import Sheet, find_fields, share_of
from touchstone.vocabulary.words import LABELS, spelled_plainly

from ..names import find_scores, is_decision, says_fake, score_columns
from ..options import Options
from .candidates import (
    SURE,
    class_words,
    free_columns,
    goes_below,
    number_columns,
    plain_names,
    predicted_class,
    score_option,
    scores_are_named,
)
from .coded import is_coded, is_of_confidence, true_labels, with_code_read
from .codes import said_of_codes, with_failures, without_codes, without_codes_below
from .property_names import describes_videos
from .truth_names import names_truth

_PERHAPS = (
    "score", "prob", "probability", "pred_score", "pred_prob", "prediction_score", "prediction_probability", "softmax",
    "softmax_score", "y_score", "y_prob", "output",
)  # fmt: skip
"""Names of columns that may say that, or P(fake)."""

_LOGITS = ("logit", "|logit|", "abs_logit", "logit_confidence", "confidence_logit", "logit_score", "log_odds", "margin")
"""Names of columns that may say how far the log-odds are from 0, whatever the class."""

_OF_CONFIDENCE = frozenset({
    "conf", "confidence", "certainty", "sure", "prob", "probability", "softmax", "score", "likelihood", "max", "maximum", "top",
    "winner",
})  # fmt: skip
"""Words of names that say that a number may be the confidence of a class."""

_OF_FACES = frozenset({
    "face", "faces", "det", "detection", "box", "bbox", "iou", "track", "tracking", "landmark", "landmarks", "quality", "person",
    "speech", "voice",
})  # fmt: skip
"""Words of names that say that it is the confidence of something else."""

_RIGHT = frozenset({"correct", "right", "hit", "accurate", "correctly"})
_WRONG = frozenset({"wrong", "incorrect", "incorrectly", "misclassified", "mistake"})
"""Words of names that say whether the detector was right."""

_LEAST = 0.5
_FURTHEST = 50.0
"""Numbers from 0 to more than this are percent, and up to it log-odds."""

_SHOWN = 6
_FEWEST = 8
"""Rows of a detector from which on chance does not explain that all its numbers are at least 0.5."""

_ROUNDING = 1e-9
_AGREES = 0.98
_CHANCE = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chosen:
    """The classes that won.

    Attributes:
        column: the column that says them.
        fake: whether each is fake; null where no class won.
        classes: what a note calls them.
        code: what it says of their codes.
    """

    column: str
    fake: pl.Series
    classes: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Confidence:
    """A column that may be the confidence of the class that won.

    Attributes:
        column: its name.
        in_file: the name that the file gives it.
        named: the option that names it as the score.
        share: its numbers, in [0, 1].
        percent: whether they are written in percent.
        sure: whether the name says that it is a confidence.
        predicted: the column of predicted classes; empty where there is none.
        fake: whether each predicted class is fake.
        classes: what the note calls the predicted classes.
        code: what it says of their codes.
    """

    column: str
    in_file: str
    named: str
    share: pl.Series
    percent: bool
    sure: bool
    predicted: str = ""
    fake: pl.Series | None = None
    classes: str = ""
    code: str = ""

    @property
    def least(self) -> float:
        """The lowest finite number."""
        return float(self.share.filter(self.share.is_finite().fill_null(value=False)).min())  # pyright: ignore[reportArgumentType]

    @property
    def highest(self) -> float:
        """The highest finite number."""
        return float(self.share.filter(self.share.is_finite().fill_null(value=False)).max())  # pyright: ignore[reportArgumentType]

    @property
    def of_log_odds(self) -> bool:
        """Whether the numbers run from 0 to more than 1, as log-odds without their sign do."""
        return self.least >= 0 and 1 < self.highest <= _FURTHEST

    @property
    def signed(self) -> bool:
        """Whether the numbers run from below 0 to above 1, as log-odds do."""
        return self.least < 0 and self.highest > 1

    @property
    def what(self) -> str:
        """What it is, if it is a score of fake."""
        return "the log-odds of fake" if self.of_log_odds or self.signed else "P(fake)"

    @property
    def as_score(self) -> str:
        """The options that make it a score of fake."""
        scale = "percent" if self.percent else "logit" if self.of_log_odds or self.signed else ""
        return f"{self.named} {option('scale', scale)}" if scale else self.named


def fake_of_winner(sheet: Sheet, options: Options, *, labelled: bool = False) -> Sheet:
    """Turn a predicted class and its confidence into P(fake).

    The confidence of the winner of two classes is never below 0.5. It is c where fake was predicted, and 1 − c otherwise.

    Args:
        sheet: the file.
        options: corrections of what is recognised.
        labelled: whether labels come from another file.

    Raises:
        TableError: there is a confidence, and nothing says of which class; or a number that is neither.
    """
    if scores_are_named(options) or not sheet.frame.height:
        return sheet
    scores = find_scores(sheet, options, ())
    if len(scores) > 1:
        return _of_several(sheet, options, scores)
    mixed = _of_some_detectors(sheet, options, [*scores.values()])
    if mixed is not None:
        return mixed
    held = _confidence(sheet, options, [*scores.values()], labelled=labelled)
    if held is None:
        return sheet
    if held.fake is None:
        return _without_class(sheet, held)
    start = _threshold(held.share, held.fake)
    if held.of_log_odds and start is None:
        return _with_sign(sheet, held, held.fake)
    if held.least < _LEAST - _ROUNDING:
        return _as_it_is(sheet, held, start) if held.sure or held.percent else sheet
    if start is not None and not held.sure:
        return _as_it_is(sheet, held, start)
    p = _of_fake(held.share, held.fake)
    note = (
        f"column {held.in_file!r} is never below {'50 %' if held.percent else '0.5'}, so it is the confidence of {held.classes}: "
        f"P(fake) = c where that is fake, 1 − c elsewhere (if it is P(fake), say {held.as_score}){held.code}"
        f"{said_of_codes(sheet, {held.column: p})}"
    )
    return _with(sheet, p, held, note)


def _of_several(sheet: Sheet, options: Options, scores: Mapping[str, str]) -> Sheet:
    """The same of several detectors, each with a column of its predicted classes whose name holds that of the detector."""
    free = [c for c in free_columns(sheet, options) if c not in scores.values()]
    every = " ".join(score_option(sheet, column, f"p_{name or 'fake'}") for name, column in scores.items())
    for name, column in scores.items():
        values = number_columns(sheet, [column]).get(column)
        words = set(spelled_plainly(name).split("_"))
        named = [c for c in free if words and words <= set(spelled_plainly(c).split("_"))]
        classes = {} if values is None or goes_below(values) else _classes(sheet, options, named)
        chosen = _chosen(sheet, options, *next(iter(classes.items())), of_all=False) if len(classes) == 1 else None
        if values is None or chosen is None or _threshold(values, chosen.fake) is not None:
            continue
        note = (
            f"column {sheet.in_file(column)!r} is never below 0.5, so it is the confidence of {chosen.classes}: P(fake) = c "
            f"where that is fake, 1 − c elsewhere (if these columns are P(fake), say {every}){chosen.code}"
        )
        p = _of_fake(values, chosen.fake).alias(column)
        p = with_failures(sheet, [column], p).alias(column)
        sheet = replace(sheet, frame=sheet.frame.with_columns(p), notes=(*sheet.notes, note))
    return sheet


def _of_some_detectors(sheet: Sheet, options: Options, taken: Sequence[str]) -> Sheet | None:
    """The same where a column names the detector of each row, and the scores of some detectors alone are confidences.

    ``None`` where all are alike.
    """
    fields = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns})
    free = free_columns(sheet, options)
    likely = [*(c for c in taken if not is_decision(sheet.frame[c])), *(c for n, c in plain_names(free).items() if n in SURE)]
    column = next(iter(likely), None)
    values = {} if column is None or "detector" not in fields else number_columns(sheet, [column])
    others = [c for c in free if c != column]
    chosen = (_named_class(sheet, options, others, of_all=False) or _only_class(sheet, options, others)) if values else None
    if column is None or chosen is None:
        return None
    of_fake = _of_fake(values[column], chosen.fake)
    rows = pl.DataFrame([sheet.frame[fields["detector"]].cast(pl.String).alias("detector"), values[column].alias("share")])
    rows = rows.with_columns(chosen.fake.alias("fake")).with_row_index("row")
    parts = {str(name): part for (name,), part in rows.drop_nulls("detector").group_by("detector", maintain_order=True)}
    sure = [name for name, part in parts.items() if _is_confidence(part["share"], part["fake"])]
    highest = values[column].max()
    if not sure or len(sure) == len(parts) or not isinstance(highest, float) or highest > 1:
        return None
    scores = pl.select(pl.when(rows["detector"].is_in(sure)).then(of_fake).otherwise(values[column])).to_series()
    shown = ", ".join(map(repr, sure[:_SHOWN])) + (" …" if len(sure) > _SHOWN else "")
    note = (
        f"column {sheet.in_file(column)!r} is never below 0.5 in the rows of {shown}, so there it is the confidence of "
        f"{chosen.classes}: P(fake) = c where that is fake, 1 − c elsewhere; in those of other detectors it is P(fake) "
        f"(if it is in all, say {score_option(sheet, column)}){chosen.code}"
    )
    held = with_failures(sheet, [column], scores).alias("p_fake")
    return replace(sheet.with_column(held, in_place_of=[column]), notes=(*sheet.notes, note))


def _is_confidence(share: pl.Series, fake: pl.Series) -> bool:
    """Whether numbers are never below 0.5, and no threshold on them divides the two classes that won."""
    both = pl.DataFrame({"share": share, "fake": fake}).drop_nulls()
    return both.height >= _FEWEST and both["fake"].n_unique() == 2 and not goes_below(share) and _threshold(share, fake) is None


def _of_fake(share: pl.Series, fake: pl.Series) -> pl.Series:
    """P(fake) of a confidence and whether the class that won is fake; null where no class won."""
    return pl.select(pl.when(fake).then(share).when(~fake).then(1 - share)).to_series()


def _confidence(sheet: Sheet, options: Options, taken: Sequence[str], *, labelled: bool) -> _Confidence | None:
    """The column that may be a confidence, and the predicted classes beside it; ``None`` where there is none.

    Where no name says it, the column that is taken for the score may be one.
    """
    free = free_columns(sheet, options)
    scores = score_columns(sheet, [])
    named = [c for c in free if c in (*scores, *taken) or any(_may_be_confidence(n) for n in plain_names([c]))]
    numbers = number_columns(sheet, named)
    plain = plain_names(numbers)
    of_fake = [name for name in plain if says_fake(name)]
    of_score = [name for name, column in plain.items() if column in taken]
    sayings = (*SURE, *_PERHAPS, *_LOGITS, *of_score)
    name = next((n for n in sayings if n in plain and not of_fake), next(iter(of_fake), None))
    if name is None and not taken:
        numbers = _only_upper_half(sheet, free)
        plain = plain_names(numbers)
        name = next(iter(plain), None)
    if name is None:
        return None
    if any(goes_below(numbers[c]) for c in scores if c in numbers and c != plain[name]):
        return None  # another column holds P(fake) already
    values = numbers[plain[name]]
    others = [c for c in free if c != plain[name]]
    chosen = _named_class(sheet, options, others)
    if chosen is None and not goes_below(values):
        chosen = _only_class(sheet, options, others) or _only_code(sheet, options, others, values, labelled=labelled)
    if chosen is not None:
        values = _answers(values, chosen.fake)
    finite = values.filter(values.is_finite().fill_null(value=False))
    percent = float(finite.min()) >= 0 and 50 < float(finite.max()) <= 100  # pyright: ignore[reportArgumentType]
    if of_fake and (chosen is None or percent or float(finite.min()) < _LEAST - _ROUNDING):  # pyright: ignore[reportArgumentType]
        return None  # it is what it says
    return _Confidence(
        column=plain[name], in_file=sheet.in_file(plain[name]), named=score_option(sheet, plain[name]),
        share=values / 100 if percent else values, percent=percent, sure=name in SURE,
        predicted=chosen.column if chosen else "", fake=chosen.fake if chosen else None,
        classes=chosen.classes if chosen else "", code=chosen.code if chosen else "",
    )  # fmt: skip


def _only_upper_half(sheet: Sheet, free: Sequence[str]) -> dict[str, pl.Series]:
    """The only column of fractions, if its name speaks of a confidence and none of them is below 0.5."""
    numbers = {c: v.drop_nans().drop_nulls() for c, v in number_columns(sheet, free).items()}
    fractions = [c for c, v in numbers.items() if bool((v != v.floor()).any()) and bool(v.is_between(0, 1).all())]
    words = {word for column in fractions for word in spelled_plainly(column).split("_")}
    if len(fractions) != 1 or not words & _OF_CONFIDENCE or words & _OF_FACES or goes_below(numbers[fractions[0]]):
        return {}
    return number_columns(sheet, fractions)


def _chosen(sheet: Sheet, options: Options, column: str, fake: pl.Series, *, of_all: bool = True) -> _Chosen:
    """The classes in a column, whose codes may be turned round."""
    fake, code = with_code_read(sheet, options, column, fake, of_all=of_all)
    return _Chosen(column=column, fake=fake, classes=f"the class in {sheet.in_file(column)!r}", code=code)


def _named_class(sheet: Sheet, options: Options, columns: Sequence[str], *, of_all: bool = True) -> _Chosen | None:
    """The column whose name says that it holds predicted classes."""
    named = predicted_class(sheet, columns)
    return None if named is None else _chosen(sheet, options, *named, of_all=of_all)


def _only_class(sheet: Sheet, options: Options, columns: Sequence[str]) -> _Chosen | None:
    """The only column of words for real and fake, of any name, that does not repeat the label."""
    fake = {c: f for c, f in _classes(sheet, options, columns).items() if not is_coded(sheet.frame[c])}
    return _chosen(sheet, options, *next(iter(fake.items()))) if len(fake) == 1 else None


def _only_code(
    sheet: Sheet, options: Options, columns: Sequence[str], values: pl.Series, *, labelled: bool
) -> _Chosen | None:
    """The only column of 0 and 1, of any name, that may be the class of a confidence, as the labels show.

    Any property may be written so, and one of the fakes may follow the label too: a column with the name of a property is none. A
    column that says whether the detector was right tells the class by the label.
    """
    truth = true_labels(sheet, options)
    if truth is None:
        return None
    fake = {c: f for c, f in _classes(sheet, options, columns).items() if is_coded(sheet.frame[c])}
    right = None if labelled else next((c for c in fake if _says_right(c) is not None), None)
    if right is not None:
        won = truth.fake == (fake[right] if _says_right(right) else ~fake[right])
        classes = f"the class that won, which {sheet.in_file(right)!r} tells by the label"
        return _Chosen(column=right, fake=won, classes=classes, code=f"; {_way_to_class()}")
    others = {c: f for c, f in fake.items() if _says_right(c) is None and not describes_videos(c)}
    likely = {c: f for c, f in others.items() if is_of_confidence(f, truth.fake, values)}
    if len(likely) != 1:
        return None
    chosen = _chosen(sheet, options, *next(iter(likely.items())))
    return replace(chosen, code=f"{chosen.code}; {_way_to_class()}")


def _way_to_class() -> str:
    return f"if another column holds that class, say {option('columns', 'predicted=COLUMN')}"


def _says_right(column: str) -> bool | None:
    """Whether the name of a column says that 1 means a right answer, or a wrong one; ``None`` where it says neither."""
    words = {*spelled_plainly(column).split("_")}
    return True if words & _RIGHT else False if words & _WRONG else None


def _classes(sheet: Sheet, options: Options, columns: Sequence[str]) -> dict[str, pl.Series]:
    """Columns of words for real and fake, and whether each is fake, without those that repeat the label or its opposite."""
    fields = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns})
    columns = [c for c in (*columns, *([fields["folder"]] if "folder" in fields else [])) if not names_truth(c)]
    words = {c: w for c in columns if (w := class_words(sheet.frame[c])) is not None and w.drop_nulls().n_unique() > 1}
    fake = {c: w.replace_strict(LABELS, default=None, return_dtype=pl.String) == "fake" for c, w in words.items()}
    true = class_words(sheet.frame[fields["label"]]) if "label" in fields else None
    if true is None:
        return fake
    label = true.replace_strict(LABELS, default=None, return_dtype=pl.String) == "fake"
    return {c: f for c, f in fake.items() if bool((f != label).any()) and (bool((f == label).any()) or not is_coded(words[c]))}


def _may_be_confidence(name: str) -> bool:
    return name in (*SURE, *_PERHAPS, *_LOGITS) or says_fake(name)


def _answers(values: pl.Series, fake: pl.Series) -> pl.Series:
    """Numbers without codes such as 0 and −1, where the others can be the confidence of the winner of two classes."""
    highest = values.filter(values.is_finite().fill_null(value=False)).max()
    percent = isinstance(highest, float) and 1 < highest <= 100
    answers = without_codes_below(values, 50 * (1 - _ROUNDING) if percent else _LEAST - _ROUNDING)
    if answers is values and isinstance(highest, float) and 1 < highest <= _FURTHEST:
        answers = pl.Series(without_codes(values.to_numpy(), 0.0, _FURTHEST)).fill_nan(None)
    return answers if fake.filter(answers.is_not_null()).drop_nulls().n_unique() == 2 else values


def _threshold(share: pl.Series, fake: pl.Series) -> float | None:
    """The number from which on fake is predicted, if there is one that chance does not explain; otherwise ``None``.

    The confidences of two classes overlap: that all of the k fakes of n rows lie above the rest has the chance 1 / C(n, k).
    """
    both = pl.DataFrame({"share": share, "fake": fake}).filter(pl.col("share").is_finite()).drop_nulls()
    lowest = both.filter("fake")["share"].min()
    highest = both.filter(~pl.col("fake"))["share"].max()
    if lowest is None or highest is None or not highest < lowest:  # pyright: ignore[reportOperatorIssue]
        return None
    fakes = int(both["fake"].sum())
    ways = math.lgamma(both.height + 1) - math.lgamma(fakes + 1) - math.lgamma(both.height - fakes + 1)
    return float(lowest) if -ways < math.log(_CHANCE) else None  # pyright: ignore[reportArgumentType]


def _as_it_is(sheet: Sheet, held: _Confidence, start: float | None) -> Sheet:
    """A number that the decisions follow from some threshold on is P(fake)."""
    both = pl.DataFrame({"share": held.share, "fake": held.fake}).drop_nulls()
    agrees = share_of(both["fake"] == (both["share"] >= _LEAST))
    if start is None and agrees < _AGREES:
        raise TableError(
            f"{sheet.path}: column {held.in_file!r} goes below 0.5 and agrees with {sheet.in_file(held.predicted)!r} in "
            f"{agrees:.0%} of the rows, so it is neither the confidence of the predicted class nor plainly {held.what}; say "
            f"{held.as_score} if it is {held.what}, or {held.as_score} {option('fake_is', 'low')} if it is "
            f"{held.what.replace('fake', 'real')}"
        )
    how = f"in {agrees:.0%} of the rows from 0.5" if start is None else f"from {start:.3g}"
    note = (
        f"column {held.in_file!r} is read as {held.what}, because {sheet.in_file(held.predicted)!r} says fake {how} on "
        f"(if it is {held.what.replace('fake', 'real')}, say {held.as_score} {option('fake_is', 'low')})"
    )
    return _with(sheet, held.share, held, note)


def _with_sign(sheet: Sheet, held: _Confidence, fake: pl.Series) -> Sheet:
    """Log-odds without their sign get that of the predicted class."""
    odds = pl.select(pl.when(fake).then(held.share).when(~fake).then(-held.share)).to_series()
    note = (
        f"column {held.in_file!r} is never below 0, goes beyond 1, and {sheet.in_file(held.predicted)!r} follows no threshold on "
        f"it, so it is how far the log-odds are from 0: log-odds of fake = c where that is fake, −c elsewhere "
        f"(if it is {held.what}, say {held.as_score}){held.code}{said_of_codes(sheet, {held.column: odds})}"
    )
    return _with(sheet, odds, held, note, "logit")


def _without_class(sheet: Sheet, held: _Confidence) -> Sheet:
    """Nothing says which class won: a question where the name is that of a confidence, otherwise perhaps a note."""
    if held.sure:
        raise TableError(
            f"{sheet.path}: column {held.in_file!r} says how sure the detector was, and no column which class it chose, real or "
            f"fake; say {option('columns', 'predicted=COLUMN')} if one does, or say {held.as_score} if it is {held.what}"
        )
    if held.least < _LEAST - _ROUNDING or held.percent:
        return sheet
    note = (
        f"column {held.in_file!r} is never below 0.5; if it is the confidence of the class that won, say "
        f"{option('columns', 'predicted=COLUMN')} for the column of that class, "
        f"otherwise say {held.as_score}"
    )
    return replace(sheet, notes=(*sheet.notes, note))


def _with(sheet: Sheet, scores: pl.Series, held: _Confidence, note: str, name: str = "p_fake") -> Sheet:
    name = "logit" if held.signed else name
    scores = with_failures(sheet, [held.column], scores).alias(name)
    scored = sheet.with_column(scores, in_place_of=[held.column, held.predicted])
    return replace(scored, notes=(*sheet.notes, note))
