"""Columns of several detectors that are written in different ways: `x_prob_fake` beside `m_prob_real`, `m_pred` with `m_conf`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.sheets import Sheet
from touchstone.vocabulary.words import LABELS, scored_class, spelled_plainly

from ..names import SCORE_NAMES, is_decision, may_name_detector, names_detector
from ..options import Options
from ..scale import are_shares
from .candidates import PREDICTED, SURE, class_words, free_columns, goes_below, number_columns, scores_are_named
from .coded import with_code_read
from .codes import with_failures

Kind = Literal["fake", "real", "sure", "class", "logit", "score", "fakes", "reals"]
_OF_CLASS = "CLASS_(?:prob|probability|score)|(?:p|prob|probability|score)_CLASS"
_KINDS: tuple[tuple[Kind, str], ...] = (
    ("fake", _OF_CLASS.replace("CLASS", "fake")),
    ("real", _OF_CLASS.replace("CLASS", "real")),
    ("sure", r"(?:pred(?:iction)?_)?conf(?:idence)?(?:_score)?|certainty|max_prob(?:ability)?"),
    ("class", r"pred(?:icted|iction)?(?:_label|_class)?|decision|verdict"),
    ("logit", r"logits?|log_odds"),
    ("score", r"score|prob|proba|probability|p"),
    ("fakes", r"fake|deepfake|spoof|fakeness"),
    ("reals", r"real|realness|genuine|bona_?fide|authentic|authenticity"),
)
"""What a column holds, and how its name says so, in plain spelling, before or behind the name of the detector."""

_BARE: Mapping[Kind, Kind] = {"fakes": "fake", "reals": "real"}
"""Kinds of names such as ``xception_real``, and what they hold if they hold graded numbers from 0 on."""

_WHOLE = frozenset({*SCORE_NAMES, *PREDICTED, *SURE})
_NUMBERED = re.compile(r"(?:class_?|top_?|rank_?|label_?)?\d+|top|true|y|model")
"""What is beside such a word and names no detector."""

_SHOWN = 6


def scores_of_each_detector(sheet: Sheet, options: Options) -> Sheet:
    """Give each of several detectors a column ``p_NAME``, where some are P(real), log-odds, or a class and its confidence.

    Columns of P(fake) alone are recognised by their names, and are left as they are.
    """
    if scores_are_named(options) or options.scale is not None or not sheet.frame.height:
        return sheet
    detectors: dict[str, dict[Kind, str]] = {}
    names: dict[str, str] = {}
    for column in free_columns(sheet, options):
        if (part := _part(column)) is not None:
            names.setdefault(part[0].lower(), part[0])
            detectors.setdefault(part[0].lower(), {}).setdefault(part[1], column)
    scores = {names[d]: s for d, kinds in detectors.items() if (s := _score(sheet, options, kinds)) is not None}
    if len(scores) < 2 or not any(note for _, _, note in scores.values()):
        return sheet
    notes = [note for _, _, note in scores.values() if note]
    every = " ".join(option("columns", f"p_{name}={sheet.in_file(columns[0])}") for name, (_, columns, _) in scores.items())
    for name, (values, columns, _) in scores.items():
        field = f"p_{name}"
        if not names_detector(field):
            return sheet
        held = with_failures(sheet, columns, values).alias(field)
        sheet = sheet.with_column(held, in_place_of=columns, says=columns[0] if len(columns) == 1 else "")
    said = ", ".join(notes[:_SHOWN]) + (" …" if len(notes) > _SHOWN else "")
    note = f"each detector has its columns, as their names say: {said} (if they are all {_other_way(detectors, every)})"
    return replace(sheet, notes=(*sheet.notes, note))


def _other_way(detectors: Mapping[str, Mapping[Kind, str]], every: str) -> str:
    """What the columns may be instead, and the options that say so: log-odds where all are called so."""
    if all(set(kinds) == {"logit"} for kinds in detectors.values()):
        return f"P(fake), say {every}; if log-odds, {every} {option('scale', 'logit')}"
    return f"P(fake), say {every}"


def _part(column: str) -> tuple[str, Kind] | None:
    """The detector that the name of a column names, and what the column holds; ``None`` where it does not name both.

    >>> _part("xception_prob_fake"), _part("conf_meso"), _part("fake_prob"), _part("prob_1")
    (('xception', 'fake'), ('meso', 'sure'), None, None)
    """
    plain, bare = spelled_plainly(column), column.strip()
    if plain in _WHOLE:
        return None
    for kind, phrases in _KINDS:
        before = re.fullmatch(rf"(?:{phrases})_(.+)", plain)
        behind = re.fullmatch(rf"(.+?)_(?:{phrases})", plain)
        match = before or behind
        if match is None:
            continue
        name = match[1]
        if scored_class(name) is not None or _NUMBERED.fullmatch(name) or not may_name_detector({*name.split("_")}):
            return None
        same = len(plain) == len(bare)
        written = bare[-len(name) :] if before else bare[: len(name)]
        return (written if same else name), kind
    return None


def _score(sheet: Sheet, options: Options, kinds: Mapping[Kind, str]) -> tuple[pl.Series, list[str], str] | None:
    """P(fake) of a detector, the columns that say it, and what is said of them; nothing is said of a column of P(fake)."""
    numbers = number_columns(sheet, [c for kind, c in kinds.items() if kind != "class"])
    held = {kind: numbers[c] for kind, c in kinds.items() if c in numbers}
    bare: Kind
    for bare, plain in _BARE.items():
        if bare in held and plain not in held and not is_decision(held[bare]) and _whole(held[bare]):
            kinds, held = dict[Kind, str]({**kinds, plain: kinds[bare]}), {**held, plain: held[bare]}
    if "fake" in held:
        return held["fake"], [kinds["fake"]], f"{sheet.in_file(kinds['fake'])!r} holds P(fake)"
    if "class" in kinds and "sure" in held and (won := _of_winner(sheet, options, kinds["class"], held["sure"])) is not None:
        said = f"{sheet.in_file(kinds['sure'])!r} is the confidence of the class in {sheet.in_file(kinds['class'])!r}{won[1]}"
        return won[0], [kinds["sure"], kinds["class"]], said
    if "score" in held:
        return held["score"], [kinds["score"]], ""
    if "real" in held:
        whole = _whole(held["real"])
        said = f"{sheet.in_file(kinds['real'])!r} holds P(real), and P(fake) = 1 − P(real)"
        return None if whole is None else (1 - held["real"] / whole, [kinds["real"]], said)
    if "logit" in held and are_shares(held["logit"]):
        said = f"{sheet.in_file(kinds['logit'])!r} holds P(fake), because its numbers are all from 0 to 1"
        return held["logit"], [kinds["logit"]], said
    if "logit" in held:
        odds = pl.select(1 / (1 + (-held["logit"]).exp())).to_series()
        return odds, [kinds["logit"]], f"{sheet.in_file(kinds['logit'])!r} holds the log-odds of fake"
    return None


def _of_winner(sheet: Sheet, options: Options, column: str, sure: pl.Series) -> tuple[pl.Series, str] | None:
    """P(fake) of a predicted class and its confidence, and what is said of a class of 0 and 1."""
    words, whole = class_words(sheet.frame[column]), _whole(sure)
    if words is None or whole is None or goes_below(sure / whole):
        return None
    fake = words.replace_strict(LABELS, default=None, return_dtype=pl.String) == "fake"
    fake, code = with_code_read(sheet, options, column, fake, of_all=False)
    share = sure / whole
    return pl.select(pl.when(fake).then(share).when(~fake).then(1 - share)).to_series(), code


def _whole(values: pl.Series) -> int | None:
    """1 for shares, 100 for percent; ``None`` for other numbers."""
    finite = values.filter(values.is_finite().fill_null(value=False))
    lowest, highest = finite.min(), finite.max()
    if not isinstance(lowest, float) or not isinstance(highest, float) or lowest < 0 or highest > 100:
        return None
    return 1 if highest <= 1 else 100
