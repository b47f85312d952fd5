"""Common names of score columns, and which detector each column belongs to."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import UsageError
from touchstone.vocabulary.excerpts import quoted
from touchstone.vocabulary.sheets import Sheet, find_fields, holds_fractions, number_cells
from touchstone.vocabulary.words import (
    CLASS_WORDS,
    FIELDS,
    TRANSLATIONS,
    Label,
    class_of_words,
    columns_of_field,
    did_you_mean,
    is_property,
    scored_class,
    spelled_plainly,
    words_of_name,
)

from .decided import continuous, decided_scores
from .options import Options
from .worded_names import has_score_word, is_class_alone, score_says

_SAYS_FAKE = (
    "p_fake", "prob_fake", "fake_prob", "fake_probability", "probability_fake", "fake_score", "score_fake", "p(fake)", "fake",
    "probability_of_fake", "p_deepfake", "deepfake_prob", "deepfake_probability", "deepfake_score", "fake_ratio",
)  # fmt: skip
"""Names that say P(fake), in plain spelling, best first."""

SCORE_NAMES = (
    *_SAYS_FAKE, "score", "prediction", "prob", "probability", "y_score", "y_prob", "output", "pred", "y_pred", "y_hat", "yhat",
    *TRANSLATIONS["score"], "logit", "logits",
    "p_real", "prob_real", "real_prob", "real_probability", "real_score", "score_real", "p(real)",
    "liveness", "liveness_score", "liveness_prob", "liveness_probability", "live_score",
)  # fmt: skip
"""Names of score columns in plain spelling, best first."""

_OR_WORDS = frozenset({"prediction", "output", "pred", "y_pred", "y_hat", "yhat"})
"""Score names whose columns often hold words; words there are decisions, not scores."""

_MEANS_REAL = frozenset({
    "p_real", "prob_real", "real_prob", "real_probability", "real_score", "score_real", "p(real)", "liveness", "liveness_score",
    "liveness_prob", "liveness_probability", "live_score",
})  # fmt: skip
_FIRST = 64
"""Cells that are looked at first: in most columns they decide."""

_PLACE = re.compile(r"\[\d+\]$")
_LOGITS = frozenset({"logit", "logits"})
_SEVERAL = re.compile(r"(?is)[\s_-]*(?:p|prob|score)[\s_-]+([^\s_-].*)")
"""A column of one detector among several; its name follows as it is written."""

_ENDING = re.compile(r"(?i)[\s_-](?:(?:score|prob|probability)(?:[\s_-]fake)?|p_fake|fake_(?:prob|probability|score)|pred)$")
"""The end of a column of one detector among several, whose name comes first."""

_BEGINNING = re.compile(r"(?i)(?:preds?|prediction)[\s_-]+([A-Za-z].*)")
"""The beginning of such a column that may hold decisions as well."""

SPREADS = frozenset({
    "std", "stdev", "stddev", "sd", "var", "variance", "range", "iqr", "spread", "sem", "stderr", "skew", "kurtosis",
    "count", "cnt", "n", "num", "sum", "len", "ci",
})  # fmt: skip
"""Statistics of the scores of frames that are not scores themselves."""

_SPREADS = SPREADS | {
    "entropy", "uncertainty", "mad", "se", "cov", "dispersion", "deviation", "error", "err", "width", "halfwidth", "lower",
    "upper", "low", "high", "lo", "hi", "lb", "ub", "lcl", "ucl", "bound", "interval", "quantile", "percentile", "epistemic",
    "aleatoric",
}  # fmt: skip
"""The same, with words for how sure a score is."""

_NO_DETECTORS = SPREADS | {
    "value", "val", "values", "face", "faces", "detection", "det", "person", "human", "landmark", "landmarks", "quality", "blur",
    "frame", "frames", "rank", "threshold", "thr", "id", "idx", "index", "time", "seconds", "sec", "ms", "loss", "weight",
}  # fmt: skip
"""Words after ``p_`` or ``score_`` that name no detector: ``p_value``, ``p_face``, ``score_std``."""

_NO_PARTS = _NO_DETECTORS | {
    "confidence", "conf", "top", "max", "min", "mean", "median", "mode", "prediction", "predicted", "pred", "raw", "final",
    "real", "fake", "audio", "video", "lip", "sync", "size", "age", "gender",
}  # fmt: skip
"""Words before ``_score`` or ``_prob`` that name no detector either."""

_SCORE_WORDS = frozenset({
    "score", "scores", "prob", "probs", "proba", "probability", "pred", "preds", "prediction", "predictions", "logit", "logits",
    "output", "outputs", "out", "decision", "anomaly", "likelihood", "fakeness", "spoofness", "oof", "llr",
})  # fmt: skip
"""Words that say that a column holds scores, whatever is beside them."""

_BESIDE_DECISIONS = frozenset({
    "p", "raw", "sigmoid", "softmax", "avg", "average", "mean", "ensemble", "fused", "fusion", "value", "final", "conf",
    "confidence",
})  # fmt: skip
"""Words that say score as well where a column of decisions is beside it."""

_PREDICTED = frozenset({"pred", "preds", "predicted", "prediction", "predictions", "decision", "hat", "yhat"})
"""Words that say that a column of 0 and 1 holds decisions."""

_OF_MODELS = frozenset({"raw", "final"})
"""Words beside them that say how a model gave its score."""

_NOT_OF_VIDEOS = frozenset({
    "label", "class", "sharpness", "aesthetic", "similarity", "identity", "smile", "iou", "psnr", "ssim", "snr", "mos", "pesq",
    "sync", "log", "nll", "uncertainty", "entropy", "margin", "diff", "error", "lower", "upper", "low", "high", "winner",
    "correct",
})  # fmt: skip
"""Words beside them that say that something else than the video is scored."""

_DOTTED = re.compile(
    r"^(?:all_predictions|predictions|scores|detectors|models)\.([^.]+)(?:\.(?:p_fake|score|prediction|prob|probability))?$"
)


def fields_of(sheet: Sheet, options: Options) -> dict[str, str]:
    """Field → column: those that the user names, then those that are recognised.

    Raises:
        UsageError: the user names an unknown field.
    """
    for name in options.columns:
        check_field(name)
    return {name: column for name, column in find_fields(sheet, options.columns).items() if not is_score(name)}


def find_scores(sheet: Sheet, options: Options, taken: Sequence[str]) -> dict[str, str]:
    """Detector → column; ``""`` is the detector that the file as a whole belongs to."""
    mapped = {detector_of(n): c for n, c in options.columns.items() if is_score(n) and c in sheet.columns}
    if mapped:
        return mapped
    taken = [*taken, *(c for c in sheet.columns if is_property(c))]
    several: dict[str, str] = {}
    of_class: dict[Label, str] = {}
    for column in (c for c in sheet.columns if c not in taken):
        match = _SEVERAL.fullmatch(column.strip()) or _DOTTED.match(column)
        several_of = match and spelled_plainly(column) not in SCORE_NAMES and not is_place(column)
        if match and several_of and not _is_something_else(match.group(1)) and _is_numeric(sheet, column):
            label = score_class(column)
            if label is None:
                several[match.group(1)] = column
            else:
                of_class.setdefault(label, column)
    for column in (c for c in sheet.columns if c not in taken and _is_numeric(sheet, c)):
        if (label := score_class(column)) is not None:
            of_class.setdefault(label, column)
    named = score_columns(sheet, taken)
    single = next((c for c in named if not is_decision(sheet.frame[c])), next(iter(named), None))
    if several:
        single = single if single is not None and says_fake(spelled_plainly(single)) else of_class.get("fake", single)
        return ({"": single} if single is not None and _counts_beside(sheet, single, several) else {}) | several
    if single is not None and is_decision(sheet.frame[single]):
        beside = score_beside(sheet, single, taken)
        if beside is None and (endings := _by_ending(sheet, [*taken, single])):
            return endings
        single = beside or single
    of_realness = single is None and "fake" not in of_class and _says_realness(of_class.get("real"))
    if of_realness and (endings := _by_ending(sheet, taken)):
        return endings  # naturalness_score beside xception_score
    single = single if single is not None else of_class.get("fake", of_class.get("real"))
    if single is None and (endings := _by_ending(sheet, taken) or _of_labels(sheet, taken)):
        return endings
    single = single or _of_words(sheet, taken) or _beside_predicted(sheet, taken)
    return {} if single is None else {"": single}


def score_beside(sheet: Sheet, decision: str, taken: Sequence[str]) -> str | None:
    """The score beside a column of 0 and 1: the column that these are a threshold on, else the only one whose name says score.

    ``None`` where there is none. Of several, one comes first whose name says score, and one of fractions.
    """
    free = [c for c in sheet.columns if c not in taken and c != decision]
    if followed := decided_scores(sheet, decision, free):
        return min(followed, key=lambda c: (not _may_say_score(c), not holds_fractions(sheet.frame[c])))
    named = [c for c in free if _may_say_score(c) and continuous(sheet.frame[c]) is not None]
    return only_score(sheet, [*taken, decision]) or (named[0] if len(named) == 1 else None)


def _beside_predicted(sheet: Sheet, taken: Sequence[str]) -> str | None:
    """The score beside a column of 0 and 1 of whose name a word says that it was predicted, as in ``pred_label``."""
    free = [c for c in sheet.columns if c not in taken and {*spelled_plainly(c).split("_")} & _PREDICTED]
    decision = next((c for c in free if is_decision(sheet.frame[c])), None)
    return None if decision is None else score_beside(sheet, decision, taken)


def _may_say_score(column: str) -> bool:
    """Whether a word of a name says score, or how several scores became one, and none says what else is scored."""
    words = {word.rstrip(string.digits) or word for word in spelled_plainly(column).split("_")}
    of_scores = _SCORE_WORDS | _BESIDE_DECISIONS
    return bool(words & of_scores) and not (words - of_scores) & (_NO_PARTS - {"video"} | _NOT_OF_VIDEOS)


def _of_words(sheet: Sheet, taken: Sequence[str]) -> str | None:
    """The only column whose words say P(fake), P(real) or a score, in this order; ``None`` where there are several, or none."""
    said = {c: says for c in sheet.columns if c not in taken and (says := score_says(c)) and _are_graded(sheet, c)}
    for label in ("fake", "real"):
        if named := [c for c, says in said.items() if says == label]:
            return named[0] if len(named) == 1 and not _is_one_of_classes(sheet, taken, named[0]) else None
    return only_score(sheet, taken) or only_worded(sheet, taken) or only_unnamed(sheet, taken)


def _is_one_of_classes(sheet: Sheet, taken: Sequence[str], column: str) -> bool:
    """Whether a column is called like a class and nothing else, beside others of numbers that may be of other classes."""
    if not is_class_alone(column):
        return False
    others = (c for c in sheet.columns if c not in taken and c != column and not measures_spread(c))
    return any(_are_graded(sheet, c) for c in others)


def only_worded(sheet: Sheet, taken: Sequence[str]) -> str | None:
    """The only column of numbers of whose name a word says score, where no word names a class or says what else is scored."""
    free = [c for c in sheet.columns if c not in taken and not measures_spread(c) and _are_graded(sheet, c)]
    alone = [c for c in free if has_score_word(c)] or free  # a mean beside detectors may be that of all of them
    return alone[0] if len(alone) == 1 and score_says(alone[0]) == "score" else None


def _are_graded(sheet: Sheet, column: str) -> bool:
    """Whether a column holds numbers of which not all are whole."""
    values = number_cells(sheet, column)
    return values is not None and bool(values.drop_nulls().ne(values.drop_nulls().round(0)).any())


def only_score(sheet: Sheet, taken: Sequence[str]) -> str | None:
    """The only column of numbers, not all of them whole, of whose name a word says score, as ``anomaly_score`` does.

    ``None`` where there are several, or none, and where another word says what else is scored, as in ``face_score``.
    """
    named = [c for c in sheet.columns if c not in taken and _says_score(c) and _is_numeric(sheet, c)]
    likely = [c for c in named if bool((v := sheet.frame[c].cast(pl.Float64, strict=False).drop_nulls()).ne(v.round(0)).any())]
    return likely[0] if len(likely) == 1 else None


def only_unnamed(sheet: Sheet, taken: Sequence[str]) -> str | None:
    """The column called 0, as pandas calls values without a name, if it holds fractions and no other column holds numbers."""
    free = [c for c in sheet.columns if c not in taken and sheet.frame[c].cast(pl.Float64, strict=False).drop_nulls().len()]
    return free[0] if [c.strip() for c in free] == ["0"] and holds_fractions(sheet.frame[free[0]]) else None


def _says_score(column: str) -> bool:
    words = set(spelled_plainly(column).split("_"))
    return bool(words & _SCORE_WORDS) and not (words - _SCORE_WORDS - _OF_MODELS) & (_NO_PARTS | _NOT_OF_VIDEOS)


def _counts_beside(sheet: Sheet, single: str, several: Mapping[str, str]) -> bool:
    """Whether a score is one more detector beside ``p_NAME`` and the like.

    It is if its name says P(fake), if it is ``prob`` beside ``prob_NAME``, and beside one such column, which may be about
    something else, as ``prob_male`` is.
    """
    name = spelled_plainly(single)
    if name == "p_fake" or all(spelled_plainly(column).startswith(f"{name}_") for column in several.values()):
        return True
    return (says_fake(name) or len(several) == 1) and not means_real(single) and not is_decision(sheet.frame[single])


def is_place(column: str) -> bool:
    """Whether a column is a place of a list that cells or records hold.

    >>> is_place("p[0]"), is_place("p [%]")
    (True, False)
    """
    return _PLACE.search(column) is not None


def _of_labels(sheet: Sheet, taken: Sequence[str]) -> dict[str, str]:
    """A column called that of labels which holds numbers from 0 to 1, as a list of answers of a contest does."""
    named = (c for c in columns_of_field("label", sheet.lower(), taken) if holds_fractions(sheet.frame[c]))
    return next(({"": column} for column in named), {})


def _by_ending(sheet: Sheet, taken: Sequence[str]) -> dict[str, str]:
    """Detectors of columns such as ``xception_score``, where there are two at least: one may be anything."""
    before = {c: _before_ending(c) for c in sheet.columns if c not in taken and _is_numeric(sheet, c)}
    before |= {c: _after_pred(c) for c, name in before.items() if not name and holds_fractions(sheet.frame[c])}
    named: dict[str, str] = {}
    for column, name in before.items():
        if not name or not may_name_detector({*spelled_plainly(name).split("_")}):
            continue
        if name not in named or is_decision(sheet.frame[named[name]]):  # x_pred beside x_prob is a decision
            named[name] = column
    return named if len(named) > 1 else {}


def measures_spread(column: str) -> bool:
    """Whether a name says how much scores vary, or how sure they are, so it names no detector.

    >>> [measures_spread(name) for name in ("std", "ci_low", "predStd", "mean", "xception")]
    [True, True, True, False, False]
    """
    return bool({*words_of_name(column)} & _SPREADS)


def may_name_detector(words: set[str]) -> bool:
    """Whether words before ``_score`` may name a detector: ``face_xray`` may, ``face`` and ``face_similarity`` do not."""
    return not words & _NOT_OF_VIDEOS and not words <= _NO_PARTS


def _before_ending(column: str) -> str:
    """What comes before ``_score`` or another such end; nothing where a name has no such end."""
    name = column.strip()
    match = _ENDING.search(name)
    return "" if match is None else name[: match.start()].rstrip(string.whitespace + "_-")


def _after_pred(column: str) -> str:
    """What comes after ``pred_``, which is a detector where it holds fractions; nothing where a name begins otherwise."""
    match = _BEGINNING.match(column.strip())
    return "" if match is None else match[1]


def names_detector(column: str, *, any_word: bool = False) -> bool:
    """Whether the name of a column is ``p_NAME``, ``prob_NAME`` or ``score_NAME``, where NAME may be a detector or a class.

    With ``any_word``, NAME may also be a word that names neither, as in ``p_value``.

    >>> names_detector("p_xception"), names_detector("p_value"), names_detector("blur")
    (True, False, False)
    """
    match = _SEVERAL.fullmatch(column.strip())
    return match is not None and (any_word or not _is_something_else(match.group(1)))


def _is_something_else(name: str) -> bool:
    """Whether all words of a name say that no detector is meant."""
    return set(spelled_plainly(name).split("_")) <= _NO_DETECTORS


def score_class(column: str) -> Label | None:
    """The class that a name says: after ``p_``, ``prob_`` or ``score_``, as in ``p_bonafide``, or before ``_score``.

    ``None`` where it says none.
    """
    match = _SEVERAL.fullmatch(column.strip())
    word = spelled_plainly((_before_ending(column) if match is None else match.group(1)).strip("()[]"))
    label, left = class_of_words(word.split("_"), scored_class)
    return None if left else label


def score_columns(sheet: Sheet, taken: Sequence[str]) -> list[str]:
    """Columns whose names are those of a score, best first; columns of words are none."""
    free = {name: column for name, column in sheet.lower().items() if column not in taken}
    return [free[n] for n in SCORE_NAMES if n in free and (n not in _OR_WORDS or _is_numeric(sheet, free[n]))]


def _says_realness(column: str | None) -> bool:
    """Whether the name of a column says real by another word than those of classes, as ``naturalness_score`` does."""
    return column is not None and score_class(column) == "real" and not {*spelled_plainly(column).split("_")} & {*CLASS_WORDS}


def means_real(column: str) -> bool:
    """Whether the name of a score column says that it holds P(real)."""
    return spelled_plainly(column) in _MEANS_REAL or "real" in (score_class(column), score_says(column))


def is_logit(column: str) -> bool:
    """Whether the name of a score column says that it holds log-odds."""
    return spelled_plainly(column) in _LOGITS


def says_fake(name: str) -> bool:
    """Whether the name of a column, in plain spelling, says that it holds P(fake)."""
    return name in _SAYS_FAKE or score_class(name) == "fake"


def is_score(name: str) -> bool:
    """Whether a field that a user names is a score."""
    return name in ("p_fake", "score") or name.startswith("p_")


def detector_of(name: str) -> str:
    """The detector that a field ``p_NAME`` names."""
    return "" if name in ("p_fake", "score") else name.removeprefix("p_")


def check_field(name: str) -> None:
    """Raise an error for an unknown field."""
    fields = ("p_fake", *(n for n in FIELDS if n != "opt_out"))
    if is_score(name) and not detector_of(name).strip() and detector_of(name):
        raise UsageError(f"{option('columns')}: the field {quoted(name)} names no detector; say p_NAME")
    if not is_score(name) and not is_property(name) and name not in (*fields, "predicted"):
        raise UsageError(
            f"{option('columns')}: there is no field {quoted(name)}{did_you_mean(name, fields)}; the fields are "
            f"{', '.join(fields)}, p_NAME, predicted, property_NAME"
        )


def is_decision(values: pl.Series) -> bool:
    """Whether a column holds nothing but 0 and 1, as decisions and labels do."""
    first = values.head(_FIRST).cast(pl.Float64, strict=False).to_list()
    if any(number not in (None, 0.0, 1.0) for number in first):
        return False
    numbers = values.cast(pl.Float64, strict=False).drop_nulls()
    return bool(numbers.len()) and bool(numbers.is_in([0.0, 1.0]).all())


def _is_numeric(sheet: Sheet, column: str) -> bool:
    if column not in sheet.contents.holds_numbers:
        sheet.contents.holds_numbers[column] = _numeric(sheet.frame[column])
    return sheet.contents.holds_numbers[column]


def _numeric(values: pl.Series) -> bool:
    """Whether a column holds any number; a column of words is not a score."""
    if values.dtype != pl.String:
        return values.dtype.is_numeric()
    first = values.head(_FIRST).cast(pl.Float64, strict=False)
    if first.null_count() < first.len():
        return True
    sample = values.drop_nulls().head(1000)
    return not sample.len() or bool(sample.str.strip_chars().cast(pl.Float64, strict=False).is_not_null().any())
